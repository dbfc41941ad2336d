//! What the API server makes of a whole document: refuses it, or holds it in a form of its own.
//!
//! The kinds that a tenant is made of, and Profile itself. A kind that is not here is refused, as a server refuses one that
//! is not registered. Which text means which value is for `source`; what is refused although the server takes it, for
//! `rules`.

mod builtin;
mod custom;
mod metadata;
mod policy;
mod profile;
mod shape;
mod update;

pub use update::{immutable, update};

use crate::diagnostic::{Problem, Route};
use serde_json::Value;

/// The namespace of the request in which a document arrives.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// `kubectl -n`.
    pub namespace: &'a str,
}

/// Creates an object from a document, as a server with strict field validation does: what it holds afterwards, without
/// what differs from one creation to the next (uid, resourceVersion, generation, creationTimestamp, managedFields).
///
/// # Errors
/// All that the server has against it.
///
/// Source: kube-apiserver 1.35, the create handlers of built-in kinds and of custom resources; the Profile CRD of
/// kubeflow/dashboard; the AuthorizationPolicy CRD of Istio.
pub fn create(document: &Value, request: Request<'_>) -> Result<Value, Vec<Problem>> {
    let mut problems = Vec::new();
    let Some(creator) = creator(document) else {
        let (version, kind) = kind_of(document);
        let message = format!("no kind `{kind}` is registered for version `{version}`");
        return Err(vec![Problem::new(Route::root(), message)]);
    };
    let created = creator(document, request, &mut problems);
    if problems.is_empty() { Ok(created) } else { Err(problems) }
}

/// Whether this is a document of a kind whose fields are known here.
pub fn is_known(document: &Value) -> bool {
    creator(document).is_some()
}

/// Creates an object of one kind, and says what is wrong with it.
type Creator = fn(&Value, Request<'_>, &mut Vec<Problem>) -> Value;

fn creator(document: &Value) -> Option<Creator> {
    Some(match kind_of(document) {
        ("v1", "Namespace") => builtin::namespace,
        ("v1", "ServiceAccount") => builtin::service_account,
        ("v1", "ResourceQuota") => builtin::resource_quota,
        ("rbac.authorization.k8s.io/v1", "RoleBinding") => builtin::role_binding,
        ("kubeflow.org/v1" | "kubeflow.org/v1beta1", "Profile") => profile::create,
        ("security.istio.io/v1" | "security.istio.io/v1beta1", "AuthorizationPolicy") => policy::create,
        _ => return None,
    })
}

/// Version and kind, the version without the empty group that some write (`/v1`).
fn kind_of(document: &Value) -> (&str, &str) {
    let text = |key: &str| document.get(key).and_then(Value::as_str).unwrap_or_default();
    let version = text("apiVersion");
    (version.strip_prefix('/').unwrap_or(version), text("kind"))
}
