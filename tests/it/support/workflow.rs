//! Workflows as the tests read them.

use super::conformance::repository;
use serde_yaml::Value;
use std::process::Command;

/// Every workflow of the repository.
pub const WORKFLOWS: [&str; 3] =
    [".github/workflows/ci.yml", ".github/workflows/release.yml", ".github/workflows/tenantry.yml"];

/// A YAML file of the repository.
pub fn yaml(path: &str) -> Value {
    let text = std::fs::read_to_string(repository().join(path)).unwrap();
    serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The jobs of a workflow: name, and what it holds.
pub fn jobs(workflow: &Value) -> Vec<(&str, &Value)> {
    let jobs = workflow["jobs"].as_mapping().unwrap();
    jobs.iter().map(|(name, job)| (name.as_str().unwrap(), job)).collect()
}

/// The steps of a job.
pub fn steps(job: &Value) -> &[Value] {
    job["steps"].as_sequence().unwrap()
}

/// Each job with what it may write, of a workflow that gives nothing by itself.
pub fn writing(workflow: &Value) -> Vec<(&str, String)> {
    assert_eq!(workflow["permissions"].as_mapping().map(serde_yaml::Mapping::len), Some(0));
    let of_job = |job: &Value| -> Vec<String> {
        let permissions = job["permissions"].as_mapping().unwrap().iter();
        permissions.filter(|(_, level)| *level == "write").map(|(name, _)| name.as_str().unwrap().to_owned()).collect()
    };
    jobs(workflow).into_iter().map(|(name, job)| (name, of_job(job).join(" "))).collect()
}

/// Runs a script of the repository with the binary and prints what it says; without Python or git it says so.
pub fn play(script: &str, what: &str) {
    for program in ["python3", "git"] {
        if !Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success()) {
            println!("SKIPPED: {what}: no {program}");
            return;
        }
    }
    let script = repository().join(script);
    let output = Command::new("python3").arg("-B").arg(script).arg(super::sandbox::binary()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    println!("{said}");
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
}
