//! Whether the API server would take an object, whatever way its text took to get into it.

use crate::diagnostic::{Problem, Route};
use crate::kubernetes;
use serde_json::Value;

/// Annotations that kustomize reads and takes out, or that drop the object from its output.
const KUSTOMIZE: [&str; 3] = ["config.kubernetes.io/", "internal.config.kubernetes.io/", "kustomize.config.k8s.io/"];

/// What is wrong with an object's name, labels, annotations, subjects, roleRef or quota.
pub fn server_problems(object: &Value) -> Vec<Problem> {
    let kind = object["kind"].as_str().unwrap_or_default();
    let root = Route::root();
    let metadata = root.key("metadata");
    let mut problems = Vec::new();
    name(kind, object, &metadata.key("name"), &mut problems);
    let labels = if kind == "Namespace" { kubernetes::namespace_labels } else { kubernetes::labels };
    part(&object["metadata"]["labels"], &metadata.key("labels"), labels, &mut problems);
    part(&object["metadata"]["annotations"], &metadata.key("annotations"), kubernetes::annotations, &mut problems);
    if kind == "Namespace" {
        let name = object["metadata"]["name"].as_str().unwrap_or_default();
        let own = kubernetes::own_namespace_label_rules(&object["metadata"]["labels"], name);
        problems.extend(own.into_iter().map(|problem| problem.below(&metadata.key("labels"))));
    }
    kustomize(&object["metadata"]["annotations"], &metadata.key("annotations"), &mut problems);
    match kind {
        "RoleBinding" => {
            part(&object["subjects"], &root.key("subjects"), kubernetes::subjects, &mut problems);
            part(&object["roleRef"], &root.key("roleRef"), kubernetes::role_ref, &mut problems);
        }
        "ResourceQuota" => {
            part(&object["spec"], &root.key("spec"), kubernetes::quota_spec, &mut problems);
            part(&object["spec"], &root.key("spec"), kubernetes::own_quota_rules, &mut problems);
        }
        _ => {}
    }
    problems
}

fn name(kind: &str, object: &Value, route: &Route, problems: &mut Vec<Problem>) {
    let name = object["metadata"]["name"].as_str().unwrap_or_default();
    problems.extend(kubernetes::object_name(kind, name).err().map(|invalid| invalid.at(route.clone())));
}

fn part(value: &Value, route: &Route, check: fn(&Value) -> Vec<Problem>, problems: &mut Vec<Problem>) {
    if !value.is_null() {
        problems.extend(check(value).into_iter().map(|problem| problem.below(route)));
    }
}

fn kustomize(annotations: &Value, route: &Route, problems: &mut Vec<Problem>) {
    for key in annotations.as_object().into_iter().flat_map(serde_json::Map::keys) {
        if KUSTOMIZE.iter().any(|prefix| key.starts_with(prefix)) {
            let message = format!("the annotation `{key}` is kustomize's own: it would change or drop the object");
            problems.push(Problem::new(route.key_itself(key.clone()), message).help("leave it out"));
        }
    }
}
