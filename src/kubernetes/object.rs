//! Which rule the name of an object follows, by the object's kind.
//!
//! The rules themselves are in `name`.

use super::name::{Invalid, dns_label, dns_subdomain, path_segment};

/// Checks `metadata.name` of an object of this kind, which is spelled as in a manifest (`RoleBinding`).
///
/// A kind that is not listed here has the rule of most kinds and of every custom resource, a DNS subdomain. A Profile
/// is such a custom resource; that its name must also be a Namespace's is for whoever makes the Namespace.
///
/// # Errors
/// Why the name would be refused.
///
/// Source: kube-apiserver 1.35, the `Validate…Name` functions of `core` and `rbac`.
pub fn object_name(kind: &str, name: &str) -> Result<(), Invalid> {
    match kind {
        "Namespace" => dns_label(name),
        "Role" | "ClusterRole" | "RoleBinding" | "ClusterRoleBinding" => path_segment(name),
        _ => dns_subdomain(name),
    }
}
