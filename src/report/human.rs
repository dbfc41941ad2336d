//! Diagnostics in the form of rustc's, by annotate-snippets.

use super::plain::{plain, shown};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Label, Severity, Sources, Span};
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::collections::BTreeMap;
use std::ops::Range;

/// How many errors of one file are shown; the rest is counted.
const SHOWN_PER_FILE: usize = 100;

/// What a run that stopped has written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Written {
    /// It stopped before it began to write.
    #[default]
    Nothing,
    /// It stopped while it wrote; what it did not come to is done by the next run.
    Part,
}

/// All diagnostics, sorted, and a line that counts them. Empty where there are none.
pub fn diagnostics(found: Diagnostics, sources: &Sources, written: Written, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut shown_of: BTreeMap<Option<FileId>, usize> = BTreeMap::new();
    let mut counts = Counts::default();
    let mut text = String::new();
    for diagnostic in found.sorted() {
        counts.add(diagnostic.severity);
        let file = diagnostic.primary.as_ref().map(|label| label.place.file);
        let shown = shown_of.entry(file).or_default();
        *shown += 1;
        if *shown <= SHOWN_PER_FILE {
            text.push_str(&one(&diagnostic, sources, &renderer));
            text.push_str("\n\n");
        }
    }
    for (file, count) in shown_of.iter().filter(|(_, count)| **count > SHOWN_PER_FILE) {
        let path = file.map_or("the run", |file| sources.get(file).path.as_str());
        text.push_str(&format!("{}: {} more problems are not shown\n\n", plain(path), count - SHOWN_PER_FILE));
    }
    text.push_str(&counts.line(written));
    text
}

#[derive(Default)]
struct Counts {
    errors: usize,
    refused: usize,
    warnings: usize,
}

impl Counts {
    fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Refused => self.refused += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Note => {}
        }
    }

    fn line(&self, written: Written) -> String {
        let counted = [(self.errors, "error"), (self.refused, "refusal"), (self.warnings, "warning")];
        let parts: Vec<String> = counted
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{count} {word}{}", if *count == 1 { "" } else { "s" }))
            .collect();
        let stops = self.errors + self.refused > 0;
        match parts.is_empty() {
            true => String::new(),
            false if stops => {
                let rest = match written {
                    Written::Nothing => "nothing was written",
                    Written::Part => "not everything was written, but every file is whole",
                };
                format!("{}; {rest}\n", parts.join(", "))
            }
            false => format!("{}\n", parts.join(", ")),
        }
    }
}

fn one(diagnostic: &Diagnostic, sources: &Sources, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Refused => Level::ERROR.with_name("refused"),
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let message = plain(&diagnostic.message).into_owned();
    let title = level.primary_title(message).id(diagnostic.code.0);
    let mut group = Group::with_title(title);
    for part in parts(diagnostic, sources) {
        group = match part {
            Part::Snippet(snippet) => group.element(snippet),
            Part::Origin(origin) => group.element(origin),
        };
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(plain(help).into_owned()));
    }
    renderer.render(&[group])
}

/// A file with lines of it, or only its name.
enum Part<'s> {
    Snippet(Snippet<'s, Annotation<'s>>),
    Origin(Origin<'s>),
}

/// The places of a diagnostic, file by file, the primary's first.
fn parts<'s>(diagnostic: &'s Diagnostic, sources: &'s Sources) -> Vec<Part<'s>> {
    let mut files: Vec<(FileId, Vec<(AnnotationKind, &Label)>)> = Vec::new();
    let primary = diagnostic.primary.iter().map(|label| (AnnotationKind::Primary, label));
    let related = diagnostic.related.iter().map(|label| (AnnotationKind::Context, label));
    for (kind, label) in primary.chain(related) {
        match files.iter_mut().find(|(file, _)| *file == label.place.file) {
            Some((_, labels)) => labels.push((kind, label)),
            None => files.push((label.place.file, vec![(kind, label)])),
        }
    }
    files.into_iter().map(|(file, labels)| part(file, &labels, sources)).collect()
}

fn part<'s>(file: FileId, labels: &[(AnnotationKind, &'s Label)], sources: &'s Sources) -> Part<'s> {
    let source = sources.get(file);
    let path = plain(&source.path).into_owned();
    let spans: Vec<_> = labels.iter().filter_map(|(kind, label)| Some((*kind, *label, label.place.span?))).collect();
    if spans.is_empty() {
        return Part::Origin(Origin::path(path));
    }
    let annotations = spans.into_iter().map(|(kind, label, span)| {
        let annotation = kind.span(range(span, &source.text));
        if label.text.is_empty() { annotation } else { annotation.label(plain(&label.text).into_owned()) }
    });
    Part::Snippet(Snippet::source(shown(&source.text)).path(path).annotations(annotations))
}

/// A range that lies on characters of the text, and on one line: a mapping over many lines would fill the screen.
fn range(span: Span, text: &str) -> Range<usize> {
    let mut start = (span.start as usize).min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let mut end = (span.end as usize).clamp(start, line_end);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    start..end
}
