//! From the files of a tenant's folder to its objects.

use super::normal::normal;
use crate::access::Objects;
use crate::diagnostic::Sources;
use crate::object::Identity;
use crate::render::KUSTOMIZATION;
use crate::source::{self, Limits};
use serde_json::Value;
use std::collections::BTreeMap;

/// The files of a folder: path below it, and bytes.
pub type Files<'b> = BTreeMap<String, std::borrow::Cow<'b, [u8]>>;

/// A file that is no stream of objects: somebody wrote it by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Its path below the folder.
    pub path: String,
}

/// The objects of a side, and where each lies.
#[derive(Default)]
pub(super) struct Read {
    /// By identity.
    pub objects: Objects,
    /// The file of each, below the tenant's folder.
    pub paths: BTreeMap<Identity, String>,
    /// Lists for kustomize that ask for more than files: their fields beside `resources`.
    pub transforms: BTreeMap<String, Value>,
    /// Files that are no objects.
    pub unreadable: Vec<Unreadable>,
}

/// The objects of a folder; what cannot be read is left out.
pub fn objects_of(files: &Files<'_>) -> Objects {
    read(files).objects
}

/// Reads the files of a folder.
pub(super) fn read(files: &Files<'_>) -> Read {
    let mut read = Read::default();
    for (path, bytes) in files {
        match documents(bytes) {
            Some(documents) => documents.into_iter().for_each(|document| add(document, path, &mut read)),
            None => read.unreadable.push(Unreadable { path: path.clone() }),
        }
    }
    read
}

fn documents(bytes: &[u8]) -> Option<Vec<Value>> {
    let nowhere = Sources::default().add("", "");
    let (documents, found) = source::read(nowhere, bytes, &Limits::generated());
    found.is_empty().then(|| documents.iter().map(|document| document.root.to_json()).collect())
}

fn add(document: Value, path: &str, read: &mut Read) {
    if path.ends_with(KUSTOMIZATION) && document["kind"] == "Kustomization" {
        let mut more = document;
        for known in ["apiVersion", "kind", "resources"] {
            more.as_object_mut().map(|fields| fields.shift_remove(known));
        }
        if more.as_object().is_some_and(|fields| !fields.is_empty()) {
            read.transforms.insert(path.to_owned(), more);
        }
        return;
    }
    match Identity::of(&document) {
        Ok(identity) => {
            read.paths.insert(identity.clone(), path.to_owned());
            read.objects.insert(identity, normal(document));
        }
        Err(_) => read.unreadable.push(Unreadable { path: path.to_owned() }),
    }
}
