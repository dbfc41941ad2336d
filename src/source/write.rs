//! The canonical form: block style, two spaces, lists not indented under their key.
//!
//! Same value, same bytes. Key order is the value's; which order is right is not decided here.

use super::quote;
use serde_json::{Map, Number, Value};

const STEP: usize = 2;

/// One document, with a final newline and no separator.
pub fn write(value: &Value) -> String {
    let mut out = String::new();
    push_document(&mut out, value);
    out
}

/// A header (comment lines, or nothing) and documents with `---` between them.
pub fn write_documents<'a>(header: &str, docs: impl Iterator<Item = &'a Value>) -> String {
    let mut out = String::new();
    push_header(&mut out, header);
    for (position, value) in docs.enumerate() {
        if position > 0 {
            out.push_str("---\n");
        }
        push_document(&mut out, value);
    }
    out
}

fn push_header(out: &mut String, header: &str) {
    out.push_str(header);
    if !header.is_empty() && !header.ends_with('\n') {
        out.push('\n');
    }
}

fn push_document(out: &mut String, value: &Value) {
    match value {
        Value::Object(map) if !map.is_empty() => push_map(out, map, 0, false),
        Value::Array(items) if !items.is_empty() => push_list(out, items, 0, false),
        Value::Object(_) | Value::Array(_) | Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            push_leaf(out, value);
            out.push('\n');
        }
    }
}

/// The entries of a mapping, one a line. The first needs no indentation after `- `.
fn push_map(out: &mut String, map: &Map<String, Value>, indent: usize, mut inline: bool) {
    for (key, value) in map {
        push_indent(out, indent, std::mem::take(&mut inline));
        quote::push(out, key);
        out.push(':');
        push_under_key(out, value, indent);
    }
}

fn push_under_key(out: &mut String, value: &Value, indent: usize) {
    match value {
        Value::Object(map) if !map.is_empty() => {
            out.push('\n');
            push_map(out, map, indent + STEP, false);
        }
        Value::Array(items) if !items.is_empty() => {
            out.push('\n');
            push_list(out, items, indent, false);
        }
        Value::Object(_) | Value::Array(_) | Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            out.push(' ');
            push_leaf(out, value);
            out.push('\n');
        }
    }
}

/// The items of a list, each after `- `.
fn push_list(out: &mut String, items: &[Value], indent: usize, mut inline: bool) {
    for item in items {
        push_indent(out, indent, std::mem::take(&mut inline));
        out.push_str("- ");
        match item {
            Value::Object(map) if !map.is_empty() => push_map(out, map, indent + STEP, true),
            Value::Array(inner) if !inner.is_empty() => push_list(out, inner, indent + STEP, true),
            Value::Object(_) | Value::Array(_) | Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                push_leaf(out, item);
                out.push('\n');
            }
        }
    }
}

fn push_indent(out: &mut String, indent: usize, inline: bool) {
    if !inline {
        out.extend(std::iter::repeat_n(' ', indent));
    }
}

fn push_leaf(out: &mut String, value: &Value) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => push_number(out, number),
        Value::String(text) => quote::push(out, text),
        Value::Array(_) => out.push_str("[]"),
        Value::Object(_) => out.push_str("{}"),
    }
}

/// Never with an exponent or as `-0`: readers differ on those.
fn push_number(out: &mut String, number: &Number) {
    match number.as_f64().filter(|_| number.is_f64()) {
        Some(fraction) => out.push_str(&(fraction + 0.0).to_string()),
        None => out.push_str(&number.to_string()),
    }
}
