//! Hostile text made harmless before it reaches a terminal.

use crate::source::is_hidden;
use std::borrow::Cow;

/// The text with controls, line breaks other than LF and bidirectional marks written out as `\u{...}`.
pub fn plain(text: &str) -> Cow<'_, str> {
    let is_hostile = |character: char| character != '\n' && is_hidden(character);
    if !text.chars().any(is_hostile) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if is_hostile(character) { plain.extend(character.escape_unicode()) } else { plain.push(character) }
    }
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn an_escape_sequence_is_shown_and_not_obeyed() {
        assert_eq!(plain("a\u{1b}[31mb\u{202e}"), "a\\u{1b}[31mb\\u{202e}");
        assert_eq!(plain("Zoë\nb"), "Zoë\nb");
    }
}
