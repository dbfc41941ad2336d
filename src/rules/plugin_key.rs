//! Keys of a plugin's spec that nobody reads.

use super::Broken;
use crate::diagnostic::{nearest, rules};

rules! {
    /// A key of a plugin's spec has no effect.
    ///
    /// A misspelt key is ignored in silence by the controller. Keys are read in any case; of one key in several cases
    /// the last in byte order wins.
    ///
    /// Source: the profile controller decodes the spec with Go's `encoding/json`, which leaves out what it does not
    /// know.
    ///
    /// Bad:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec:
    ///   owner: {kind: User, name: alice@example.com}
    ///   plugins:
    ///   - kind: AwsIamForServiceAccount
    ///     spec: {awsIamRole: "arn:aws:iam::111122223333:role/ml/team-a", annotateOnyl: true}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec:
    ///   owner: {kind: User, name: alice@example.com}
    ///   plugins:
    ///   - kind: AwsIamForServiceAccount
    ///     spec: {awsIamRole: "arn:aws:iam::111122223333:role/ml/team-a", annotateOnly: true}
    /// ```
    pub PLUGIN_KEY = "plugin-key": Warning, adjustable;
}

/// The warning for a key that is none of `known`.
pub fn plugin_key(key: &str, known: &[&str]) -> Broken {
    let help = match nearest(key, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the keys here are: {}", known.join(", ")),
    };
    Broken::new(format!("the plugin does not read `{key}`"), help).label("no effect")
}
