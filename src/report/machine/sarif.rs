//! SARIF. Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".

use super::range::Range;
use super::{Report, with_help};
use crate::diagnostic::{Diagnostic, Fix, Label, Place, Rule, Severity};
use crate::report::plain::plain;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// One run with all results, and the rules that they are of.
pub(super) fn log(report: &Report<'_>) -> Value {
    let found = report.found.iter().map(|diagnostic| of_diagnostic(diagnostic, report));
    let trees = report.stale().map(|result| {
        json!({
            "ruleId": result.code,
            "level": "error",
            "message": { "text": plain(&result.message) },
            "locations": [{ "physicalLocation": { "artifactLocation": { "uri": uri(&report.below_top(&result.path)) } } }],
        })
    });
    let results: Vec<Value> = found.chain(trees).collect();
    let used: BTreeSet<&str> = results.iter().filter_map(|result| result["ruleId"].as_str()).collect();
    let rules: Vec<Value> =
        report.rules.iter().filter(|rule| used.contains(rule.code.0)).map(|rule| of_rule(rule)).collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": env!("CARGO_PKG_NAME"),
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn of_rule(rule: &Rule) -> Value {
    let page = rule.text();
    json!({
        "id": rule.code.0,
        "shortDescription": { "text": rule.summary() },
        "help": { "text": page, "markdown": page },
        "defaultConfiguration": { "level": level(rule.severity) },
    })
}

fn of_diagnostic(diagnostic: &Diagnostic, report: &Report<'_>) -> Value {
    let location = |label: &Label| location(label.place, &label.text, report);
    let mut result = json!({
        "ruleId": diagnostic.code.0,
        "level": level(diagnostic.severity),
        "message": { "text": plain(&with_help(diagnostic, "\nhelp: ")) },
        "locations": [diagnostic.primary.as_ref().map_or_else(|| nowhere(report), location)],
    });
    if !diagnostic.related.is_empty() {
        result["relatedLocations"] = diagnostic.related.iter().map(location).collect();
    }
    if let Some(fix) = &diagnostic.fix {
        result["fixes"] = json!([of_fix(fix, diagnostic.help.as_deref(), report)]);
    }
    result
}

fn nowhere(report: &Report<'_>) -> Value {
    json!({ "physicalLocation": { "artifactLocation": { "uri": uri(&report.without_place()) } } })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Refused | Severity::Error => "error",
    }
}

fn location(place: Place, label: &str, report: &Report<'_>) -> Value {
    let range = Range::of(place, report.sources);
    let mut physical = json!({ "artifactLocation": { "uri": uri(&report.below_top(&range.file)) } });
    if range.line.is_some() {
        physical["region"] = region(&range);
    }
    let mut location = json!({ "physicalLocation": physical });
    if !label.is_empty() {
        location["message"] = json!({ "text": plain(label) });
    }
    location
}

fn region(range: &Range) -> Value {
    json!({
        "startLine": range.line,
        "startColumn": range.column,
        "endLine": range.end_line,
        "endColumn": range.end_column,
    })
}

fn of_fix(fix: &Fix, help: Option<&str>, report: &Report<'_>) -> Value {
    let range = Range::of(Place::at(fix.file, fix.span), report.sources);
    json!({
        "description": { "text": plain(help.unwrap_or("the certain cure")) },
        "artifactChanges": [{
            "artifactLocation": { "uri": uri(&report.below_top(&range.file)) },
            "replacements": [{ "deletedRegion": region(&range), "insertedContent": { "text": fix.text } }],
        }],
    })
}

/// A relative path as a URI reference.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/@+=".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            // Writing into a string cannot fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}
