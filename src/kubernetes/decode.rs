//! Reading a JSON value the way the server's strict decoder does: which types fit, what null means, unknown fields.
//!
//! No rule about a particular object here.

use crate::diagnostic::{Problem, Trail, nearest};
use serde_json::{Map, Value};

/// The members of an object. None for null, which the decoder takes for an object without members, and for any other
/// type, which is a problem.
pub(super) fn object<'a>(
    value: &'a Value,
    route: &Trail<'_>,
    problems: &mut Vec<Problem>,
) -> Option<&'a Map<String, Value>> {
    match value {
        Value::Object(members) => Some(members),
        Value::Null => None,
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            problems.push(wrong_type(route, "an object", value));
            None
        }
    }
}

/// The items of a list. None for null or nothing, which the decoder takes for an empty list, and for any other type,
/// which is a problem.
pub(super) fn list<'a>(
    value: Option<&'a Value>,
    route: &Trail<'_>,
    problems: &mut Vec<Problem>,
) -> Option<&'a [Value]> {
    match value? {
        Value::Array(items) => Some(items),
        Value::Null => None,
        other @ (Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_)) => {
            problems.push(wrong_type(route, "a list", other));
            None
        }
    }
}

/// A text: empty for null or nothing. None for any other type, which is a problem.
pub(super) fn text<'a>(value: Option<&'a Value>, route: &Trail<'_>, problems: &mut Vec<Problem>) -> Option<&'a str> {
    match value {
        Some(Value::String(text)) => Some(text),
        None | Some(Value::Null) => Some(""),
        Some(other @ (Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_))) => {
            problems.push(wrong_type(route, "a text", other));
            None
        }
    }
}

/// A problem for every member whose name is none of `known`. Names are compared exactly: strict decoding knows no
/// case.
pub(super) fn unknown_fields(
    members: &Map<String, Value>,
    known: &[&str],
    route: &Trail<'_>,
    problems: &mut Vec<Problem>,
) {
    for name in members.keys().filter(|name| !known.contains(&name.as_str())) {
        let problem = Problem::new(route.key_itself(name), format!("unknown field `{}`", name.escape_debug()));
        problems.push(match nearest(name, known.iter().copied()) {
            Some(meant) => problem.help(format!("write `{meant}`")),
            None => problem.help(format!("take it out; there is {}", quoted_list(known))),
        });
    }
}

/// A text for the canonical form: null and nothing are empty there, too.
pub(super) fn text_or_empty(value: Option<&Value>) -> &str {
    value.and_then(Value::as_str).unwrap_or_default()
}

/// `a`, `b` and `c`, each in backticks.
pub(super) fn quoted_list(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

pub(super) fn wrong_type(route: &Trail<'_>, wanted: &str, found: &Value) -> Problem {
    let problem = Problem::new(route, format!("must be {wanted}, not {}", type_of(found)));
    if wanted == "a text" && (found.is_boolean() || found.is_number()) {
        return problem.help("put quotes around it");
    }
    problem
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
