//! Workflow commands of GitHub Actions. Source: "Workflow commands for GitHub Actions".

use super::range::Range;
use super::{Report, with_help};
use crate::diagnostic::{Diagnostic, Severity};
use crate::report::plain::plain;
use std::collections::BTreeMap;

/// How many annotations of one kind GitHub shows for a step.
const SHOWN: usize = 10;

/// An annotation: its kind, where it stands, what it says.
struct Annotation {
    kind: &'static str,
    properties: Vec<(&'static str, String)>,
    message: String,
}

/// One line for each annotation, at most ten of a kind, and a line that counts the rest.
pub(super) fn commands(report: &Report<'_>) -> String {
    let found = report.found.iter().map(|diagnostic| of_diagnostic(diagnostic, report));
    let trees = report.stale().map(|result| Annotation {
        kind: "error",
        properties: vec![("file", report.below_top(&result.path)), ("title", result.code.to_owned())],
        message: result.message,
    });
    let mut shown_of: BTreeMap<&str, usize> = BTreeMap::new();
    let mut text = String::new();
    for annotation in found.chain(trees) {
        let shown = shown_of.entry(annotation.kind).or_default();
        *shown += 1;
        if *shown <= SHOWN {
            text.push_str(&line(&annotation));
        }
    }
    for (kind, count) in shown_of.into_iter().filter(|(_, count)| *count > SHOWN) {
        let message =
            format!("{} more of kind {kind} are not shown here; the log of this step has them", count - SHOWN);
        text.push_str(&line(&Annotation { kind: "notice", properties: Vec::new(), message }));
    }
    text
}

fn of_diagnostic(diagnostic: &Diagnostic, report: &Report<'_>) -> Annotation {
    let kind = match diagnostic.severity {
        Severity::Note => "notice",
        Severity::Warning => "warning",
        Severity::Refused | Severity::Error => "error",
    };
    let mut properties = Vec::new();
    if let Some(label) = &diagnostic.primary {
        let range = Range::of(label.place, report.sources);
        properties.push(("file", report.below_top(&range.file)));
        let numbers =
            [("line", range.line), ("col", range.column), ("endLine", range.end_line), ("endColumn", range.end_column)];
        properties.extend(numbers.into_iter().filter_map(|(key, number)| Some((key, number?.to_string()))));
    }
    properties.push(("title", diagnostic.code.0.to_owned()));
    Annotation { kind, properties, message: with_help(diagnostic, "\nhelp: ") }
}

fn line(annotation: &Annotation) -> String {
    let properties: Vec<String> =
        annotation.properties.iter().map(|(key, value)| format!("{key}={}", property(value))).collect();
    let space = if properties.is_empty() { "" } else { " " };
    format!("::{}{space}{}::{}\n", annotation.kind, properties.join(","), data(&annotation.message))
}

/// Text after the second `::`. An older form of commands, which stood anywhere in a line, is taken apart.
fn data(text: &str) -> String {
    plain(text).replace("##[", "# #[").replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn a_text_stays_in_its_line_and_in_its_property() {
        assert_eq!(data("50%\n::error::x"), "50%25%0A::error::x");
        assert_eq!(property("a,b:c"), "a%2Cb%3Ac");
        assert_eq!(data("a\u{1b}[31m\u{202e}"), "a\\u{1b}[31m\\u{202e}");
        assert_eq!(data("##[error]x"), "# #[error]x");
    }
}
