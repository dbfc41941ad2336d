//! JSON Schema of what people write, for editors.
//!
//! The fields, their types and their descriptions come from the declarations that read the documents (`profile`); what more can
//! be said of values is laid over them here. A schema never refuses what is accepted; what it cannot express (how a text is
//! written, several documents at once) is for `tenantry check`.

mod config;
mod profile;
mod tenant;

pub use crate::profile::schema::Document;

use crate::profile::schema::types;
use serde_json::{Value, json};

const DRAFT: &str = "http://json-schema.org/draft-07/schema#";

/// The schema of one document.
pub fn of(document: Document) -> Value {
    let (title, schema) = body(document);
    titled(title, schema)
}

/// One schema that chooses by kind, for a file of profiles holds several documents.
pub fn of_any() -> Value {
    let choices: Vec<Value> = [Document::Profile, Document::Tenant, Document::Config]
        .into_iter()
        .map(|document| {
            let (kind, schema) = body(document);
            json!({ "if": { "properties": { "kind": { "const": kind } }, "required": ["kind"] }, "then": schema })
        })
        .collect();
    titled("tenantry", json!({ "type": ["object", "null"], "allOf": choices }))
}

fn body(document: Document) -> (&'static str, Value) {
    let types = types(document);
    match document {
        Document::Profile => ("Profile", profile::refined(types)),
        Document::Tenant => ("Tenant", tenant::refined(types)),
        Document::Config => ("Config", config::refined(types)),
    }
}

fn titled(title: &str, schema: Value) -> Value {
    let mut whole = json!({ "$schema": DRAFT, "title": title });
    for (key, value) in schema.as_object().into_iter().flatten() {
        whole[key] = value.clone();
    }
    whole
}

/// Lays members over those of the schema of a field, given by its keys; `[]` stands for the items of a list.
fn refine(schema: &mut Value, path: &[&str], more: Value) {
    let field = path.iter().fold(schema, |schema, key| match *key {
        "[]" => &mut schema["items"],
        key => &mut schema["properties"][key],
    });
    if let (Some(field), Value::Object(more)) = (field.as_object_mut(), more) {
        field.extend(more);
    }
}

/// The name of a Namespace.
fn namespace_name() -> Value {
    json!({ "pattern": "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", "maxLength": 63 })
}

/// The name of a person: no wildcard, no comma, nothing of Kubernetes' own.
fn person() -> Value {
    json!({ "minLength": 1, "pattern": "^(?!system:)[^*,]+$" })
}
