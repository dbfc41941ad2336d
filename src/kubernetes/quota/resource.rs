//! The names of what a quota can limit.
//!
//! Names alone: which amounts they take is in `hard`, which scopes in `scope`.

use crate::diagnostic::nearest;
use crate::kubernetes::{Invalid, label_key};

/// Resource names without `/`, with whether they count objects.
const STANDARD: [(&str, bool); 19] = [
    ("cpu", false),
    ("memory", false),
    ("ephemeral-storage", false),
    ("requests.cpu", false),
    ("requests.memory", false),
    ("requests.storage", false),
    ("requests.ephemeral-storage", false),
    ("limits.cpu", false),
    ("limits.memory", false),
    ("limits.ephemeral-storage", false),
    ("pods", true),
    ("resourcequotas", true),
    ("services", true),
    ("replicationcontrollers", true),
    ("secrets", true),
    ("configmaps", true),
    ("persistentvolumeclaims", true),
    ("services.nodeports", true),
    ("services.loadbalancers", true),
];
const HUGE_PAGES: [&str; 2] = ["hugepages-", "requests.hugepages-"];
const REQUESTS: &str = "requests.";

/// Checks a key of `hard`: a name that every quota knows, or a qualified name with `/`.
///
/// Source: kube-apiserver 1.35, `ValidateResourceQuotaResourceName`.
pub(super) fn check_name(name: &str) -> Result<(), Invalid> {
    if !name.contains('/') && !is_standard(name) {
        return Err(Invalid { message: "is no resource that a quota can limit".to_owned(), help: meant(name) });
    }
    label_key(name).map_err(|invalid| Invalid { message: format!("a resource name {}", invalid.message), ..invalid })
}

/// Whether a name without `/` is one that every quota knows.
///
/// Source: kube-apiserver 1.35, `IsStandardQuotaResourceName`.
pub(super) fn is_standard(name: &str) -> bool {
    STANDARD.iter().any(|(standard, _)| *standard == name) || HUGE_PAGES.iter().any(|prefix| name.starts_with(prefix))
}

/// Whether only whole numbers limit it: counted objects, and extended resources.
///
/// Source: kube-apiserver 1.35, `IsIntegerResourceName`.
pub(super) fn is_counted(name: &str) -> bool {
    STANDARD.contains(&(name, true)) || is_extended(name)
}

/// Whether a name is of a resource outside Kubernetes, not in the `requests.` form that quotas have for it.
///
/// Source: kube-apiserver 1.35, `IsExtendedResourceName`.
pub(super) fn is_extended(name: &str) -> bool {
    let is_native = !name.contains('/') || name.contains("kubernetes.io/");
    !is_native && !name.starts_with(REQUESTS) && label_key(&format!("{REQUESTS}{name}")).is_ok()
}

fn meant(name: &str) -> Option<String> {
    let known = match name.to_ascii_lowercase().as_str() {
        "storage" | "limits.storage" => Some("requests.storage"),
        "gpu" | "gpus" | "requests.gpu" | "limits.gpu" => Some("requests.nvidia.com/gpu"),
        _ => nearest(name, STANDARD.iter().map(|(standard, _)| *standard)),
    };
    known.map(|known| format!("write `{known}`"))
}
