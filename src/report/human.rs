//! Diagnostics in the form of rustc's, by annotate-snippets.

use super::plain::{inert, plain, plain_line, shown};
use crate::diagnostic::{Code, Diagnostic, FileId, Label, Severity, Sources, Span};
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::collections::BTreeMap;
use std::ops::Range;

/// How many errors of one file are shown; the rest is counted.
const SHOWN_PER_FILE: usize = 100;
/// How many warnings of one code are shown; the rest is counted.
const SHOWN_PER_WARNING: usize = 20;

/// How many bytes of a line are laid out after what is pointed at; a terminal shows fewer.
const AFTER: usize = 1000;

/// What a run that stopped has written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Written {
    /// It stopped before it began to write.
    #[default]
    Nothing,
    /// It stopped while it wrote; what it did not come to is done by the next run.
    Part,
}

/// These diagnostics in their order, and a line that counts them. Empty where there are none.
pub fn diagnostics<'d>(
    found: impl IntoIterator<Item = &'d Diagnostic>,
    sources: &Sources,
    written: Written,
    color: bool,
) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut shown = Shown::default();
    let mut counts = Counts::default();
    let mut text = String::new();
    for diagnostic in found {
        counts.add(diagnostic.severity);
        if shown.has_room_for(diagnostic) {
            text.push_str(&one(diagnostic, sources, &renderer));
            text.push_str("\n\n");
        }
    }
    text.push_str(&shown.rest(sources));
    text.push_str(&counts.line(written));
    inert(text)
}

/// What has been shown, of each file and of each warning.
#[derive(Default)]
struct Shown {
    of_file: BTreeMap<Option<FileId>, usize>,
    of_warning: BTreeMap<Code, usize>,
}

impl Shown {
    /// Counts one, and says whether it is to be shown. Every error of another file is; a warning that thousands of tenants have
    /// in common is not.
    fn has_room_for(&mut self, diagnostic: &Diagnostic) -> bool {
        if diagnostic.severity <= Severity::Warning {
            let shown = self.of_warning.entry(diagnostic.code).or_default();
            *shown += 1;
            if *shown > SHOWN_PER_WARNING {
                return false;
            }
        }
        let file = diagnostic.primary.as_ref().map(|label| label.place.file);
        let shown = self.of_file.entry(file).or_default();
        *shown += 1;
        *shown <= SHOWN_PER_FILE
    }

    /// A line for each file and each warning of which there are more.
    fn rest(&self, sources: &Sources) -> String {
        let files = self.of_file.iter().filter(|(_, count)| **count > SHOWN_PER_FILE).map(|(file, count)| {
            let path = file.map_or("the run", |file| sources.get(file).path.as_str());
            format!("{}: {} more problems are not shown\n\n", plain(path), count - SHOWN_PER_FILE)
        });
        let warnings = self.of_warning.iter().filter(|(_, count)| **count > SHOWN_PER_WARNING).map(|(code, count)| {
            format!("warning[{code}]: {} more of these are not shown\n\n", count - SHOWN_PER_WARNING)
        });
        files.chain(warnings).collect()
    }
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
    let message = plain_line(&diagnostic.message);
    let title = level.primary_title(message).id(diagnostic.code.0);
    let mut group = Group::with_title(title);
    let primary = diagnostic.primary.iter().map(|label| (AnnotationKind::Primary, label));
    let related = diagnostic.related.iter().map(|label| (AnnotationKind::Context, label));
    group = with_places(group, primary.chain(related), sources);
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

/// Adds the lines at these places, file by file in the order in which they first come.
pub(super) fn with_places<'s>(
    mut group: Group<'s>,
    places: impl Iterator<Item = (AnnotationKind, &'s Label)>,
    sources: &'s Sources,
) -> Group<'s> {
    let mut files: Vec<(FileId, Vec<(AnnotationKind, &Label)>)> = Vec::new();
    for (kind, label) in places {
        match files.iter_mut().find(|(file, _)| *file == label.place.file) {
            Some((_, labels)) => labels.push((kind, label)),
            None => files.push((label.place.file, vec![(kind, label)])),
        }
    }
    for (file, labels) in files {
        group = match part(file, &labels, sources) {
            Part::Snippet(snippet) => group.element(snippet),
            Part::Origin(origin) => group.element(origin),
        };
    }
    group
}

fn part<'s>(file: FileId, labels: &[(AnnotationKind, &'s Label)], sources: &'s Sources) -> Part<'s> {
    let source = sources.get(file);
    let path = plain_line(&source.path);
    let spans: Vec<_> = labels.iter().filter_map(|(kind, label)| Some((*kind, *label, label.place.span?))).collect();
    if spans.is_empty() {
        return Part::Origin(Origin::path(path));
    }
    let window = Window::around(&source.text, spans.iter().map(|(_, _, span)| range(*span, &source.text)));
    let annotations = spans.iter().map(|(kind, label, span)| {
        let annotation = kind.span(window.inside(range(*span, &source.text)));
        if label.text.is_empty() { annotation } else { annotation.label(plain_line(&label.text)) }
    });
    let snippet = Snippet::source(shown(window.text)).line_start(source.line_column(window.offset()).0);
    Part::Snippet(snippet.path(path).annotations(annotations))
}

/// The lines of a text from the first to the last that is pointed at: laying out a snippet takes time for all that it is given.
struct Window<'t> {
    start: usize,
    text: &'t str,
}

impl<'t> Window<'t> {
    fn around(text: &'t str, ranges: impl Iterator<Item = Range<usize>>) -> Self {
        let whole = ranges.reduce(|a, b| a.start.min(b.start)..a.end.max(b.end)).unwrap_or_default();
        let start = text[..whole.start].rfind('\n').map_or(0, |newline| newline + 1);
        let line_end = text[whole.end..].find('\n').map_or(text.len(), |newline| whole.end + newline);
        let end = text.floor_char_boundary(line_end.min(whole.end + AFTER));
        Self { start, text: &text[start..end] }
    }

    fn inside(&self, range: Range<usize>) -> Range<usize> {
        range.start - self.start..range.end - self.start
    }

    fn offset(&self) -> u32 {
        u32::try_from(self.start).unwrap_or(u32::MAX)
    }
}

/// A range that lies on characters of the text, and on one line: a mapping over many lines would fill the screen.
fn range(span: Span, text: &str) -> Range<usize> {
    let start = text.floor_char_boundary(span.start as usize);
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    start..text.floor_char_boundary((span.end as usize).clamp(start, line_end))
}
