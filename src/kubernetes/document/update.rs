//! Putting an object in the place of another: what cannot change, and what is kept.

use super::{Request, create, immutable};
use crate::diagnostic::Problem;
use serde_json::Value;

/// Replaces `old`, which the server holds, by `new`: what it holds afterwards.
///
/// # Errors
/// What the server has against `new`, or against the change.
///
/// Source: kube-apiserver 1.35, `ValidateRoleBindingUpdate` and `ValidateResourceQuotaUpdate`.
pub fn update(old: &Value, new: &Value, request: Request<'_>) -> Result<Value, Vec<Problem>> {
    let created = create(new, request)?;
    let held = create(old, request).unwrap_or_default();
    let changed = immutable(&held, &created);
    if changed.is_empty() { Ok(created) } else { Err(changed) }
}
