//! A plugin's `spec` as the controller reads it: keys in any case, the last in byte order wins, others ignored.
//!
//! Source: Go's `encoding/json`, which the controller decodes the stored spec with; storage sorts the keys.

use super::PLUGIN_SPEC;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId, Place, Severity, Span, nearest};
use crate::profile::RawPlugin;
use crate::rules::{Broken, PLUGIN_KEY};
use crate::source::{Entry, Node, Value};

/// The spec of one plugin while it is checked.
pub(super) struct Spec<'a> {
    file: FileId,
    /// Where to point when nothing better is there.
    span: Span,
    node: Option<&'a Node>,
    found: &'a mut Diagnostics,
}

impl<'a> Spec<'a> {
    /// The spec of `plugin`.
    pub(super) fn new(file: FileId, plugin: &'a RawPlugin, found: &'a mut Diagnostics) -> Self {
        Self { file, span: plugin.kind.span, node: plugin.spec.as_ref(), found }
    }

    /// The text of a key that must be there; an empty one counts as missing.
    pub(super) fn text(&mut self, key: &str) -> Option<(String, Span)> {
        let Some(entry) = self.entry(key)? else {
            self.missing(key);
            return None;
        };
        match &entry.value.value {
            Value::Text(text) if !text.is_empty() => Some((text.clone(), entry.value.span)),
            Value::Null | Value::Text(_) => {
                self.error(entry.key_span, format!("`{}` has no value", entry.key), format!("give `{key}` a value"));
                None
            }
            Value::Bool(_) | Value::Number(_) | Value::List(_) | Value::Map(_) => {
                self.error(entry.value.span, format!("`{}` must be text", entry.key), "quote it".to_owned());
                None
            }
        }
    }

    /// The boolean of a key, false where it is absent.
    pub(super) fn flag(&mut self, key: &str) -> Option<bool> {
        let Some(entry) = self.entry(key)? else { return Some(false) };
        match &entry.value.value {
            Value::Bool(flag) => Some(*flag),
            Value::Null => Some(false),
            Value::Number(_) | Value::Text(_) | Value::List(_) | Value::Map(_) => {
                let message = format!("`{}` must be `true` or `false`", entry.key);
                self.error(entry.value.span, message, format!("write `{key}: true`, without quotes"));
                None
            }
        }
    }

    /// Warns of keys that nobody reads.
    pub(super) fn only(&mut self, keys: &[&str]) {
        let Some(map) = self.node.and_then(Node::as_map) else { return };
        for entry in map.iter().filter(|entry| !keys.iter().any(|key| key.eq_ignore_ascii_case(&entry.key))) {
            let message = format!("the plugin does not read `{}`", entry.key);
            let help = match nearest(&entry.key, keys.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the keys here are: {}", keys.join(", ")),
            };
            let diagnostic = Diagnostic::new(PLUGIN_KEY, Severity::Warning, message)
                .at(Place::at(self.file, entry.key_span), "no effect")
                .help(help);
            self.found.push(diagnostic);
        }
    }

    /// Reports an error of the value at `span`, if there is one.
    pub(super) fn refuse(&mut self, code: Code, span: Span, judged: Result<(), Broken>) -> Option<()> {
        judged.map_err(|broken| self.found.push(broken.error(code, Place::at(self.file, span)))).ok()
    }

    /// Reports a warning of the value at `span`, if there is one.
    pub(super) fn warn(&mut self, code: Code, span: Span, judged: Result<(), Broken>) {
        if let Err(broken) = judged {
            self.found.push(broken.warning(code, Place::at(self.file, span)));
        }
    }

    /// The entry that Go would read for `key`. The outer none: the spec is no mapping, which was reported.
    fn entry(&mut self, key: &str) -> Option<Option<&'a Entry>> {
        let Some(node) = self.node else { return Some(None) };
        let Some(map) = node.as_map() else {
            self.error(
                node.span,
                format!("`spec` must be a mapping, found {}", node.kind()),
                format!("write `{key}` under it"),
            );
            return None;
        };
        let same = |entry: &&Entry| entry.key.eq_ignore_ascii_case(key);
        Some(map.iter().filter(same).max_by(|a, b| a.key.cmp(&b.key)))
    }

    fn missing(&mut self, key: &str) {
        let span = self.node.map_or(self.span, |node| node.span);
        self.error(span, format!("`{key}` is missing"), format!("write `{key}` under the plugin's `spec`"));
    }

    fn error(&mut self, span: Span, message: String, help: String) {
        let place = Place::at(self.file, span);
        self.found.push(Diagnostic::error(PLUGIN_SPEC, message).at(place, "").help(help));
    }
}
