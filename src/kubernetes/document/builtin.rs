//! The server's own kinds.

use super::metadata::{self, FINALIZERS, Scope, names_of};
use super::shape::{Field, Type, check, decoded, optional};
use super::{Handler, Request};
use crate::diagnostic::{Problem, Trail};
use crate::kubernetes as rules;
use serde_json::{Map, Value, json};

const NAMESPACE_TYPE: Type = Type::Object(&[
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

const SERVICE_ACCOUNT_TYPE: Type = Type::Object(&[
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

const RESOURCE_QUOTA_TYPE: Type = Type::Object(&[
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

const ROLE_BINDING_TYPE: Type = Type::Object(&[
    optional("apiVersion", Type::Text),
    optional("kind", Type::Text),
    optional("metadata", Type::Any),
    optional("roleRef", Type::Any),
    optional("subjects", Type::Judged(rules::subjects)),
]);

/// A Namespace: the server writes its name into a label, and what it does by itself into `spec` and `status`.
pub(super) const NAMESPACE: Handler = Handler { check: check_namespace, held: held_namespace };

fn check_namespace(document: &Value, request: Request<'_>, problems: &mut Vec<Problem>) {
    check(document, &NAMESPACE_TYPE, &Trail::ROOT, problems);
    own_metadata(document, "Namespace", Scope::Cluster, request, problems);
    let metadata = Trail::ROOT.key("metadata");
    let labels = rules::pod_security_labels(&document["metadata"]["labels"]).into_iter();
    problems.extend(labels.map(|problem| problem.below(metadata.key("labels"))));
    let spec = Trail::ROOT.key("spec");
    let route = spec.key("finalizers");
    for (index, name) in names_of(&document["spec"]["finalizers"]).enumerate() {
        problems.extend(rules::label_key(name).err().map(|invalid| invalid.at(route.index(index))));
        problems.extend(without_domain(name, &route.index(index)));
    }
}

/// The finalizer `kubernetes` is added where it is missing.
fn held_namespace(document: &Value, request: Request<'_>) -> Value {
    let mut meta = metadata::kept(document, Scope::Cluster, request);
    let name = meta.get("name").and_then(Value::as_str).unwrap_or_default();
    let labels = rules::canonical_namespace_labels(&document["metadata"]["labels"], name);
    meta.insert("labels".to_owned(), labels);
    let mut finalizers: Vec<&str> = names_of(&document["spec"]["finalizers"]).collect();
    if !finalizers.contains(&"kubernetes") {
        finalizers.push("kubernetes");
    }
    object(document, meta, [("spec", json!({ "finalizers": finalizers })), ("status", json!({ "phase": "Active" }))])
}

/// A finalizer that has no domain and is none of the server's own.
fn without_domain(name: &str, route: &Trail<'_>) -> Option<Problem> {
    let is_sound = name.contains('/') || FINALIZERS.contains(&name);
    (!is_sound).then(|| Problem::new(route, "needs a domain before its name"))
}

/// The metadata of a kind of the server's own, whose finalizers have a domain.
fn own_metadata(document: &Value, kind: &str, scope: Scope, request: Request<'_>, problems: &mut Vec<Problem>) {
    metadata::problems(document, kind, scope, request, problems);
    let metadata = Trail::ROOT.key("metadata");
    let route = metadata.key("finalizers");
    let names = names_of(&document["metadata"]["finalizers"]).enumerate();
    problems.extend(names.filter_map(|(index, name)| without_domain(name, &route.index(index))));
}

/// A ServiceAccount. Of the secrets that it refers to, the server keeps the names.
pub(super) const SERVICE_ACCOUNT: Handler = Handler {
    check: |document, request, problems| {
        check(document, &SERVICE_ACCOUNT_TYPE, &Trail::ROOT, problems);
        own_metadata(document, "ServiceAccount", Scope::Namespaced, request, problems);
    },
    held: held_service_account,
};

fn held_service_account(document: &Value, request: Request<'_>) -> Value {
    let decoded = decoded(document, &SERVICE_ACCOUNT_TYPE).unwrap_or_default();
    let part = |key: &'static str| (key, decoded.get(key).cloned().unwrap_or_default());
    let secrets: Option<Value> = decoded.get("secrets").and_then(Value::as_array).map(|secrets| {
        let named = |secret: &Value| secret.get("name").map_or_else(|| json!({}), |name| json!({ "name": name }));
        secrets.iter().map(named).collect()
    });
    let secrets = ("secrets", secrets.unwrap_or_default());
    let meta = metadata::kept(document, Scope::Namespaced, request);
    object(document, meta, [part("automountServiceAccountToken"), part("imagePullSecrets"), secrets])
}

/// A ResourceQuota.
pub(super) const RESOURCE_QUOTA: Handler = Handler {
    check: |document, request, problems| {
        check(document, &RESOURCE_QUOTA_TYPE, &Trail::ROOT, problems);
        own_metadata(document, "ResourceQuota", Scope::Namespaced, request, problems);
    },
    held: |document, request| {
        let spec = rules::canonical_quota_spec(&document["spec"]);
        let meta = metadata::kept(document, Scope::Namespaced, request);
        object(document, meta, [("spec", spec), ("status", json!({}))])
    },
};

/// A RoleBinding.
pub(super) const ROLE_BINDING: Handler = Handler {
    check: |document, request, problems| {
        check(document, &ROLE_BINDING_TYPE, &Trail::ROOT, problems);
        let role = rules::role_ref(&document["roleRef"]).into_iter();
        problems.extend(role.map(|problem| problem.below(Trail::ROOT.key("roleRef"))));
        own_metadata(document, "RoleBinding", Scope::Namespaced, request, problems);
    },
    held: |document, request| {
        let role = rules::canonical_role_ref(&document["roleRef"]);
        let subjects = rules::canonical_subjects(&document["subjects"]);
        let meta = metadata::kept(document, Scope::Namespaced, request);
        object(document, meta, [("roleRef", role), ("subjects", subjects)])
    },
};

/// The object as it is given back: version and kind in their one spelling, its metadata, and the parts that are there.
fn object<const COUNT: usize>(document: &Value, meta: Map<String, Value>, parts: [(&str, Value); COUNT]) -> Value {
    let (version, kind) = super::kind_of(document);
    let mut object = json!({ "apiVersion": version, "kind": kind, "metadata": meta });
    for (key, part) in parts.into_iter().filter(|(_, part)| !part.is_null()) {
        object[key] = part;
    }
    object
}
