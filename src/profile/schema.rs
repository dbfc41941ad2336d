//! Documents as JSON Schema, draft 7: what their types are, and what the doc comments of their fields say.
//!
//! What a type cannot say (patterns, words) is added in `schema`, above the modules that know it. Draft 7, for that is what
//! editors understand.

use super::config::RawConfig;
use super::raw::{ProfileDocument, TenantDocument};
use super::shape::{Keys, Shape};
use serde_json::{Map, Value, json};

/// A document that people write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Document {
    /// A Profile of `kubeflow.org`.
    Profile,
    /// A Tenant of `tenantry.dev`.
    Tenant,
    /// A Config of `tenantry.dev`.
    Config,
}

/// The types of a document's fields.
pub fn types(document: Document) -> Value {
    match document {
        Document::Profile => ProfileDocument::schema(),
        Document::Tenant => TenantDocument::schema(),
        Document::Config => RawConfig::schema(),
    }
}

/// A field of a mapping.
pub(super) struct Property {
    /// Its key.
    pub key: &'static str,
    /// Its doc comment.
    pub docs: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// What may stand under it.
    pub schema: Value,
}

/// A mapping of these fields and no others. What a cluster writes may be there, for it is dropped.
pub(super) fn mapping<const COUNT: usize>(fields: [Property; COUNT], keys: &Keys) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for key in keys.also {
        properties.insert((*key).to_owned(), json!({}));
    }
    for field in fields {
        let mut schema = field.schema;
        schema["description"] = description(field.docs).into();
        if field.required {
            required.push(field.key);
        }
        properties.insert(field.key.to_owned(), schema);
    }
    for key in keys.dropped {
        properties
            .insert((*key).to_owned(), json!({ "description": "Written by a cluster: dropped, with a warning." }));
    }
    let mut schema = json!({ "type": "object", "properties": properties, "additionalProperties": false });
    if !required.is_empty() {
        schema["required"] = required.into();
    }
    schema
}

/// The same, or null.
pub(super) fn nullable(mut schema: Value) -> Value {
    if let Some(kind) = schema.get("type").cloned() {
        schema["type"] = json!([kind, "null"]);
    }
    schema
}

/// The text of a doc comment in one line.
fn description(docs: &str) -> String {
    docs.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}
