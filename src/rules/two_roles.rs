//! One person with two roles in one tenant.

use super::Broken;
use crate::diagnostic::rules;

rules! {
    /// A person is a contributor of one tenant with two roles.
    ///
    /// In Kubernetes rights add up, so the stronger role wins: admin over edit, edit over view. The mesh lets the person in
    /// with either and knows no roles. Whoever takes one of the lines away must know of the other.
    ///
    /// Source: KFAM makes a RoleBinding and a policy for each; RBAC has no rule that takes away.
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
    /// spec: {contributors: [{name: bob@example.com, role: edit}, {name: bob@example.com, role: view}]}
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
    pub TWO_ROLES = "two-roles": Warning, adjustable;
}

/// The warning for a person with two roles, given the stronger one.
pub fn two_roles(name: &str, stronger: &str, weaker: &str) -> Broken {
    let message = format!("`{name}` has the roles {stronger} and {weaker}: rights add up, so {stronger} wins");
    Broken::new(message, format!("keep the line with `role: {stronger}` or the one with `role: {weaker}`"))
}
