//! Agreement with the real controllers: every case of `conformance/controller` renders to exactly its objects.

use crate::support::conformance::tables;
use crate::support::objects::{by_key, differences, of_tree};
use crate::support::sandbox::Sandbox;
use serde_json::Value;
use std::path::Path;

#[test]
fn every_case_renders_to_the_objects_that_the_controllers_made() {
    for (label, folder) in tables("controller") {
        let mut cases = 0;
        let mut failures = Vec::new();
        for entry in std::fs::read_dir(&folder).expect("the folder can be listed") {
            let case = entry.expect("the folder can be listed").path();
            if case.join("expected.json").is_file() {
                cases += 1;
                failures.extend(run(&case).into_iter().map(|failure| format!("{}: {failure}", case.display())));
            }
        }
        println!("{label}: {cases} cases, {} differences", failures.len());
        assert!(cases > 0, "{label} holds no case");
        assert!(failures.is_empty(), "{}", failures.join("\n"));
    }
}

fn run(case: &Path) -> Vec<String> {
    let sandbox = Sandbox::new();
    for input in ["tenantry.yaml", "profiles"] {
        crate::support::sandbox::copy(&case.join(input), &sandbox.path().join(input));
    }
    let run = sandbox.run(&["render"]);
    if run.code != Some(0) {
        return vec![format!("exit {:?}\n{}", run.code, run.stderr)];
    }
    differences(&expected(case), &of_tree(&sandbox.path().join("rendered")))
}

fn expected(case: &Path) -> std::collections::BTreeMap<crate::support::objects::Key, Value> {
    let text = std::fs::read_to_string(case.join("expected.json")).expect("expected.json can be read");
    let mut value: Value = serde_json::from_str(&text).expect("expected.json is JSON");
    match value["objects"].take() {
        Value::Array(objects) => by_key(objects),
        other => panic!("expected.json holds {other} under objects"),
    }
}
