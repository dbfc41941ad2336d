//! What cannot change in an object that is there, for each kind that a template may make: every state of a list into every other, by
//! the server and by `kubernetes::document::immutable`, which the plan's replacements come from.
//!
//! Not in the lists: strategies of Deployments and StatefulSets whose old parameters stay behind, for server-side apply takes away only
//! what was applied.

use crate::harness::{Client, Document, How, Id, plane};
use rayon::prelude::*;
use serde_json::{Value, json};
use tenantry::kubernetes::document::immutable;

/// Where the objects lie.
const NAMESPACE: &str = "immutable";

/// States of one kind: what the others have is merged over the first.
struct States {
    version: &'static str,
    kind: &'static str,
    states: Vec<Value>,
}

fn states(version: &'static str, kind: &'static str, first: Value, others: &[Value]) -> States {
    let merged = others.iter().map(|other| merge(first.clone(), other));
    States { version, kind, states: [first.clone()].into_iter().chain(merged).collect() }
}

/// As JSON merge patches: null takes away.
fn merge(mut into: Value, from: &Value) -> Value {
    let (Some(members), Some(others)) = (into.as_object_mut(), from.as_object()) else { return from.clone() };
    for (key, value) in others {
        match members.get_mut(key) {
            _ if value.is_null() => drop(members.shift_remove(key)),
            Some(there) => *there = merge(there.take(), value),
            None => drop(members.insert(key.clone(), value.clone())),
        }
    }
    into
}

/// What lies in no other: the kinds without fields that cannot change.
fn free() -> Vec<States> {
    let limit = |cpu: &str| json!({ "limits": [{ "type": "Container", "default": { "cpu": cpu } }] });
    let backend = |name: &str| json!({ "service": { "name": name, "port": { "number": 80 } } });
    let rule = |verb: &str| json!([{ "apiGroups": [""], "resources": ["pods"], "verbs": [verb] }]);
    let job = |image: &str| json!({ "spec": { "template": pod(image) } });
    vec![
        states("v1", "ServiceAccount", json!({}), &[json!({ "automountServiceAccountToken": false })]),
        states("v1", "LimitRange", json!({ "spec": limit("1") }), &[json!({ "spec": limit("2") })]),
        states(
            "v1",
            "Endpoints",
            json!({ "subsets": [] }),
            &[json!({ "subsets": [{ "ports": [{ "port": 1 }], "addresses": [{ "ip": "10.1.1.1" }] }] })],
        ),
        states(
            "rbac.authorization.k8s.io/v1",
            "Role",
            json!({ "rules": rule("get") }),
            &[json!({ "rules": rule("list") })],
        ),
        states(
            "networking.k8s.io/v1",
            "NetworkPolicy",
            json!({ "spec": { "podSelector": {}, "policyTypes": ["Ingress"] } }),
            &[
                json!({ "spec": { "podSelector": { "matchLabels": { "a": "b" } } } }),
                json!({ "spec": { "policyTypes": ["Egress"] } }),
            ],
        ),
        states(
            "networking.k8s.io/v1",
            "Ingress",
            json!({ "spec": { "defaultBackend": backend("a") } }),
            &[json!({ "spec": { "defaultBackend": backend("b") } }), json!({ "spec": { "ingressClassName": "c" } })],
        ),
        states(
            "policy/v1",
            "PodDisruptionBudget",
            json!({ "spec": { "minAvailable": 1, "selector": { "matchLabels": { "a": "b" } } } }),
            &[
                json!({ "spec": { "minAvailable": 2 } }),
                json!({ "spec": { "selector": { "matchLabels": { "a": "c" } } } }),
            ],
        ),
        states(
            "batch/v1",
            "CronJob",
            json!({ "spec": { "schedule": "1 * * * *", "jobTemplate": job("a") } }),
            &[json!({ "spec": { "schedule": "2 * * * *" } }), json!({ "spec": { "jobTemplate": job("b") } })],
        ),
        states(
            "security.istio.io/v1beta1",
            "AuthorizationPolicy",
            json!({ "spec": { "action": "ALLOW" } }),
            &[
                json!({ "spec": { "action": "DENY", "rules": [{}] } }),
                json!({ "spec": { "selector": { "matchLabels": { "a": "b" } } } }),
            ],
        ),
    ]
}

