//! Profile and Tenant as they are written.

use super::dump;
use super::shape::{Text, mapping};
use crate::diagnostic::FileId;
use crate::source::Node;

/// How to give someone access, for those who look for it elsewhere.
pub const CONTRIBUTORS: &str = "contributors stand in a Tenant document in the same file, after `---`:
apiVersion: tenantry.dev/v1alpha1
kind: Tenant
metadata: {name: <the Profile's name>}
spec:
  contributors:
  - {name: bob@example.com, role: edit}";

/// What stands under keys that must be there.
fn advice(key: &str) -> Option<&'static str> {
    match key {
        "metadata" => Some("write `metadata: {name: team-a}`, with the tenant's name"),
        "name" => Some("write `name: team-a`, with the tenant's name"),
        "spec" => Some("write `spec: {owner: {kind: User, name: alice@example.com}}`"),
        _ => None,
    }
}

fn tenant_advice(key: &str) -> Option<&'static str> {
    match key {
        "spec" => Some("write `spec: {contributors: [{name: bob@example.com, role: edit}]}`, or delete this document"),
        _ => advice(key),
    }
}

fn person_advice(key: &str) -> Option<&'static str> {
    match key {
        "kind" => Some("write `kind: User`"),
        "name" => Some("write the name that the identity header carries, such as `name: alice@example.com`"),
        "role" => Some("write `role: admin`, `role: edit` or `role: view`"),
        _ => None,
    }
}

fn plugin_advice(key: &str) -> Option<&'static str> {
    match key {
        "kind" => Some("write `kind: WorkloadIdentity` or `kind: AwsIamForServiceAccount`"),
        _ => None,
    }
}

fn profile_spec_advice(key: &str) -> Option<&'static str> {
    match key {
        "owner" => Some("write `owner: {kind: User, name: alice@example.com}`"),
        "contributors" | "users" | "members" | "collaborators" => Some(CONTRIBUTORS),
        "template" => Some("a Profile has no template: write its fields directly under `spec`"),
        _ => None,
    }
}

/// A Profile's file, document and fields.
#[derive(Clone, Debug)]
pub struct RawProfile {
    /// The file it stands in.
    pub file: FileId,
    /// `kubeflow.org/v1` or `kubeflow.org/v1beta1`, as given.
    pub api_version: String,
    /// `metadata`.
    pub metadata: RawMetadata,
    /// `spec`.
    pub spec: RawProfileSpec,
    /// `spec` as written, for the inert copy of the Profile.
    pub spec_node: Node,
}

mapping! {
    /// A Profile document, before its version was looked at.
    pub(super) struct ProfileDocument {
        /// `apiVersion`.
        api_version: Text = "apiVersion",
        /// `metadata`.
        metadata: RawMetadata = "metadata",
        /// `spec`, once as fields.
        spec: RawProfileSpec = "spec",
    }
    also &["kind"];
    dropped &["status"];
    advice advice;
}

mapping! {
    /// `metadata` of a Profile. Labels and annotations reach no object.
    pub struct RawMetadata {
        /// The tenant's name and that of its Namespace.
        name: Text = "name",
        /// Means nothing: a Profile is cluster-scoped.
        namespace: Option<Text> = "namespace",
        /// Checked as the API server does, then left alone.
        labels: Option<Node> = "labels",
        /// Checked as the API server does, then left alone.
        annotations: Option<Node> = "annotations",
    }
    dropped dump::METADATA;
    advice advice;
    example "{name: team-a}";
}

mapping! {
    /// `spec` of a Profile.
    pub struct RawProfileSpec {
        /// The person who owns the tenant.
        owner: RawSubject = "owner",
        /// `spec` of the ResourceQuota, judged as a whole later.
        quota: Option<Node> = "resourceQuotaSpec",
        /// Cloud identities.
        plugins: Option<Vec<RawPlugin>> = "plugins",
    }
    advice profile_spec_advice;
}

mapping! {
    /// An RBAC subject, as `spec.owner` has it.
    pub struct RawSubject {
        /// `rbac.authorization.k8s.io`, or left out.
        api_group: Option<Text> = "apiGroup",
        /// `User`.
        kind: Text = "kind",
        /// The name that the identity header carries.
        name: Text = "name",
        /// Kept on the subject; means nothing for a User.
        namespace: Option<Text> = "namespace",
    }
    advice person_advice;
    example "{kind: User, name: alice@example.com}";
}

mapping! {
    /// One of `spec.plugins`.
    pub struct RawPlugin {
        /// Not read, by the controller neither.
        api_version: Option<Text> = "apiVersion",
        /// `WorkloadIdentity` or `AwsIamForServiceAccount`.
        kind: Text = "kind",
        /// Judged by the plugin of that kind.
        spec: Option<Node> = "spec",
    }
    advice plugin_advice;
}

/// A Tenant's file and fields.
#[derive(Clone, Debug)]
pub struct RawTenant {
    /// The file it stands in.
    pub file: FileId,
    /// The Profile's name.
    pub name: Text,
    /// `spec`.
    pub spec: RawTenantSpec,
}

mapping! {
    /// A Tenant document.
    pub(super) struct TenantDocument {
        /// `metadata`.
        metadata: RawTenantMetadata = "metadata",
        /// `spec`.
        spec: RawTenantSpec = "spec",
    }
    also &["apiVersion", "kind"];
    advice tenant_advice;
}

mapping! {
    /// `metadata` of a Tenant.
    pub(super) struct RawTenantMetadata {
        /// The name of the Profile in the same file.
        name: Text = "name",
    }
    advice advice;
    example "{name: team-a}";
}

mapping! {
    /// `spec` of a Tenant: what a Profile cannot say.
    pub struct RawTenantSpec {
        /// Who else may use the tenant.
        contributors: Option<Vec<RawContributor>> = "contributors",
        /// `Active`, or `Retired` for a tenant that is on its way out: nobody has access, everything is kept.
        lifecycle: Option<Text> = "lifecycle",
    }
}

mapping! {
    /// One of `spec.contributors`.
    pub struct RawContributor {
        /// `User` where none is given.
        kind: Option<Text> = "kind",
        /// The name that the identity header carries.
        name: Text = "name",
        /// `admin`, `edit` or `view`.
        role: Text = "role",
    }
    advice person_advice;
    example "{name: bob@example.com, role: edit}";
}
