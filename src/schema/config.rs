//! What more can be said of a Config.

use super::refine;
use crate::config::{Engine, MAX_FILE_BYTES, MIN_FILE_BYTES, SOURCE_KINDS};
use crate::rules::{self, Level};
use serde_json::{Map, Value, json};

pub(super) fn refined(mut schema: Value) -> Value {
    refine(&mut schema, &["apiVersion"], json!({ "const": "tenantry.dev/v1alpha1" }));
    refine(&mut schema, &["kind"], json!({ "const": "Config" }));
    refine(&mut schema, &["layout"], json!({ "enum": ["folders", null] }));
    refine(&mut schema, &["identity", "userIdHeader"], json!({ "pattern": "^[-A-Za-z0-9!#$%&'*+.^_`|~]+$" }));
    for key in ["ingressGatewayPrincipal", "kfpUiPrincipal", "notebookControllerPrincipal"] {
        refine(&mut schema, &["mesh", key], json!({ "pattern": "^[^*, ]+$" }));
    }
    let levels: Map<String, Value> =
        rules::adjustable().map(|rule| (rule.code.0.to_owned(), json!({ "enum": Level::WORDS }))).collect();
    refine(&mut schema, &["rules"], json!({ "properties": levels, "additionalProperties": false }));
    refine(&mut schema, &["limits", "fileBytes"], json!({ "minimum": MIN_FILE_BYTES, "maximum": MAX_FILE_BYTES }));
    refine(&mut schema, &["guards", "maxChangedShare"], json!({ "maximum": 100 }));
    refine(&mut schema, &["gitOps", "engine"], json!({ "enum": Engine::ALL.map(Engine::word) }));
    git_ops(&mut schema);
    schema["required"] = json!(["apiVersion", "kind"]);
    schema
}

/// What a text may be that an engine is told; which keys go with which engine, only the program says.
fn git_ops(schema: &mut Value) {
    let bootstrap = |key: &'static str| ["gitOps", "bootstrap", key];
    let name = json!({ "pattern": "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", "maxLength": 63 });
    for key in ["namespace", "project"] {
        refine(schema, &bootstrap(key), name.clone());
    }
    refine(schema, &bootstrap("interval"), json!({ "pattern": r"^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$" }));
    let kinds: Vec<Value> = SOURCE_KINDS.iter().map(|kind| (*kind).into()).chain([Value::Null]).collect();
    refine(schema, &["gitOps", "bootstrap", "sourceRef", "kind"], json!({ "enum": kinds }));
    refine(schema, &["gitOps", "bootstrap", "kinds", "[]", "kind"], json!({ "pattern": "^[A-Z][A-Za-z0-9]*$" }));
}
