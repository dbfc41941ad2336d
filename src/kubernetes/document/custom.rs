//! Custom resources, by the schema of their definition.

use super::Request;
use super::metadata::{self, Scope};
use super::shape::{Field, Type, scalar, wanted};
use crate::diagnostic::{Problem, Trail};
use crate::kubernetes::decode::wrong_type;
use serde_json::{Map, Value, json};

/// The definition of a kind.
pub(super) struct Definition {
    /// Where its objects lie.
    pub scope: Scope,
    /// The type of `spec`.
    pub spec: Type,
    /// The type of `status`, of which only unknown fields are looked for: a create drops it before it is validated.
    pub status: Type,
    /// What else must hold of `spec`, which has its types. Nulls may still be in it, and count as nothing.
    pub rules: fn(&Value, &mut Vec<Problem>),
}

/// Checks an object of this definition.
pub(super) fn check(document: &Value, definition: &Definition, request: Request<'_>, problems: &mut Vec<Problem>) {
    let root = Trail::ROOT;
    for key in document.as_object().into_iter().flat_map(Map::keys) {
        if !["apiVersion", "kind", "metadata", "spec", "status"].contains(&key.as_str()) {
            problems.push(unknown(&root, key));
        }
    }
    let spec = &document["spec"];
    unknown_fields(spec, Some(&definition.spec), &root.key("spec"), problems);
    unknown_fields(&document["status"], Some(&definition.status), &root.key("status"), problems);
    metadata::problems(document, super::kind_of(document).1, definition.scope, request, problems);
    if !spec.is_null() {
        validate(spec, &definition.spec, &root.key("spec"), problems);
        if problems.is_empty() {
            (definition.rules)(spec, problems);
        }
    }
}

/// What the server holds of an object of this definition without problems.
pub(super) fn held(document: &Value, definition: &Definition, request: Request<'_>) -> Value {
    let (version, kind) = super::kind_of(document);
    let meta = metadata::kept(document, definition.scope, request);
    let mut object = json!({ "apiVersion": version, "kind": kind, "metadata": meta });
    if let Some(spec) = document.get("spec").filter(|spec| !spec.is_null()) {
        object["spec"] = without_nulls(spec, &definition.spec);
    }
    object
}

/// Every field that the schema does not know. A type that does not fit has no fields at all.
fn unknown_fields(value: &Value, kind: Option<&Type>, route: &Trail<'_>, problems: &mut Vec<Problem>) {
    match (value, kind) {
        (_, Some(Type::Free | Type::Any)) => {}
        (Value::Object(members), Some(Type::Object(fields))) => {
            for (key, value) in members {
                match fields.iter().find(|field| field.name == key) {
                    Some(field) => unknown_fields(value, Some(&field.kind), &route.key(key), problems),
                    None => problems.push(unknown(route, key)),
                }
            }
        }
        (Value::Object(members), Some(Type::Map(item))) => {
            members.iter().for_each(|(key, value)| unknown_fields(value, Some(item), &route.key(key), problems));
        }
        (Value::Object(members), _) => problems.extend(members.keys().map(|key| unknown(route, key))),
        (Value::Array(items), kind) => {
            let item = match kind {
                Some(Type::List(item)) => Some(*item),
                _ => None,
            };
            let each = |(index, value)| unknown_fields(value, item, &route.index(index), problems);
            items.iter().enumerate().for_each(each);
        }
        (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_), _) => {}
    }
}

fn unknown(route: &Trail<'_>, key: &str) -> Problem {
    Problem::new(route.key_itself(key), format!("unknown field `{}`", key.escape_debug()))
}

/// The value without the nulls for which the schema has a type that is not nullable; those in lists stay.
fn without_nulls(value: &Value, kind: &Type) -> Value {
    let keep = |key: &str, value: &Value, kind: Option<&Type>| {
        let value = match kind {
            Some(_) if value.is_null() => return None,
            Some(kind) => without_nulls(value, kind),
            None => value.clone(),
        };
        Some((key.to_owned(), value))
    };
    match (value, kind) {
        (Value::Object(members), Type::Object(fields)) => {
            let kind = |key: &str| fields.iter().find(|field| field.name == key).map(|field| &field.kind);
            members.iter().filter_map(|(key, value)| keep(key, value, kind(key))).collect()
        }
        (Value::Object(members), Type::Map(item)) => {
            members.iter().filter_map(|(key, value)| keep(key, value, Some(item))).collect()
        }
        (Value::Array(items), Type::List(item)) => items.iter().map(|value| without_nulls(value, item)).collect(),
        (value, _) => value.clone(),
    }
}

/// Checks types, and that what is required is there. Nulls fall away but in lists.
fn validate(value: &Value, kind: &Type, route: &Trail<'_>, problems: &mut Vec<Problem>) {
    match (kind, value) {
        (Type::Object(fields), Value::Object(members)) => {
            fields.iter().for_each(|field| validate_field(members, field, route, problems));
        }
        (Type::Map(item), Value::Object(members)) => {
            let there = members.iter().filter(|(_, value)| !value.is_null());
            there.for_each(|(key, value)| validate(value, item, &route.key(key), problems));
        }
        (Type::List(item), Value::Array(items)) => {
            items.iter().enumerate().for_each(|(index, value)| validate(value, item, &route.index(index), problems));
        }
        (Type::Object(_) | Type::Map(_) | Type::List(_), value) => {
            problems.push(wrong_type(route, wanted(kind), value));
        }
        (kind, value) => scalar(value, kind, route, problems),
    }
}

fn validate_field(members: &Map<String, Value>, field: &Field, route: &Trail<'_>, problems: &mut Vec<Problem>) {
    match members.get(field.name).filter(|value| !value.is_null()) {
        Some(value) => validate(value, &field.kind, &route.key(field.name), problems),
        None if field.required => {
            problems.push(Problem::new(route, format!("needs `{}`", field.name)));
        }
        None => {}
    }
}
