//! What the Profile CRD takes as a limit in `spec.resourceQuotaSpec.hard`.
//!
//! A ResourceQuota takes other things, which `hard` knows: a limit of a Profile must pass both.

use super::hard::as_sent;
use crate::diagnostic::{Problem, Route};
use serde_json::Value;

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
            vec![Problem::new(Route::root(), "a limit of a Profile is a text or a whole number")]
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
    let problem =
        Problem::new(Route::root(), "is not a quantity that a Profile takes: a number, then perhaps a suffix");
    match crate::kubernetes::QuantityError::Grammar.help(text) {
        Some(help) => problem.help(help),
        None => problem,
    }
}

fn not_whole(number: &Value) -> Problem {
    let sent = as_sent(number).unwrap_or_default();
    Problem::new(Route::root(), "a number that is not whole must be a text").help(format!("write `\"{sent}\"`"))
}
