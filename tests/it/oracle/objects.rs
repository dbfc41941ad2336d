//! Random objects of every kind that is known here: the mirror and the server's own code say the same of each, and hold the
//! same afterwards.

use super::generator::Random;
use super::programs::Oracle;
use serde_json::{Value, json};
use tenantry::kubernetes::document::{Request, create};

/// The namespace of every request.
const NAMESPACE: &str = "team-a";
/// How many objects are made.
const OBJECTS: u64 = 40_000;

#[test]
fn the_mirror_and_the_server_agree_on_random_objects() {
    let Some(oracle) = Oracle::find() else {
        println!("SKIPPED: no TENANTRY_ORACLE: no random object was held against the API server's own code");
        return;
    };
    let objects: Vec<Value> = (0..OBJECTS).map(|seed| object(&Random::new(seed))).collect();
    let answers = oracle.ask_in(objects.iter().map(|object| (NAMESPACE, object)));
    let accepted = answers.iter().filter(|answer| answer.accepted).count();
    let mut wrong = Vec::new();
    for (object, answer) in objects.iter().zip(&answers) {
        match create(object, Request { namespace: NAMESPACE }) {
            Ok(ours) if answer.accepted && ours == answer.canonical => {}
            Err(_) if !answer.accepted => {}
            Ok(ours) if answer.accepted => {
                wrong.push(format!("{object}\n  we hold {ours}\n  it holds {}", answer.canonical))
            }
            Ok(_) => wrong.push(format!("{object}\n  we accept, the server: {}", answer.message)),
            Err(why) => wrong.push(format!("{object}\n  the server accepts, we refuse: {why:?}")),
        }
    }
    println!("oracle: {OBJECTS} random objects, {accepted} accepted, {} agree", objects.len() - wrong.len());
    let share = accepted * 100 / objects.len();
    assert!((25..=75).contains(&share), "{share} percent are accepted");
    assert!(wrong.is_empty(), "{} disagreements\n{}", wrong.len(), wrong[..wrong.len().min(12)].join("\n"));
}

/// A sound object with up to three changes.
fn object(random: &Random) -> Value {
    let mut object = sound(random);
    for _ in 0..random.below(4) {
        change(&mut object, random);
    }
    object
}

