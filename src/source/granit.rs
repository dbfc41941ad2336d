//! The parser that is used: granit-parser behind our own events.
//!
//! The only file that names it. No rule of ours here: options, translation of events and of errors.

use super::event::{Cause, Event, Failure, Parser, Properties, Step, Style};
use crate::diagnostic::Span;
use granit_parser::{ErrorKind, Event as Raw, Parser as RawParser, ScalarStyle, ScanError, Span as RawSpan, StrInput};
use std::borrow::Cow;

/// Deeper than the loader goes, so that the loader says it, with the place.
const NESTING: usize = 64;
/// More characters than any key of 1,024 bytes can take, escapes and all.
const KEY_CHARACTERS: usize = 12 * 1024;

/// granit-parser, with the options that make it strict.
pub(super) struct Granit;

impl Parser for Granit {
    fn events<'t>(&self, text: &'t str) -> impl Iterator<Item = Step<'t>> {
        let body = text.strip_prefix('\u{feff}').unwrap_or(text);
        let base = text.len() - body.len();
        parser(body).filter_map(move |step| match step {
            Ok((raw, span)) => translate(raw, &span).map(|event| Ok((event, shift(&span, base)))),
            Err(error) => Some(Err(failure(&error, base))),
        })
    }
}

fn parser(body: &str) -> RawParser<'_, StrInput<'_>> {
    let options = granit_parser::options! {
        strict_indentation: true,
        disallow_directives: true,
        emit_unresolved_aliases: true,
        simple_key_max_lookahead: KEY_CHARACTERS,
        flow_nesting_limit: NESTING,
        block_nesting_limit: NESTING,
    };
    RawParser::new_from_str_with_options(body, options)
}

fn shift(span: &RawSpan, base: usize) -> Span {
    let range = span.byte_range().unwrap_or_default();
    Span::new(range.start + base, range.end + base)
}

fn translate<'t>(raw: Raw<'t>, span: &RawSpan) -> Option<Event<'t>> {
    match raw {
        Raw::DocumentStart(explicit, _) => Some(Event::DocumentStart { explicit }),
        Raw::DocumentEnd => Some(Event::DocumentEnd),
        Raw::Alias(_) | Raw::UnresolvedAlias(_) => Some(Event::Alias),
        Raw::Scalar(text, raw_style, anchor, tag) => {
            Some(scalar(text, raw_style, properties(anchor, tag.is_some()), span))
        }
        Raw::SequenceStart(_, anchor, tag) => Some(Event::ListStart(properties(anchor, tag.is_some()))),
        Raw::SequenceEnd => Some(Event::ListEnd),
        Raw::MappingStart(_, anchor, tag) => Some(Event::MapStart(properties(anchor, tag.is_some()))),
        Raw::MappingEnd => Some(Event::MapEnd),
        _ => None,
    }
}

fn scalar<'t>(text: Cow<'t, str>, raw: ScalarStyle, properties: Properties, span: &RawSpan) -> Event<'t> {
    let style = style(raw);
    let nothing = style == Style::Plain && span.byte_range().is_none_or(|range| range.is_empty());
    Event::Scalar(if nothing { Cow::Borrowed("") } else { text }, style, properties)
}

fn style(raw: ScalarStyle) -> Style {
    match raw {
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Style::Quoted,
        ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
    }
}

fn properties(anchor: usize, tag: bool) -> Properties {
    Properties { anchor: anchor != 0, tag }
}

fn failure(error: &ScanError, base: usize) -> Failure {
    Failure { offset: error.marker().byte_offset().unwrap_or_default() + base, cause: cause(error.kind()) }
}

fn cause(kind: &ErrorKind) -> Cause {
    use ErrorKind as K;
    match kind {
        K::DirectiveDisallowed => Cause::Directive,
        K::RecursionLimitExceeded => Cause::Nesting,
        K::UnknownAnchor | K::MissingAnchorOrAliasName => Cause::Alias,
        K::UndeclaredTagHandle | K::InvalidTagTerminator | K::MissingTagUri | K::UnclosedVerbatimTag => Cause::Tag,
        K::InvalidGlobalTagCharacter | K::InvalidTagEscape | K::InvalidTagUtf8 => Cause::Tag,
        K::InvalidDocumentEnd => Cause::TextAfterEnd,
        K::ExpectedDocumentStart => Cause::TextAfterDocument,
        K::UnexpectedCharacter { character } => Cause::Reserved(*character),
        _ => layout(kind),
    }
}

fn layout(kind: &ErrorKind) -> Cause {
    use ErrorKind as K;
    match kind {
        K::ExpectedBlockMappingKey | K::ExpectedBlockSequenceEntry => Cause::Indentation,
        K::SimpleKeyExpected | K::InvalidSimpleKey | K::MappingValueNotAllowed | K::InvalidColonPlacement => {
            Cause::Colon
        }
        K::MappingKeyNotAllowed | K::InvalidMappingValueWhitespace => Cause::Colon,
        K::BlockSequenceEntryNotAllowed | K::InvalidBlockEntryWhitespace => Cause::Dash,
        K::InvalidBlockScalarHeader | K::InvalidBlockScalarIndent | K::ZeroBlockScalarIndent => Cause::Block,
        _ => brackets_and_quotes(kind),
    }
}

fn brackets_and_quotes(kind: &ErrorKind) -> Cause {
    use ErrorKind as K;
    match kind {
        // Lines of brackets and quotes only: a next line that is not indented means that the end is missing.
        K::InvalidIndentation | K::InvalidFlowScalarIndent | K::InvalidQuotedScalarIndent => Cause::Unclosed,
        K::UnclosedQuotedScalar | K::UnclosedFlowCollection { .. } | K::MismatchedFlowCollectionEnd { .. } => {
            Cause::Unclosed
        }
        K::MisplacedFlowCollectionEnd | K::DocumentIndicatorInQuotedScalar => Cause::Unclosed,
        K::UnexpectedEofFlowSequence | K::UnexpectedEofFlowMapping => Cause::Unclosed,
        K::ExpectedFlowMappingSeparator | K::ExpectedFlowSequenceSeparator | K::BlockEntryInFlowCollection => {
            Cause::Flow
        }
        K::FlowMappingValueAdjacentCollection | K::PlainScalarStartsWithDashFlowIndicator => Cause::Flow,
        K::InvalidTrailingSingleQuotedScalar | K::InvalidTrailingDoubleQuotedScalar => Cause::AfterQuote,
        K::UnknownQuotedScalarEscape | K::InvalidQuotedScalarHexEscape | K::InvalidUnicodeEscape => Cause::Escape,
        K::InvalidLowSurrogate | K::MissingLowSurrogate | K::UnpairedLowSurrogate => Cause::Escape,
        K::InvalidLowSurrogateHexEscape => Cause::Escape,
        _ => Cause::Other,
    }
}
