//! Characters that a reader cannot see or that readers take for different things.
//!
//! Facts about single characters; where they were found and what to do is said elsewhere.

/// The first character of `text` that no name, label, annotation or subject may hold: a control, a line mark
/// (a line feed too) or a bidirectional mark; with its byte offset.
pub fn hidden_character(text: &str) -> Option<(usize, char)> {
    if is_printable_ascii(text.as_bytes()) {
        return None;
    }
    text.char_indices().find(|(_, c)| is_hidden(*c))
}

/// Whether `c` is a control, a line mark or a bidirectional mark.
pub fn is_hidden(c: char) -> bool {
    c.is_control() || is_line_mark(c) || is_bidirectional(c) || c == '\u{feff}'
}

fn is_line_mark(c: char) -> bool {
    matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn is_bidirectional(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Nearly every text is this; the check has no branch per byte, so it runs many bytes at a time.
pub(super) fn is_printable_ascii(bytes: &[u8]) -> bool {
    bytes.chunks(64).all(|chunk| chunk.iter().fold(true, |plain, byte| plain & (0x20..0x7f).contains(byte)))
}

/// As [`is_printable_ascii`], for whole files: line feeds are fine.
pub(super) fn is_printable_ascii_lines(bytes: &[u8]) -> bool {
    let fine = |byte: &u8| (0x20..0x7f).contains(byte) | (*byte == b'\n');
    bytes.chunks(64).all(|chunk| chunk.iter().fold(true, |plain, byte| plain & fine(byte)))
}

/// The character as a message names it.
pub(super) fn name(c: char) -> String {
    let known = match c {
        '\t' => return "a tab".to_owned(),
        '\0' => "NUL",
        '\r' => "carriage return",
        '\u{1b}' => "escape",
        '\u{85}' => "next line",
        '\u{2028}' => "line separator",
        '\u{2029}' => "paragraph separator",
        '\u{feff}' => "byte order mark",
        _ if is_bidirectional(c) => "bidirectional control",
        _ => "control character",
    };
    format!("U+{:04X} ({known})", u32::from(c))
}
