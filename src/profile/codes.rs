//! The codes of problems in a document's shape.

use crate::diagnostic::rules;

rules! {
    /// A key that the document does not have.
    ///
    /// Kubernetes would refuse it, or leave it out in silence. Mostly a misspelt key, a key in another case, or one at
    /// the wrong level.
    ///
    /// Source: the API server with strict field validation, which is the default of kubectl; the Profile CRD.
    ///
    /// Bad:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {ownr: {kind: User, name: alice@example.com}}
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
    pub UNKNOWN_FIELD = "unknown-field": Error;
    /// A key that must be there is not.
    ///
    /// The help shows how it is written.
    ///
    /// Source: the API server and the profile controller: a Profile without an owner is stored and never gets a
    /// namespace.
    ///
    /// Bad:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {}
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
    pub MISSING_FIELD = "missing-field": Error;
    /// A key stands there without a value.
    ///
    /// `name:` alone is null: Kubernetes takes it as if the key were not there.
    ///
    /// Source: the API server drops nulls of a Profile, then asks for the field.
    ///
    /// Bad:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec:
    ///   owner:
    ///     kind: User
    ///     name:
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
    pub NO_VALUE = "no-value": Error;
    /// A value of another type than the field has.
    ///
    /// A name that looks like a number must be quoted; a mapping or list stands where text belongs, or the reverse.
    ///
    /// Source: the API server refuses to decode it.
    ///
    /// Bad:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: 397401}}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: "397401"}}
    /// ```
    pub WRONG_TYPE = "wrong-type": Error;
    /// A document without `apiVersion` or `kind`, or of a version or kind that is not read.
    ///
    /// Read are Profiles of `kubeflow.org/v1` and `v1beta1`, and Tenants of `tenantry.dev/v1alpha1`.
    ///
    /// Source: the API server knows no other versions of Profile since Kubeflow 0.7.
    ///
    /// Bad:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v2
    /// kind: Profile
    /// metadata: {name: team-a}
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
    pub UNKNOWN_KIND = "unknown-kind": Error;
    /// An object beside a Profile that would give access or shape the tenant, and that nobody applies.
    ///
    /// Leaving it out in silence would surprise. Write what it is for where tenantry reads it: people as contributors
    /// of the Tenant, the quota in the Profile, other objects as a template.
    ///
    /// Source: `kubectl apply` of the same file would apply it.
    ///
    /// Bad:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ---
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata: {name: team-a}
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
    pub ACCESS_OBJECT = "access-object": Error;
    /// An object of another kind beside a Profile: it is not rendered.
    ///
    /// A file under `templates/tenant/` can add such an object to every tenant.
    ///
    /// Source: `kubectl apply` of the same file would apply it.
    ///
    /// Bad:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ---
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: install-config}
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
    pub OTHER_OBJECT = "other-object": Warning, adjustable;
    /// What a cluster wrote into an object was dropped.
    ///
    /// A dump (`kubectl get profile -o yaml`) holds `status`, `uid`, `resourceVersion` and more, which mean nothing in
    /// a file. Delete them.
    ///
    /// Source: the API server writes these fields and ignores or refuses them in what it is sent.
    ///
    /// Bad:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a, uid: 0f3c, resourceVersion: "12"}
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
    pub CLUSTER_DUMP = "cluster-dump": Warning, adjustable;
    /// The config file holds something else than one Config, or a Config stands elsewhere.
    ///
    /// The config is one document of `apiVersion: tenantry.dev/v1alpha1` and `kind: Config`, in `tenantry.yaml` beside
    /// the folders that it names.
    ///
    /// Source: tenantry itself.
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
    /// kind: Config
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml tenantry.yaml
    /// apiVersion: tenantry.dev/v1alpha1
    /// kind: Config
    /// ```
    pub CONFIG_DOCUMENT = "config-document": Error;
}
