//! The bodies of the fuzz targets on what is at hand: every file of the repository's inputs, mutations of them, random
//! bytes, and the inputs on which a target once failed.

use crate::support::conformance::repository;
use proptest::prelude::*;
use std::path::Path;

#[path = "../../fuzz/bodies/input.rs"]
mod input;
#[path = "../../fuzz/bodies/names.rs"]
mod names;
#[path = "../../fuzz/bodies/quantity.rs"]
mod quantity;
#[path = "../../fuzz/bodies/reader.rs"]
mod reader;
#[path = "../../fuzz/bodies/template.rs"]
mod template;
#[path = "../../fuzz/bodies/writer.rs"]
mod writer;

/// What a target does with an input; it panics where something does not hold.
type Body = fn(&[u8]);

/// The targets and their bodies.
const TARGETS: [(&str, Body); 6] = [
    ("input", input::check),
    ("names", names::check),
    ("quantity", quantity::check),
    ("reader", reader::check),
    ("template", template::check),
    ("writer", writer::check),
];

/// Every file below a folder.
fn files(folder: &Path) -> Vec<Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.file_type().is_file());
    files.map(|file| std::fs::read(file.path()).expect("a file can be read")).collect()
}

#[test]
fn inputs_on_which_a_target_failed_pass() {
    let mut run = 0;
    for (name, body) in TARGETS {
        let found = files(&repository().join("fuzz/regressions").join(name));
        run += found.len();
        found.iter().for_each(|data| body(data));
    }
    println!("fuzz: {run} regressions");
}

#[test]
fn the_inputs_of_the_repository_pass_every_target() {
    let folders = ["profiles", "templates", "tests/cases", "tests/conformance/yaml"];
    let seeds: Vec<_> = folders.iter().flat_map(|folder| files(&repository().join(folder))).collect();
    assert!(seeds.len() > 100, "there are seeds");
    // The templates are few and each run compiles all of them.
    for (name, body) in TARGETS.into_iter().filter(|(name, _)| *name != "template") {
        seeds.iter().for_each(|data| body(data));
        println!("fuzz: {} seeds through {name}", seeds.len());
    }
}

/// Text in which signs of YAML, of quantities and of templates are likely.
fn lively() -> impl Strategy<Value = Vec<u8>> {
    let word = prop_oneof![
        "[a-z]{1,6}",
        "[-0-9.eEkKMGTPiumn+]{1,8}",
        Just("apiVersion: kubeflow.org/v1\nkind: Profile\n".to_owned()),
        Just("metadata: {name: team-a}\nspec:\n".to_owned()),
        Just("  owner: {kind: User, name: ".to_owned()),
        Just("{{ tenant.name }}".to_owned()),
        Just("{% for a in tenant.contributors %}".to_owned()),
        "[\\[\\]{}:,#&*!|>'\"%@`?~ \n-]{1,4}",
        "\\PC{1,3}",
    ];
    prop::collection::vec(word, 0..24).prop_map(|words| words.concat().into_bytes())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lively_text_passes_every_target(data in lively()) {
        for (name, body) in TARGETS {
            if name != "template" {
                body(&data);
            }
        }
    }

    #[test]
    fn random_bytes_pass_every_target(data in prop::collection::vec(any::<u8>(), 0..200)) {
        for (name, body) in TARGETS {
            if name != "template" {
                body(&data);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lively_templates_end(data in lively()) {
        template::check(&data);
    }
}
