//! A cure that is certain enough to be carried out without asking. Only the value; who applies it is `commands`.

use super::{FileId, Span};

/// An edit of one file: what stands in `span` is replaced by `text`. An empty span inserts, an empty text deletes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// The file.
    pub file: FileId,
    /// The bytes that go.
    pub span: Span,
    /// What stands there instead.
    pub text: String,
}
