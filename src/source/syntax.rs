//! What a parser could not read, in words, and templates that were not filled.
//!
//! One failure a file: after it nothing can be told for sure.

use super::codes;
use super::event::{Cause, Failure};
use super::findings::Findings;
use crate::diagnostic::{Code, Diagnostic, Span};
use std::ops::Range;

/// Reports the failure, or the template that is the reason for it.
pub(super) fn report(text: &str, failure: Failure, found: &mut Findings) {
    if let Some(hole) = template_hole(text, failure.offset) {
        return template(hole, found);
    }
    if let Some(mark) = super::slips::merge_conflict(text) {
        return super::slips::report_merge_conflict(mark, found);
    }
    if failure.cause == Cause::Colon && super::slips::report_colon(text, failure.offset, found) {
        return;
    }
    let (code, message, help) = words(failure.cause);
    found.add(character_at(text, failure.offset), |place| {
        Diagnostic::error(code, message).at(place, label(failure.cause)).help(help)
    });
}

pub(super) fn template(span: Span, found: &mut Findings) {
    found.add(span, |place| {
        Diagnostic::error(codes::TEMPLATE, "this is a template")
            .at(place, "a hole that was not filled")
            .help("fill it first (`helm template`, `kustomize build`), or quote text that begins with a brace")
    });
}

/// The character at an offset, or the last one before it: there is nothing to point at after the end.
pub(super) fn character_at(text: &str, offset: usize) -> Span {
    let after = text.get(offset..).and_then(|rest| rest.chars().next()).filter(|c| *c != '\n' && *c != '\r');
    if let Some(c) = after {
        return Span::new(offset, offset + c.len_utf8());
    }
    let before = text.get(..offset).unwrap_or(text).trim_end();
    let length = before.chars().next_back().map_or(0, char::len_utf8);
    Span::new(before.len() - length, before.len())
}

/// The first `{{` or `{%` on the failing line, or the one with which the line before begins.
fn template_hole(text: &str, offset: usize) -> Option<Span> {
    let (before, after) = text.split_at_checked(offset)?;
    let start = line_start(before);
    let end = after.find('\n').map_or(text.len(), |length| offset + length);
    let above = line_start(before.get(..start)?.trim_end_matches('\n'));
    first_mark(text, start..end).or_else(|| {
        let hole = first_mark(text, above..start)?;
        text.get(above..hole.start as usize)?.trim_start_matches([' ', '-']).is_empty().then_some(hole)
    })
}

fn line_start(before: &str) -> usize {
    before.rfind('\n').map_or(0, |newline| newline + 1)
}

fn first_mark(text: &str, range: Range<usize>) -> Option<Span> {
    let line = text.get(range.clone())?;
    let at = ["{{", "{%"].iter().filter_map(|mark| line.find(mark)).min()? + range.start;
    Some(Span::new(at, at + 2))
}

fn label(cause: Cause) -> &'static str {
    match cause {
        Cause::Directive => "a directive",
        Cause::Nesting => "one level too many",
        Cause::Alias => "an alias",
        Cause::Tag => "a tag",
        Cause::TextAfterEnd | Cause::TextAfterDocument | Cause::AfterQuote => "this text",
        Cause::Reserved(_) => "this sign",
        Cause::Indentation
        | Cause::Colon
        | Cause::Unclosed
        | Cause::Flow
        | Cause::Dash
        | Cause::Escape
        | Cause::Block
        | Cause::Other => "noticed here",
    }
}

/// A table: which code, what is wrong, the next edit.
fn words(cause: Cause) -> (Code, &'static str, &'static str) {
    let syntax = |message, help| (codes::SYNTAX, message, help);
    match cause {
        Cause::Directive => (codes::DIRECTIVE, "directives are not allowed", "delete the line"),
        Cause::Nesting => (codes::LIMIT, TOO_DEEP, "flatten it"),
        Cause::Alias => {
            (codes::ANCHOR, "aliases are not allowed", "write the value out, or quote text that begins with `*`")
        }
        Cause::Tag => (codes::TAG, "tags are not allowed", "delete it; quote text that begins with `!`"),
        Cause::TextAfterEnd => (codes::DOCUMENT, "text after `...`", "delete `...`, or begin a document with `---`"),
        Cause::TextAfterDocument => syntax("the document has ended before this text", ALIGN),
        Cause::Indentation => syntax("the lines are not aligned", ALIGN),
        Cause::Colon => {
            syntax("a key without its `: `, or a `: ` too many", "write `key: value`; quote a value with `: ` in it")
        }
        Cause::Unclosed => syntax("a quote or bracket is not closed", "close it before this; indent every line of it"),
        Cause::Flow => syntax("the list or mapping in brackets is broken", "write `[a, b]` or `{a: 1, b: 2}`"),
        Cause::Dash => syntax("no list item can begin here", "put the `- ` on a line of its own, under its key"),
        Cause::Escape => syntax("there is no such escape", "write `\\\\` for a backslash, or use single quotes"),
        Cause::AfterQuote => syntax("text after the closing quote", "put all of it inside the quotes"),
        Cause::Reserved(_) => syntax("unquoted text cannot begin with this sign", "put the text in quotes"),
        Cause::Block => syntax("the block of text is broken", "write `|` alone, and the text indented under it"),
        Cause::Other => syntax("this is not YAML", ALIGN),
    }
}

/// Said for [`super::loader::NESTING`].
pub(super) const TOO_DEEP: &str = "nested deeper than 32 levels";
const ALIGN: &str = "align keys of one mapping in one column, and put a value with `: ` in it in quotes";
