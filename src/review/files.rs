//! From the files of a tenant's folder to its objects.

use super::normal::normal;
use crate::access::Objects;
use crate::diagnostic::Sources;
use crate::object::Identity;
use crate::render::KUSTOMIZATION;
use crate::source::{self, Limits};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

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
    /// Lists for kustomize that ask for more than the files beside them, or for less: what they say beyond that.
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
    if !files.is_empty() {
        let beside = files.keys().filter(|path| *path != KUSTOMIZATION).map(String::as_str);
        list(files.get(KUSTOMIZATION).map(AsRef::as_ref), &beside.collect(), &mut read);
    }
    read
}

/// What a list for kustomize says beyond the names of what lies beside it; nothing for one that names all of it and says no
/// more. What it leaves out is not applied, and no more is anything without a list.
pub fn beyond(list: Option<&[u8]>, beside: &BTreeSet<&str>) -> Option<Value> {
    let documents = list.map(documents);
    let Some(Some([Value::Object(fields)])) = documents.as_ref().map(|given| given.as_deref()) else {
        return Some(Value::Null);
    };
    let mut more = fields.clone();
    for known in ["apiVersion", "kind", "resources"] {
        more.shift_remove(known);
    }
    let named: Vec<&Value> = fields.get("resources").and_then(Value::as_array).into_iter().flatten().collect();
    let given: BTreeSet<&str> = named.iter().filter_map(|name| name.as_str()).collect();
    let odd = given.len() < named.len() || given != *beside;
    if odd {
        let differs: Vec<&str> = given.symmetric_difference(beside).copied().collect();
        more.insert("resources".to_owned(), differs.into());
    }
    (!more.is_empty()).then_some(Value::Object(more))
}

fn list(bytes: Option<&[u8]>, beside: &BTreeSet<&str>, read: &mut Read) {
    if let Some(more) = beyond(bytes, beside) {
        read.transforms.insert(KUSTOMIZATION.to_owned(), more);
    }
}

fn documents(bytes: &[u8]) -> Option<Vec<Value>> {
    let nowhere = Sources::default().add("", "");
    let (documents, found) = source::read(nowhere, bytes, &Limits::generated());
    found.is_empty().then(|| documents.iter().map(|document| document.root.to_json()).collect())
}

fn add(document: Value, path: &str, read: &mut Read) {
    if path == KUSTOMIZATION && document["kind"] == "Kustomization" {
        return;
    }
    match Identity::of(&document) {
        // Of two objects that are one, it is not known which is in force.
        Ok(identity) if read.objects.contains_key(&identity) => {
            read.unreadable.push(Unreadable { path: path.to_owned() });
        }
        Ok(identity) => {
            read.paths.insert(identity.clone(), path.to_owned());
            let object = normal(&identity, document);
            read.objects.insert(identity, object);
        }
        Err(_) => read.unreadable.push(Unreadable { path: path.to_owned() }),
    }
}
