//! The canonical writer: what it writes of a value is read back as that value, and written again the same.

use serde_json::{Map, Value};
use tenantry::diagnostic::Sources;
use tenantry::source::{self, Limits};

/// Nesting and text of the reader's own limits.
const DEEPEST: usize = 30;
const LONGEST_KEY: usize = 1024;

/// Takes `data` for JSON, or for the texts of a list.
pub fn check(data: &[u8]) {
    let given = serde_json::from_slice(data).unwrap_or_else(|_| texts(data));
    let value = Value::Object(Map::from_iter([("a".to_owned(), readable(given, DEEPEST))]));
    let written = source::write(&value);
    let file = Sources::default().add("a.yaml", written.as_str());
    let (documents, found) = source::read(file, written.as_bytes(), &Limits::generated());
    assert!(found.is_empty(), "{found:?}\n{written}");
    let again: Vec<_> = documents.iter().map(|document| document.root.to_json()).collect();
    assert_eq!(again, [value], "{written}");
    assert_eq!(source::write(&again[0]), written);
}

fn texts(data: &[u8]) -> Value {
    String::from_utf8_lossy(data).split('\n').map(Value::from).collect()
}

/// The value with what the reader takes in place of what it refuses whoever wrote it: hidden characters in text, numbers
/// of more digits, deeper nesting.
fn readable(value: Value, depth: usize) -> Value {
    match value {
        Value::Array(_) | Value::Object(_) if depth == 0 => Value::Null,
        Value::String(text) => Value::from(shown(&text)),
        Value::Number(number) => Value::from(number.as_i64().unwrap_or_default() % 1_000_000),
        Value::Array(items) => items.into_iter().map(|item| readable(item, depth - 1)).collect(),
        Value::Object(members) => {
            let short = members.into_iter().filter(|(key, _)| key.len() <= LONGEST_KEY);
            short.map(|(key, value)| (shown(&key), readable(value, depth - 1))).collect()
        }
        Value::Null | Value::Bool(_) => value,
    }
}

fn shown(text: &str) -> String {
    text.chars().filter(|character| !source::is_hidden(*character)).collect()
}
