//! One entry of `hard`: a resource name and its limit.
//!
//! Which names there are is in `resource`, how quantities are read in `quantity`.

use super::resource;
use crate::diagnostic::{Problem, Trail};
use crate::kubernetes::{Quantity, QuantityError};
use serde_json::{Number, Value};
use std::borrow::Cow;

/// Checks a resource name and its limit as the server does.
pub(super) fn check_limit(name: &str, value: &Value, problems: &mut Vec<Problem>) {
    let hard = Trail::ROOT.key("hard");
    problems.extend(resource::check_name(name).err().map(|invalid| invalid.at(hard.key_itself(name))));
    let route = hard.key(name);
    match stored(value) {
        Ok(quantity) => check_stored(name, &quantity, &route, problems),
        // What our own rules refuse has a message from them.
        Err(QuantityError::Own(_)) => {}
        Err(error) => problems.push(unreadable(value, error, route)),
    }
}

/// Checks a value that must be a quantity, whatever it is a quantity of.
///
/// Source: kube-apiserver 1.35, `Quantity.UnmarshalJSON`.
pub fn quantity_value(value: &Value) -> Vec<Problem> {
    stored(value).err().map(|error| unreadable(value, error, Trail::ROOT)).into_iter().collect()
}

/// The quantity that the server stores for a limit.
///
/// # Errors
/// Why it is no quantity. A value that cannot be one (a boolean, a list, an object) is a grammar error, as on the
/// server.
pub(super) fn stored(value: &Value) -> Result<Quantity, QuantityError> {
    match as_sent(value) {
        Some(text) => Quantity::parse_as_server(&text)?.as_server_stores(),
        None if value.is_null() => Ok(Quantity::zero()),
        None => Err(QuantityError::Grammar),
    }
}

/// The text that the server's parser gets for a limit, once the decoder has trimmed the spaces around it. A tab or
/// line break comes escaped and is not trimmed; other Unicode spaces are trimmed or not by how the client encodes
/// them, and not here. None for what is neither text nor number.
pub(super) fn as_sent(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text.trim_matches(' '))),
        Value::Number(number) => Some(Cow::Owned(number_as_sent(number))),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The problem of a limit that cannot be read.
pub(super) fn unreadable(value: &Value, error: QuantityError, route: Trail<'_>) -> Problem {
    let problem = Problem::new(route, format!("the quantity {error}"));
    match value.as_str().and_then(|text| error.help(text)) {
        Some(help) => problem.help(help),
        None => problem,
    }
}

fn check_stored(name: &str, quantity: &Quantity, route: &Trail<'_>, problems: &mut Vec<Problem>) {
    if quantity.is_negative() {
        problems.push(Problem::new(route, "a limit must not be negative"));
    }
    if resource::is_counted(name) && !quantity.is_integer() {
        problems.push(Problem::new(route, "the limit of what is counted must be a whole number"));
    }
}

/// A number as clients write it, who all use Go's encoder: fractions in full, from 10^21 on and below 10^-6 with an
/// exponent and its sign.
fn number_as_sent(number: &Number) -> String {
    match number.as_f64() {
        Some(float) if number.is_f64() => float_as_sent(float),
        Some(_) | None => number.to_string(),
    }
}

fn float_as_sent(float: f64) -> String {
    let size = float.abs();
    if size == 0.0 || (1e-6..1e21).contains(&size) {
        return float.to_string();
    }
    let text = format!("{float:e}");
    match text.split_once('e') {
        Some((digits, exponent)) if !exponent.starts_with('-') => format!("{digits}e+{exponent}"),
        Some(_) | None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn numbers_are_written_as_go_writes_them() {
        let sent = |value: Value| as_sent(&value).map(Cow::into_owned);
        assert_eq!(sent(json!(1e21)).as_deref(), Some("1e+21"));
        assert_eq!(sent(json!(1e20)).as_deref(), Some("100000000000000000000"));
        assert_eq!(sent(json!(1.5e-7)).as_deref(), Some("1.5e-7"));
        assert_eq!(sent(json!(0.25)).as_deref(), Some("0.25"));
        assert_eq!(sent(json!(18_446_744_073_709_551_615_u64)).as_deref(), Some("18446744073709551615"));
    }
}
