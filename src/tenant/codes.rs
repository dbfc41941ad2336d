//! The codes of problems between documents, and of values that Kubernetes or the controllers refuse.

use crate::diagnostic::rules;

rules! {
    /// A Profile's name that is no Namespace's name.
    ///
    /// At most 63 lower-case letters, digits and dashes, which begin and end with a letter or digit. The Profile CRD
    /// alone takes dots as well; its namespace is then never made.
    ///
    /// Source: kube-apiserver 1.35, `ValidateNamespaceName`.
    ///
    /// Bad:
    ///
    /// ```yaml profiles/alice.smith.yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: alice.smith}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml profiles/alice-smith.yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: alice-smith}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    pub TENANT_NAME = "tenant-name": Error;
    /// Labels or annotations that the API server refuses.
    ///
    /// A label's value has at most 63 letters, digits, `-`, `_` and `.`; an e-mail address is none. Keys may have a
    /// domain before a `/`.
    ///
    /// Source: kube-apiserver 1.35, `ValidateLabels` and `ValidateAnnotations`.
    ///
    /// Bad:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a, labels: {contact: alice@example.com}}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a, annotations: {contact: alice@example.com}}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    pub METADATA = "metadata": Error;
    /// An owner who gets no access, or whom the API server refuses.
    ///
    /// An owner is one person, `kind: User`. For a Group or a ServiceAccount the mesh would let in a user of that name
    /// and nobody else: name a person, and the others as contributors.
    ///
    /// Source: the profile controller renders a header rule for whatever name the owner has; RBAC knows User, Group and
    /// ServiceAccount.
    ///
    /// Bad:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: Group, name: vision-team}}
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
    pub OWNER = "owner": Error;
    /// A quota that the API server refuses, or whose value it would change.
    ///
    /// The namespace would be made and the quota never: what went wrong stands only in the log of the controller.
    /// Fractions are quoted (`"1.5"`), units keep their case (`16Gi`, `500m`), and object counts are whole numbers.
    ///
    /// Source: kube-apiserver 1.35, `ValidateResourceQuota`; the Profile CRD; rules of ours where the server stores
    /// something else than it was given.
    ///
    /// Bad:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: alice@example.com}, resourceQuotaSpec: {hard: {memory: 16gi}}}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: alice@example.com}, resourceQuotaSpec: {hard: {memory: 16Gi}}}
    /// ```
    pub QUOTA = "quota": Error;
    /// A contributor that cannot be one.
    ///
    /// A contributor is a person with the role `admin`, `edit` or `view`.
    ///
    /// Source: KFAM knows these three roles and binds one person at a time.
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
    /// spec: {contributors: [{name: bob@example.com, role: editor}]}
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
    pub CONTRIBUTOR = "contributor": Error;
    /// Two contributors whose objects would have one name.
    ///
    /// KFAM makes the objects' names of the letters and digits of a person's name, without their case: `a.b@x` and
    /// `a-b@x` get the same. Of two lines for one person with one role, delete one.
    ///
    /// Source: KFAM's `getBindingName`. KFAM refuses the second; a tree that holds both would be two objects of one name.
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
    /// spec: {contributors: [{name: a.b@example.com, role: edit}, {name: a-b@example.com, role: edit}]}
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
    /// spec: {contributors: [{name: a.b@example.com, role: edit}]}
    /// ```
    pub CONTRIBUTOR_COLLISION = "contributor-collision": Error;
    /// Two Profiles of one name.
    ///
    /// A namespace has one owner. Rename one of them, or delete it if it is a copy.
    ///
    /// Source: the API server holds one object of a name: the second apply would replace the first.
    ///
    /// Bad:
    ///
    /// ```yaml profiles/team-a.yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    ///
    /// ```yaml profiles/old/team-a.yaml
    /// apiVersion: kubeflow.org/v1
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
    pub DUPLICATE_PROFILE = "duplicate-profile": Error;
    /// Two Tenant documents of one name.
    ///
    /// Put everything into one of them.
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
    /// kind: Tenant
    /// metadata: {name: team-a}
    /// spec: {contributors: []}
    /// ---
    /// apiVersion: tenantry.dev/v1alpha1
    /// kind: Tenant
    /// metadata: {name: team-a}
    /// spec: {contributors: []}
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
    /// spec: {contributors: []}
    /// ```
    pub DUPLICATE_TENANT = "duplicate-tenant": Error;
    /// A Tenant document without its Profile in the same file.
    ///
    /// So a rule on who may change a file covers the whole tenant, and nobody gives access to one tenant from the file
    /// of another.
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
    /// kind: Tenant
    /// metadata: {name: team-b}
    /// spec: {contributors: []}
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
    /// spec: {contributors: []}
    /// ```
    pub LONE_TENANT = "lone-tenant": Error;
    /// `--only` names a tenant that there is not.
    ///
    /// Name it as `metadata.name` of its Profile has it.
    ///
    /// Source: tenantry itself.
    ///
    /// Bad: `tenantry render --only team-visoin`.
    ///
    /// Good: `tenantry render --only team-vision`.
    pub UNKNOWN_TENANT = "unknown-tenant": Error;
    /// A `spec.lifecycle` that there is not.
    ///
    /// A tenant is `Active`, or `Retired`: nobody has access then, and its Namespace, quota and data stay.
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
    /// kind: Tenant
    /// metadata: {name: team-a}
    /// spec: {lifecycle: Gone}
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
    /// spec: {lifecycle: Retired}
    /// ```
    pub LIFECYCLE = "lifecycle": Error;
}
