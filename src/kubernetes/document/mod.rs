//! What the API server makes of a whole document: refuses it, or holds it in a form of its own.
//!
//! The kinds that a tenant is made of, and Profile itself. A kind that is not here is refused, as a server refuses one that
//! is not registered. Which text means which value is for `source`; what is refused although the server takes it, for
//! `rules`.

mod builtin;
mod custom;
mod immutable;
mod metadata;
mod policy;
mod profile;
mod shape;
mod update;

pub use immutable::immutable;
pub use update::update;

use crate::diagnostic::{Problem, Trail};
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
    let Some(handler) = handler(document) else { return Err(vec![unregistered(document)]) };
    let found = judged(document, &handler, request);
    if found.is_empty() { Ok((handler.held)(document, request)) } else { Err(found) }
}

/// All that the server has against creating an object from a document; see [`create`].
pub fn problems(document: &Value, request: Request<'_>) -> Vec<Problem> {
    match handler(document) {
        Some(handler) => judged(document, &handler, request),
        None => vec![unregistered(document)],
    }
}

fn judged(document: &Value, handler: &Handler, request: Request<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    (handler.check)(document, request, &mut found);
    found
}

fn unregistered(document: &Value) -> Problem {
    let (version, kind) = kind_of(document);
    Problem::new(Trail::ROOT, format!("no kind `{kind}` is registered for version `{version}`"))
}

/// Whether this is a document of a kind whose fields are known here.
pub fn is_known(document: &Value) -> bool {
    handler(document).is_some()
}

/// What the server does with a document of one kind.
struct Handler {
    /// Says what is wrong with it.
    check: fn(&Value, Request<'_>, &mut Vec<Problem>),
    /// What is held of it, where nothing is wrong.
    held: fn(&Value, Request<'_>) -> Value,
}

fn handler(document: &Value) -> Option<Handler> {
    Some(match kind_of(document) {
        ("v1", "Namespace") => builtin::NAMESPACE,
        ("v1", "ServiceAccount") => builtin::SERVICE_ACCOUNT,
        ("v1", "ResourceQuota") => builtin::RESOURCE_QUOTA,
        ("rbac.authorization.k8s.io/v1", "RoleBinding") => builtin::ROLE_BINDING,
        ("kubeflow.org/v1" | "kubeflow.org/v1beta1", "Profile") => profile::PROFILE,
        ("security.istio.io/v1" | "security.istio.io/v1beta1", "AuthorizationPolicy") => policy::AUTHORIZATION_POLICY,
        _ => return None,
    })
}

/// Version and kind, the version without the empty group that some write (`/v1`).
fn kind_of(document: &Value) -> (&str, &str) {
    let text = |key: &str| document.get(key).and_then(Value::as_str).unwrap_or_default();
    let version = text("apiVersion");
    (version.strip_prefix('/').unwrap_or(version), text("kind"))
}
