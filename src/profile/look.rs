//! Small looks into nodes that several readers here share.

use crate::diagnostic::Span;
use crate::source::{Entry, Node, Value};

/// The entry of a key, if `node` is a mapping that has it.
pub(super) fn entry<'n>(node: &'n Node, key: &str) -> Option<&'n Entry> {
    node.as_map()?.entry(key)
}

/// Where a document starts for a reader: at its first key. (The range of a whole document would fill the screen.)
pub(super) fn first_key_span(node: &Node) -> Span {
    node.as_map().and_then(|map| map.iter().next()).map_or(node.span, |entry| entry.key_span)
}

/// Gives every text below `node` to `see`, values only.
pub(super) fn each_text(node: &Node, see: &mut impl FnMut(&str, Span)) {
    match &node.value {
        Value::Text(text) => see(text, node.span),
        Value::List(items) => items.iter().for_each(|item| each_text(item, see)),
        Value::Map(map) => map.iter().for_each(|entry| each_text(&entry.value, see)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
