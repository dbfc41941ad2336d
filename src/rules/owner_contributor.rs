//! The owner of a tenant among its contributors.

use super::Broken;
use crate::diagnostic::rules;

rules! {
    /// The owner is listed as a contributor of the same tenant.
    ///
    /// It gives nothing: the owner is bound to the admin role, and rights add up. When the tenant changes hands, though,
    /// the line stays, and with it the access of the person who left.
    ///
    /// Source: KFAM makes a RoleBinding and a policy for such a contributor as for any other; RBAC adds up what a person
    /// is bound to.
    ///
    /// Bad:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ---
    /// apiVersion: tenantry.dev/v1alpha1
    /// kind: Tenant
    /// metadata: {name: team-a}
    /// spec: {contributors: [{name: alice@example.com, role: edit}]}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ---
    /// apiVersion: tenantry.dev/v1alpha1
    /// kind: Tenant
    /// metadata: {name: team-a}
    /// spec: {contributors: [{name: bob@example.com, role: edit}]}
    /// ```
    pub OWNER_CONTRIBUTOR = "owner-contributor": Warning, adjustable;
}

/// Warns of a contributor who is the owner.
pub fn owner_contributor(owner: &str, contributor: &str) -> Result<(), Broken> {
    if owner != contributor {
        return Ok(());
    }
    let help = "delete this line; if the tenant is to change hands, change `spec.owner`";
    Err(Broken::new(format!("`{owner}` owns this tenant already"), help))
}
