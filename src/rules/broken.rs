//! What a rule says of a value that breaks it.

use crate::diagnostic::{Code, Diagnostic, Place, Problem, Route, Severity};

/// A rule broken by a value: what is wrong, and the next edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// The next edit.
    pub help: String,
    /// What is at the place, where that needs a word.
    pub label: &'static str,
    /// What to write instead, where that is certain.
    pub instead: Option<String>,
}

impl Broken {
    /// A broken rule, with the next edit.
    pub(super) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into(), label: "", instead: None }
    }

    /// The same with a word on the place.
    #[must_use]
    pub(super) fn label(mut self, label: &'static str) -> Self {
        self.label = label;
        self
    }

    /// The same with the value that is certain to be right.
    #[must_use]
    pub(super) fn instead(mut self, value: impl Into<String>) -> Self {
        self.instead = Some(value.into());
        self
    }

    /// This as an error at a place.
    pub fn error(self, code: Code, place: Place) -> Diagnostic {
        self.diagnostic(code, Severity::Error, place)
    }

    /// This as a warning at a place.
    pub fn warning(self, code: Code, place: Place) -> Diagnostic {
        self.diagnostic(code, Severity::Warning, place)
    }

    /// This, said of the part of a value at `route`.
    pub fn at(self, route: impl Into<Route>) -> Problem {
        Problem::new(route, self.message).help(self.help)
    }

    fn diagnostic(self, code: Code, severity: Severity, place: Place) -> Diagnostic {
        let diagnostic = Diagnostic::new(code, severity, self.message).at(place, self.label).help(self.help);
        match self.instead {
            Some(value) => diagnostic.replace(crate::source::written(&value)),
            None => diagnostic,
        }
    }
}