/// A template of a pod.
fn pod(image: &str) -> Value {
    let containers = json!([{ "name": "c", "image": image }]);
    json!({ "metadata": { "labels": { "a": "b", "c": "d" } }, "spec": { "restartPolicy": "Never", "containers": containers } })
}

/// A workload that is selected by labels, with edits of what is in its template and beside it.
fn workload(kind: &'static str, spec: Value, others: &[Value]) -> States {
    let template = |image: &str| merge(pod(image), &json!({ "spec": { "restartPolicy": null } }));
    let first = merge(json!({ "selector": { "matchLabels": { "a": "b" } }, "template": template("x") }), &spec);
    let mut edits = vec![json!({ "selector": { "matchLabels": { "c": "d" } } }), json!({ "template": template("y") })];
    edits.push(json!({ "minReadySeconds": 5 }));
    edits.push(json!({ "revisionHistoryLimit": 3 }));
    edits.extend(others.iter().cloned());
    let edits: Vec<_> = edits.into_iter().map(|edit| json!({ "spec": edit })).collect();
    states("apps/v1", kind, json!({ "spec": first }), &edits)
}

fn workloads() -> Vec<States> {
    let claim = |size: &str| {
        let spec = json!({ "accessModes": ["ReadWriteOnce"], "resources": { "requests": { "storage": size } } });
        json!([{ "metadata": { "name": "data" }, "spec": spec }])
    };
    let of_job = |edit: Value| json!({ "spec": edit });
    vec![
        workload("Deployment", json!({}), &[json!({ "replicas": 2 }), json!({ "paused": true })]),
        workload("DaemonSet", json!({}), &[json!({ "updateStrategy": { "type": "OnDelete" } })]),
        workload(
            "StatefulSet",
            json!({ "serviceName": "s" }),
            &[
                json!({ "serviceName": "t" }),
                json!({ "podManagementPolicy": "Parallel" }),
                json!({ "podManagementPolicy": "OrderedReady" }),
                json!({ "replicas": 2 }),
                json!({ "ordinals": { "start": 3 } }),
                json!({ "persistentVolumeClaimRetentionPolicy": { "whenDeleted": "Delete", "whenScaled": "Delete" } }),
                json!({ "volumeClaimTemplates": claim("1Gi") }),
                json!({ "volumeClaimTemplates": claim("2Gi") }),
            ],
        ),
        states(
            "batch/v1",
            "Job",
            json!({ "spec": { "template": pod("x") } }),
            &[
                of_job(json!({ "template": pod("y") })),
                of_job(json!({ "template": { "spec": { "nodeSelector": { "a": "b" } } } })),
                of_job(json!({ "completions": 2 })),
                of_job(json!({ "completions": 1 })),
                of_job(json!({ "completions": 2, "parallelism": 2, "completionMode": "Indexed" })),
                of_job(json!({ "completions": 3, "parallelism": 3, "completionMode": "Indexed" })),
                of_job(json!({ "completions": 3, "parallelism": 2, "completionMode": "Indexed" })),
                of_job(json!({ "parallelism": 2 })),
                of_job(json!({ "backoffLimit": 3 })),
                of_job(json!({ "activeDeadlineSeconds": 60 })),
                of_job(json!({ "ttlSecondsAfterFinished": 60 })),
                of_job(json!({ "podReplacementPolicy": "Failed" })),
                of_job(json!({ "completionMode": "NonIndexed" })),
            ],
        ),
        states(
            "v1",
            "Pod",
            merge(pod("x"), &json!({})),
            &[
                pod("y"),
                json!({ "metadata": { "labels": { "a": "z" } } }),
                json!({ "spec": { "nodeSelector": { "a": "b" } } }),
                json!({ "spec": { "activeDeadlineSeconds": 60 } }),
                json!({ "spec": { "containers": [{ "name": "c", "image": "x", "command": ["sh"] }] } }),
                json!({ "spec": { "containers": [{ "name": "d", "image": "x" }] } }),
                json!({ "spec": { "restartPolicy": "Always" } }),
            ],
        ),
    ]
}

