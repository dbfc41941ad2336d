//! What the Profile CRD takes as `spec.resourceQuotaSpec`: its types, and its limits.
//!
//! A ResourceQuota takes other things, which `hard` knows: a limit of a Profile must pass both.

use super::hard::as_sent;
use super::selector::{EXPRESSION_FIELDS, FIELDS};
use crate::diagnostic::{Problem, Trail};
use crate::kubernetes::decode::{list, object, text, unknown_fields};
use serde_json::Value;

/// Checks the types of a Profile's quota as its CRD does, and no name in it: all that is judged of a quota of which no
/// ResourceQuota is made.
///
/// Source: the Profile CRD of kubeflow/dashboard, v1 and v1beta1, under strict field validation.
pub fn profile_quota_types(value: &Value) -> Vec<Problem> {
    let root = Trail::ROOT;
    let mut problems = Vec::new();
    if let Some(hard) = value.get("hard") {
        object(hard, &root.key("hard"), &mut problems);
    }
    texts(value.get("scopes"), &root.key("scopes"), &mut problems);
    if let Some(selector) = value.get("scopeSelector") {
        selector_types(selector, &root.key("scopeSelector"), &mut problems);
    }
    problems
}

fn selector_types(selector: &Value, route: &Trail<'_>, problems: &mut Vec<Problem>) {
    let Some(members) = object(selector, route, problems) else { return };
    unknown_fields(members, &FIELDS, route, problems);
    let route = route.key("matchExpressions");
    let expressions = list(members.get("matchExpressions"), &route, problems).unwrap_or_default();
    for (position, expression) in expressions.iter().enumerate() {
        expression_types(expression, &route.index(position), problems);
    }
}

fn expression_types(expression: &Value, route: &Trail<'_>, problems: &mut Vec<Problem>) {
    let Some(members) = object(expression, route, problems) else { return };
    unknown_fields(members, &EXPRESSION_FIELDS, route, problems);
    for field in ["scopeName", "operator"] {
        match members.get(field) {
            None | Some(Value::Null) => {
                let message = format!("a selector's expression needs `{field}`");
                problems.push(Problem::new(route, message).help(format!("add `{field}`")));
            }
            given @ Some(_) => drop(text(given, &route.key(field), problems)),
        }
    }
    texts(members.get("values"), &route.key("values"), problems);
}

/// Checks a list of texts by its types alone.
fn texts(value: Option<&Value>, route: &Trail<'_>, problems: &mut Vec<Problem>) {
    for (position, item) in list(value, route, problems).unwrap_or_default().iter().enumerate() {
        text(Some(item), &route.index(position), problems);
    }
}

/// Checks one limit of a Profile as its CRD does: a whole number of 64 bits, or a text of the CRD's pattern. Null is
/// fine and drops the key. The pattern lets through what no parser reads (`1e1.5`, exponents of any length); that is
/// for [`super::quota_spec`] and [`super::own_quota_rules`].
///
/// Source: the Profile CRD of kubeflow/dashboard, v1 and v1beta1 (`x-kubernetes-int-or-string` with a pattern).
pub fn profile_quota_value(value: &Value) -> Vec<Problem> {
    match value {
        Value::Null => Vec::new(),
        Value::String(text) if matches_pattern(text) => Vec::new(),
        Value::String(text) => vec![not_matching(text)],
        Value::Number(_) if is_whole(value) => Vec::new(),
        Value::Number(_) => vec![not_whole(value)],
        Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
            vec![Problem::new(Trail::ROOT, "a limit of a Profile is a text or a whole number")]
        }
    }
}

/// Whether a number arrives as a whole number of 64 bits: `1e3` in YAML does, `2.5` does not.
fn is_whole(number: &Value) -> bool {
    as_sent(number).is_some_and(|text| text.parse::<i64>().is_ok())
}

/// An optional sign, a decimal number, and an optional suffix: `Ki` to `Ei` (and `Ki` alone begins with a big K), one
/// of `numkMGTPE`, or `e` with a decimal number, which may have a fraction.
fn matches_pattern(text: &str) -> bool {
    after_number(without_sign(text)).is_some_and(is_suffix)
}

fn is_suffix(text: &str) -> bool {
    let is_one_of = |suffix: &str, first: &str| suffix.len() == 1 && first.contains(suffix);
    let has_exponent = |text: &str| {
        let signed = text.strip_prefix(['e', 'E']);
        signed.and_then(|signed| after_number(without_sign(signed))).is_some_and(str::is_empty)
    };
    text.is_empty()
        || text.strip_suffix('i').is_some_and(|power| is_one_of(power, "KMGTPE"))
        || is_one_of(text, "numkMGTPE")
        || has_exponent(text)
}

fn without_sign(text: &str) -> &str {
    text.strip_prefix(['+', '-']).unwrap_or(text)
}

/// What follows a number with at least one digit, before or after its dot.
fn after_number(text: &str) -> Option<&str> {
    let after_whole = text.trim_start_matches(|character: char| character.is_ascii_digit());
    let has_whole = after_whole.len() < text.len();
    let Some(after_dot) = after_whole.strip_prefix('.') else {
        return has_whole.then_some(after_whole);
    };
    let rest = after_dot.trim_start_matches(|character: char| character.is_ascii_digit());
    (has_whole || rest.len() < after_dot.len()).then_some(rest)
}

fn not_matching(text: &str) -> Problem {
    let problem = Problem::new(Trail::ROOT, "is not a quantity that a Profile takes: a number, then perhaps a suffix");
    match crate::kubernetes::QuantityError::Grammar.help(text) {
        Some(help) => problem.help(help),
        None => problem,
    }
}

fn not_whole(number: &Value) -> Problem {
    let sent = as_sent(number).unwrap_or_default();
    Problem::new(Trail::ROOT, "a number that is not whole must be a text").help(format!("write `\"{sent}\"`"))
}
