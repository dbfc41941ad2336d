//! Slips behind a syntax error that can be told from the lines around it: a merge conflict, a space that is missing after a
//! colon, a key in another column than its neighbours.

use super::codes;
use super::findings::Findings;
use crate::diagnostic::{Diagnostic, Fix, Span};

const CONFLICT: &str = "<<<<<<< ";

/// Where a merge conflict begins, if one was committed.
pub(super) fn merge_conflict(text: &str) -> Option<Span> {
    let start = if text.starts_with(CONFLICT) { 0 } else { text.find("\n<<<<<<< ")? + 1 };
    Some(Span::new(start, start + CONFLICT.len() - 1))
}

/// Reports it.
pub(super) fn report_merge_conflict(mark: Span, found: &mut Findings) {
    found.add(mark, |place| {
        Diagnostic::error(codes::SYNTAX, "a merge conflict was committed")
            .at(place, "it begins here")
            .help("keep one side, and delete the lines with `<<<<<<<`, `=======` and `>>>>>>>`")
    });
}

/// Reports a key whose colon is not read as one, if the reason can be told.
pub(super) fn report_colon(text: &str, offset: usize, found: &mut Findings) -> bool {
    let Some(line) = Line::at(text, offset) else { return false };
    report_glued(&line, found) || report_column(text, &line, found)
}

/// A line, and where it starts.
struct Line<'t> {
    start: usize,
    text: &'t str,
}

impl<'t> Line<'t> {
    fn at(text: &'t str, offset: usize) -> Option<Self> {
        let start = text.get(..offset)?.rfind('\n').map_or(0, |newline| newline + 1);
        let line = text.get(start..)?.lines().next()?;
        Some(Self { start, text: line })
    }

    fn indent(&self) -> usize {
        self.text.len() - self.text.trim_start_matches(' ').len()
    }

    /// The key with which the line begins, if it looks like one.
    fn key(&self) -> Option<&'t str> {
        let (key, _) = self.text.trim_start().split_once(':')?;
        let is_key = |key: &str| key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-/".contains(&byte));
        Some(key).filter(|key| !key.is_empty() && is_key(key))
    }
}

/// `name:alice`.
fn report_glued(line: &Line<'_>, found: &mut Findings) -> bool {
    let Some(key) = line.key() else { return false };
    let colon = line.indent() + key.len();
    let Some(value) = line.text.get(colon + 1..).filter(|rest| !rest.is_empty() && !rest.starts_with(' ')) else {
        return false;
    };
    let after = line.start + colon + 1;
    let help = format!("write `{key}: {value}`");
    found.add(Span::new(after - 1, after), |place| {
        let fix = Fix { file: place.file, span: Span::new(after, after), text: " ".to_owned() };
        Diagnostic::error(codes::SYNTAX, "a space is missing after the colon").at(place, "").help(help).fix(fix)
    });
    true
}

/// A key that stands deeper than the one above it, which has a value already.
fn report_column(text: &str, line: &Line<'_>, found: &mut Findings) -> bool {
    let Some(above) = text.get(..line.start.saturating_sub(1)).and_then(|before| Line::at(before, before.len())) else {
        return false;
    };
    let (Some(key), Some(neighbour)) = (line.key(), above.key()) else { return false };
    if line.indent() <= above.indent() {
        return false;
    }
    let start = line.start + line.indent();
    let help = format!("begin it in the column of `{neighbour}`, with {} spaces before it", above.indent());
    let neighbour = Span::new(above.start + above.indent(), above.start + above.indent() + neighbour.len());
    found.add(Span::new(start, start + key.len()), |place| {
        Diagnostic::error(codes::SYNTAX, format!("`{key}` does not stand in the column of its neighbours"))
            .at(place, "this key")
            .help(help)
    });
    found.relate_last([neighbour], "its neighbour");
    true
}
