//! What `tenantry diff` says of the inputs of a repository, against what is committed there.

use crate::harness::{Answer, Id};
use crate::support::git::TestRepository;
use crate::support::sandbox::{Run, binary};
use serde_json::Value;
use std::collections::BTreeMap;
use std::process::Command;

/// The tenants that change, each with what happens to it. Further arguments say what a guard is to let pass.
pub fn tenants(repository: &TestRepository, further: &[&str]) -> Vec<Value> {
    let mut diff = Command::new(binary());
    let output = diff.current_dir(repository.top()).args(["diff", "--format", "json"]).args(further).output();
    let run = Run::of(output.expect("the binary can be run")).expect(1);
    let mut report: Value = serde_json::from_str(&run.stdout).expect("a report is JSON");
    match report["plan"]["trees"][0]["review"]["tenants"].take() {
        Value::Array(tenants) => tenants,
        other => panic!("no review: {other}"),
    }
}

/// What the plan says happens to each object that does not stay as it is.
pub fn verbs(review: &[Value]) -> BTreeMap<Id, String> {
    let mut verbs = BTreeMap::new();
    for object in review.iter().flat_map(|tenant| tenant["objects"].as_array().into_iter().flatten()) {
        let text = |field: &str| object[field].as_str().unwrap_or_default().to_owned();
        let version = match &*text("group") {
            "" => "v1".to_owned(),
            "security.istio.io" => "security.istio.io/v1beta1".to_owned(),
            group => format!("{group}/v1"),
        };
        let id = Id { version, kind: text("kind"), namespace: text("namespace"), name: text("name") };
        verbs.insert(id, text("change"));
    }
    verbs
}

/// Whether the server says that a field cannot change.
pub fn is_immutable(answer: &Answer) -> bool {
    let causes = answer.body["details"]["causes"].as_array();
    let says = |text: &str| text.contains("immutable") || text.contains("cannot change roleRef");
    causes.into_iter().flatten().any(|cause| says(cause["message"].as_str().unwrap_or_default()))
}
