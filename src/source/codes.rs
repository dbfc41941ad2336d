//! The codes of this module's diagnostics.
//!
//! No messages here: a code names a kind of problem, the words belong to the place that finds it.

use crate::diagnostic::{Code, rules};

rules! {
    /// The file is not UTF-8.
    pub ENCODING = "yaml-encoding": Error;
    /// A character that readers treat differently or people cannot see: tabs, controls, line and bidirectional marks.
    pub CHARACTER = "yaml-character": Error;
    /// The text is not YAML, or not in a form that every reader takes alike.
    pub SYNTAX = "yaml-syntax": Error;
    /// An anchor or an alias.
    pub ANCHOR = "yaml-anchor": Error;
    /// A tag.
    pub TAG = "yaml-tag": Error;
    /// A `<<` merge key.
    pub MERGE_KEY = "yaml-merge-key": Error;
    /// A `%` directive.
    pub DIRECTIVE = "yaml-directive": Error;
    /// The same key twice in one mapping.
    pub DUPLICATE_KEY = "yaml-duplicate-key": Error;
    /// An unquoted word that readers take for different values.
    pub AMBIGUOUS_SCALAR = "yaml-ambiguous-scalar": Error;
    /// A key that is no text, or is written as `? key`.
    pub KEY = "yaml-key": Error;
    /// Too large, too deep or too much.
    pub LIMIT = "yaml-limit": Error;
    /// A document that is no mapping, or text beside `---` or after `...`.
    pub DOCUMENT = "yaml-document": Error;
    /// A template that was not filled.
    pub TEMPLATE = "yaml-template": Error;
    /// How many errors of a file were left out.
    pub MORE = "yaml-more": Error;
}

/// Every code that reading a file can give.
pub fn all() -> impl Iterator<Item = Code> {
    RULES.iter().map(|rule| rule.code)
}
