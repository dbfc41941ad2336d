//! Putting an object in the place of another: what cannot change, and what is kept.

use super::{Request, create, kind_of};
use crate::diagnostic::{Problem, Route};
use serde_json::Value;
use std::collections::BTreeSet;

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

/// The fields in which two objects of one identity differ and that cannot change: the one must be deleted before the other is
/// created. Both in the server's form.
pub fn immutable(old: &Value, new: &Value) -> Vec<Problem> {
    match kind_of(new).1 {
        "RoleBinding" | "ClusterRoleBinding" => {
            fixed(old.get("roleRef") == new.get("roleRef"), Route::root().key("roleRef"))
        }
        "ResourceQuota" => {
            let route = Route::root().key("spec").key("scopes");
            fixed(scopes(old) == scopes(new), route)
        }
        _ => Vec::new(),
    }
}

fn fixed(same: bool, route: Route) -> Vec<Problem> {
    if same { Vec::new() } else { vec![Problem::new(route, "cannot be changed")] }
}

/// Scopes are a set: order and repeats are free.
fn scopes(quota: &Value) -> BTreeSet<&str> {
    let scopes = quota["spec"]["scopes"].as_array();
    scopes.into_iter().flatten().filter_map(Value::as_str).collect()
}
