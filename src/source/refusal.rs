//! What is refused in a text that does parse, in words: what is wrong, what is there, the next edit.
//!
//! Each function looks at one node or key; what belongs to the whole file is elsewhere.

use super::characters;
use super::codes;
use super::event::Style;
use super::findings::Findings;
use super::node::{Node, Value};
use super::quote;
use super::scalar::{self, Ambiguous};
use super::syntax;
use crate::diagnostic::{Code, Diagnostic, Fix, Span};

/// As decoded, and as written with its quotes and escapes: kubectl looks no further for the `:`.
const KEY_BYTES: usize = 1024;
const SHOWN_BYTES: usize = 80;

/// Adds an error with all three of its parts.
fn refuse(found: &mut Findings, code: Code, span: Span, [message, label, help]: [&str; 3]) {
    found.add(span, |place| Diagnostic::error(code, message).at(place, label).help(help));
}

/// A word as a message shows it; a long one is not repeated, its place is shown anyway.
fn shown(text: &str) -> String {
    if text.len() > SHOWN_BYTES { "this".to_owned() } else { format!("`{text}`") }
}

fn quote_it(text: &str) -> String {
    if text.len() > SHOWN_BYTES { "quote it".to_owned() } else { format!("quote it: {}", scalar::quoted(text)) }
}

pub(super) fn text_after_end(whole: &str, span: Span, found: &mut Findings) {
    let span = syntax::character_at(whole, span.start as usize);
    let words = ["text after `...` is dropped by some readers", "this text", "write `---` before it, or delete `...`"];
    refuse(found, codes::DOCUMENT, span, words);
}

/// `--- text`: one line to YAML, an error to kubectl.
pub(super) fn check_separator(text: &str, span: Span, found: &mut Findings) {
    let start = span.end as usize;
    let rest = text.get(start..).unwrap_or_default().lines().next().unwrap_or_default();
    let rest = rest.trim_end();
    let begin = start + rest.len() - rest.trim_start().len();
    if !rest.is_empty() && !rest.trim_start().starts_with('#') {
        let words = ["text on the line of `---` is refused by kubectl", "this text", "move it to the next line"];
        refuse(found, codes::DOCUMENT, Span::new(begin, start + rest.len()), words);
    }
}

pub(super) fn no_mapping(root: &Node, found: &mut Findings) {
    let label = format!("this is {}", root.kind());
    let words = ["a document must be a mapping", &label, "write `key: value` lines"];
    refuse(found, codes::DOCUMENT, root.span, words);
}

pub(super) fn ambiguous(text: &str, why: Ambiguous, span: Span, found: &mut Findings) {
    found.add(span, |place| {
        Diagnostic::error(codes::AMBIGUOUS_SCALAR, format!("readers disagree on what {} is", shown(text)))
            .at(place, why.describe())
            .help(quote_it(text))
    });
}

/// What an escape hides: `"\u001b"`. Lines are fine in a value.
pub(super) fn check_value(text: &str, span: Span, found: &mut Findings) {
    if characters::is_printable_ascii_lines(text.as_bytes()) {
        return;
    }
    if let Some(c) = text.chars().find(|c| *c != '\n' && characters::is_hidden(*c)) {
        hidden_character(c, span, found);
    }
}

fn hidden_character(c: char, span: Span, found: &mut Findings) {
    found.add(span, |place| {
        Diagnostic::error(codes::CHARACTER, format!("{} is not allowed, escaped or not", characters::name(c)))
            .at(place, "in this text")
            .help("delete it")
    });
}

/// Some readers add a line break to a block of text that ends with the file, others do not.
pub(super) fn check_last_line(whole: &str, text: &str, style: Style, span: Span, found: &mut Findings) {
    let cut = style == Style::Block && text.ends_with('\n') && span.end as usize >= whole.len();
    if cut && !whole.ends_with('\n') {
        let words =
            ["readers disagree on the end of this text", "the file ends here", "end the file with a line break"];
        refuse(found, codes::SYNTAX, syntax::character_at(whole, whole.len()), words);
    }
}

pub(super) fn key_sign(span: Span, found: &mut Findings) {
    let words = ["keys after `?` are not allowed", "this key", "write it as `key: value`"];
    refuse(found, codes::KEY, span, words);
}

/// Reports what is wrong with a key. False when its text cannot be used any further.
pub(super) fn check_key(whole: &str, text: &str, style: Style, span: Span, found: &mut Findings) -> bool {
    let bytes = key_bytes(text, span);
    if bytes > KEY_BYTES {
        let message = format!("the key has {bytes} bytes, more than {KEY_BYTES}");
        refuse(found, codes::LIMIT, span, [&message, "this key", "shorten it"]);
        return false;
    }
    if let Some((_, c)) = characters::hidden_character(text) {
        hidden_character(c, span, found);
        return false;
    }
    if style == Style::Plain {
        check_plain_key(whole, text, span, found);
    }
    true
}