fn data() -> Vec<States> {
    let claim = |edit: Value| json!({ "spec": edit });
    let service = |edit: Value| json!({ "spec": edit });
    vec![
        states(
            "v1",
            "ConfigMap",
            json!({ "data": { "a": "1" } }),
            &[
                json!({ "data": { "a": "2" } }),
                json!({ "data": { "b": "1" } }),
                json!({ "binaryData": { "c": "MQ==" } }),
                json!({ "immutable": false }),
                json!({ "immutable": true }),
                json!({ "immutable": true, "data": { "a": "2" } }),
                json!({ "immutable": true, "binaryData": { "c": "MQ==" } }),
                json!({ "immutable": true, "metadata": { "labels": { "a": "b" } } }),
            ],
        ),
        states(
            "v1",
            "Secret",
            json!({ "data": { "a": "MQ==" } }),
            &[
                json!({ "type": "Opaque" }),
                json!({ "type": "example.com/other" }),
                json!({ "data": { "a": "Mg==" } }),
                json!({ "immutable": true }),
                json!({ "immutable": true, "data": { "a": "Mg==" } }),
            ],
        ),
        states(
            "v1",
            "PersistentVolumeClaim",
            json!({ "spec": { "accessModes": ["ReadWriteOnce"], "resources": { "requests": { "storage": "1Gi" } } } }),
            &[
                json!({ "metadata": { "labels": { "a": "b" } } }),
                claim(json!({ "accessModes": ["ReadWriteMany"] })),
                claim(json!({ "storageClassName": "fast" })),
                claim(json!({ "storageClassName": "slow" })),
                claim(json!({ "volumeMode": "Filesystem" })),
                claim(json!({ "volumeMode": "Block" })),
                claim(json!({ "volumeName": "one" })),
                claim(json!({ "selector": { "matchLabels": { "a": "b" } } })),
            ],
        ),
        states(
            "v1",
            "Service",
            json!({ "spec": { "ports": [{ "port": 80 }], "selector": { "a": "b" } } }),
            &[
                service(json!({ "ports": [{ "port": 81 }] })),
                service(json!({ "selector": { "a": "c" } })),
                service(json!({ "clusterIP": "None" })),
                service(json!({ "clusterIP": "10.0.0.77" })),
                service(json!({ "type": "ClusterIP" })),
                service(json!({ "type": "NodePort" })),
                service(json!({ "type": "ExternalName", "externalName": "a.example.com" })),
                service(json!({ "type": "LoadBalancer" })),
                service(json!({ "type": "LoadBalancer", "loadBalancerClass": "example.com/a" })),
                service(json!({ "type": "LoadBalancer", "loadBalancerClass": "example.com/b" })),
                service(json!({ "sessionAffinity": "ClientIP" })),
            ],
        ),
    ]
}

fn access() -> Vec<States> {
    let role = |kind: &str, name: &str| json!({ "apiGroup": "rbac.authorization.k8s.io", "kind": kind, "name": name });
    let quota = |scopes: &[&str]| json!({ "spec": { "hard": { "pods": "1" }, "scopes": scopes } });
    vec![
        states(
            "rbac.authorization.k8s.io/v1",
            "RoleBinding",
            json!({ "roleRef": role("ClusterRole", "view"), "subjects": [] }),
            &[
                json!({ "roleRef": role("ClusterRole", "edit") }),
                json!({ "roleRef": role("Role", "view") }),
                json!({ "subjects": [{ "kind": "User", "name": "a", "apiGroup": "rbac.authorization.k8s.io" }] }),
            ],
        ),
        states(
            "v1",
            "ResourceQuota",
            json!({ "spec": { "hard": { "pods": "1" } } }),
            &[
                json!({ "spec": { "hard": { "pods": "2" } } }),
                quota(&["Terminating"]),
                quota(&["Terminating", "NotBestEffort"]),
                quota(&["NotBestEffort", "Terminating"]),
            ],
        ),
    ]
}

