//! The server's own kinds.

use super::Request;
use super::metadata::{FINALIZERS, Scope, metadata};
use super::shape::{Field, Type, decode, optional};
use crate::diagnostic::{Problem, Route};
use crate::kubernetes as rules;
use serde_json::{Map, Value, json};

const NAMESPACE: Type = Type::Object(&[
    optional("apiVersion", Type::Text),
    optional("kind", Type::Text),
    optional("metadata", Type::Any),
    optional("spec", Type::Object(&[optional("finalizers", Type::List(&Type::Text))])),
    optional(
        "status",
        Type::Object(&[optional("phase", Type::Text), optional("conditions", Type::List(&Type::Object(CONDITION)))]),
    ),
]);

const CONDITION: &[Field] = &[
    optional("type", Type::Text),
    optional("status", Type::Text),
    optional("lastTransitionTime", Type::Time),
    optional("reason", Type::Text),
    optional("message", Type::Text),
];

const SERVICE_ACCOUNT: Type = Type::Object(&[
    optional("apiVersion", Type::Text),
    optional("kind", Type::Text),
    optional("metadata", Type::Any),
    optional("automountServiceAccountToken", Type::Bool),
    optional("imagePullSecrets", Type::List(&Type::Object(&[optional("name", Type::Text)]))),
    optional("secrets", Type::List(&Type::Object(OBJECT_REFERENCE))),
]);

const OBJECT_REFERENCE: &[Field] = &[
    optional("apiVersion", Type::Text),
    optional("fieldPath", Type::Text),
    optional("kind", Type::Text),
    optional("name", Type::Text),
    optional("namespace", Type::Text),
    optional("resourceVersion", Type::Text),
    optional("uid", Type::Text),
];

const RESOURCE_QUOTA: Type = Type::Object(&[
    optional("apiVersion", Type::Text),
    optional("kind", Type::Text),
    optional("metadata", Type::Any),
    optional("spec", Type::Judged(rules::quota_spec)),
    optional(
        "status",
        Type::Object(&[
            optional("hard", Type::Map(&Type::Judged(rules::quantity_value))),
            optional("used", Type::Map(&Type::Judged(rules::quantity_value))),
        ]),
    ),
]);

const ROLE_BINDING: Type = Type::Object(&[
    optional("apiVersion", Type::Text),
    optional("kind", Type::Text),
    optional("metadata", Type::Any),
    optional("roleRef", Type::Any),
    optional("subjects", Type::Judged(rules::subjects)),
]);

/// A Namespace: the server writes its name into a label, and what it does by itself into `spec` and `status`.
pub(super) fn namespace(document: &Value, request: Request<'_>, problems: &mut Vec<Problem>) -> Value {
    let decoded = decoded(document, &NAMESPACE, problems);
    let mut meta = own_metadata(document, "Namespace", Scope::Cluster, request, problems);
    let labels = meta.get("labels").cloned().unwrap_or_default();
    let metadata = Route::root().key("metadata");
    problems
        .extend(rules::pod_security_labels(&labels).into_iter().map(|problem| problem.below(&metadata.key("labels"))));
    let name = meta.get("name").and_then(Value::as_str).unwrap_or_default();
    let labels = rules::canonical_namespace_labels(&labels, name);
    meta.insert("labels".to_owned(), labels);
    let finalizers = finalizers(&decoded, problems);
    object(document, meta, [("spec", json!({ "finalizers": finalizers })), ("status", json!({ "phase": "Active" }))])
}

/// `kubernetes` is added where it is missing.
fn finalizers(decoded: &Map<String, Value>, problems: &mut Vec<Problem>) -> Vec<Value> {
    let given = decoded.get("spec").and_then(|spec| spec.get("finalizers")).and_then(Value::as_array);
    let mut finalizers = given.cloned().unwrap_or_default();
    let route = Route::root().key("spec").key("finalizers");
    for (index, finalizer) in finalizers.iter().enumerate() {
        let name = finalizer.as_str().unwrap_or_default();
        problems.extend(rules::label_key(name).err().map(|invalid| invalid.at(route.index(index))));
        problems.extend(without_domain(name, &route.index(index)));
    }
    if !finalizers.iter().any(|finalizer| finalizer == "kubernetes") {
        finalizers.push("kubernetes".into());
    }
    finalizers
}

