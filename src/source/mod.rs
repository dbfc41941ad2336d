//! Strict YAML: bytes to documents whose every node knows its byte range, and the one form in which we write.
//!
//! No files are opened, nothing is printed, and nothing is known of Profiles: mappings with nodes in them are all.
//!
//! # Why this is written here
//!
//! A file that a reviewer, kubectl, kustomize and this program read differently is a way around review. No YAML crate
//! for Rust agrees with kubectl: of 224 plain scalars the `serde_yaml` family accepts 53 with another meaning, saphyr
//! 57, serde-saphyr 17; and kubectl and kustomize themselves differ on 21. A crate that agreed with one of them would
//! still differ from the other. So this reader never picks a meaning: what readers disagree on is refused, with the
//! place and the way to write it instead. What is left is small enough to hold in the head:
//!
//! - [`event`] names what a parser says, `granit` is the parser behind it; scanning YAML is not done again here.
//! - `bytes` and `characters` refuse what no file may hold, before any parsing.
//! - `loader` builds nodes and refuses anchors, tags, duplicate keys and whatever else [`codes`] lists.
//! - [`scalar`] says what an unquoted word means.
//! - `write` and `quote` are the canonical form, which every reader takes alike.

mod anchors;
mod bytes;
mod characters;
pub mod codes;
pub mod event;
mod findings;
mod gap;
mod granit;
mod json;
mod keys;
mod loader;
mod locate;
mod node;
mod open;
mod quote;
mod refusal;
pub mod scalar;
mod slips;
mod syntax;
mod write;

pub use characters::{hidden_character, is_hidden};
pub use node::{Document, Entry, Map, Node, Number, Value};
pub use quote::written;
pub use write::{write, write_documents};

use crate::diagnostic::{Diagnostics, FileId};
use event::Parser;
use findings::Findings;
use std::borrow::Cow;

/// How much is read, and how much is said about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most bytes a file may have; none for text that was generated.
    pub bytes: Option<usize>,
    /// The most errors shown for one file; the rest is counted.
    pub errors: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: Some(256 * 1024), errors: 100 }
    }
}

impl Limits {
    /// The most bytes that can be worth reading; one more shows that a file is too large.
    pub fn most_bytes(&self) -> usize {
        self.bytes.unwrap_or(usize::MAX - 1)
    }

    /// For text that was generated: as long as it likes.
    pub fn generated() -> Self {
        Self { bytes: None, ..Self::default() }
    }
}

/// The documents of a file, and all that is wrong with it.
///
/// A document in which something was refused is still given where its values are known, marked as not
/// [`sound`](Document::sound), so that further checks can report in the same run.
pub fn read(file: FileId, bytes: &[u8], limits: &Limits) -> (Vec<Document>, Diagnostics) {
    read_with(&granit::Granit, file, bytes, limits)
}

/// As [`read`], with another parser.
pub fn read_with(parser: &impl Parser, file: FileId, bytes: &[u8], limits: &Limits) -> (Vec<Document>, Diagnostics) {
    let mut found = Findings::new(file, limits.errors);
    let documents = match checked_text(bytes, limits, &mut found) {
        Some(text) => loader::load(&text, parser.events(&text), &mut found),
        None => Vec::new(),
    };
    (documents, found.finish())
}

/// The text of a file that is not YAML itself (a template): within the limit and UTF-8, or what is wrong with it.
pub fn text<'b>(file: FileId, bytes: &'b [u8], limits: &Limits) -> Result<&'b str, Diagnostics> {
    let mut found = Findings::new(file, limits.errors);
    bytes::check_size(bytes, limits.bytes, &mut found);
    let text = std::str::from_utf8(bytes);
    if text.is_err() && found.count() == 0 {
        bytes::check_encoding(bytes, &mut found);
    }
    match text {
        Ok(text) if found.count() == 0 => Ok(text),
        Ok(_) | Err(_) => Err(found.finish()),
    }
}

/// The text, if every character in it may stand in a file. What is wrong with one would be noise after the other.
fn checked_text<'b>(bytes: &'b [u8], limits: &Limits, found: &mut Findings) -> Option<Cow<'b, str>> {
    bytes::check_size(bytes, limits.bytes, found);
    if found.count() > 0 {
        return None;
    }
    let text = bytes::lossy(bytes);
    if matches!(text, Cow::Owned(_)) || bytes.contains(&0) {
        bytes::check_encoding(bytes, found);
    }
    if found.count() == 0 || matches!(text, Cow::Borrowed(_)) {
        bytes::check_characters(&text, found);
    }
    (found.count() == 0).then_some(text)
}

/// The text of a file for showing it: what is not UTF-8 becomes U+FFFD, and all byte ranges given here point into it.
pub fn text_of(bytes: &[u8]) -> String {
    bytes::lossy(bytes).into_owned()
}
