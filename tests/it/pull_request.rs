//! The life of pull requests is played with the scripts that the workflows run, and the workflows keep their promises.

use crate::support::conformance::repository;
use crate::support::workflow::{WORKFLOWS, jobs, play, steps, writing, yaml};
use serde_yaml::Value;

const WORKFLOW: &str = ".github/workflows/tenantry.yml";

#[test]
fn the_life_of_pull_requests_goes_as_documented() {
    play("tests/pull_request/life.py", "the life of pull requests was not played");
}

#[test]
fn every_job_has_the_least_permissions_and_no_workflow_any_of_its_own() {
    let expected = [
        ("report", "pull-requests statuses"),
        ("render", "contents pull-requests statuses"),
        ("queue", "statuses"),
        ("main", ""),
        ("after-merge", "contents pull-requests statuses"),
    ];
    assert_eq!(writing(&yaml(WORKFLOW)), expected.map(|(name, writing)| (name, writing.to_owned())));
}

#[test]
fn the_head_of_a_pull_request_is_never_checked_out() {
    for (name, job) in jobs(&yaml(WORKFLOW)) {
        let checkouts = steps(job).iter().filter(|step| {
            let uses = step["uses"].as_str().unwrap_or_default();
            uses.starts_with("actions/checkout@")
        });
        for step in checkouts {
            let reference = step["with"]["ref"].as_str();
            let base = "${{ github.event.merge_group.base_sha }}";
            assert!(reference.is_none() || reference == Some(base), "{name}: {reference:?}");
            assert_eq!(step["with"]["persist-credentials"], false, "{name}");
        }
    }
}

#[test]
fn what_is_used_from_elsewhere_is_pinned_by_its_full_hash_with_the_version_beside_it() {
    let pinned = regex::Regex::new(r"^\s*-? *uses: (\./( #.*)?|[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$").unwrap();
    for path in WORKFLOWS.into_iter().chain(["action.yml"]) {
        let text = std::fs::read_to_string(repository().join(path)).unwrap();
        for line in text.lines().filter(|line| line.trim_start().trim_start_matches("- ").starts_with("uses:")) {
            assert!(pinned.is_match(line), "{path}: {line}");
        }
    }
}

/// Text of a pull request may stand in an expression only where the action takes an input, never in a script.
#[test]
fn no_expression_stands_in_a_script() {
    let action = yaml("action.yml");
    let workflows = WORKFLOWS.map(yaml);
    let of_jobs = workflows.iter().flat_map(jobs).flat_map(|(_, job)| steps(job));
    for step in steps(&action["runs"]).iter().chain(of_jobs) {
        let script = step["run"].as_str().unwrap_or_default();
        assert!(!script.contains("${{"), "{script}");
    }
}

#[test]
fn the_action_hands_over_what_the_scripts_read_and_the_workflow_names_inputs_that_it_has() {
    let action = yaml("action.yml");
    let script = std::fs::read_to_string(repository().join(".github/scripts/settings.py")).unwrap();
    let run = steps(&action["runs"]).last().unwrap();
    let handed: Vec<_> = run["env"].as_mapping().unwrap().keys().filter_map(Value::as_str).collect();
    let read = regex::Regex::new(r#"(?m)^    "(TENANTRY_\w+)": "#).unwrap();
    let read: Vec<_> = read.captures_iter(&script).map(|found| found.get(1).unwrap().as_str()).collect();
    assert!(read.len() > 10 && read.iter().all(|name| handed.contains(name)), "{read:?} {handed:?}");
    assert!(
        handed.iter().filter(|name| name.starts_with("TENANTRY_")).all(|name| read.contains(name)),
        "{read:?} {handed:?}"
    );
    let inputs = action["inputs"].as_mapping().unwrap();
    for (name, job) in jobs(&yaml(WORKFLOW)) {
        for step in steps(job).iter().filter(|step| step["uses"] == "./") {
            let given = step["with"].as_mapping().unwrap().keys();
            given.for_each(|input| assert!(inputs.contains_key(input), "{name}: {input:?}"));
        }
    }
}
