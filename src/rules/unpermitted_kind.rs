//! Kinds of objects that the rendered AppProject does not allow.

use super::Broken;
use crate::diagnostic::rules;

rules! {
    /// A template renders a kind that the AppProject does not allow.
    ///
    /// Argo CD would fail to sync that tenant, with its revokes. The AppProject allows the kinds of the shipped templates;
    /// `gitOps.bootstrap.kinds` adds those of your own. A kind stays in that list until no cluster has an object of it any
    /// more: what the project does not allow is not pruned either.
    ///
    /// Source: the documentation of Argo CD on projects.
    ///
    /// Bad:
    ///
    /// ```yaml tenantry.yaml
    /// apiVersion: tenantry.dev/v1alpha1
    /// kind: Config
    /// gitOps:
    ///   engine: argocd
    ///   bootstrap: {repository: https://github.com/example/tenants.git}
    /// ```
    ///
    /// ```yaml templates/tenant/network-policy.yaml.j2
    /// apiVersion: networking.k8s.io/v1
    /// kind: NetworkPolicy
    /// metadata: {name: closed, namespace: {{ tenant.name }}}
    /// spec: {podSelector: {}}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml tenantry.yaml
    /// apiVersion: tenantry.dev/v1alpha1
    /// kind: Config
    /// gitOps:
    ///   engine: argocd
    ///   bootstrap:
    ///     repository: https://github.com/example/tenants.git
    ///     kinds: [{group: networking.k8s.io, kind: NetworkPolicy}]
    /// ```
    ///
    /// ```yaml templates/tenant/network-policy.yaml.j2
    /// apiVersion: networking.k8s.io/v1
    /// kind: NetworkPolicy
    /// metadata: {name: closed, namespace: {{ tenant.name }}}
    /// spec: {podSelector: {}}
    /// ```
    pub UNPERMITTED_KIND = "unpermitted-kind": Error;
}

/// Refuses a kind that a project does not allow.
pub fn unpermitted_kind(group: &str, kind: &str, project: &str) -> Broken {
    let group = if group.is_empty() { "\"\"" } else { group };
    Broken::new(
        format!("tenants have objects of kind `{kind}`, which the AppProject `{project}` does not allow"),
        format!("add `{{group: {group}, kind: {kind}}}` to `gitOps.bootstrap.kinds`"),
    )
}