/// How long a key is: as it stands there, or as we would write it, for readers count that.
fn key_bytes(text: &str, span: Span) -> usize {
    let bytes = text.len().max((span.end - span.start) as usize);
    // No character takes more than six bytes when it is escaped.
    if bytes * 6 <= KEY_BYTES { bytes } else { bytes.max(quote::written(text).trim_matches('"').len()) }
}

fn check_plain_key(whole: &str, text: &str, span: Span, found: &mut Findings) {
    if is_colon_glued(whole, span) {
        let words =
            ["readers disagree on whether this colon ends the key", "this key", "write a space after the colon"];
        return refuse(found, codes::SYNTAX, span, words);
    }
    match scalar::resolve(text) {
        Ok(Value::Text(_)) if text.starts_with("---") => key_like_separator(whole, text, span, found),
        Ok(Value::Text(_) | Value::List(_) | Value::Map(_)) => {}
        Ok(value @ (Value::Null | Value::Bool(_) | Value::Number(_))) => key_is_no_text(text, value, span, found),
        Err(Ambiguous::Reserved) if text == "<<" => merge_key(span, found),
        Err(why) => ambiguous(text, why, span, found),
    }
}

/// `{a:}` and `{a:, b: c}`: a key `a` to most readers, a key `a:` to kubectl.
fn is_colon_glued(whole: &str, span: Span) -> bool {
    let after = whole.as_bytes().get(span.end as usize..).unwrap_or_default().trim_ascii_start();
    matches!(after, [b':', b',' | b'[' | b']' | b'{' | b'}', ..])
}

fn key_like_separator(whole: &str, text: &str, span: Span, found: &mut Findings) {
    let before = whole.get(..span.start as usize).unwrap_or_default();
    if before.is_empty() || before.ends_with('\n') {
        let words = ["kubectl takes this line for a `---`", "this key", &quote_it(text)];
        refuse(found, codes::DOCUMENT, span, words);
    }
}

fn key_is_no_text(text: &str, value: Value, span: Span, found: &mut Findings) {
    let label = format!("this is {}", Node { span, value }.kind());
    refuse(found, codes::KEY, span, ["a key must be text", &label, &quote_it(text)]);
}

fn merge_key(span: Span, found: &mut Findings) {
    let words = ["merge keys are not allowed", "a merge key", "write the merged keys out"];
    refuse(found, codes::MERGE_KEY, span, words);
}

/// Where `runs_on`, a document without its `---` is the reason.
pub(super) fn duplicate_key(whole: &str, span: Span, before: Span, runs_on: bool, found: &mut Findings) {
    let key = whole.get(span.start as usize..span.end as usize).unwrap_or_default();
    let message = format!("the key {} stands here twice", shown(key));
    if runs_on {
        found.add(span, |place| {
            let fix =
                Fix { file: place.file, span: Span { start: span.start, end: span.start }, text: "---\n".to_owned() };
            Diagnostic::error(codes::DUPLICATE_KEY, message)
                .at(place, "another document seems to begin here")
                .help("write `---` on a line of its own before it")
                .fix(fix)
        });
    } else {
        refuse(found, codes::DUPLICATE_KEY, span, [&message, "again here", "delete one of the two"]);
    }
    found.relate_last([before], "first here");
}

/// Whether a key that stands twice is one with which a document begins, at the start of its line.
pub(super) fn is_second_document(whole: &str, span: Span) -> bool {
    let (before, rest) = whole.split_at_checked(span.start as usize).unwrap_or_default();
    before.ends_with('\n') && ["apiVersion:", "kind:"].iter().any(|key| rest.starts_with(key))
}

/// Reports a mapping or list as a key. True when it is the hole of a template: all that follows is noise then.
pub(super) fn collection_as_key(whole: &str, span: Span, found: &mut Findings) -> bool {
    if let Some(hole) = hole_at(whole, span.start as usize) {
        syntax::template(hole, found);
        return true;
    }
    let words = ["a key must be text", "a mapping or list as a key", "write a key of one word, or quote it"];
    refuse(found, codes::KEY, span, words);
    false
}

/// The `{{` of which a brace at `start` is the first or the second half.
fn hole_at(whole: &str, start: usize) -> Option<Span> {
    let begin = [start.checked_sub(1), Some(start)].into_iter().flatten();
    let mut holes = begin.filter(|begin| whole.get(*begin..begin + 2) == Some("{{"));
    holes.next().map(|begin| Span::new(begin, begin + 2))
}

pub(super) fn nesting(span: Span, found: &mut Findings) {
    refuse(found, codes::LIMIT, span, [syntax::TOO_DEEP, "one level too many", "flatten it"]);
}

pub(super) fn nodes(limit: usize, span: Span, found: &mut Findings) {
    let message = format!("the document has more than {limit} nodes");
    refuse(found, codes::LIMIT, span, [&message, "one too many", "split the document with `---`"]);
}

pub(super) fn tag(span: Span, found: &mut Findings) {
    refuse(found, codes::TAG, span, ["tags are not allowed", "a tag", "delete it; quote what must be text"]);
}