fn sound(random: &Random) -> Value {
    let metadata = json!({ "name": "a", "labels": { "x": "y" }, "annotations": { "b": "c" } });
    match random.below(7) {
        0 => {
            json!({ "apiVersion": "v1", "kind": "Namespace", "metadata": metadata, "spec": { "finalizers": ["kubernetes"] } })
        }
        1 => json!({
            "apiVersion": "v1", "kind": "ServiceAccount", "metadata": metadata, "automountServiceAccountToken": true,
            "imagePullSecrets": [{ "name": "x" }], "secrets": [{ "name": "y" }],
        }),
        2 => json!({
            "apiVersion": "v1", "kind": "ResourceQuota", "metadata": metadata,
            "spec": {
                "hard": { "pods": "5", "cpu": "1500m" }, "scopes": ["NotTerminating"],
                "scopeSelector": { "matchExpressions": [{ "scopeName": "PriorityClass", "operator": "In", "values": ["a"] }] },
            },
        }),
        3 => json!({
            "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": metadata,
            "roleRef": { "apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "r" },
            "subjects": [
                { "kind": "User", "name": "a@b", "apiGroup": "rbac.authorization.k8s.io" },
                { "kind": "ServiceAccount", "name": "s", "namespace": "n" },
            ],
        }),
        4 => json!({
            "apiVersion": "kubeflow.org/v1", "kind": "Profile", "metadata": metadata,
            "spec": {
                "owner": { "kind": "User", "name": "a@b" },
                "plugins": [{ "kind": "WorkloadIdentity", "spec": { "gcpServiceAccount": "x", "more": [null, { "a": null }] } }],
                "resourceQuotaSpec": {
                    "hard": { "cpu": 4, "memory": "1Gi" }, "scopes": ["BestEffort"],
                    "scopeSelector": { "matchExpressions": [{ "scopeName": "a", "operator": "b", "values": ["c"] }] },
                },
            },
            "status": { "conditions": [{ "type": "Ready", "status": "True", "message": "m" }] },
        }),
        5 => json!({
            "apiVersion": "security.istio.io/v1beta1", "kind": "AuthorizationPolicy", "metadata": metadata,
            "spec": {
                "action": "ALLOW", "selector": { "matchLabels": { "app": "x" } },
                "rules": [{
                    "from": [{ "source": { "principals": ["p"], "notNamespaces": ["n"] } }],
                    "to": [{ "operation": { "methods": ["GET"], "paths": ["/a"], "ports": ["80"] } }],
                    "when": [{ "key": "k", "values": ["v"], "notValues": ["w"] }],
                }],
            },
        }),
        _ => json!({
            "apiVersion": "security.istio.io/v1", "kind": "AuthorizationPolicy", "metadata": metadata,
            "spec": {
                "action": "CUSTOM", "provider": { "name": "p" },
                "targetRefs": [{ "kind": "Service", "name": "s", "group": "" }],
                "rules": [{ "from": [{ "source": { "serviceAccounts": ["a/b"], "ipBlocks": ["10.0.0.0/8"] } }] }],
            },
        }),
    }
}

/// Changes one value somewhere: another value, a key less, a key more.
fn change(value: &mut Value, random: &Random) {
    let deeper = !random.once_in(4);
    match value {
        Value::Object(members) if deeper && !members.is_empty() => {
            let key = members.keys().nth(random.below(members.len())).cloned().unwrap_or_default();
            // Another version or kind is another object, and mostly none at all.
            if !["apiVersion", "kind"].contains(&key.as_str()) || random.once_in(10) {
                change(&mut members[&key], random);
            }
        }
        Value::Array(items) if deeper && !items.is_empty() => {
            let index = random.below(items.len());
            change(&mut items[index], random);
        }
        Value::Object(members) => match random.below(3) {
            0 => drop(members.insert(key(random), leaf(random))),
            1 => drop(members.keys().next().cloned().and_then(|key| members.shift_remove(&key))),
            _ => *value = leaf(random),
        },
        Value::Array(items) => match random.below(3) {
            0 => items.push(leaf(random)),
            1 => items.clear(),
            _ => *value = leaf(random),
        },
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => *value = leaf(random),
    }
}

fn key(random: &Random) -> String {
    let keys = [
        "name",
        "Name",
        "namespace",
        "generateName",
        "finalizers",
        "labels",
        "annotations",
        "foo",
        "spec",
        "status",
        "hard",
        "scopes",
        "used",
        "limits.cpu",
        "requests.nvidia.com/gpu",
        "gpu",
        "pod-security.kubernetes.io/enforce",
        "selector",
        "targetRef",
        "targetRefs",
        "provider",
        "principals",
        "serviceAccounts",
        "values",
        "apiGroup",
        "uid",
        "generation",
        "creationTimestamp",
        "deletionGracePeriodSeconds",
        "ownerReferences",
        "phase",
        "data",
        "a/b",
        "A.b",
        "kubernetes.io/metadata.name",
        "trustDomains",
        "selfLink",
        "message",
    ];
    random.one_of(&keys).to_owned()
}

fn leaf(random: &Random) -> Value {
    match random.below(28) {
        0..4 => Value::Null,
        4 => json!(true),
        5 => json!(0),
        6 => json!(5),
        7 => json!(1.5),
        8 => json!([]),
        9 => json!({}),
        10 => json!([null]),
        11 => json!([""]),
        12 => json!(["x"]),
        13 => json!({ "a": "b" }),
        14 => json!({ "name": "x", "kind": "Service" }),
        15 => json!([{ "kind": "User", "name": "u" }]),
        16 => json!([{ "apiVersion": "v1", "kind": "Pod", "name": "p", "uid": "u" }]),
        17 => json!(["kubernetes", "a.b/c"]),
        18 => json!(random.text("ab-._/A *", random.below(6))),
        19 => json!(random.text("ab", 60 + random.below(8))),
        20 => json!(random.one_of(&["BestEffort", "Terminating", "PriorityClass", "Exists", "In", "DoesNotExist"])),
        21 => json!(random.one_of(&["1", "1500m", "-1", "0.5", "1Gi", "1K", " 5 ", "1e3", "9Ei", "0.0001", ""])),
        22 => json!(random.one_of(&["ALLOW", "DENY", "baseline", "restricted", "v1.30", "latest", "privileged"])),
        23 => json!(random.one_of(&["User", "Group", "ServiceAccount", "ClusterRole", "Role"])),
        24 => json!(random.one_of(&[
            "2024-01-02T03:04:05Z",
            "yesterday",
            "2024-01-02T03:04:05+01:00",
            "2024-02-30T00:00:00Z"
        ])),
        25 => json!(random.one_of(&["team-a", "x.y", "x/y", "-a", "A", "é", "a b"])),
        _ => json!("ok"),
    }
}
