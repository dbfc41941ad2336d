//! What more can be said of a Config.

use super::refine;
use crate::config::{MAX_FILE_BYTES, MIN_FILE_BYTES};
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
    schema["required"] = json!(["apiVersion", "kind"]);
    schema
}
