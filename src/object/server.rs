//! Whether the API server would take an object, whatever way its text took to get into it.

use crate::diagnostic::{Problem, Trail};
use crate::kubernetes;
use crate::kubernetes::document::{self, Request};
use serde_json::Value;

/// Annotations that kustomize reads and takes out, or that drop the object from its output.
const KUSTOMIZE: [&str; 3] = ["config.kubernetes.io/", "internal.config.kubernetes.io/", "kustomize.config.k8s.io/"];

/// What the server has against an object, and what our own rules have: name, metadata, fields, subjects, quota. Of kinds whose
/// fields are not known here only name, labels and annotations are judged.
pub fn server_problems(object: &Value) -> Vec<Problem> {
    let namespace = object["metadata"]["namespace"].as_str().unwrap_or_default();
    let mut problems = match document::is_known(object) {
        true => document::problems(object, Request { namespace }),
        false => metadata_problems(object),
    };
    problems.extend(own_problems(object));
    problems
}

fn metadata_problems(object: &Value) -> Vec<Problem> {
    let metadata = Trail::ROOT.key("metadata");
    let kind = object["kind"].as_str().unwrap_or_default();
    let name = object["metadata"]["name"].as_str().unwrap_or_default();
    let mut problems: Vec<_> =
        kubernetes::object_name(kind, name).err().map(|invalid| invalid.at(metadata.key("name"))).into_iter().collect();
    part(&object["metadata"]["labels"], &metadata.key("labels"), kubernetes::labels, &mut problems);
    part(&object["metadata"]["annotations"], &metadata.key("annotations"), kubernetes::annotations, &mut problems);
    problems
}

/// What we refuse although the server takes it.
fn own_problems(object: &Value) -> Vec<Problem> {
    let metadata = Trail::ROOT.key("metadata");
    let mut problems = Vec::new();
    match object["kind"].as_str().unwrap_or_default() {
        "Namespace" => {
            let name = object["metadata"]["name"].as_str().unwrap_or_default();
            let own = kubernetes::own_namespace_label_rules(&object["metadata"]["labels"], name);
            problems.extend(own.into_iter().map(|problem| problem.below(metadata.key("labels"))));
        }
        "ResourceQuota" => {
            part(&object["spec"], &Trail::ROOT.key("spec"), kubernetes::own_quota_rules, &mut problems);
        }
        _ => {}
    }
    kustomize(&object["metadata"]["annotations"], &metadata.key("annotations"), &mut problems);
    problems
}

fn part(value: &Value, route: &Trail<'_>, check: fn(&Value) -> Vec<Problem>, problems: &mut Vec<Problem>) {
    if !value.is_null() {
        problems.extend(check(value).into_iter().map(|problem| problem.below(route)));
    }
}

fn kustomize(annotations: &Value, route: &Trail<'_>, problems: &mut Vec<Problem>) {
    for key in annotations.as_object().into_iter().flat_map(serde_json::Map::keys) {
        if KUSTOMIZE.iter().any(|prefix| key.starts_with(prefix)) {
            let message = format!("the annotation `{key}` is kustomize's own: it would change or drop the object");
            problems.push(Problem::new(route.key_itself(key), message).help("leave it out"));
        }
    }
}