/// A finalizer that has no domain and is none of the server's own.
fn without_domain(name: &str, route: &Route) -> Option<Problem> {
    let is_sound = name.contains('/') || FINALIZERS.contains(&name);
    (!is_sound).then(|| Problem::new(route.clone(), "needs a domain before its name"))
}

/// The metadata of a kind of the server's own, whose finalizers have a domain.
fn own_metadata(
    document: &Value,
    kind: &str,
    scope: Scope,
    request: Request<'_>,
    problems: &mut Vec<Problem>,
) -> Map<String, Value> {
    let meta = metadata(document, kind, scope, request, problems);
    let route = Route::root().key("metadata").key("finalizers");
    let finalizers = meta.get("finalizers").and_then(Value::as_array).into_iter().flatten().enumerate();
    let names = finalizers.filter_map(|(index, finalizer)| Some((index, finalizer.as_str()?)));
    problems.extend(names.filter_map(|(index, name)| without_domain(name, &route.index(index))));
    meta
}

/// A ServiceAccount. Of the secrets that it refers to, the server keeps the names.
pub(super) fn service_account(document: &Value, request: Request<'_>, problems: &mut Vec<Problem>) -> Value {
    let decoded = decoded(document, &SERVICE_ACCOUNT, problems);
    let meta = own_metadata(document, "ServiceAccount", Scope::Namespaced, request, problems);
    let part = |key: &'static str| (key, decoded.get(key).cloned().unwrap_or_default());
    let secrets: Option<Value> = decoded.get("secrets").and_then(Value::as_array).map(|secrets| {
        let named = |secret: &Value| secret.get("name").map_or_else(|| json!({}), |name| json!({ "name": name }));
        secrets.iter().map(named).collect()
    });
    let secrets = ("secrets", secrets.unwrap_or_default());
    object(document, meta, [part("automountServiceAccountToken"), part("imagePullSecrets"), secrets])
}

/// A ResourceQuota.
pub(super) fn resource_quota(document: &Value, request: Request<'_>, problems: &mut Vec<Problem>) -> Value {
    decoded(document, &RESOURCE_QUOTA, problems);
    let meta = own_metadata(document, "ResourceQuota", Scope::Namespaced, request, problems);
    let spec = rules::canonical_quota_spec(document.get("spec").unwrap_or(&Value::Null));
    object(document, meta, [("spec", spec), ("status", json!({}))])
}

/// A RoleBinding.
pub(super) fn role_binding(document: &Value, request: Request<'_>, problems: &mut Vec<Problem>) -> Value {
    decoded(document, &ROLE_BINDING, problems);
    let nothing = Value::Null;
    let role = document.get("roleRef").unwrap_or(&nothing);
    problems.extend(rules::role_ref(role).into_iter().map(|problem| problem.below(&Route::root().key("roleRef"))));
    let meta = own_metadata(document, "RoleBinding", Scope::Namespaced, request, problems);
    let subjects = rules::canonical_subjects(document.get("subjects").unwrap_or(&nothing));
    object(document, meta, [("roleRef", rules::canonical_role_ref(role)), ("subjects", subjects)])
}

fn decoded(document: &Value, kind: &Type, problems: &mut Vec<Problem>) -> Map<String, Value> {
    let decoded = decode(document, kind, &Route::root(), problems);
    decoded.and_then(|value| value.as_object().cloned()).unwrap_or_default()
}

/// The object as it is given back: version and kind in their one spelling, its metadata, and the parts that are there.
fn object<const COUNT: usize>(document: &Value, meta: Map<String, Value>, parts: [(&str, Value); COUNT]) -> Value {
    let (version, kind) = super::kind_of(document);
    let mut object = json!({ "apiVersion": version, "kind": kind, "metadata": meta });
    for (key, part) in parts.into_iter().filter(|(_, part)| !part.is_null()) {
        object[key] = part;
    }
    object
}
