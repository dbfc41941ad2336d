//! One row of a table: what was given, with its abbreviated texts written out.

use base64::Engine;
use serde_json::{Map, Value};

/// A line of a table.
pub type Row = Map<String, Value>;

/// Which field the input was put into.
pub fn field(row: &Row) -> &str {
    row.get("field").and_then(Value::as_str).unwrap_or_default()
}

pub fn input(row: &Row) -> Value {
    expanded(row.get("input").unwrap_or(&Value::Null))
}

/// The input of a row whose input is a text.
pub fn input_text(row: &Row) -> String {
    match row.get("input") {
        Some(Value::Array(parts)) => parts.iter().filter_map(text_of_part).collect(),
        Some(part) => text_of_part(part).unwrap_or_default(),
        None => String::new(),
    }
}

/// A value with every abbreviated text in it written out. A list is a text in parts if it has a repeated part.
pub fn expanded(value: &Value) -> Value {
    if let Some(text) = text_of_part(value) {
        return Value::String(text);
    }
    match value {
        Value::Array(items) => match items.iter().map(text_of_part).collect::<Option<String>>() {
            Some(text) if items.iter().any(Value::is_object) => Value::String(text),
            Some(_) | None => items.iter().map(expanded).collect(),
        },
        Value::Object(members) => members.iter().map(|(key, member)| (key.clone(), expanded(member))).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

/// A text, plain or as `{"repeat": "x", "times": 3}`.
fn text_of_part(part: &Value) -> Option<String> {
    if let Value::String(text) = part {
        return Some(text.clone());
    }
    let times = part.get("times")?.as_u64()?;
    Some(part.get("repeat")?.as_str()?.repeat(usize::try_from(times).ok()?))
}

/// The bytes of a row whose input is a whole document.
pub fn document(row: &Row) -> Vec<u8> {
    let text = input_text(row);
    match field(row) {
        "document-base64" => base64::engine::general_purpose::STANDARD.decode(text).expect("the input is base64"),
        _ => text.into_bytes(),
    }
}

/// Whether the server takes it.
pub fn is_accepted(row: &Row) -> bool {
    row.get("accepted") == Some(&Value::Bool(true))
}
