//! Which kinds live outside of namespaces.
//!
//! Source: `kubectl api-resources --namespaced=false` of Kubernetes 1.35, and the CRDs of Kubeflow and Istio. A kind that
//! is not listed here and has no namespace is refused all the same: nothing of a tenant's lies outside its namespace.

use super::identity::Identity;
use crate::diagnostic::{Problem, Trail};

const CLUSTER_SCOPED: &[(&str, &str)] = &[
    ("", "Namespace"),
    ("", "Node"),
    ("", "PersistentVolume"),
    ("admissionregistration.k8s.io", "MutatingAdmissionPolicy"),
    ("admissionregistration.k8s.io", "MutatingAdmissionPolicyBinding"),
    ("admissionregistration.k8s.io", "MutatingWebhookConfiguration"),
    ("admissionregistration.k8s.io", "ValidatingAdmissionPolicy"),
    ("admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding"),
    ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration"),
    ("apiextensions.k8s.io", "CustomResourceDefinition"),
    ("apiregistration.k8s.io", "APIService"),
    ("authentication.k8s.io", "SelfSubjectReview"),
    ("authentication.k8s.io", "TokenReview"),
    ("authorization.k8s.io", "SelfSubjectAccessReview"),
    ("authorization.k8s.io", "SelfSubjectRulesReview"),
    ("authorization.k8s.io", "SubjectAccessReview"),
    ("certificates.k8s.io", "CertificateSigningRequest"),
    ("certificates.k8s.io", "ClusterTrustBundle"),
    ("flowcontrol.apiserver.k8s.io", "FlowSchema"),
    ("flowcontrol.apiserver.k8s.io", "PriorityLevelConfiguration"),
    ("internal.apiserver.k8s.io", "StorageVersion"),
    ("kubeflow.org", "Profile"),
    ("networking.k8s.io", "IPAddress"),
    ("networking.k8s.io", "IngressClass"),
    ("networking.k8s.io", "ServiceCIDR"),
    ("node.k8s.io", "RuntimeClass"),
    ("rbac.authorization.k8s.io", "ClusterRole"),
    ("rbac.authorization.k8s.io", "ClusterRoleBinding"),
    ("rbac.istio.io", "ClusterRbacConfig"),
    ("resource.k8s.io", "DeviceClass"),
    ("resource.k8s.io", "DeviceTaintRule"),
    ("resource.k8s.io", "ResourceSlice"),
    ("scheduling.k8s.io", "PriorityClass"),
    ("storage.k8s.io", "CSIDriver"),
    ("storage.k8s.io", "CSINode"),
    ("storage.k8s.io", "StorageClass"),
    ("storage.k8s.io", "VolumeAttachment"),
    ("storage.k8s.io", "VolumeAttributesClass"),
    ("storagemigration.k8s.io", "StorageVersionMigration"),
];

/// Whether objects of this kind have no namespace.
pub(super) fn is_cluster_scoped(group: &str, kind: &str) -> bool {
    CLUSTER_SCOPED.contains(&(group, kind))
}

/// A tenant's objects lie in its namespace; beside them it has its Namespace and its Profile, both of its name.
pub fn of_tenant(identity: &Identity, tenant: &str) -> Result<(), Problem> {
    let metadata = Trail::ROOT.key("metadata");
    let at = metadata.key("namespace");
    if is_cluster_scoped(&identity.group, &identity.kind) {
        return match may_be_of_tenant(identity, tenant) {
            true => Ok(()),
            false => Err(Problem::new(at, format!("`{identity}` would lie outside of the tenant's namespace"))
                .help("a tenant has no cluster-scoped objects but its Namespace and its Profile, both of its name")),
        };
    }
    match identity.namespace.as_deref() {
        Some(namespace) if namespace == tenant => Ok(()),
        Some(other) => Err(Problem::new(at, format!("`{identity}` would lie in the namespace `{other}`"))
            .help("write `namespace: {{ tenant.name }}`")),
        None => Err(Problem::new(at, format!("`{identity}` names no namespace"))
            .help("write `namespace: {{ tenant.name }}` under `metadata`")),
    }
}

fn may_be_of_tenant(identity: &Identity, tenant: &str) -> bool {
    let kinds = [("", "Namespace"), ("kubeflow.org", "Profile")];
    identity.namespace.is_none()
        && identity.name == tenant
        && kinds.contains(&(identity.group.as_str(), identity.kind.as_str()))
}
