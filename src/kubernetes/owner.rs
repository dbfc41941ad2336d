//! What the Profile CRD takes as `spec.owner`.
//!
//! Far less strict than RBAC, whose rules for the subject made of it are in `subject`.

use super::decode::{object, text, unknown_fields};
use super::subject::FIELDS;
use crate::diagnostic::{Problem, Trail};
use serde_json::Value;

/// Checks `spec.owner` of a Profile as its CRD does: a kind and a name must be there, as any text, even an empty one.
/// Null is dropped, and so is an owner that is null.
///
/// Source: the Profile CRD of kubeflow/dashboard, v1 and v1beta1, under strict field validation.
pub fn profile_owner(value: &Value) -> Vec<Problem> {
    let root = Trail::ROOT;
    let mut problems = Vec::new();
    let Some(members) = object(value, &root, &mut problems) else {
        return problems;
    };
    unknown_fields(members, &FIELDS, &root, &mut problems);
    for field in FIELDS {
        text(members.get(field), &root.key(field), &mut problems);
    }
    for field in ["kind", "name"] {
        if members.get(field).is_none_or(Value::is_null) {
            problems.push(Problem::new(root, format!("an owner needs a {field}")).help(format!("add `{field}`")));
        }
    }
    problems
}
