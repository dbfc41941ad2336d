//! What a document is made of: values that know their byte range.
//!
//! Plain data and lookups; no parsing and no rule about what a value may be.

use super::locate;
use crate::diagnostic::{Route, Span};

/// One document of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The document's mapping.
    pub root: Node,
    /// Whether nothing in it was refused. One that is not sound may be checked further, so that all errors come in
    /// one run, but nothing may be made from it.
    pub sound: bool,
}

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Its byte range; empty where nothing is written (`key:`).
    pub span: Span,
    /// What it is.
    pub value: Value,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`, `~` or nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// Text, decoded.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A mapping.
    Map(Map),
}

/// A number as it was written: `-?(0|[1-9][0-9]*)(\.[0-9]+)?`, at most 15 characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number(pub(super) Box<str>);

impl Number {
    /// The literal: `1.50` stays `1.50`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The whole number, if it was written as one.
    pub fn as_i64(&self) -> Option<i64> {
        self.0.parse().ok()
    }
}

/// A key, where it stands, and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key, decoded.
    pub key: String,
    /// The key's byte range.
    pub key_span: Span,
    /// The value under it.
    pub value: Node,
}

/// Entries in the order they were written, no key twice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Map(pub(super) Vec<Entry>);

impl Map {
    /// The value under a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The entry of a key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.0.iter().find(|entry| entry.key == key)
    }

    /// Every entry in the order written.
    pub fn iter(&self) -> std::slice::Iter<'_, Entry> {
        self.0.iter()
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether it is `{}`.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'a> IntoIterator for &'a Map {
    type Item = &'a Entry;
    type IntoIter = std::slice::Iter<'a, Entry>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl Node {
    /// What it is, in the words of a message: "a number".
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Null if self.span.start == self.span.end => "nothing",
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::Text(_) => "text",
            Value::List(_) => "a list",
            Value::Map(_) => "a mapping",
        }
    }

    /// The value under a key, if it is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.as_map()?.get(key)
    }

    /// The mapping, if it is one.
    pub fn as_map(&self) -> Option<&Map> {
        match &self.value {
            Value::Map(map) => Some(map),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::List(_) => None,
        }
    }

    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::List(_) | Value::Map(_) => None,
        }
    }

    /// The items, if it is a list.
    pub fn as_list(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(items) => Some(items),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::Map(_) => None,
        }
    }

    /// Where a part of this value stands. For a part that is not there: the key of the deepest part on the way to it
    /// that is; this value's own range when there is no such key.
    pub fn locate(&self, route: &Route) -> Span {
        locate::span_of(self, route.steps())
    }
}