/// A state as an object of a name.
fn object(of: &States, state: usize, name: &str) -> Value {
    let head =
        json!({ "apiVersion": of.version, "kind": of.kind, "metadata": { "name": name, "namespace": NAMESPACE } });
    merge(head, &of.states[state])
}

fn document(object: Value) -> Document {
    Document { text: object.to_string(), object }
}

/// What comes of every state of a kind into every other: changes, those that cannot be, and where the two do not agree.
fn ask(client: &Client, of: &States) -> (usize, usize, Vec<String>) {
    let (mut asked, mut fixed, mut wrong) = (0, 0, Vec::new());
    for from in 0..of.states.len() {
        let name = format!("{}-{from}", of.kind.to_lowercase());
        let old = document(object(of, from, &name));
        client.apply(&old, How::ForReal).object();
        for to in (0..of.states.len()).filter(|to| *to != from) {
            let new = document(object(of, to, &name));
            let answer = client.apply(&new, How::DryRun);
            let ours = !immutable(&old.object, &new.object).is_empty();
            asked += 1;
            fixed += usize::from(!answer.accepted());
            if ours == answer.accepted() {
                let (is, message) = (if ours { "a replacement" } else { "a change" }, answer.message());
                wrong.push(format!(
                    "{}: {} -> {}: we say {is}, the server {} {message}",
                    of.kind, of.states[from], of.states[to], answer.status
                ));
            }
        }
        // The address of a Service is taken by one at a time.
        client.delete(&Id::of(&old.object)).object();
    }
    (asked, fixed, wrong)
}

#[test]
fn what_cannot_change_is_what_the_server_does_not_change() {
    let Some(plane) = plane("no change was held against what is immutable") else { return };
    let client = plane.client();
    for (kind, namespace, name) in [("Namespace", "", NAMESPACE), ("ServiceAccount", NAMESPACE, "default")] {
        let metadata = json!({ "name": name, "namespace": namespace });
        let object = json!({ "apiVersion": "v1", "kind": kind, "metadata": metadata });
        client.create(&object, namespace, How::ForReal).object();
    }
    let kinds: Vec<_> = [free(), workloads(), data(), access()].into_iter().flatten().collect();
    let answers: Vec<_> = kinds.par_iter().map(|of| ask(client, of)).collect();
    let asked: usize = answers.iter().map(|(asked, ..)| asked).sum();
    let fixed: usize = answers.iter().map(|(_, fixed, _)| fixed).sum();
    let wrong: Vec<_> = answers.iter().flat_map(|(.., wrong)| wrong).map(String::as_str).collect();
    println!(
        "e2e immutable: {} kinds, {asked} changes, {fixed} that the server does not make, {} disagreements",
        kinds.len(),
        wrong.len()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(asked > 500 && (30..=70).contains(&(fixed * 100 / asked)), "{fixed} of {asked} cannot be made");
}

/// As docs/sync-engines.md warns. Should a server take it one day, the warning goes.
#[test]
fn a_policy_that_is_emptied_is_not_applied() {
    let Some(plane) = plane("no policy was emptied") else { return };
    let namespace = json!({ "apiVersion": "v1", "kind": "Namespace", "metadata": { "name": "emptied" } });
    plane.client().create(&namespace, "", How::ForReal).object();
    let policy = |spec: Value| {
        let metadata = json!({ "name": "policy", "namespace": "emptied" });
        document(json!({
            "apiVersion": "security.istio.io/v1beta1", "kind": "AuthorizationPolicy", "metadata": metadata, "spec": spec,
        }))
    };
    plane.client().apply(&policy(json!({ "rules": [{}] })), How::ForReal).object();
    let emptied = plane.client().apply(&policy(json!({})), How::DryRun);
    assert!(!emptied.accepted(), "{}", emptied.body);
    assert!(emptied.message().contains("must be of type object"), "{}", emptied.message());
    plane.client().apply(&policy(json!({ "action": "ALLOW" })), How::DryRun).object();
}
