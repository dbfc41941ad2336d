//! GitLab's code quality report. Source: "Code Quality", the report format.

use super::range::Range;
use super::{Report, with_help};
use crate::diagnostic::{Diagnostic, Severity};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// One entry of the report.
#[derive(Serialize)]
pub(super) struct Issue {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
}

/// Every diagnostic, and every file of a tree that is not what it should be.
pub(super) fn issues(report: &Report<'_>) -> Vec<Issue> {
    let found = report.found.iter().map(|diagnostic| of_diagnostic(diagnostic, report));
    let trees =
        report.stale().map(|result| issue(result.code, result.message, "major", report.below_top(&result.path), 1));
    let mut issues: Vec<Issue> = found.chain(trees).collect();
    fingerprint(&mut issues);
    issues
}

fn of_diagnostic(diagnostic: &Diagnostic, report: &Report<'_>) -> Issue {
    let range = diagnostic.primary.as_ref().map(|label| Range::of(label.place, report.sources));
    let severity = match diagnostic.severity {
        Severity::Note => "info",
        Severity::Warning => "minor",
        Severity::Refused => "critical",
        Severity::Error => "major",
    };
    let line = range.as_ref().and_then(|range| range.line).unwrap_or(1);
    let path = range.map_or_else(|| report.without_place(), |range| report.below_top(&range.file));
    issue(diagnostic.code.0, with_help(diagnostic, "; "), severity, path, line)
}

fn issue(code: &'static str, description: String, severity: &'static str, path: String, line: usize) -> Issue {
    let location = Location { path, lines: Lines { begin: line } };
    Issue { description, check_name: code, fingerprint: String::new(), severity, location }
}

/// A fingerprint stays the same when lines above change: it is made of code, path and message, and a number where several
/// issues have these in common.
fn fingerprint(issues: &mut [Issue]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for issue in issues {
        let what = format!("{}\0{}\0{}", issue.check_name, issue.location.path, issue.description);
        let count = seen.entry(what.clone()).or_default();
        *count += 1;
        let digest = Sha256::digest(format!("{what}\0{count}"));
        issue.fingerprint = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    }
}
