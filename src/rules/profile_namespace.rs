//! A namespace on a Profile, which has none.

use super::Broken;
use crate::diagnostic::rules;

rules! {
    /// A Profile has `metadata.namespace`.
    ///
    /// It is dropped: a Profile is cluster-scoped, and the namespace it makes has the Profile's own name.
    ///
    /// Source: the Profile CRD. The API server takes such a document when it comes without a namespace in the request
    /// and drops the field; 16 of 163 public Profile files have it.
    ///
    /// Bad:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a, namespace: kubeflow}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    pub PROFILE_NAMESPACE = "profile-namespace": Warning, adjustable;
}

/// The warning for it.
pub fn profile_namespace() -> Broken {
    Broken::new("a Profile has no namespace", "delete this line").label("dropped: a Profile is cluster-scoped")
}
