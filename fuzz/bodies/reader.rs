//! The strict reader: whatever it accepts, the writer writes and the reader reads back equal; every place lies in the text.

use serde_json::Value;
use tenantry::diagnostic::{Diagnostics, FileId, Sources};
use tenantry::source::{self, Document, Limits};

/// Reads `data` as one file.
pub fn check(data: &[u8]) {
    let text = source::text_of(data);
    let file = Sources::default().add("a.yaml", text.as_str());
    let (documents, found) = source::read(file, data, &Limits::default());
    places(&found, &text);
    if found.is_empty() {
        assert!(documents.iter().all(|document| document.sound), "nothing was found, and a document is not sound");
        documents.iter().for_each(|document| round_trip(file, document));
    }
}

fn round_trip(file: FileId, document: &Document) {
    let value = document.root.to_json();
    // A key of the greatest length has no room for the quotes around it.
    if longest_key(&value) > 1000 {
        return;
    }
    let written = source::write(&value);
    let (again, found) = source::read(file, written.as_bytes(), &Limits::generated());
    assert!(found.is_empty(), "what was written cannot be read: {found:?}\n{written}");
    let again: Vec<_> = again.iter().map(|document| document.root.to_json()).collect();
    assert_eq!(again, [value], "what was written is read otherwise:\n{written}");
}

fn longest_key(value: &Value) -> usize {
    match value {
        Value::Object(members) => {
            members.iter().map(|(key, value)| key.len().max(longest_key(value))).max().unwrap_or_default()
        }
        Value::Array(items) => items.iter().map(longest_key).max().unwrap_or_default(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

/// Every place is a range of whole characters of the text.
fn places(found: &Diagnostics, text: &str) {
    for diagnostic in found.iter() {
        let labels = diagnostic.primary.iter().chain(&diagnostic.related);
        for span in labels.filter_map(|label| label.place.span) {
            assert!(text.get(span.start as usize..span.end as usize).is_some(), "{diagnostic:?} lies outside");
        }
        assert!(diagnostic.primary.is_some(), "{diagnostic:?} has no place");
    }
}
