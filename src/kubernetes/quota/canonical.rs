//! The spec of a quota as the server gives it back.
//!
//! For specs without problems; nothing is checked here.

use super::hard::stored;
use crate::kubernetes::decode::text_or_empty;
use serde_json::{Map, Value, json};

/// The spec as the server gives it back: limits rounded and spelled canonically, sorted; lists in their order, a null
/// in them as an empty text; without empty `hard`, `scopes`, `matchExpressions` and `values`. An empty
/// `scopeSelector` stays. A limit that cannot be read, or only by an accident of the server
/// ([`super::own_quota_rules`]), stays as given.
///
/// Source: kube-apiserver 1.35, `SetDefaults_ResourceList` and a trip through storage.
pub fn canonical_quota_spec(value: &Value) -> Value {
    let members = [
        ("hard", value.get("hard").and_then(canonical_hard)),
        ("scopeSelector", value.get("scopeSelector").and_then(canonical_selector)),
        ("scopes", value.get("scopes").and_then(canonical_texts)),
    ];
    present(members)
}

fn canonical_hard(value: &Value) -> Option<Value> {
    let mut limits: Vec<(&String, &Value)> = value.as_object()?.iter().collect();
    limits.sort_unstable_by_key(|(name, _)| *name);
    let sorted: Map<String, Value> =
        limits.into_iter().map(|(name, limit)| (name.clone(), canonical_limit(limit))).collect();
    (!sorted.is_empty()).then_some(Value::Object(sorted))
}

fn canonical_limit(value: &Value) -> Value {
    stored(value).map_or_else(|_| value.clone(), |quantity| Value::from(quantity.canonical()))
}

fn canonical_selector(value: &Value) -> Option<Value> {
    let expressions = value.as_object()?.get("matchExpressions").and_then(Value::as_array);
    let canonical: Vec<Value> = expressions.into_iter().flatten().map(canonical_expression).collect();
    let expressions = (!canonical.is_empty()).then_some(Value::Array(canonical));
    Some(present([("matchExpressions", expressions)]))
}

fn canonical_expression(value: &Value) -> Value {
    let [operator, scope] = ["operator", "scopeName"].map(|field| text_or_empty(value.get(field)));
    let values = value.get("values").and_then(canonical_texts);
    present([("operator", Some(json!(operator))), ("scopeName", Some(json!(scope))), ("values", values)])
}

fn canonical_texts(value: &Value) -> Option<Value> {
    let texts: Vec<Value> = value.as_array()?.iter().map(|item| Value::from(text_or_empty(Some(item)))).collect();
    (!texts.is_empty()).then_some(Value::Array(texts))
}

fn present<const COUNT: usize>(members: [(&str, Option<Value>); COUNT]) -> Value {
    members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}
