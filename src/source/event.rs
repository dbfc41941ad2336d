//! What a parser tells the loader, in words of our own.
//!
//! No parser is named here, so that another can be put behind the same words and be compared.

use crate::diagnostic::Span;
use std::borrow::Cow;

/// One step through a stream of documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event<'t> {
    /// A document begins; `explicit` when a `---` says so.
    DocumentStart {
        /// Whether a `---` stands there.
        explicit: bool,
    },
    /// A document ends.
    DocumentEnd,
    /// `*name`.
    Alias,
    /// A scalar, decoded. Where nothing is written it is plain and empty.
    Scalar(Cow<'t, str>, Style, Properties),
    /// A list begins.
    ListStart(Properties),
    /// A list ends.
    ListEnd,
    /// A mapping begins: keys and values alternate until its end.
    MapStart(Properties),
    /// A mapping ends.
    MapEnd,
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// In single or double quotes.
    Quoted,
    /// `|` or `>`.
    Block,
}

/// What stands before a node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Properties {
    /// `&name`.
    pub anchor: bool,
    /// `!tag`.
    pub tag: bool,
}

/// Why a parser could not go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The byte offset at which it noticed.
    pub offset: usize,
    /// The reason.
    pub cause: Cause,
}

/// Reasons for which a parser gives up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A `%` directive.
    Directive,
    /// Collections nested deeper than the parser goes.
    Nesting,
    /// An alias to nothing.
    Alias,
    /// A tag that is not even a tag.
    Tag,
    /// Text on the line of `...`.
    TextAfterEnd,
    /// Text where a `---` or the end of the file should be.
    TextAfterDocument,
    /// Lines that are not aligned.
    Indentation,
    /// A missing `:` or one that may not stand there.
    Colon,
    /// A bracket, brace or quote that does not match.
    Unclosed,
    /// A missing comma or a stray sign between brackets or braces.
    Flow,
    /// A `-` that begins no list item.
    Dash,
    /// An escape that does not exist.
    Escape,
    /// Text after a closing quote.
    AfterQuote,
    /// A sign that begins no unquoted text.
    Reserved(char),
    /// A `|` or `>` with something wrong about it.
    Block,
    /// Anything else.
    Other,
}

/// What turns a text into events.
pub trait Parser {
    /// The events of `text`, up to the first failure. Byte ranges count from its start, a byte order mark included.
    fn events<'t>(&self, text: &'t str) -> impl Iterator<Item = Step<'t>>;
}

/// What the loader reads: events with their byte ranges.
pub type Step<'t> = Result<(Event<'t>, Span), Failure>;
