//! The codes of this module's diagnostics.
//!
//! No messages here: a code names a kind of problem, the words belong to the place that finds it.

use crate::diagnostic::Code;

/// The file is not UTF-8.
pub const ENCODING: Code = Code("yaml-encoding");
/// A character that readers treat differently or people cannot see: tabs, controls, line and bidirectional marks.
pub const CHARACTER: Code = Code("yaml-character");
/// The text is not YAML, or not in a form that every reader takes alike.
pub const SYNTAX: Code = Code("yaml-syntax");
/// An anchor or an alias.
pub const ANCHOR: Code = Code("yaml-anchor");
/// A tag.
pub const TAG: Code = Code("yaml-tag");
/// A `<<` merge key.
pub const MERGE_KEY: Code = Code("yaml-merge-key");
/// A `%` directive.
pub const DIRECTIVE: Code = Code("yaml-directive");
/// The same key twice in one mapping.
pub const DUPLICATE_KEY: Code = Code("yaml-duplicate-key");
/// An unquoted word that readers take for different values.
pub const AMBIGUOUS_SCALAR: Code = Code("yaml-ambiguous-scalar");
/// A key that is no text, or is written as `? key`.
pub const KEY: Code = Code("yaml-key");
/// Too large, too deep or too much.
pub const LIMIT: Code = Code("yaml-limit");
/// A document that is no mapping, or text beside `---` or after `...`.
pub const DOCUMENT: Code = Code("yaml-document");
/// A template that was not filled.
pub const TEMPLATE: Code = Code("yaml-template");
/// How many errors of a file were left out.
pub const MORE: Code = Code("yaml-more");

/// All of them.
pub const ALL: [Code; 14] = [
    ENCODING,
    CHARACTER,
    SYNTAX,
    ANCHOR,
    TAG,
    MERGE_KEY,
    DIRECTIVE,
    DUPLICATE_KEY,
    AMBIGUOUS_SCALAR,
    KEY,
    LIMIT,
    DOCUMENT,
    TEMPLATE,
    MORE,
];
