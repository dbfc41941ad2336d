//! Where a diagnostic stands, in lines and columns.

use crate::diagnostic::{Place, Sources, Span};
use serde::Serialize;

/// A file and a range of it; lines and columns from 1, columns in Unicode scalars, the end exclusive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::report) struct Range {
    /// The path as people are shown it.
    pub file: String,
    /// The first line; none for a file as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The first column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    /// The last line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_line: Option<usize>,
    /// One past the last column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_column: Option<usize>,
}

impl Range {
    /// The range of a place.
    pub(in crate::report) fn of(place: Place, sources: &Sources) -> Self {
        let file = sources.get(place.file);
        let start = place.span.map(|Span { start, .. }| file.line_column(start));
        let end = place.span.map(|Span { end, .. }| file.line_column(end));
        Self {
            file: file.path.clone(),
            line: start.map(|(line, _)| line),
            column: start.map(|(_, column)| column),
            end_line: end.map(|(line, _)| line),
            end_column: end.map(|(_, column)| column),
        }
    }
}
