//! Access that a template gives in a retired tenant. The check is in `object`.

use crate::diagnostic::rules;

rules! {
    /// A template gives access in a retired tenant, or hides that it is retired.
    ///
    /// A retired tenant keeps its Namespace and data, and nobody has access: no RoleBinding, no policy but those that deny,
    /// and the annotation `tenantry.dev/lifecycle: Retired` on its Namespace. A template of your own that binds a role asks for
    /// `tenant.lifecycle` first.
    ///
    /// Source: RBAC and Istio add up what any object allows: one that is left behind is access.
    ///
    /// Bad:
    ///
    /// ```yaml templates/tenant/auditors.yaml.j2
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: RoleBinding
    /// metadata: {name: auditors, namespace: {{ tenant.name }}}
    /// roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
    /// subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: auditors}]
    /// ```
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
    /// spec: {lifecycle: Retired}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml templates/tenant/auditors.yaml.j2
    /// {% if tenant.lifecycle == "Active" %}
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: RoleBinding
    /// metadata: {name: auditors, namespace: {{ tenant.name }}}
    /// roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
    /// subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: auditors}]
    /// {% endif %}
    /// ```
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
    /// spec: {lifecycle: Retired}
    /// ```
    pub RETIRED_ACCESS = "retired-access": Error;
}
