//! A second parser behind the reader's own events.
//!
//! Only translation; what must agree is said by the tests.

use saphyr_parser::{Event as Raw, ScalarStyle, Span as RawSpan};
use tenantry::diagnostic::Span;
use tenantry::source::event::{Cause, Event, Failure, Parser, Properties, Step, Style};

/// saphyr-parser, which has no strict indentation.
pub struct Saphyr;

impl Parser for Saphyr {
    fn events<'t>(&self, text: &'t str) -> impl Iterator<Item = Step<'t>> {
        let body = text.strip_prefix('\u{feff}').unwrap_or(text);
        let base = text.len() - body.len();
        let mut offsets: Vec<usize> = body.char_indices().map(|(offset, _)| offset + base).collect();
        offsets.push(text.len());
        let at = move |index: usize| offsets.get(index).copied().unwrap_or(text.len());
        let mut last = base;
        saphyr_parser::Parser::new_from_str(body).filter_map(move |step| {
            let (raw, span) = match step {
                Ok(pair) => pair,
                Err(error) => return Some(Err(failed(at(error.marker().index()), Cause::Other))),
            };
            let nothing = matches!(&raw, Raw::Scalar(text, ScalarStyle::Plain, ..) if text.is_empty());
            let span = bytes_of(&span, nothing, &at);
            let directive = matches!(raw, Raw::DocumentStart(_)) && has_directive(text, last, span);
            last = last.max(span.end as usize);
            if directive {
                Some(Err(failed(last, Cause::Directive)))
            } else {
                translate(raw).map(|event| Ok((event, span)))
            }
        })
    }
}

fn failed(offset: usize, cause: Cause) -> Failure {
    Failure { offset, cause }
}

fn bytes_of(span: &RawSpan, nothing: bool, at: &impl Fn(usize) -> usize) -> Span {
    let end = if nothing { span.start.index() } else { span.end.index() };
    Span::new(at(span.start.index()), at(end))
}

fn has_directive(text: &str, last: usize, span: Span) -> bool {
    text.get(last..span.start as usize).is_some_and(|gap| gap.lines().any(|line| line.starts_with('%')))
}

fn translate(raw: Raw<'_>) -> Option<Event<'_>> {
    let properties = |anchor: usize, tag: bool| Properties { anchor: anchor != 0, tag };
    Some(match raw {
        Raw::DocumentStart(explicit) => Event::DocumentStart { explicit },
        Raw::DocumentEnd => Event::DocumentEnd,
        Raw::Alias(_) => Event::Alias,
        Raw::Scalar(text, raw, anchor, tag) => Event::Scalar(text, style(raw), properties(anchor, tag.is_some())),
        Raw::SequenceStart(anchor, tag) => Event::ListStart(properties(anchor, tag.is_some())),
        Raw::SequenceEnd => Event::ListEnd,
        Raw::MappingStart(anchor, tag) => Event::MapStart(properties(anchor, tag.is_some())),
        Raw::MappingEnd => Event::MapEnd,
        Raw::Nothing | Raw::StreamStart | Raw::StreamEnd => return None,
    })
}

fn style(raw: ScalarStyle) -> Style {
    match raw {
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Style::Quoted,
        ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
    }
}
