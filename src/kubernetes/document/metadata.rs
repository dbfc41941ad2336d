//! `metadata` of any object.

use super::Request;
use super::shape::{Field, Type, check, decoded, optional, required};
use crate::diagnostic::{Problem, Trail};
use crate::kubernetes::{annotations, label_key, labels, object_name};
use serde_json::{Map, Value};

/// `ObjectMeta` of apimachinery.
const META: Type = Type::Object(&[
    optional("name", Type::Text),
    optional("generateName", Type::Text),
    optional("namespace", Type::Text),
    optional("selfLink", Type::Text),
    optional("uid", Type::Text),
    optional("resourceVersion", Type::Text),
    optional("generation", Type::Whole),
    optional("creationTimestamp", Type::Time),
    optional("deletionTimestamp", Type::Time),
    optional("deletionGracePeriodSeconds", Type::Whole),
    optional("labels", Type::Map(&Type::Text)),
    optional("annotations", Type::Map(&Type::Text)),
    optional("ownerReferences", Type::List(&Type::Object(OWNER_REFERENCE))),
    optional("finalizers", Type::List(&Type::Text)),
    optional("managedFields", Type::List(&Type::Object(MANAGED_FIELDS))),
]);

const OWNER_REFERENCE: &[Field] = &[
    required("apiVersion", Type::Text),
    required("kind", Type::Text),
    required("name", Type::Text),
    required("uid", Type::Text),
    optional("controller", Type::Bool),
    optional("blockOwnerDeletion", Type::Bool),
];

const MANAGED_FIELDS: &[Field] = &[
    optional("manager", Type::Text),
    optional("operation", Type::Text),
    optional("apiVersion", Type::Text),
    optional("time", Type::Time),
    optional("fieldsType", Type::Text),
    optional("fieldsV1", Type::Any),
    optional("subresource", Type::Text),
];

/// Finalizers of the server's own, which need no domain.
pub(super) const FINALIZERS: [&str; 3] = ["kubernetes", "orphan", "foregroundDeletion"];

/// What the server keeps of the metadata that it is given, in its order.
const KEPT: [&str; 8] =
    ["annotations", "finalizers", "generateName", "labels", "name", "namespace", "ownerReferences", "selfLink"];

/// Where an object lies.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// In the whole cluster: a namespace that was given falls away.
    Cluster,
    /// In the namespace of the request.
    Namespaced,
}

/// Checks the metadata of an object of this kind.
pub(super) fn problems(document: &Value, kind: &str, scope: Scope, request: Request<'_>, found: &mut Vec<Problem>) {
    let route = Trail::ROOT.key("metadata");
    let meta = &document["metadata"];
    check(meta, &META, &route, found);
    // What does not decode was said already, and better.
    if !found.is_empty() {
        return;
    }
    namespace(meta, scope, request, &route, found);
    names(meta, kind, &route, found);
    for (part, check) in [("labels", labels as fn(&Value) -> Vec<Problem>), ("annotations", annotations)] {
        let problem = |problem: Problem| problem.below(route.key(part));
        found.extend(meta.get(part).map(check).into_iter().flatten().map(problem));
    }
    finalizers(meta, &route, found);
    owner_references(meta, &route, found);
}

/// What the server keeps of metadata without problems.
pub(super) fn kept(document: &Value, scope: Scope, request: Request<'_>) -> Map<String, Value> {
    let decoded = decoded(&document["metadata"], &META);
    let mut meta = decoded.and_then(|value| value.as_object().cloned()).unwrap_or_default();
    match scope {
        Scope::Cluster => drop(meta.shift_remove("namespace")),
        Scope::Namespaced => drop(meta.entry("namespace").or_insert_with(|| request.namespace.into())),
    }
    meta.retain(|key, _| KEPT.contains(&key.as_str()));
    meta
}

fn namespace(meta: &Value, scope: Scope, request: Request<'_>, route: &Trail<'_>, problems: &mut Vec<Problem>) {
    let is_elsewhere = text(meta, "namespace").is_some_and(|given| given != request.namespace);
    if scope == Scope::Namespaced && is_elsewhere {
        let message = format!("must be `{}`, the namespace of the request", request.namespace);
        problems.push(Problem::new(route.key("namespace"), message));
    }
}

/// A text that is not empty: an empty one is none to the server.
fn text<'v>(object: &'v Value, key: &str) -> Option<&'v str> {
    object.get(key).and_then(Value::as_str).filter(|text| !text.is_empty())
}

fn names(meta: &Value, kind: &str, route: &Trail<'_>, problems: &mut Vec<Problem>) {
    if let Some(name) = text(meta, "name") {
        problems.extend(object_name(kind, name).err().map(|invalid| invalid.at(route.key("name"))));
    } else if text(meta, "generateName").is_none() {
        problems.push(Problem::new(route.key("name"), "must not be empty"));
    }
    if let Some(prefix) = text(meta, "generateName") {
        // A dash may stand at the end, where a random part follows.
        let masked = prefix.strip_suffix('-').map_or_else(|| prefix.to_owned(), |rest| format!("{rest}a"));
        problems.extend(object_name(kind, &masked).err().map(|invalid| invalid.at(route.key("generateName"))));
    }
}

/// The names in a list of finalizers. An item of null is an empty name.
pub(super) fn names_of(finalizers: &Value) -> impl Iterator<Item = &str> {
    finalizers.as_array().into_iter().flatten().map(|name| name.as_str().unwrap_or_default())
}

fn finalizers(meta: &Value, route: &Trail<'_>, problems: &mut Vec<Problem>) {
    let names: Vec<&str> = names_of(&meta["finalizers"]).collect();
    let route = route.key("finalizers");
    for (index, name) in names.iter().enumerate() {
        problems.extend(label_key(name).err().map(|invalid| invalid.at(route.index(index))));
    }
    if names.contains(&"orphan") && names.contains(&"foregroundDeletion") {
        problems.push(Problem::new(route, "`orphan` and `foregroundDeletion` exclude each other"));
    }
}

fn owner_references(meta: &Value, route: &Trail<'_>, problems: &mut Vec<Problem>) {
    let references: Vec<&Value> = meta.get("ownerReferences").and_then(Value::as_array).into_iter().flatten().collect();
    let route = route.key("ownerReferences");
    for (index, reference) in references.iter().enumerate() {
        owner_reference(reference, &route.index(index), problems);
    }
    let is_controller = |reference: &&&Value| reference["controller"] == Value::Bool(true);
    if references.iter().filter(is_controller).count() > 1 {
        problems.push(Problem::new(route, "only one owner can be the controller"));
    }
}

fn owner_reference(reference: &Value, route: &Trail<'_>, problems: &mut Vec<Problem>) {
    let text = |key: &str| reference.get(key).and_then(Value::as_str).unwrap_or_default();
    for key in ["apiVersion", "kind", "name", "uid"] {
        if text(key).is_empty() {
            problems.push(Problem::new(route.key(key), "must not be empty"));
        }
    }
    let version = text("apiVersion");
    if version.matches('/').count() > 1 || version.ends_with('/') {
        problems.push(Problem::new(route.key("apiVersion"), "must be a version such as `v1` or `apps/v1`"));
    }
    if (version, text("kind")) == ("v1", "Event") {
        problems.push(Problem::new(route, "an Event cannot own anything"));
    }
}
