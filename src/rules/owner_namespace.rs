//! A namespace on an owner, who is a person.

use super::Broken;
use crate::diagnostic::rules;

rules! {
    /// The owner, a User, has a namespace.
    ///
    /// It is kept on the subject of the RoleBinding, where it means nothing.
    ///
    /// Source: RBAC looks at the namespace of ServiceAccounts only; the profile controller copies the owner into the
    /// RoleBinding as it stands.
    ///
    /// Bad:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: alice@example.com, namespace: kubeflow}}
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
    pub OWNER_NAMESPACE = "owner-namespace": Warning, adjustable;
}

/// The warning for it.
pub fn owner_namespace() -> Broken {
    Broken::new("a User has no namespace", "delete this line").label("kept on the subject, where it means nothing")
}
