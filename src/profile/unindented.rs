//! Lines that belong to the key above them and stand beside it: one mistake, told once.
//!
//! Knows no document: which keys belong where is what the mappings say of themselves.

use super::codes::NO_VALUE;
use super::shape::{Keys, Reader};
use crate::diagnostic::{Diagnostic, Span};
use crate::source::{Entry, Map, Value};

/// What was told of a mapping.
#[derive(Default)]
pub(super) struct Unindented {
    /// The keys without a value of which it was told.
    keys: Vec<&'static str>,
    /// The keys that stand beside them.
    lines: Vec<Span>,
}

impl Unindented {
    /// Reports every key without a value that is followed by keys which are unknown here and belong into it. `inside` has
    /// for each key the keys of the mapping under it.
    pub(super) fn report(
        map: &Map,
        keys: &Keys,
        inside: &[(&'static str, &'static [&'static str])],
        reader: &mut Reader,
    ) -> Self {
        let mut told = Self::default();
        for (key, inside) in inside {
            let mut rest = map.iter().skip_while(|entry| entry.key != *key);
            let Some(empty) = rest.next().filter(|entry| matches!(entry.value.value, Value::Null)) else { continue };
            let belongs = |entry: &&Entry| !keys.has(&entry.key) && inside.contains(&entry.key.as_str());
            let lines: Vec<&Entry> = rest.take_while(belongs).collect();
            if let [first, ..] = lines.as_slice() {
                reader.report(diagnostic(empty, first, &lines, reader));
                told.keys.push(key);
                told.lines.extend(lines.iter().map(|entry| entry.key_span));
            }
        }
        told
    }

    /// Whether it was told that this key has no value.
    pub(super) fn is_told_of(&self, key: &str) -> bool {
        self.keys.contains(&key)
    }

    /// Whether it was told that the key at this place belongs elsewhere.
    pub(super) fn holds(&self, key: Span) -> bool {
        self.lines.contains(&key)
    }
}

fn diagnostic(empty: &Entry, first: &Entry, lines: &[&Entry], reader: &Reader) -> Diagnostic {
    let key = &empty.key;
    let names: Vec<String> = lines.iter().map(|entry| format!("`{}`", entry.key)).collect();
    let (message, label, them) = match lines {
        [_] => (format!("`{key}` has no value: the line below it is not indented"), "belongs into it", "it"),
        _ => {
            let message = format!("`{key}` has no value: the lines below it are not indented");
            (message, "from here on they belong into it", "them")
        }
    };
    Diagnostic::error(NO_VALUE, message)
        .at(reader.place(empty.key_span), "")
        .related(reader.place(first.key_span), label)
        .help(format!(
            "begin {}, and what belongs to {them}, two blanks further to the right than `{key}`",
            joined(&names)
        ))
}

fn joined(names: &[String]) -> String {
    match names {
        [rest @ .., last] if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.concat(),
    }
}
