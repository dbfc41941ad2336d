//! The text between two events: where anchors, tags and `?` stand that events do not carry a place for.
//!
//! No quoted text is ever in a gap, so comments are found by their sign alone.

use crate::diagnostic::Span;

/// The text from the end of one event to the start of the next.
#[derive(Clone, Copy)]
pub(super) struct Gap<'t> {
    text: &'t str,
    start: usize,
}

impl<'t> Gap<'t> {
    /// The part of `whole` between two offsets; empty when they are not in order.
    pub(super) fn between(whole: &'t str, start: u32, end: u32) -> Self {
        let (start, end) = (start as usize, end as usize);
        Self { text: whole.get(start..end).unwrap_or_default(), start }
    }

    /// The word that begins with `sign`: an anchor or a tag with its name.
    pub(super) fn word(self, sign: char) -> Option<Span> {
        let (offset, line) = self.lines().find(|(_, line)| line.contains(sign))?;
        let begin = line.find(sign)?;
        let word = line[begin..].split(' ').next().unwrap_or_default();
        Some(Span::new(offset + begin, offset + begin + word.len()))
    }

    /// Whether a `?` marks the next key.
    pub(super) fn has_key_sign(self) -> bool {
        self.text.contains('?') && self.lines().any(|(_, line)| line.contains('?'))
    }

    /// Whether a line begins with `...`.
    pub(super) fn has_document_end(self) -> bool {
        self.lines().any(|(_, line)| line.starts_with("..."))
    }

    /// Lines without their comments, each with its offset in the whole text.
    fn lines(self) -> impl Iterator<Item = (usize, &'t str)> {
        let mut offset = self.start;
        self.text.split_inclusive('\n').map(move |line| {
            let here = offset;
            offset += line.len();
            (here, line.split('#').next().unwrap_or_default().trim_end())
        })
    }
}
