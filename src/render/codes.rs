//! The codes of problems in templates and in what they print.

use crate::diagnostic::rules;

rules! {
    /// A template that does not compile, or stops while it is rendered.
    ///
    /// Unknown variables are errors, loops have an end, and nothing from outside can be read.
    ///
    /// Source: the template engine, minijinja.
    ///
    /// Bad:
    ///
    /// ```yaml templates/tenant/extra.yaml.j2
    /// apiVersion: v1
    /// kind: ServiceAccount
    /// metadata: {name: extra, namespace: {{ tenant.name }}}
    /// {{ tenant.nmae }}
    /// ```
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml templates/tenant/extra.yaml.j2
    /// apiVersion: v1
    /// kind: ServiceAccount
    /// metadata: {name: extra, namespace: {{ tenant.name }}}
    /// ```
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    pub TEMPLATE = "template": Error;
    /// A file of the templates folder that is no template, or would be rendered over another.
    ///
    /// Templates end in `.yaml.j2` and lie under `tenant/`, `plugins/`, `gitops/argocd/` or `gitops/flux/`; others can be
    /// included.
    ///
    /// Source: tenantry itself.
    ///
    /// Bad:
    ///
    /// ```yaml templates/tenant/extra.yaml
    /// apiVersion: v1
    /// kind: ServiceAccount
    /// metadata: {name: extra, namespace: {{ tenant.name }}}
    /// ```
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml templates/tenant/extra.yaml.j2
    /// apiVersion: v1
    /// kind: ServiceAccount
    /// metadata: {name: extra, namespace: {{ tenant.name }}}
    /// ```
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    pub TEMPLATE_FILE = "template-file": Error;
    /// What a template printed is no Kubernetes object, or none that the API server would take.
    ///
    /// Every document has `apiVersion`, `kind` and `metadata.name`, only fields of its kind, and values that the server
    /// takes.
    ///
    /// Source: kube-apiserver 1.35 with strict field validation; the CRDs of Istio and Kubeflow.
    ///
    /// Bad:
    ///
    /// ```yaml templates/tenant/extra.yaml.j2
    /// apiVersion: v1
    /// kind: ServiceAccount
    /// metadata: {name: extra, namespace: {{ tenant.name }}}
    /// secret: []
    /// ```
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml templates/tenant/extra.yaml.j2
    /// apiVersion: v1
    /// kind: ServiceAccount
    /// metadata: {name: extra, namespace: {{ tenant.name }}}
    /// secrets: [{name: x}]
    /// ```
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    pub TEMPLATE_OBJECT = "template-object": Error;
    /// An object outside of the tenant's namespace.
    ///
    /// A tenant has its Namespace and its Profile, and otherwise only objects in its own namespace.
    ///
    /// Source: tenantry itself: one tenant must not change what is another's, or everybody's.
    ///
    /// Bad:
    ///
    /// ```yaml templates/tenant/extra.yaml.j2
    /// apiVersion: v1
    /// kind: ServiceAccount
    /// metadata: {name: extra, namespace: kubeflow}
    /// ```
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml templates/tenant/extra.yaml.j2
    /// apiVersion: v1
    /// kind: ServiceAccount
    /// metadata: {name: extra, namespace: {{ tenant.name }}}
    /// ```
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    pub TEMPLATE_NAMESPACE = "template-namespace": Error;
    /// Two objects of one identity in one tenant.
    ///
    /// Group, kind, namespace and name make an object itself. Leave it out of one of the two templates.
    ///
    /// Source: kustomize refuses a build with two objects of one identity.
    ///
    /// Bad:
    ///
    /// ```yaml templates/tenant/extra.yaml.j2
    /// apiVersion: v1
    /// kind: ServiceAccount
    /// metadata: {name: default-editor, namespace: {{ tenant.name }}}
    /// ```
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml templates/tenant/extra.yaml.j2
    /// apiVersion: v1
    /// kind: ServiceAccount
    /// metadata: {name: extra, namespace: {{ tenant.name }}}
    /// ```
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    pub DUPLICATE_OBJECT = "duplicate-object": Error;
    /// A plugin's template that says something else about an object than the tenant's template.
    ///
    /// A plugin adds labels and annotations to an object that is there, and nothing else; none of them may have another
    /// value already.
    ///
    /// Source: tenantry itself.
    ///
    /// Bad:
    ///
    /// ```yaml templates/plugins/WorkloadIdentity.yaml.j2
    /// apiVersion: v1
    /// kind: ServiceAccount
    /// metadata: {name: default-editor, namespace: {{ tenant.name }}}
    /// secrets: []
    /// ```
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec:
    ///   owner: {kind: User, name: alice@example.com}
    ///   plugins:
    ///   - kind: WorkloadIdentity
    ///     spec: {gcpServiceAccount: vision@proj-a.iam.gserviceaccount.com}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml templates/plugins/WorkloadIdentity.yaml.j2
    /// apiVersion: v1
    /// kind: ServiceAccount
    /// metadata: {name: default-editor, annotations: {a: b}, namespace: {{ tenant.name }}}
    /// ```
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec:
    ///   owner: {kind: User, name: alice@example.com}
    ///   plugins:
    ///   - kind: WorkloadIdentity
    ///     spec: {gcpServiceAccount: vision@proj-a.iam.gserviceaccount.com}
    /// ```
    pub PLUGIN_CONFLICT = "plugin-conflict": Error;
}
