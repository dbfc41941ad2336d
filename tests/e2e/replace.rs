//! What the plan calls a replacement is what the server calls immutable, and nothing else is: on random changes of many tenants.

use crate::generator::Random;
use crate::harness::{How, Id, apply_all, documents, plane};
use crate::reviewed::{is_immutable, tenants, verbs};
use crate::support::conformance::repository;
use crate::support::git::TestRepository;
use crate::support::sandbox::{Run, binary, copy};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::process::Command;

/// How many tenants change.
const TENANTS: u64 = 120;

/// All of them change at once.
const MANY: [&str; 2] = ["--allow", "access-changes"];

/// The config before and after: another role for viewers, under bindings whose names stay.
const CONFIGS: [&str; 2] = ["kubeflow-view", "view"];

/// A quota's scopes: some are the same set in another order, or twice over.
const SCOPES: [&[&str]; 7] = [
    &[],
    &["Terminating"],
    &["NotTerminating"],
    &["Terminating", "NotBestEffort"],
    &["NotBestEffort", "Terminating"],
    &["NotBestEffort", "Terminating", "NotBestEffort"],
    &["NotBestEffort", "NotTerminating"],
];

fn quota(random: &Random) -> Option<Value> {
    let mut quota = json!({ "hard": { "pods": random.below(3) + 1 } });
    let scopes = random.one_of(&SCOPES);
    if !scopes.is_empty() {
        quota["scopes"] = json!(scopes);
    }
    if random.once_in(3) {
        let class = random.one_of(&["low", "high"]);
        quota["scopeSelector"] =
            json!({ "matchExpressions": [{ "scopeName": "PriorityClass", "operator": "In", "values": [class] }] });
    }
    (!random.once_in(6)).then_some(quota)
}

/// A tenant's file, as it may be before or after.
fn text(name: &str, random: &Random) -> String {
    let owner = random.one_of(&["ana@example.com", "bob@example.com"]);
    let role = |random: &Random| random.one_of(&["admin", "edit", "view"]);
    let mut contributors = vec![json!({ "name": "audit@example.com", "role": role(random) })];
    // Two whose bindings have the same name.
    contributors.push(json!({ "name": random.one_of(&["c.d@example.com", "c-d@example.com"]), "role": role(random) }));
    let mut spec = json!({ "owner": { "kind": "User", "name": owner } });
    if let Some(quota) = quota(random) {
        spec["resourceQuotaSpec"] = quota;
    }
    if random.once_in(2) {
        let role = format!("arn:aws:iam::111122223333:role/{name}-{}", random.below(2));
        let identity = json!({ "awsIamRole": role, "annotateOnly": true });
        spec["plugins"] = json!([{ "kind": "AwsIamForServiceAccount", "spec": identity }]);
    }
    let metadata = json!({ "name": name });
    let profile = json!({ "apiVersion": "kubeflow.org/v1", "kind": "Profile", "metadata": metadata, "spec": spec });
    let spec = json!({ "contributors": contributors });
    let tenant = json!({ "apiVersion": "tenantry.dev/v1alpha1", "kind": "Tenant", "metadata": metadata, "spec": spec });
    format!("{profile}\n---\n{tenant}\n")
}

fn write(repository: &TestRepository, side: usize) {
    let config = format!(
        "apiVersion: tenantry.dev/v1alpha1\nkind: Config\nclusterRoles: {{view: {}}}\ngitOps: {{engine: none}}\n\
         cloud: {{allow: {{aws: [\"arn:aws:iam::111122223333:role/{{tenant}}-*\"]}}}}\n",
        CONFIGS[side]
    );
    repository.write("tenantry.yaml", config);
    for number in 0..TENANTS {
        let name = format!("replace-{number:03}");
        let random = Random::new(number * 2 + side as u64);
        repository.write(&format!("profiles/{name}.yaml"), text(&name, &random));
    }
}

fn render(repository: &TestRepository) {
    let mut render = Command::new(binary());
    let output = render.current_dir(repository.top()).args(["render", "--quiet"]).args(MANY).output();
    Run::of(output.expect("the binary can be run")).expect(0);
}

#[test]
fn what_the_plan_replaces_is_what_the_server_calls_immutable() {
    let Some(plane) = plane("no replacement was held against what is immutable") else { return };
    let client = plane.client();
    let test = TestRepository::new(&["--initial-branch=main"]);
    copy(&repository().join("tests/e2e/life/01-created/templates"), &test.top().join("templates"));
    write(&test, 0);
    render(&test);
    test.commit("Before");
    let before = documents(&test.top().join("rendered/tenants"));
    apply_all(client, &before);
    write(&test, 1);
    let verbs = verbs(&tenants(&test, &MANY));
    render(&test);
    let after = documents(&test.top().join("rendered/tenants"));
    let both: Vec<_> = after.iter().filter(|(id, _)| before.contains_key(id)).collect();
    let judged: Vec<(&Id, &str, bool, Option<String>)> = both
        .par_iter()
        .map(|(id, document)| {
            let answer = client.apply(document, How::DryRun);
            let verb = verbs.get(id).map_or("", String::as_str);
            let immutable = is_immutable(&answer);
            let agrees = immutable == (verb == "replace") && (immutable || answer.accepted());
            let wrong = format!("{id}: the plan says {verb:?}, the server {} {}", answer.status, answer.message());
            (*id, verb, immutable, (!agrees).then_some(wrong))
        })
        .collect();
    let mut counts = BTreeMap::<_, usize>::new();
    for (id, verb, ..) in &judged {
        *counts.entry((if verb.is_empty() { "leave" } else { verb }, &*id.kind)).or_default() += 1;
    }
    let immutable = judged.iter().filter(|(_, _, immutable, _)| *immutable).count();
    let wrong: Vec<_> = judged.iter().filter_map(|(.., wrong)| wrong.as_deref()).collect();
    println!(
        "e2e replace: {TENANTS} tenants, {} objects on both sides, {immutable} immutable by the server, {} disagreements; {counts:?}",
        judged.len(),
        wrong.len(),
    );
    assert!(wrong.is_empty(), "{}", wrong[..wrong.len().min(20)].join("\n"));
    let replaced = |kind: &str| counts.get(&("replace", kind)).copied().unwrap_or_default();
    assert!(
        judged.len() > 1_000 && replaced("RoleBinding") > 100 && replaced("ResourceQuota") > 30,
        "too little changed"
    );
}
