//! The truth tables of a Kubernetes API server, run both ways: accepted and canonical.
//!
//! A row with a `quirk` is an accident of the server's: there our own rules may refuse, but what passes them must be
//! what the server accepts and stores. All other rows hold exactly.

mod documents;
mod own_rules;
mod row;
mod table;

use row::{Row, expanded, field, input, input_text};
use serde_json::{Value, json};
use table::run;
use tenantry::diagnostic::Problem;
use tenantry::kubernetes as rules;

/// The Namespace of the label tables.
const NAMESPACE: &str = "n";

/// What we make of an input: the canonical value, or why it is refused.
type Answer = Result<Value, String>;

#[test]
fn namespace_names() {
    run("namespace-names", |row| compare(row, name_answer("Namespace", &input_text(row))));
}

#[test]
fn labels_and_annotations() {
    run("labels-annotations", |row| compare(row, metadata_answer(row)));
}

#[test]
fn object_names() {
    run("object-names", |row| compare(row, object_answer(row)));
}

#[test]
fn subjects() {
    run("subjects", check_subject_row);
}

#[test]
fn resource_quotas() {
    run("resource-quotas", check_quota_row);
}

#[test]
fn quantities() {
    run("quantities", check_quantity_row);
}

#[test]
fn huge_quantities() {
    run("quantities-huge", |row| check_strict_quantity(row, &input_text(row)));
}

fn metadata_answer(row: &Row) -> Answer {
    match field(row) {
        "label-key" => text_answer(&input_text(row), rules::label_key),
        "label-value" => text_answer(&input_text(row), rules::label_value),
        "annotation-key" => text_answer(&input_text(row), rules::annotation_key),
        "annotation-value" => annotation_answer(input_text(row)),
        "labels" => {
            let given = input(row);
            let canonical = rules::canonical_namespace_labels(&given, NAMESPACE);
            answer(rules::namespace_labels(&given), canonical)
        }
        "annotations" => {
            let given = input(row);
            answer(rules::annotations(&given), rules::canonical_metadata_map(&given).unwrap_or_default())
        }
        other => Err(format!("the test knows no field {other}")),
    }
}

fn object_answer(row: &Row) -> Answer {
    match field(row) {
        "roleRef" => {
            let given = input(row);
            answer(rules::role_ref(&given), rules::canonical_role_ref(&given))
        }
        "roleRef.name" => {
            let given = json!({ "kind": "ClusterRole", "name": input_text(row) });
            answer(rules::role_ref(&given), rules::canonical_role_ref(&given)["name"].clone())
        }
        kind => name_answer(kind, &input_text(row)),
    }
}

fn check_subject_row(row: &Row) -> Result<(), String> {
    let given = input(row);
    if field(row) == "subjects" {
        return compare(row, answer(rules::subjects(&given), rules::canonical_subjects(&given)));
    }
    compare(row, answer(rules::subject(&given), rules::canonical_subject(&given)))?;
    compare_profile(row, &rules::profile_owner(&given))
}

fn check_quota_row(row: &Row) -> Result<(), String> {
    let given = input(row);
    let mut problems = rules::quota_spec(&given);
    if row.contains_key("quirk") {
        problems.extend(rules::own_quota_rules(&given));
    }
    compare(row, answer(problems, rules::canonical_quota_spec(&given)))?;
    match row.get("warnings") {
        Some(warnings) if rules::quota_warnings(&given).is_empty() => Err(format!("we do not warn: {warnings}")),
        Some(_) | None => Ok(()),
    }
}

fn check_quantity_row(row: &Row) -> Result<(), String> {
    let text = input_text(row);
    check_strict_quantity(row, &text)?;
    compare_profile(row, &rules::profile_quota_value(&json!(text)))?;
    if row.contains_key("quirk") {
        return Ok(());
    }
    let parsed = rules::Quantity::parse_as_server(&text);
    compare(row, parsed.map(|quantity| json!(quantity.canonical())).map_err(|error| error.to_string()))?;
    let spec = json!({ "hard": { "cpu": text } });
    let stored = rules::canonical_quota_spec(&spec)["hard"]["cpu"].clone();
    compare_outcome("in a quota", row.get("quota"), answer(rules::quota_spec(&spec), stored))
}

/// What our strict reading accepts must be what the server accepts and stores, in every row, and stay so.
fn check_strict_quantity(row: &Row, text: &str) -> Result<(), String> {
    let Ok(stored) = rules::Quantity::parse(text).and_then(|quantity| quantity.for_quota()) else {
        return Ok(());
    };
    let again = rules::Quantity::parse(&stored.canonical()).and_then(|quantity| quantity.for_quota());
    if again.map(|quantity| quantity.canonical()) != Ok(stored.canonical()) {
        return Err(format!("{} is stored differently the next time", stored.canonical()));
    }
    let ours = (!stored.is_negative()).then(|| json!(stored.canonical()));
    if ours.as_ref() == row.get("quota") { Ok(()) } else { Err(format!("read strictly, we store {ours:?}")) }
}

fn annotation_answer(value: String) -> Answer {
    let given = json!({ "a": value });
    answer(rules::annotations(&given), given["a"].clone())
}

fn name_answer(kind: &str, name: &str) -> Answer {
    text_answer(name, |name| rules::object_name(kind, name))
}

fn text_answer(text: &str, check: impl Fn(&str) -> Result<(), rules::Invalid>) -> Answer {
    check(text).map(|()| json!(text)).map_err(|invalid| invalid.to_string())
}

fn answer(problems: Vec<Problem>, canonical: Value) -> Answer {
    let said: Vec<String> = problems.iter().map(|problem| format!("{}: {}", problem.route, problem.message)).collect();
    if said.is_empty() { Ok(canonical) } else { Err(said.join("; ")) }
}

/// Compares an answer with `accepted` and `canonical`; for a quirk, only where we accept.
fn compare(row: &Row, ours: Answer) -> Result<(), String> {
    if ours.is_err() && row.contains_key("quirk") {
        return Ok(());
    }
    let nothing = Value::Null;
    let accepted = row.get("accepted") == Some(&Value::Bool(true));
    compare_outcome("here", accepted.then(|| row.get("canonical").unwrap_or(&nothing)), ours)
}

fn compare_outcome(place: &str, theirs: Option<&Value>, ours: Answer) -> Result<(), String> {
    match (theirs.map(expanded), ours) {
        (None, Err(_)) => Ok(()),
        (Some(theirs), Ok(ours)) if theirs == ours => Ok(()),
        (Some(theirs), Ok(ours)) => Err(format!("{place} the server has {theirs}, we have {ours}")),
        (Some(_), Err(why)) => Err(format!("{place} the server accepts, we refuse: {why}")),
        (None, Ok(ours)) => Err(format!("{place} the server refuses, we accept: {ours}")),
    }
}

fn compare_profile(row: &Row, problems: &[Problem]) -> Result<(), String> {
    let ours = Value::Bool(problems.is_empty());
    match row.get("profile") {
        Some(theirs) if *theirs != ours => Err(format!("in a Profile: the server says {theirs}, we say {ours}")),
        Some(_) | None => Ok(()),
    }
}
