//! What cannot change in an object that is there: to change it, the object is deleted and created anew.
//!
//! Source: kube-apiserver 1.35, the `Validate..Update` of each kind; `tests/e2e/immutable.rs` holds every kind against a server. What
//! the server lets pass in some states of the cluster and not in others, which is known to nobody who reads files, is no
//! replacement here: how much a claim asks for. Nor is anything of custom resources.

use super::kind_of;
use crate::diagnostic::{Problem, Route};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The fields in which two objects of one identity differ and that cannot change. Both in the server's form.
pub fn immutable(old: &Value, new: &Value) -> Vec<Problem> {
    let fixed: &[&[&str]] = match kind_of(new).1 {
        "RoleBinding" | "ClusterRoleBinding" if old.get("roleRef") != new.get("roleRef") => &[&["roleRef"]],
        "ResourceQuota" if scopes(old) != scopes(new) => &[&["spec", "scopes"]],
        "ConfigMap" if frozen(old, new, &["data", "binaryData"]) => &[&["data"]],
        "Secret" if or(old, "type", "Opaque") != or(new, "type", "Opaque") => &[&["type"]],
        "Secret" if frozen(old, new, &["data", "stringData"]) => &[&["data"]],
        "PersistentVolumeClaim" if claim(old, new) != claim(new, new) => &[&["spec"]],
        "Service" => service(&old["spec"], &new["spec"]),
        "DaemonSet" | "Deployment" if old["spec"]["selector"] != new["spec"]["selector"] => &[&["spec", "selector"]],
        "StatefulSet" if set(old) != set(new) => &[&["spec"]],
        "Job" => job(&old["spec"], &new["spec"]),
        "Pod" if pod(&old["spec"], &new["spec"]) => &[&["spec"]],
        _ => &[],
    };
    let route = |keys: &&[&'static str]| keys.iter().fold(Route::root(), |route, key| route.key(*key));
    fixed.iter().map(|keys| Problem::new(route(keys), "cannot be changed")).collect()
}

/// Scopes are a set: order and repeats are free.
fn scopes(quota: &Value) -> BTreeSet<&str> {
    let scopes = quota["spec"]["scopes"].as_array();
    scopes.into_iter().flatten().filter_map(Value::as_str).collect()
}

/// A text, or what the server writes where there is none.
fn or<'v>(of: &'v Value, key: &str, default: &'v str) -> &'v str {
    of[key].as_str().unwrap_or(default)
}

/// Whether an object that is marked as immutable changes in these parts, or in the mark.
fn frozen(old: &Value, new: &Value, parts: &[&str]) -> bool {
    old["immutable"] == true && (new["immutable"] != true || parts.iter().any(|part| old[*part] != new[*part]))
}

/// A spec without some of its fields, and with what the server writes where others are missing.
fn spec(object: &Value, without: &[&str], defaults: &[(&str, &str)]) -> Map<String, Value> {
    let mut spec = object["spec"].as_object().cloned().unwrap_or_default();
    spec.retain(|key, _| !without.contains(&key.as_str()));
    for (key, default) in defaults {
        spec.entry(*key).or_insert_with(|| json!(default));
    }
    spec
}

/// What is fixed of a claim, seen from what it is to be: a volume and a class may be named once.
fn claim(object: &Value, new: &Value) -> Map<String, Value> {
    let mut fixed = spec(object, &["resources", "volumeAttributesClassName"], &[("volumeMode", "Filesystem")]);
    for once in ["volumeName", "storageClassName"] {
        if let (None, Some(named)) = (fixed.get(once), new["spec"].get(once)) {
            fixed.insert(once.to_owned(), named.clone());
        }
    }
    fixed
}

/// A Service's address, which stays where the new one names none, and its class.
fn service(old: &Value, new: &Value) -> &'static [&'static [&'static str]] {
    let kinds = [old, new].map(|spec| or(spec, "type", "ClusterIP"));
    let [before, after] = [old, new].map(|spec| spec["clusterIP"].as_str().or(spec["clusterIPs"][0].as_str()));
    let outside = kinds.contains(&"ExternalName");
    let another = after.is_some() && after != before;
    // Without an address nothing can lead to it from outside.
    let headless = before == Some("None") && after.is_none() && kinds[1] != "ClusterIP";
    if !outside && (another || headless) {
        return &[&["spec", "clusterIP"]];
    }
    let of_class = kinds == ["LoadBalancer"; 2] && old["loadBalancerClass"] != new["loadBalancerClass"];
    if of_class { &[&["spec", "loadBalancerClass"]] } else { &[] }
}

/// What is fixed of a StatefulSet.
fn set(object: &Value) -> Map<String, Value> {
    const FREE: [&str; 7] = [
        "replicas",
        "ordinals",
        "template",
        "updateStrategy",
        "revisionHistoryLimit",
        "persistentVolumeClaimRetentionPolicy",
        "minReadySeconds",
    ];
    spec(object, &FREE, &[("podManagementPolicy", "OrderedReady"), ("serviceName", "")])
}

fn job(old: &Value, new: &Value) -> &'static [&'static [&'static str]] {
    const FIXED: [&str; 6] =
        ["selector", "template", "podFailurePolicy", "backoffLimitPerIndex", "managedBy", "successPolicy"];
    let mode = |spec| or(spec, "completionMode", "NonIndexed");
    if mode(old) != mode(new) || FIXED.iter().any(|field| old[*field] != new[*field]) {
        return &[&["spec"]];
    }
    if completions(old, new, mode(new) == "Indexed") { &[&["spec", "completions"]] } else { &[] }
}

/// Whether the number of a Job's completions would change where it cannot. What an apply does not name any more is gone, and what it
/// never named stays as the server made it.
fn completions(old: &Value, new: &Value, indexed: bool) -> bool {
    let number = |spec: &Value, key: &str| spec[key].as_u64();
    let defaulted = |pair: (Option<u64>, Option<u64>)| match pair {
        (None, None) => (Some(1), Some(1)),
        (completions, parallelism) => (completions, parallelism.or(Some(1))),
    };
    let before = defaulted((number(old, "completions"), number(old, "parallelism")));
    let stays = |key: &str, there: Option<u64>| number(new, key).or(there.filter(|_| number(old, key).is_none()));
    let after = defaulted((stays("completions", before.0), stays("parallelism", before.1)));
    // An indexed Job may grow with its parallelism.
    before.0 != after.0 && !(indexed && after.0 == after.1)
}

/// Whether a Pod changes in more than the images, the tolerations it gains, the gates it loses and a deadline that comes closer.
fn pod(old: &Value, new: &Value) -> bool {
    let fixed = |pod: &Value| {
        let mut pod = json!({ "spec": pod });
        for list in ["containers", "initContainers"] {
            for container in pod["spec"][list].as_array_mut().into_iter().flatten() {
                container.as_object_mut().map(|container| container.shift_remove("image"));
            }
        }
        spec(&pod, &["activeDeadlineSeconds", "tolerations", "schedulingGates"], &[("restartPolicy", "Always")])
    };
    let deadline = |pod: &Value| pod["activeDeadlineSeconds"].as_u64();
    let later = deadline(old).is_some_and(|old| deadline(new).is_none_or(|new| new > old));
    let lost = |more: &Value, less: &Value, list: &str| {
        let items = |pod: &Value| pod[list].as_array().cloned().unwrap_or_default();
        let less = items(less);
        items(more).iter().any(|item| !less.contains(item))
    };
    fixed(old) != fixed(new) || later || lost(old, new, "tolerations") || lost(new, old, "schedulingGates")
}

#[cfg(test)]
mod tests {
    use super::immutable;
    use serde_json::{Value, json};

    fn is_fixed(kind: &str, old: Value, new: Value) -> bool {
        let object = |mut object: Value| {
            object["kind"] = kind.into();
            object
        };
        !immutable(&object(old), &object(new)).is_empty()
    }

    fn of_spec(kind: &str, old: Value, new: Value) -> bool {
        is_fixed(kind, json!({ "spec": old }), json!({ "spec": new }))
    }

    #[test]
    fn what_is_marked_as_immutable_stays() {
        let marked = json!({ "immutable": true, "data": { "a": "1" } });
        assert!(is_fixed("ConfigMap", marked.clone(), json!({ "data": { "a": "1" } })));
        assert!(is_fixed("ConfigMap", marked.clone(), json!({ "immutable": true, "data": { "a": "2" } })));
        assert!(!is_fixed("ConfigMap", json!({ "data": { "a": "1" } }), marked));
        assert!(is_fixed("Secret", json!({ "type": "a.example/b" }), json!({})));
        assert!(!is_fixed("Secret", json!({ "type": "Opaque" }), json!({})));
    }

    #[test]
    fn a_claim_may_name_its_volume_and_class_once_and_ask_for_more() {
        let claim = |storage: &str| json!({ "resources": { "requests": { "storage": storage } } });
        assert!(!of_spec("PersistentVolumeClaim", claim("1Gi"), claim("2Gi")));
        assert!(!of_spec("PersistentVolumeClaim", json!({}), json!({ "storageClassName": "fast" })));
        assert!(!of_spec("PersistentVolumeClaim", json!({}), json!({ "volumeMode": "Filesystem" })));
        assert!(of_spec("PersistentVolumeClaim", json!({ "storageClassName": "fast" }), json!({})));
        assert!(of_spec("PersistentVolumeClaim", json!({ "accessModes": ["a"] }), json!({ "accessModes": ["b"] })));
    }

    #[test]
    fn a_service_keeps_its_address() {
        assert!(of_spec("Service", json!({}), json!({ "clusterIP": "None" })));
        assert!(!of_spec("Service", json!({ "clusterIP": "None" }), json!({})));
        assert!(of_spec("Service", json!({ "clusterIP": "None" }), json!({ "type": "NodePort" })));
        assert!(!of_spec("Service", json!({ "clusterIP": "None" }), json!({ "type": "ExternalName" })));
        let class = |class: &str| json!({ "type": "LoadBalancer", "loadBalancerClass": class });
        assert!(of_spec("Service", class("a/a"), class("a/b")));
    }

    #[test]
    fn a_workload_keeps_its_selector_and_a_set_most_of_it() {
        let selector = |label: &str| json!({ "selector": { "matchLabels": { "a": label } } });
        for kind in ["DaemonSet", "Deployment", "StatefulSet", "Job"] {
            assert!(of_spec(kind, selector("b"), selector("c")), "{kind}");
        }
        assert!(!of_spec(
            "StatefulSet",
            json!({ "replicas": 1 }),
            json!({ "replicas": 2, "podManagementPolicy": "OrderedReady" })
        ));
        assert!(of_spec("StatefulSet", json!({ "serviceName": "a" }), json!({ "serviceName": "b" })));
    }

    #[test]
    fn a_job_keeps_its_template_and_its_completions() {
        assert!(!of_spec("Job", json!({}), json!({ "completions": 1, "backoffLimit": 2 })));
        assert!(!of_spec("Job", json!({}), json!({ "parallelism": 2 })));
        assert!(of_spec("Job", json!({ "parallelism": 2 }), json!({})));
        let indexed = |number: u64, parallel: u64| json!({ "completionMode": "Indexed", "completions": number, "parallelism": parallel });
        assert!(!of_spec("Job", indexed(2, 2), indexed(3, 3)));
        assert!(of_spec("Job", indexed(2, 2), indexed(3, 2)));
    }

    #[test]
    fn a_pod_changes_its_images_and_little_else() {
        let pod = |image: &str, more: Value| {
            let mut pod = json!({ "containers": [{ "name": "a", "image": image }] });
            pod.as_object_mut().expect("an object").extend(more.as_object().cloned().unwrap_or_default());
            pod
        };
        assert!(!of_spec(
            "Pod",
            pod("a", json!({})),
            pod("b", json!({ "activeDeadlineSeconds": 5, "tolerations": [{}] }))
        ));
        assert!(of_spec("Pod", pod("a", json!({ "tolerations": [{}] })), pod("a", json!({}))));
        assert!(of_spec("Pod", pod("a", json!({ "activeDeadlineSeconds": 5 })), pod("a", json!({}))));
        assert!(of_spec("Pod", pod("a", json!({})), pod("a", json!({ "hostNetwork": true }))));
    }
}
