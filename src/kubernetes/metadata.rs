//! The labels and annotations of one object.
//!
//! What a single key or value is made of is in `name`; the meaning of pod security labels is in `pod_security`.

use super::decode::{object, text, text_or_empty};
use super::name::{Invalid, annotation_key, label_key, label_value};
use super::pod_security::pod_security_label;
use crate::diagnostic::{Problem, Trail};
use serde_json::{Map, Value};

/// Most bytes in the keys and values of one object's annotations together.
const ANNOTATION_BYTES: usize = 262_144;
/// The label in which the server writes a Namespace's name.
const NAME_LABEL: &str = "kubernetes.io/metadata.name";

/// Checks `metadata.labels` of any object: a map of text to text, in which null is an empty text.
///
/// Source: kube-apiserver 1.35, `ValidateLabels`.
pub fn labels(value: &Value) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (key, found) in object(value, &Trail::ROOT, &mut problems).into_iter().flatten() {
        check_key(label_key(key), key, &mut problems);
        let route = Trail::ROOT.key(key);
        let invalid = text(Some(found), &route, &mut problems).and_then(|text| label_value(text).err());
        problems.extend(invalid.map(|invalid| invalid.at(route)));
    }
    problems
}

/// Checks `metadata.annotations` of any object: a map of text to text, in which null is an empty text, with keys and
/// values of at most 262,144 bytes together. Client-side apply stores a second copy of the whole object beside them,
/// so that half of it is the practical limit there; the server does not know that and neither does this.
///
/// Source: kube-apiserver 1.35, `ValidateAnnotations`.
pub fn annotations(value: &Value) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut bytes = 0;
    for (key, found) in object(value, &Trail::ROOT, &mut problems).into_iter().flatten() {
        check_key(annotation_key(key), key, &mut problems);
        let content = text(Some(found), &Trail::ROOT.key(key), &mut problems).unwrap_or_default();
        bytes += key.len() + content.len();
    }
    if bytes > ANNOTATION_BYTES {
        problems.push(too_large(bytes));
    }
    problems
}

/// Checks `metadata.labels` of a Namespace: the rules of [`labels`], and those of pod security.
///
/// Source: kube-apiserver 1.35, the admission plugin PodSecurity, `PolicyToEvaluate`.
pub fn namespace_labels(value: &Value) -> Vec<Problem> {
    let mut problems = labels(value);
    problems.extend(pod_security_labels(value));
    problems
}

/// Checks what the labels of a Namespace say of pod security, and nothing else.
pub fn pod_security_labels(value: &Value) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (key, found) in value.as_object().into_iter().flatten() {
        let label = text_or_empty(Some(found));
        // What is no label value at all is for others to say, who say it better.
        if label_value(label).is_err() || !(found.is_string() || found.is_null()) {
            continue;
        }
        problems.extend(pod_security_label(key, label).err().map(|invalid| invalid.at(Trail::ROOT.key(key))));
    }
    problems
}

/// What we refuse in `metadata.labels` of the Namespace `namespace` although the server takes it: a value of its own
/// label `kubernetes.io/metadata.name` other than the name. The server overwrites it, so that a sync would never end.
pub fn own_namespace_label_rules(value: &Value, namespace: &str) -> Vec<Problem> {
    match value.get(NAME_LABEL) {
        Some(found) if found.as_str() != Some(namespace) => {
            let message = format!("the label `{NAME_LABEL}` belongs to the server, which writes `{namespace}` there");
            vec![Problem::new(Trail::ROOT.key(NAME_LABEL), message).help("take the label out")]
        }
        Some(_) | None => Vec::new(),
    }
}

/// Labels or annotations as the server gives them back: null as an empty text, keys sorted. None where no key is left,
/// as the server leaves out an empty map. For values without problems.
pub fn canonical_metadata_map(value: &Value) -> Option<Value> {
    let mut pairs: Vec<(&String, &str)> =
        value.as_object()?.iter().map(|(key, found)| (key, text_or_empty(Some(found)))).collect();
    pairs.sort_unstable();
    let sorted: Map<String, Value> = pairs.into_iter().map(|(key, text)| (key.clone(), Value::from(text))).collect();
    (!sorted.is_empty()).then_some(Value::Object(sorted))
}

/// The labels of the Namespace `namespace` as the server gives them back: canonical, with its own label.
///
/// Source: kube-apiserver 1.35, `SetDefaults_Namespace`.
pub fn canonical_namespace_labels(value: &Value, namespace: &str) -> Value {
    let mut named = value.as_object().cloned().unwrap_or_default();
    named.insert(NAME_LABEL.to_owned(), Value::from(namespace));
    canonical_metadata_map(&Value::Object(named)).unwrap_or_default()
}

fn check_key(checked: Result<(), Invalid>, key: &str, problems: &mut Vec<Problem>) {
    problems.extend(checked.err().map(|invalid| invalid.at(Trail::ROOT.key_itself(key))));
}

fn too_large(bytes: usize) -> Problem {
    let message = format!("keys and values have {bytes} bytes together, more than {ANNOTATION_BYTES}");
    Problem::new(Trail::ROOT, message).help(format!("take out at least {} bytes", bytes - ANNOTATION_BYTES))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_number_is_no_label_and_null_is_an_empty_one() {
        let given = json!({ "team": 7, "owner": null });
        let problems = labels(&given);
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].route.to_string(), "team");
        assert_eq!(problems[0].message, "must be a text, not a number");
        assert_eq!(canonical_metadata_map(&json!({ "owner": null })), Some(json!({ "owner": "" })));
    }

    #[test]
    fn the_servers_own_label_may_only_repeat_the_name() {
        assert!(own_namespace_label_rules(&json!({ "kubernetes.io/metadata.name": "team-a" }), "team-a").is_empty());
        assert_eq!(own_namespace_label_rules(&json!({ "kubernetes.io/metadata.name": "x" }), "team-a").len(), 1);
    }
}
