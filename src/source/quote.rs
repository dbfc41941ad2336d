//! How a string is written: plain where every reader takes it for text, else in double quotes.
//!
//! One string at a time; layout is the writer's.

use std::fmt::Write;

const PLAIN_LENGTH: usize = 256;
const RESERVED: [&str; 12] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "infinity"];
const LONGEST_RESERVED: usize = 8;

/// Appends `text` in its canonical form.
pub(super) fn push(out: &mut String, text: &str) {
    if is_plain(text) {
        out.push_str(text);
    } else {
        push_quoted(out, text);
    }
}

/// `text` as it is written for a value: plain or in double quotes.
pub fn written(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    push(&mut out, text);
    out
}

/// `text` in double quotes.
pub(super) fn double_quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    push_quoted(&mut out, text);
    out
}

/// `[A-Za-z/][A-Za-z0-9._/@+=-]{0,255}`, no reserved word and nothing like an exponent.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.first().is_some_and(|first| first.is_ascii_alphabetic() || *first == b'/')
        && bytes.len() <= PLAIN_LENGTH
        && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || b"._/@+=-".contains(byte))
        && !is_reserved(text)
        && !is_exponent(bytes)
}

fn is_reserved(text: &str) -> bool {
    text.len() <= LONGEST_RESERVED && RESERVED.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// `e` and only digits and signs after it: a number without a mantissa to one reader.
fn is_exponent(bytes: &[u8]) -> bool {
    matches!(bytes, [b'e' | b'E', rest @ ..] if rest.iter().all(|byte| byte.is_ascii_digit() || b"+-._".contains(byte)))
}

fn push_quoted(out: &mut String, text: &str) {
    out.push('"');
    let mut written = 0;
    for (offset, c) in text.char_indices().filter(|(_, c)| needs_escape(*c)) {
        out.push_str(&text[written..offset]);
        push_escape(out, c);
        written = offset + c.len_utf8();
    }
    out.push_str(&text[written..]);
    out.push('"');
}

fn needs_escape(c: char) -> bool {
    matches!(c, '"' | '\\' | '\u{7f}' | '\u{ad}' | '\u{61c}' | '\u{feff}')
        || c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{fff0}'..='\u{ffff}')
}

fn push_escape(out: &mut String, c: char) {
    match c {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\u{8}' => out.push_str("\\b"),
        '\u{c}' => out.push_str("\\f"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        _ => push_hexadecimal(out, c),
    }
}

fn push_hexadecimal(out: &mut String, c: char) {
    // Writing into a String cannot fail.
    let _ = write!(out, "\\u{:04x}", u32::from(c));
}
