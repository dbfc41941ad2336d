//! One diagnostic, and the heap that a stage returns beside its value.

use super::{Code, Fix, Place};
use std::collections::BTreeSet;

/// How much a diagnostic weighs. Ordered: the heaviest decides the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; changes nothing.
    Note,
    /// Probably a mistake; the run goes on.
    Warning,
    /// A guard said no: the input is sound, but what it would do must not happen by accident.
    Refused,
    /// Must be mended; nothing is written.
    Error,
}

impl Severity {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Refused => "refused",
            Self::Error => "error",
        }
    }
}

/// A place with a word on what is there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// What is there; may be empty.
    pub text: String,
}

/// A fact about an input, the tree or the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which kind of problem.
    pub code: Code,
    /// How heavy.
    pub severity: Severity,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// Where; none for what has no file (a missing folder, a guard on the whole tree).
    pub primary: Option<Label>,
    /// Further places that take part.
    pub related: Vec<Label>,
    /// The exact next edit or command.
    pub help: Option<String>,
    /// The same as an edit of a file, where the cure is certain.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// A diagnostic without a place.
    pub fn new(code: Code, severity: Severity, message: impl Into<String>) -> Self {
        Self {
            code,
            severity,
            message: clipped(message.into()),
            primary: None,
            related: Vec::new(),
            help: None,
            fix: None,
        }
    }

    /// An error without a place.
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, message)
    }

    /// The same at a place, with a word on it.
    #[must_use]
    pub fn at(mut self, place: Place, text: impl Into<String>) -> Self {
        self.primary = Some(Label { place, text: text.into() });
        self
    }

    /// The same with a further place.
    #[must_use]
    pub fn related(mut self, place: Place, text: impl Into<String>) -> Self {
        self.related.push(Label { place, text: text.into() });
        self
    }

    /// The same with the next edit.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(clipped(help.into()));
        self
    }

    /// The same with the next edit, where one is known.
    #[must_use]
    pub fn maybe_help(self, help: Option<String>) -> Self {
        match help {
            Some(help) => self.help(help),
            None => self,
        }
    }

    /// The same with a certain cure: `text` instead of what stands at the place of the diagnostic. Nothing to do without
    /// a place.
    #[must_use]
    pub fn replace(self, text: impl Into<String>) -> Self {
        let span = self.primary.as_ref().and_then(|label| Some((label.place.file, label.place.span?)));
        match span {
            Some((file, span)) => self.fix(Fix { file, span, text: text.into() }),
            None => self,
        }
    }

    /// The same with a certain cure.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    fn sort_key(&self) -> (Option<Place>, Code, &str) {
        (self.primary.as_ref().map(|label| label.place), self.code, &self.message)
    }
}

/// The most bytes of a message: a value that it quotes may fill a whole file.
const MOST_BYTES: usize = 2000;

fn clipped(mut text: String) -> String {
    if text.len() > MOST_BYTES {
        text.truncate(text.floor_char_boundary(MOST_BYTES));
        text.push('…');
    }
    text
}

/// What a stage found. Grows by pushing and joining; sorted once, before it is shown.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds all of another heap.
    pub fn extend(&mut self, others: impl IntoIterator<Item = Diagnostic>) {
        self.0.extend(others);
    }

    /// Whether a run must stop before it writes.
    pub fn stops(&self) -> bool {
        self.worst().is_some_and(|worst| worst >= Severity::Refused)
    }

    /// The heaviest severity, if there is anything at all.
    pub fn worst(&self) -> Option<Severity> {
        self.0.iter().map(|diagnostic| diagnostic.severity).max()
    }

    /// Adds what a later stage found. What it says of a place that has an error already is a consequence and is left out.
    pub fn follow(&mut self, later: Self) {
        let place = |diagnostic: &Diagnostic| diagnostic.primary.as_ref().map(|label| label.place);
        let errors = self.0.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
        let wrong: BTreeSet<Place> = errors.filter_map(place).collect();
        self.extend(
            later.into_iter().filter(|diagnostic| place(diagnostic).is_none_or(|place| !wrong.contains(&place))),
        );
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// In the order people read them: by file and place, then code; what has no place comes last.
    pub fn sorted(mut self) -> Self {
        self.0.sort_by(|a, b| {
            let placeless = |d: &Diagnostic| d.primary.is_none();
            (placeless(a), a.sort_key()).cmp(&(placeless(b), b.sort_key()))
        });
        self.0.dedup();
        self
    }

    /// One after the other.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(iter: I) -> Self {
        Self(iter.into_iter().collect())
    }
}
