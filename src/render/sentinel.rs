//! Which line of which template printed a place of the output.
//!
//! The engine does not say. So, only when something is wrong with an output, its templates are rendered once more with a
//! mark at the start of every line, and the marks in the new output tell. When taking the marks out again does not give
//! the first output (a template that looks at its own text could do that), there is no answer rather than a wrong one.

use super::engine::Engine;
use super::template_set::{TemplateSet, TemplateSource};
use minijinja::Value;

/// Opens and closes a mark: private characters that no input holds unless it wants to confuse.
const OPEN: char = '\u{F8FE}';
const CLOSE: char = '\u{F8FF}';

/// The lines that printed an output, by where they begin in it.
pub(super) struct Trace<'t> {
    marks: Vec<Mark<'t>>,
}

struct Mark<'t> {
    offset: usize,
    template: &'t TemplateSource,
    line: usize,
}

impl<'t> Trace<'t> {
    /// Traces `output`, which the template at `path` printed for `context`.
    pub(super) fn of(templates: &'t TemplateSet, path: &str, context: &Value, output: &str) -> Option<Self> {
        let marked =
            templates.iter().enumerate().map(|(index, template)| (template.path.clone(), mark(&template.text, index)));
        let printed = Engine::of(marked).print(path, context).ok()?;
        let (plain, marks) = unmark(&printed, templates)?;
        (plain == output).then_some(Self { marks })
    }

    /// The template and the line, from 1, that printed the byte at `offset`.
    pub(super) fn line_at(&self, offset: usize) -> Option<(&'t TemplateSource, usize)> {
        let mark = self.marks.iter().rev().find(|mark| mark.offset <= offset)?;
        Some((mark.template, mark.line))
    }
}

/// The template with a mark at the start of every line that is text. Lines that start with a block or comment tag, or lie
/// inside of a tag, stay as they are.
fn mark(text: &str, template: usize) -> String {
    let mut marked = String::with_capacity(text.len() * 2);
    let mut open = None;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let starts_tag = line.trim_start().starts_with("{%") || line.trim_start().starts_with("{#");
        if open.is_none() && !starts_tag {
            marked.push_str(&format!("{OPEN}{template}:{}{CLOSE}", index + 1));
        }
        marked.push_str(line);
        open = tag_after(line, open);
    }
    marked
}

/// The end that the tag still open after `line` waits for.
fn tag_after(line: &str, mut open: Option<&'static str>) -> Option<&'static str> {
    const TAGS: [(&str, &str); 3] = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")];
    let mut rest = line;
    loop {
        let next = match open {
            Some(end) => rest.find(end).map(|at| (at + end.len(), None)),
            None => TAGS.iter().filter_map(|(start, end)| Some((rest.find(start)? + start.len(), Some(*end)))).min(),
        };
        let Some((at, state)) = next else { return open };
        rest = &rest[at..];
        open = state;
    }
}

fn unmark<'t>(printed: &str, templates: &'t TemplateSet) -> Option<(String, Vec<Mark<'t>>)> {
    let all: Vec<&TemplateSource> = templates.iter().collect();
    let mut pieces = printed.split(OPEN);
    let mut plain = pieces.next()?.to_owned();
    let mut marks = Vec::new();
    for piece in pieces {
        let (mark, text) = piece.split_once(CLOSE)?;
        let (template, line) = mark.split_once(':')?;
        let template = all.get(template.parse::<usize>().ok()?)?;
        marks.push(Mark { offset: plain.len(), template, line: line.parse().ok()? });
        plain.push_str(text);
    }
    Some((plain, marks))
}
