//! What comes in and what goes out: dependencies, one version of Rust everywhere, releases and the image.

use crate::support::conformance::repository;
use crate::support::workflow::{WORKFLOWS, jobs, play, steps, writing, yaml};
use regex::Regex;
use std::collections::BTreeSet;

fn read(path: &str) -> String {
    std::fs::read_to_string(repository().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn found(pattern: &str, text: &str) -> Vec<String> {
    Regex::new(pattern).unwrap().captures_iter(text).map(|found| found[1].to_owned()).collect()
}

#[test]
fn a_release_is_played_as_the_workflow_runs_it() {
    play("tests/release/play.py", "a release was not played");
}

/// The oldest Rust that will do is the one that everything is built with; no older one is tried.
#[test]
fn one_version_of_rust_is_named_everywhere() {
    let [ours] = <[String; 1]>::try_from(found(r#"(?m)^rust-version = "(.*)"$"#, &read("Cargo.toml"))).unwrap();
    let places = [
        ("README.md", r"Rust (\d+\.\d+) or later"),
        ("CONTRIBUTING.md", r"Rust (\d+\.\d+) or later"),
        ("docs/install.md", r"Rust (\d+\.\d+) or later"),
        (".ci/run", r"(?m)^# Needs: .*Rust (\d+\.\d+) by rustup"),
        ("Containerfile", r"(?m)^ARG RUST=docker\.io/library/rust:(\d+\.\d+)-"),
    ];
    for (path, pattern) in places {
        assert_eq!(found(pattern, &read(path)), [ours.as_str()], "{path}");
    }
    for path in WORKFLOWS {
        let text = read(path);
        let named = found(r"(?:toolchain install|rustup default|name: Rust) ([\d.]+)", &text);
        assert!(named.iter().all(|version| *version == ours), "{path}: {named:?}");
        assert_eq!(named.len(), 3 * text.matches("rustup toolchain install").count(), "{path}: {named:?}");
    }
    for path in ["rust-toolchain", "rust-toolchain.toml"] {
        assert!(!repository().join(path).exists(), "{path} would be one more place");
    }
}

#[test]
fn git_is_read_without_transports_and_nothing_brings_openssl() {
    let [git2] = <[String; 1]>::try_from(found(r"(?m)^git2 = \{(.*)\}$", &read("Cargo.toml"))).unwrap();
    assert!(git2.contains("default-features = false"), "{git2}");
    for path in ["Cargo.lock", "fuzz/Cargo.lock"] {
        let names = found(r#"(?m)^name = "(.*)"$"#, &read(path));
        assert!(names.len() > 100 && names.contains(&"git2".to_owned()), "{path}: {names:?}");
        let bad: Vec<_> = ["openssl", "native-tls", "rustls", "libssh2"]
            .into_iter()
            .filter(|bad| names.iter().any(|name| name.starts_with(bad)))
            .collect();
        assert!(bad.is_empty(), "{path}: {bad:?}");
    }
}

#[test]
fn what_is_released_is_built_and_its_dependencies_checked() {
    let script = read(".github/scripts/release.py");
    let list = script.split_once("TARGETS = (").unwrap().1.split_once(')').unwrap().0;
    let targets: BTreeSet<String> = found("\"(.*)\"", list).into_iter().collect();
    assert_eq!(targets.len(), 5);
    let workflow = yaml(".github/workflows/release.yml");
    let matrix = workflow["jobs"]["build"]["strategy"]["matrix"]["include"].as_sequence().unwrap();
    let built: Vec<_> = matrix.iter().map(|row| row["target"].as_str().unwrap().to_owned()).collect();
    assert_eq!(built.len(), targets.len());
    assert_eq!(built.into_iter().collect::<BTreeSet<_>>(), targets);
    let deny = read("deny.toml");
    targets.iter().for_each(|target| assert!(deny.contains(&format!("    \"{target}\",\n")), "deny.toml: {target}"));
}

#[test]
fn each_job_of_a_release_writes_what_it_has_to_and_what_is_untried_says_so() {
    let workflow = yaml(".github/workflows/release.yml");
    let expected = [("check", ""), ("build", ""), ("attest", "id-token attestations"), ("draft", "contents")];
    assert_eq!(writing(&workflow), expected.map(|(name, writing)| (name, writing.to_owned())));
    for (name, job) in jobs(&workflow) {
        let uses = steps(job).iter().filter_map(|step| step["uses"].as_str());
        assert!(uses.clone().all(|action| !action.contains("cache")), "{name} takes what another run made");
    }
    assert!(read(".github/workflows/release.yml").contains("UNTESTED UNTIL IT HAS RUN"));
    assert!(read("docs/install.md").contains("untested until it has run"));
}

#[test]
fn the_image_holds_the_binary_alone_and_runs_as_nobody() {
    let text = read("Containerfile");
    let last = text.rsplit_once("\nFROM ").unwrap().1;
    assert!(last.starts_with("scratch\n") && last.contains("\nUSER 65534:65534\n"), "{last}");
    assert!(!last.contains("\nRUN ") && last.matches("\nCOPY ").count() == 2, "{last}");
    let kept = found("(?m)^!(.*)$", &read(".containerignore"));
    assert!(kept.iter().all(|name| repository().join(name).exists()) && kept.len() > 4, "{kept:?}");
}
