//! From problems of a value to diagnostics at the places of its parts.

use crate::diagnostic::{Code, Diagnostic, FileId, Place, Problem, Severity};
use crate::source::Node;

/// Each problem of the value in `node`, at the part of it that is wrong.
pub(super) fn located(
    file: FileId,
    code: Code,
    severity: Severity,
    node: &Node,
    problems: Vec<Problem>,
) -> impl Iterator<Item = Diagnostic> {
    problems.into_iter().map(move |problem| {
        let place = Place::at(file, node.locate(&problem.route));
        Diagnostic::new(code, severity, problem.sentence()).at(place, "").maybe_help(problem.help)
    })
}
