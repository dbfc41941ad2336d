//! Hostile text made harmless before it reaches a terminal.

use crate::source::is_hidden;
use std::borrow::Cow;

/// The text with controls, line breaks other than LF and bidirectional marks written out as `\u{...}`.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
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

/// A source as it is shown: hidden characters of two and three bytes (there are no longer ones) stand as others of the
/// same length, so that places stay where they are. Those of one byte are made visible where snippets are laid out.
pub(super) fn shown(source: &str) -> Cow<'_, str> {
    let is_hostile = |character: char| character.len_utf8() > 1 && is_hidden(character);
    if !source.chars().any(is_hostile) {
        return Cow::Borrowed(source);
    }
    let stand_in = |character: char| if character.len_utf8() == 2 { '\u{b7}' } else { '\u{fffd}' };
    source.chars().map(|character| if is_hostile(character) { stand_in(character) } else { character }).collect()
}

#[cfg(test)]
mod tests {
    use super::{is_hidden, plain, shown};

    #[test]
    fn what_is_hidden_in_a_source_is_shown_at_its_place() {
        assert_eq!(shown("a\u{9b}b\u{202e}c\u{eb}"), "a\u{b7}b\u{fffd}c\u{eb}");
        for hidden in ('\0'..=char::MAX).filter(|character| is_hidden(*character)) {
            assert_eq!(shown(&hidden.to_string()).len(), hidden.len_utf8(), "{hidden:?}");
        }
    }

    #[test]
    fn an_escape_sequence_is_shown_and_not_obeyed() {
        assert_eq!(plain("a\u{1b}[31mb\u{202e}"), "a\\u{1b}[31mb\\u{202e}");
        assert_eq!(plain("Zoë\nb"), "Zoë\nb");
    }
}
