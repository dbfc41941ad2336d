//! Names that carry the prefix of the identity header already.

use super::Broken;
use crate::diagnostic::rules;

rules! {
    /// A person's name starts with the prefix of the config.
    ///
    /// `identity.userIdPrefix` is what stands before a name in the identity header, and policies put it before every name:
    /// with this one they would ask for it twice, and let nobody in. RBAC sees the name without the prefix.
    ///
    /// Source: the profile controller and KFAM put their user-id prefix before the name in a policy, and leave it out in
    /// a RoleBinding.
    ///
    /// Bad:
    ///
    /// ```yaml tenantry.yaml
    /// apiVersion: tenantry.dev/v1alpha1
    /// kind: Config
    /// identity: {userIdPrefix: "accounts.google.com:"}
    /// ```
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: "accounts.google.com:alice@example.com"}}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml tenantry.yaml
    /// apiVersion: tenantry.dev/v1alpha1
    /// kind: Config
    /// identity: {userIdPrefix: "accounts.google.com:"}
    /// ```
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    pub DOUBLED_PREFIX = "doubled-prefix": Error;
}

/// Refuses a name that starts with the prefix that policies put before it.
pub fn doubled_prefix(name: &str, prefix: &str) -> Result<(), Broken> {
    let Some(rest) = name.strip_prefix(prefix).filter(|_| !prefix.is_empty()) else { return Ok(()) };
    let message = format!("the name starts with the prefix `{prefix}`, which policies put before it once more");
    Err(match rest {
        "" => Broken::new(message, "write the person's name, without the prefix"),
        rest => Broken::new(message, format!("write it as `{rest}`")).instead(rest),
    })
}
