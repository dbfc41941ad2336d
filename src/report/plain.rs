//! Hostile text made harmless before it reaches a terminal.

use crate::source::is_hidden;
use std::borrow::Cow;

/// Whether a character is not shown as it is: what a reader of a file may not hold, and what shows nothing at all.
pub(super) fn is_hostile(character: char) -> bool {
    is_hidden(character)
        || matches!(character, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{e0000}'..='\u{e007f}')
}

/// The text in one line.
pub fn plain_line(text: &str) -> String {
    plain(text).replace('\n', "\\n")
}

/// Text for a log that a runner of workflows reads: nothing in it is a command.
pub(super) fn inert(text: String) -> String {
    if !text.contains("##[") && !text.contains("::") {
        return text;
    }
    let inert = |line: &str| {
        let line = line.replace("##[", "# #[");
        let words = line.trim_start();
        // With three colons the name of another file begins.
        match words.strip_prefix("::").filter(|_| !words.starts_with("::: ")) {
            Some(rest) => format!("{}: :{rest}", &line[..line.len() - words.len()]),
            None => line,
        }
    };
    text.split_inclusive('\n').map(inert).collect()
}

/// The text with controls, line breaks other than LF and bidirectional marks written out as `\u{...}`.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    let is_hostile = |character: char| character != '\n' && is_hostile(character);
    if !text.chars().any(is_hostile) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if is_hostile(character) { plain.extend(character.escape_unicode()) } else { plain.push(character) }
    }
    Cow::Owned(plain)
}

/// A source as it is shown: hidden characters of two bytes and more stand as others of the
/// same length, so that places stay where they are. Those of one byte are made visible where snippets are laid out.
pub(super) fn shown(source: &str) -> Cow<'_, str> {
    let is_hostile = |character: char| character.len_utf8() > 1 && is_hostile(character);
    if !source.chars().any(is_hostile) {
        return Cow::Borrowed(source);
    }
    let stand_in = |character: char| match character.len_utf8() {
        2 => '\u{b7}',
        3 => '\u{fffd}',
        _ => '\u{1f533}',
    };
    source.chars().map(|character| if is_hostile(character) { stand_in(character) } else { character }).collect()
}

#[cfg(test)]
mod tests {
    use super::{inert, is_hostile, plain, shown};

    #[test]
    fn what_is_hidden_in_a_source_is_shown_at_its_place() {
        assert_eq!(shown("a\u{9b}b\u{202e}c\u{eb}"), "a\u{b7}b\u{fffd}c\u{eb}");
        for hidden in ('\0'..=char::MAX).filter(|character| is_hostile(*character)) {
            assert_eq!(shown(&hidden.to_string()).len(), hidden.len_utf8(), "{hidden:?}");
        }
    }

    #[test]
    fn no_line_is_a_command_of_a_workflow() {
        let said = inert("a\n::error::x\n  ::add-mask::y\n ::: profiles/b.yaml:1:1\n8 | ##[error]z\n".to_owned());
        assert_eq!(said, "a\n: :error::x\n  : :add-mask::y\n ::: profiles/b.yaml:1:1\n8 | # #[error]z\n");
    }

    #[test]
    fn an_escape_sequence_is_shown_and_not_obeyed() {
        assert_eq!(plain("a\u{1b}[31mb\u{202e}"), "a\\u{1b}[31mb\\u{202e}");
        assert_eq!(plain("Zoë\nb"), "Zoë\nb");
    }
}
