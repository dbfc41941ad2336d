//! Collections that have begun and not ended yet.
//!
//! Only building; what may be built is the loader's to say.

use super::keys::Keys;
use super::node::{Entry, Map, Node, Value};
use crate::diagnostic::Span;

/// A list or a mapping that has begun.
pub(super) struct Open {
    start: u32,
    end: u32,
    kind: Kind,
}

enum Kind {
    List(Vec<Node>),
    Map { entries: Vec<Entry>, keys: Keys, pending: Pending },
}

/// What a mapping waits for.
enum Pending {
    /// A key.
    Key,
    /// The value of this key.
    Value(String, Span),
    /// The value of a key that was refused.
    Nothing,
}

impl Open {
    pub(super) fn list(span: Span) -> Self {
        Self { start: span.start, end: span.end, kind: Kind::List(Vec::new()) }
    }

    pub(super) fn map(span: Span) -> Self {
        let kind = Kind::Map { entries: Vec::new(), keys: Keys::default(), pending: Pending::Key };
        Self { start: span.start, end: span.end, kind }
    }

    /// Whether the next node is a key.
    pub(super) fn wants_key(&self) -> bool {
        matches!(self.kind, Kind::Map { pending: Pending::Key, .. })
    }

    /// Takes a key, or says where it stood before. The value of a key that stood before is dropped.
    pub(super) fn key(&mut self, key: String, span: Span) -> Result<(), Span> {
        self.end = self.end.max(span.end);
        let Kind::Map { entries, keys, pending } = &mut self.kind else { return Ok(()) };
        if let Some(before) = keys.insert(&key, entries) {
            *pending = Pending::Nothing;
            return Err(before);
        }
        *pending = Pending::Value(key, span);
        Ok(())
    }

    /// Drops the next value: its key was refused.
    pub(super) fn refuse_key(&mut self) {
        if let Kind::Map { pending, .. } = &mut self.kind {
            *pending = Pending::Nothing;
        }
    }

    /// Takes an item, or the value of the key before it.
    pub(super) fn value(&mut self, node: Node) {
        self.end = self.end.max(node.span.end);
        match &mut self.kind {
            Kind::List(items) => items.push(node),
            Kind::Map { entries, pending, .. } => {
                if let Pending::Value(key, key_span) = std::mem::replace(pending, Pending::Key) {
                    entries.push(Entry { key, key_span, value: node });
                }
            }
        }
    }

    /// The finished node. `end` is the closing bracket's range; an empty one closes a block, which ends where its
    /// last part does.
    pub(super) fn close(self, end: Span) -> Node {
        let end = if end.start < end.end { end.end } else { self.end };
        let value = match self.kind {
            Kind::List(items) => Value::List(items),
            Kind::Map { entries, .. } => Value::Map(Map(entries)),
        };
        Node { span: Span { start: self.start, end }, value }
    }
}
