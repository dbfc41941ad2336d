//! The types of fields, and how a value is read as one.
//!
//! Two readers share the types. The server's own kinds go through Go's decoder: null is the empty value, and an empty value
//! is left out. Custom resources stay as they are but for nulls, which fall away where a field has a schema.

use crate::diagnostic::{Problem, Trail};
use crate::kubernetes::decode::{list, object, unknown_fields, wrong_type};
use serde_json::{Map, Value};

/// The type of a field.
pub(super) enum Type {
    /// Text.
    Text,
    /// `true` or `false`.
    Bool,
    /// A whole number of 64 bits.
    Whole,
    /// A point in time as RFC 3339 has it.
    Time,
    /// Anything.
    Any,
    /// An object whose members have no schema: only that it is an object is checked.
    Free,
    /// A value that a function judges.
    Judged(fn(&Value) -> Vec<Problem>),
    /// A list.
    List(&'static Type),
    /// An object of user keys.
    Map(&'static Type),
    /// An object of these fields.
    Object(&'static [Field]),
}

/// A field of an object.
pub(super) struct Field {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub kind: Type,
    /// Whether a custom resource must have it.
    pub required: bool,
}

/// A field that may be left out.
pub(super) const fn optional(name: &'static str, kind: Type) -> Field {
    Field { name, kind, required: false }
}

/// A field that must be there.
pub(super) const fn required(name: &'static str, kind: Type) -> Field {
    Field { name, kind, required: true }
}

/// What Go's strict decoder has against a value: null fits everywhere.
pub(super) fn check(value: &Value, kind: &Type, route: &Trail<'_>, problems: &mut Vec<Problem>) {
    match kind {
        _ if value.is_null() => {}
        Type::Text | Type::Any | Type::Bool | Type::Whole | Type::Time | Type::Free | Type::Judged(_) => {
            scalar(value, kind, route, problems);
        }
        Type::List(item) => {
            let items = list(Some(value), route, problems).unwrap_or_default();
            items.iter().enumerate().for_each(|(index, value)| check(value, item, &route.index(index), problems));
        }
        Type::Map(item) => {
            let members = object(value, route, problems).into_iter().flatten();
            members.for_each(|(key, value)| check(value, item, &route.key(key), problems));
        }
        Type::Object(fields) => {
            let Some(members) = object(value, route, problems) else { return };
            unknown_fields(members, &names(fields), route, problems);
            for field in *fields {
                if let Some(value) = members.get(field.name) {
                    check(value, &field.kind, &route.key(field.name), problems);
                }
            }
        }
    }
}

/// What Go's decoder makes of a value without problems when empty values are left out; none where it is empty itself.
pub(super) fn decoded(value: &Value, kind: &Type) -> Option<Value> {
    match (kind, value) {
        (_, Value::Null) => None,
        (Type::Text, value) => value.as_str().is_some_and(|text| !text.is_empty()).then(|| value.clone()),
        (Type::List(item), Value::Array(items)) if !items.is_empty() => {
            Some(items.iter().map(|value| decoded(value, item).unwrap_or_else(|| empty(item))).collect())
        }
        (Type::List(_), _) => None,
        (Type::Map(item), Value::Object(members)) if !members.is_empty() => {
            let member =
                |(key, value): (&String, &Value)| (key.clone(), decoded(value, item).unwrap_or_else(|| empty(item)));
            Some(sorted(members.iter().map(member).collect()))
        }
        (Type::Map(_), _) => None,
        (Type::Object(fields), Value::Object(members)) => {
            let field = |field: &Field| Some((field.name.to_owned(), decoded(members.get(field.name)?, &field.kind)?));
            Some(fields.iter().filter_map(field).collect())
        }
        (_, value) => Some(value.clone()),
    }
}

/// The empty value of a type, which stays where it is an item.
fn empty(kind: &Type) -> Value {
    match kind {
        Type::Text => Value::from(""),
        Type::Bool => Value::Bool(false),
        Type::Whole => Value::from(0),
        Type::Object(_) => Value::Object(Map::new()),
        Type::Time | Type::Any | Type::Free | Type::Judged(_) | Type::List(_) | Type::Map(_) => Value::Null,
    }
}

fn sorted(mut map: Map<String, Value>) -> Value {
    map.sort_keys();
    Value::Object(map)
}

fn names(fields: &[Field]) -> Vec<&'static str> {
    fields.iter().map(|field| field.name).collect()
}

/// Checks a value that is not null and has no members or items of interest.
pub(super) fn scalar(value: &Value, kind: &Type, route: &Trail<'_>, problems: &mut Vec<Problem>) {
    let fits = match kind {
        Type::Text => value.is_string(),
        Type::Bool => value.is_boolean(),
        Type::Whole => value.is_i64(),
        Type::Time => return time(value, route, problems),
        Type::Free => value.is_object(),
        Type::Judged(judge) => {
            problems.extend(judge(value).into_iter().map(|problem| problem.below(route)));
            return;
        }
        Type::Any | Type::List(_) | Type::Map(_) | Type::Object(_) => true,
    };
    if !fits {
        problems.push(wrong_type(route, wanted(kind), value));
    }
}

/// The type in the words of a message.
pub(super) fn wanted(kind: &Type) -> &'static str {
    match kind {
        Type::Text => "a text",
        Type::Bool => "a boolean",
        Type::Whole => "a whole number",
        Type::Time => "a time",
        Type::List(_) => "a list",
        Type::Free | Type::Map(_) | Type::Object(_) => "an object",
        Type::Any | Type::Judged(_) => "another value",
    }
}

fn time(value: &Value, route: &Trail<'_>, problems: &mut Vec<Problem>) {
    match value.as_str() {
        Some(text) if is_time(text) => {}
        Some(_) => problems.push(Problem::new(route, "must be a time such as `2026-01-31T12:00:00Z`")),
        None => problems.push(wrong_type(route, "a time", value)),
    }
}

/// Whether a text is a time of RFC 3339: date, `T`, time, perhaps a fraction, zone.
fn is_time(text: &str) -> bool {
    let Some((date, rest)) = text.split_once('T') else { return false };
    let zone = rest.find(['Z', '+', '-']).unwrap_or(rest.len());
    let (clock, zone) = rest.split_at(zone);
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let is_fraction = !fraction.is_empty() && fraction.bytes().all(|digit| digit.is_ascii_digit());
    let is_zone = zone == "Z" || numbers(zone.get(1..).unwrap_or_default(), ':', &[(2, 0, 23), (2, 0, 59)]).is_some();
    let day_fits = |parts: Vec<u32>| parts[2] <= days(parts[0], parts[1]);
    numbers(date, '-', &[(4, 0, 9999), (2, 1, 12), (2, 1, 31)]).is_some_and(day_fits)
        && numbers(clock, ':', &[(2, 0, 23), (2, 0, 59), (2, 0, 59)]).is_some()
        && is_fraction
        && is_zone
}

/// The numbers between separators, each of as many digits and within the bounds that are given.
fn numbers(text: &str, separator: char, parts: &[(usize, u32, u32)]) -> Option<Vec<u32>> {
    let given: Vec<&str> = text.split(separator).collect();
    let number = |(text, (digits, least, most)): (&&str, &(usize, u32, u32))| {
        let all_digits = text.len() == *digits && text.bytes().all(|digit| digit.is_ascii_digit());
        text.parse().ok().filter(|number| all_digits && (least..=most).contains(&number))
    };
    (given.len() == parts.len()).then(|| given.iter().zip(parts).map(number).collect())?
}

fn days(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::is_time;

    #[test]
    fn times_are_those_of_rfc_3339() {
        for good in ["2026-01-31T12:00:00Z", "2024-02-29T00:00:00.5+02:00", "2026-12-31T23:59:59-11:30"] {
            assert!(is_time(good), "{good}");
        }
        for bad in [
            "yesterday",
            "2026-02-29T00:00:00Z",
            "2026-01-31",
            "2026-01-31T24:00:00Z",
            "2026-1-31T12:00:00Z",
            "2026-01-31T12:00:00",
        ] {
            assert!(!is_time(bad), "{bad}");
        }
    }
}
