//! Tenants of all sorts, a hundred for each engine: every number of contributors, every kind of quota and of cloud identity,
//! retired ones, names that YAML readers stumble over, and objects of templates that are not shipped.

use crate::support::sandbox::Sandbox;
use serde_json::{Value, json};

/// How many tenants each engine gets.
pub const EACH: usize = 100;

/// Names of people as YAML readers would rather not have them.
const PEOPLE: [&str; 13] = [
    "null",
    "yes",
    "1e3",
    "0x10",
    "12:30:00",
    "a: b",
    "it's",
    "- x",
    "#hash",
    "{{ x }}x",
    "Zoë Жанна 李",
    "~",
    "& x @all",
];

const LIMIT_RANGE: &str = "\
{% if tenant.quota %}
apiVersion: v1
kind: LimitRange
metadata: {name: defaults, namespace: {{ tenant.name }}, labels: {\"yes\": \"no\", \"on\": \"1e3\"}}
spec: {limits: [{type: Container, defaultRequest: {cpu: 100m, memory: 1Gi}}]}
{% endif %}
";

const NETWORK_POLICY: &str = "\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: only-inside, namespace: {{ tenant.name }}}
spec: {podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {}}]}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: about, namespace: {{ tenant.name }}}
data: {text: \"first\\n  second: \\\"third\\\"\\n\\n\", empty: \"\", number: \"0777\"}
";

/// A folder with a hundred rendered tenants that this engine syncs.
pub fn render(engine: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    let inert = engine == "flux";
    sandbox.write(
        "tenantry.yaml",
        format!(
            "apiVersion: tenantry.dev/v1alpha1\nkind: Config\ninertProfiles: {inert}\ngitOps: {{engine: {engine}}}\n\
             cloud: {{allow: {{aws: [\"arn:aws:iam::111122223333:role/*\"], gcp: [\"*@proj-a.iam.gserviceaccount.com\"]}}}}\n"
        ),
    );
    sandbox.write("templates/tenant/limit-range.yaml.j2", LIMIT_RANGE);
    sandbox.write("templates/tenant/network-policy.yaml.j2", NETWORK_POLICY);
    for index in 0..EACH {
        sandbox.write(&format!("profiles/{}.yaml", name(index)), text(index));
    }
    sandbox.run(&["render"]).expect(0);
    sandbox
}

/// Its length goes up to that of the longest namespace.
fn name(index: usize) -> String {
    format!("t{index:03}-{}", "x".repeat(1 + index * 57 / (EACH - 1)))
}

/// Its file. JSON is YAML, and no writer of ours takes part.
fn text(index: usize) -> String {
    let metadata = json!({ "name": name(index) });
    let mut spec = json!({ "owner": { "kind": "User", "name": person(index) }, "plugins": plugins(index) });
    if let Some(quota) = quota(index) {
        spec["resourceQuotaSpec"] = quota;
    }
    let profile = json!({ "apiVersion": "kubeflow.org/v1", "kind": "Profile", "metadata": metadata, "spec": spec });
    let spec = if index % 10 == 9 {
        json!({ "lifecycle": "Retired" })
    } else {
        json!({ "contributors": contributors(index) })
    };
    let tenant = json!({ "apiVersion": "tenantry.dev/v1alpha1", "kind": "Tenant", "metadata": metadata, "spec": spec });
    format!("{profile}\n---\n{tenant}\n")
}

fn person(index: usize) -> String {
    PEOPLE[index % PEOPLE.len()].replace("{{ x }}", "{x}")
}

/// From none to a dozen, none of them the owner.
fn contributors(index: usize) -> Vec<Value> {
    let role = |number: usize| ["admin", "edit", "view"][(index + number) % 3];
    (0..index % 13).map(|number| json!({ "name": person(index + number + 1), "role": role(number) })).collect()
}

fn plugins(index: usize) -> Vec<Value> {
    let aws = json!({ "kind": "AwsIamForServiceAccount", "spec": {
        "awsIamRole": format!("arn:aws:iam::111122223333:role/r{index}"), "annotateOnly": true } });
    let gcp = json!({ "kind": "WorkloadIdentity", "spec": {
        "gcpServiceAccount": format!("runner{index}@proj-a.iam.gserviceaccount.com"), "annotateOnly": true } });
    [aws, gcp].into_iter().enumerate().filter(|(bit, _)| index >> bit & 1 == 1).map(|(_, plugin)| plugin).collect()
}

fn quota(index: usize) -> Option<Value> {
    match index % 5 {
        0 => None,
        1 => Some(json!({ "hard": { "cpu": index, "memory": "1.5Gi" } })),
        2 => Some(json!({ "hard": { "pods": "1k" }, "scopes": ["Terminating"] })),
        3 => Some(json!({ "hard": { "requests.nvidia.com/gpu": 1, "count/jobs.batch": 7, "cpu": "0.1" } })),
        _ => Some(json!({ "hard": { "pods": 90 }, "scopeSelector": { "matchExpressions": [
            { "scopeName": "PriorityClass", "operator": "In", "values": ["yes", "1e3"] } ] } })),
    }
}
