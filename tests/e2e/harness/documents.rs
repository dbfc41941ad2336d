//! Rendered documents: what is sent to the server, and which object it is.

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// Which object.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id {
    /// `apiVersion`.
    pub version: String,
    /// `kind`.
    pub kind: String,
    /// Its Namespace; empty for what lies in none.
    pub namespace: String,
    /// Its name.
    pub name: String,
}

impl Id {
    /// The one that an object says it is.
    pub fn of(object: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        Self {
            version: text(&object["apiVersion"]),
            kind: text(&object["kind"]),
            namespace: text(&object["metadata"]["namespace"]),
            name: text(&object["metadata"]["name"]),
        }
    }
}

impl std::fmt::Display for Id {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}/{}/{}", self.namespace, self.kind, self.name)
    }
}

/// A document of a file, as its text stands there, and as a YAML reader that is not ours reads it.
#[derive(Clone, Debug)]
pub struct Document {
    /// The text, which the server is sent.
    pub text: String,
    /// What it says.
    pub object: Value,
}

/// The objects below a folder of a rendered tree; lists for kustomize are none. One that stands there twice fails.
pub fn documents(folder: &Path) -> BTreeMap<Id, Document> {
    let mut found = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.expect("the tree can be walked");
        if !entry.file_type().is_file() || entry.file_name() == "kustomization.yaml" {
            continue;
        }
        let text = std::fs::read_to_string(entry.path()).expect("a rendered file is UTF-8");
        for document in split(&text) {
            let id = Id::of(&document.object);
            let before = found.insert(id, document);
            assert!(before.is_none(), "{} stands twice below {}", Id::of(&before.unwrap().object), folder.display());
        }
    }
    found
}

/// The documents of a stream. No line of a rendered text but a separator begins with `---`.
fn split(text: &str) -> impl Iterator<Item = Document> {
    text.split("\n---\n").map(|text| {
        let object = serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error}:\n{text}"));
        Document { text: text.to_owned(), object }
    })
}

/// What the server holds, but for what it made itself.
pub fn without_server_made(mut object: Value) -> Value {
    let namespace = object["kind"] == "Namespace";
    let members = object.as_object_mut().expect("an object");
    members.shift_remove("status");
    if namespace {
        members.shift_remove("spec");
    }
    let metadata = members["metadata"].as_object_mut().expect("an object has metadata");
    for made in ["creationTimestamp", "generation", "managedFields", "resourceVersion", "uid"] {
        metadata.shift_remove(made);
    }
    if let Some(labels) = metadata.get_mut("labels").and_then(Value::as_object_mut) {
        labels.shift_remove("kubernetes.io/metadata.name");
        if labels.is_empty() {
            metadata.shift_remove("labels");
        }
    }
    object
}
