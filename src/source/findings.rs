//! What was found wrong with one file, up to a number.
//!
//! Words come from the finders; here is only the counting.

use super::codes;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId, Place, Span};

/// Diagnostics of one file. Those over the limit are counted and never built.
pub(super) struct Findings {
    file: FileId,
    limit: usize,
    shown: Vec<Diagnostic>,
    more: usize,
}

impl Findings {
    pub(super) fn new(file: FileId, limit: usize) -> Self {
        Self { file, limit, shown: Vec::new(), more: 0 }
    }

    /// How many there are, shown or not.
    pub(super) fn count(&self) -> usize {
        self.shown.len() + self.more
    }

    /// Whether what comes now is only counted.
    pub(super) fn is_full(&self) -> bool {
        self.shown.len() >= self.limit
    }

    /// Adds one at a byte range.
    pub(super) fn add(&mut self, span: Span, build: impl FnOnce(Place) -> Diagnostic) {
        if self.is_full() {
            self.more += 1;
        } else {
            self.shown.push(build(Place::at(self.file, span)));
        }
    }

    /// Adds one, made of its message and help, that is about the file as a whole.
    pub(super) fn add_whole(&mut self, code: Code, build: impl FnOnce() -> (String, String)) {
        let place = Place::whole(self.file);
        self.add(Span::default(), |_| {
            let (message, help) = build();
            Diagnostic::error(code, message).at(place, "").help(help)
        });
    }

    /// Gives the one added last further places. Nothing to do when it was only counted.
    pub(super) fn relate_last(&mut self, spans: impl IntoIterator<Item = Span>, text: &str) {
        let file = self.file;
        if self.more > 0 {
            return;
        }
        if let Some(last) = self.shown.pop() {
            let related = |d: Diagnostic, span| d.related(Place::at(file, span), text);
            self.shown.push(spans.into_iter().fold(last, related));
        }
    }

    /// All of them, and one that counts the rest.
    pub(super) fn finish(mut self) -> Diagnostics {
        if self.more > 0 {
            let (count, noun) = (self.more, if self.more == 1 { "error" } else { "errors" });
            let message = format!("{count} more {noun} in this file");
            self.shown.push(Diagnostic::error(codes::MORE, message).at(Place::whole(self.file), ""));
        }
        self.shown.into_iter().collect()
    }
}
