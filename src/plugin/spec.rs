//! A plugin's `spec` as the controller reads it: keys in any case, the last in byte order wins, others ignored.
//!
//! Source: Go's `encoding/json`, which the controller decodes the stored spec with; storage sorts the keys. It decodes
//! every case of a key, so that each must have the type, and a null leaves the value of the case before it.

use super::PLUGIN_SPEC;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId, Place, Span};
use crate::profile::RawPlugin;
use crate::rules::{self, Broken, PLUGIN_KEY};
use crate::source::{Entry, Map, Value};

/// The key that says that the cloud's side is looked after elsewhere.
pub(super) const ANNOTATE_ONLY: &str = "annotateOnly";

/// The spec of one plugin while it is checked.
pub(super) struct Spec<'a> {
    file: FileId,
    /// Where to point when nothing better is there.
    span: Span,
    map: Option<&'a Map>,
    found: &'a mut Diagnostics,
}

impl<'a> Spec<'a> {
    /// The spec of `plugin`; none where it is no mapping, which is reported.
    pub(super) fn of(file: FileId, plugin: &'a RawPlugin, found: &'a mut Diagnostics) -> Option<Self> {
        let Some(node) = &plugin.spec else { return Some(Self { file, span: plugin.kind.span, map: None, found }) };
        let map = node.as_map();
        let mut spec = Self { file, span: node.span, map, found };
        if map.is_none() {
            let message = format!("`spec` must be a mapping, found {}", node.kind());
            spec.error(node.span, message, "write the plugin's keys under it".to_owned());
        }
        map.is_some().then_some(spec)
    }

    /// The text of a key that must be there; an empty one counts as missing.
    pub(super) fn text(&mut self, key: &str) -> Option<(String, Span)> {
        let is_text = |value: &Value| matches!(value, Value::Text(_));
        let Some(entry) = self.entry(key, is_text, "text", "quote it")? else {
            self.missing(key);
            return None;
        };
        let text = entry.value.as_text().filter(|text| !text.is_empty());
        if text.is_none() {
            self.error(entry.key_span, format!("`{}` has no value", entry.key), format!("give `{key}` a value"));
        }
        text.map(|text| (text.to_owned(), entry.value.span))
    }

    /// The boolean of a key, false where it is absent.
    pub(super) fn flag(&mut self, key: &str) -> Option<bool> {
        let is_flag = |value: &Value| matches!(value, Value::Bool(_));
        let help = format!("write `{key}: true`, without quotes");
        let entry = self.entry(key, is_flag, "`true` or `false`", &help)?;
        Some(entry.is_some_and(|entry| entry.value.value == Value::Bool(true)))
    }

    /// Warns of keys that nobody reads.
    pub(super) fn only(&mut self, keys: &[&str]) {
        let is_read = |key: &str| keys.iter().any(|known| known.eq_ignore_ascii_case(key));
        for entry in self.map.into_iter().flatten().filter(|entry| !is_read(&entry.key)) {
            let place = Place::at(self.file, entry.key_span);
            self.found.push(rules::plugin_key(&entry.key, keys).warning(PLUGIN_KEY, place));
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

    /// The entry that Go would read for `key`. The outer none: one of its cases has another type, which was reported.
    fn entry(&mut self, key: &str, fits: fn(&Value) -> bool, wanted: &str, help: &str) -> Option<Option<&'a Entry>> {
        let entries = self.map.into_iter().flatten();
        let cases: Vec<&Entry> = entries.filter(|entry| entry.key.eq_ignore_ascii_case(key)).collect();
        let is_null = |entry: &Entry| entry.value.value == Value::Null;
        let mut sound = true;
        for case in cases.iter().filter(|case| !is_null(case) && !fits(&case.value.value)) {
            self.error(case.value.span, format!("`{}` must be {wanted}", case.key), help.to_owned());
            sound = false;
        }
        sound.then(|| cases.into_iter().max_by_key(|case| (!is_null(case), &case.key)))
    }

    fn missing(&mut self, key: &str) {
        self.error(self.span, format!("`{key}` is missing"), format!("write `{key}` under the plugin's `spec`"));
    }

    fn error(&mut self, span: Span, message: String, help: String) {
        let place = Place::at(self.file, span);
        self.found.push(Diagnostic::error(PLUGIN_SPEC, message).at(place, "").help(help));
    }
}
