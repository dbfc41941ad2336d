//! Names of people that mean one thing to Kubernetes and another to the mesh.

use super::Broken;
use crate::diagnostic::rules;

rules! {
    /// A person's name would give access to others than it says.
    ///
    /// `*` is a wildcard for the mesh: `*@example.com` is everybody of example.com. A comma makes one name of two.
    /// Names that start with `system:` are Kubernetes' own users and groups.
    ///
    /// Source: Istio's AuthorizationPolicy reads a leading or trailing `*` of a header's value as a wildcard, while
    /// RBAC reads it literally; Kubernetes reserves `system:` ("Using RBAC Authorization").
    ///
    /// Bad:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: "*@example.com"}}
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
    pub USER_NAME = "user-name": Error;
}

/// Refuses a name that reaches a RoleBinding and a policy as different people.
pub fn user_name(name: &str) -> Result<(), Broken> {
    if name.is_empty() {
        return Err(Broken::new("the name is empty", "write the name that the identity header carries"));
    }
    if name.contains('*') {
        let help = "name one person; `*` is a wildcard in the mesh and plain text in RBAC";
        return Err(Broken::new("`*` in a name is a wildcard for the mesh", help));
    }
    if name.contains(',') {
        let help = "write one name here, and each further person as a contributor";
        return Err(Broken::new("a comma in a name", help));
    }
    if name.starts_with("system:") {
        let help = "name a person; names with `system:` are Kubernetes' own";
        return Err(Broken::new("`system:` names belong to Kubernetes", help));
    }
    Ok(())
}
