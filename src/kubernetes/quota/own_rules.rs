//! What we refuse in a quota although the server takes it, or answers by accident.
//!
//! Only limits: names and scopes have no rule of ours.

use super::hard::{as_sent, unreadable};
use super::resource::is_counted;
use crate::diagnostic::{Problem, Trail};
use crate::kubernetes::{Quantity, QuantityError};
use serde_json::Value;

/// The largest count of which the server can tell that it is whole: it looks at the thousandfold, in 64 bits.
const LARGEST_COUNT: u64 = 9_223_372_036_854_775;

/// Checks the limits of a quota's spec against our own rules, which are those of [`crate::kubernetes::OwnRule`] and
/// one more: what is counted is at most 9223372036854775. Above that the server's check for whole numbers overflows,
/// so that it refuses `1000000000000000000` and accepts `1e18`. What the server refuses outright is for
/// [`super::quota_spec`].
pub fn own_quota_rules(spec: &Value) -> Vec<Problem> {
    let hard = Trail::ROOT.key("hard");
    let limits = spec.get("hard").and_then(Value::as_object);
    limits.into_iter().flatten().filter_map(|(name, limit)| own_limit_rule(name, limit, hard.key(name))).collect()
}

fn own_limit_rule(name: &str, limit: &Value, route: Trail<'_>) -> Option<Problem> {
    match strictly(limit)? {
        Ok(quantity) if is_counted(name) && quantity > Quantity::from_u64(LARGEST_COUNT) => {
            let message = format!("a count above {LARGEST_COUNT} overflows the server's check for whole numbers");
            Some(Problem::new(route, message).help(format!("write `{LARGEST_COUNT}` or less")))
        }
        Err(error) if error.is_own_rule() => Some(unreadable(limit, error, route)),
        Ok(_) | Err(_) => None,
    }
}

/// The limit, read by our rules. None for what is neither text nor number, of which null is 0 and the rest is refused
/// by the server. A text is taken as it stands, with the spaces around it.
fn strictly(limit: &Value) -> Option<Result<Quantity, QuantityError>> {
    let text = match limit {
        Value::String(text) => text.as_str().into(),
        Value::Number(_) => as_sent(limit)?,
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    Some(Quantity::parse(&text).and_then(|quantity| quantity.for_quota()))
}
