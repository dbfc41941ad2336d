//! What more can be said of a Tenant.

use super::{namespace_name, person, refine};
use crate::tenant::{Lifecycle, Role};
use serde_json::{Value, json};

pub(super) fn refined(mut schema: Value) -> Value {
    refine(&mut schema, &["apiVersion"], json!({ "const": "tenantry.dev/v1alpha1" }));
    refine(&mut schema, &["kind"], json!({ "const": "Tenant" }));
    refine(&mut schema, &["metadata", "name"], namespace_name());
    let contributor = ["spec", "contributors", "[]"];
    let of_contributor = |key: &'static str| [contributor.as_slice(), &[key]].concat();
    refine(&mut schema, &of_contributor("name"), person());
    refine(&mut schema, &of_contributor("kind"), json!({ "enum": ["User", null] }));
    refine(&mut schema, &of_contributor("role"), json!({ "enum": Role::ALL.map(Role::name) }));
    let lifecycles: Vec<Value> = Lifecycle::ALL.iter().map(|one| one.name().into()).chain([Value::Null]).collect();
    refine(&mut schema, &["spec", "lifecycle"], json!({ "enum": lifecycles }));
    schema["required"] = json!(["apiVersion", "kind", "metadata", "spec"]);
    schema
}
