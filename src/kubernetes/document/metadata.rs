//! `metadata` of any object.

use super::Request;
use super::shape::{Field, Type, decode, optional, required};
use crate::diagnostic::{Problem, Route};
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

/// Checks the metadata of an object of this kind, and gives what the server keeps of it.
pub(super) fn metadata(
    document: &Value,
    kind: &str,
    scope: Scope,
    request: Request<'_>,
    problems: &mut Vec<Problem>,
) -> Map<String, Value> {
    let route = Route::root().key("metadata");
    let given = document.get("metadata").unwrap_or(&Value::Null);
    let decoded = decode(given, &META, &route, problems);
    let mut meta = decoded.and_then(|value| value.as_object().cloned()).unwrap_or_default();
    // What does not decode was said already, and better.
    if !problems.is_empty() {
        return meta;
    }
    namespace(&mut meta, scope, request, &route, problems);
    names(&meta, kind, &route, problems);
    for (part, check) in [("labels", labels as fn(&Value) -> Vec<Problem>), ("annotations", annotations)] {
        let problem = |problem: Problem| problem.below(&route.key(part));
        problems.extend(meta.get(part).map(check).into_iter().flatten().map(problem));
    }
    finalizers(&meta, &route, problems);
    owner_references(&meta, &route, problems);
    meta.retain(|key, _| KEPT.contains(&key.as_str()));
    meta
}

fn namespace(
    meta: &mut Map<String, Value>,
    scope: Scope,
    request: Request<'_>,
    route: &Route,
    problems: &mut Vec<Problem>,
) {
    match scope {
        Scope::Cluster => drop(meta.shift_remove("namespace")),
        Scope::Namespaced => {
            let given = meta.entry("namespace").or_insert_with(|| request.namespace.into());
            if given.as_str() != Some(request.namespace) {
                let message = format!("must be `{}`, the namespace of the request", request.namespace);
                problems.push(Problem::new(route.key("namespace"), message));
            }
        }
    }
}

fn names(meta: &Map<String, Value>, kind: &str, route: &Route, problems: &mut Vec<Problem>) {
    let text = |key: &str| meta.get(key).and_then(Value::as_str);
    if let Some(name) = text("name") {
        problems.extend(object_name(kind, name).err().map(|invalid| invalid.at(route.key("name"))));
    } else if text("generateName").is_none() {
        problems.push(Problem::new(route.key("name"), "must not be empty"));
    }
    if let Some(prefix) = text("generateName") {
        // A dash may stand at the end, where a random part follows.
        let masked = prefix.strip_suffix('-').map_or_else(|| prefix.to_owned(), |rest| format!("{rest}a"));
        problems.extend(object_name(kind, &masked).err().map(|invalid| invalid.at(route.key("generateName"))));
    }
}

fn finalizers(meta: &Map<String, Value>, route: &Route, problems: &mut Vec<Problem>) {
    let finalizers = meta.get("finalizers").and_then(Value::as_array).into_iter().flatten();
    let names: Vec<&str> = finalizers.filter_map(Value::as_str).collect();
    let route = route.key("finalizers");
    for (index, name) in names.iter().enumerate() {
        problems.extend(label_key(name).err().map(|invalid| invalid.at(route.index(index))));
    }
    if names.contains(&"orphan") && names.contains(&"foregroundDeletion") {
        problems.push(Problem::new(route, "`orphan` and `foregroundDeletion` exclude each other"));
    }
}

fn owner_references(meta: &Map<String, Value>, route: &Route, problems: &mut Vec<Problem>) {
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

fn owner_reference(reference: &Value, route: &Route, problems: &mut Vec<Problem>) {
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
        problems.push(Problem::new(route.clone(), "an Event cannot own anything"));
    }
}
