//! The pages of the rules: complete, true, and the same in `docs/rules.md`.

mod examples;

use crate::support::conformance::repository;
use examples::{Example, Examples};
use tenantry::diagnostic::Rule;
use tenantry::explain;

/// Codes whose examples are no inputs: what the operating system, the command line, Git or the tree in place makes happen.
const SITUATIONS: &[&str] = &[
    "empty-profiles",
    "foreign-file",
    "git",
    "git-history",
    "git-owner",
    "git-revision",
    "input-file",
    "io",
    "layout-limit",
    "locked",
    "mass-access-change",
    "mass-deletion",
    "namespace-moves",
    "namespace-removed",
    "no-repository",
    "restore",
    "saved-plan",
    "stale-plan",
    "stale-tree",
    "tenant-removed",
    "uncommitted",
    "unknown-code",
    "unknown-output",
    "unknown-tenant",
    "yaml-encoding",
    "yaml-more",
];

#[test]
fn every_page_says_what_it_must() {
    let lacking: Vec<_> = explain::all().into_iter().filter_map(lacking).collect();
    assert!(lacking.is_empty(), "{} pages lack something:\n{}", lacking.len(), lacking.join("\n"));
}

fn lacking(rule: &Rule) -> Option<String> {
    let page = explain::page(rule);
    let parts = ["\nSource: ", "\nBad:", "\nGood:"];
    let missing: Vec<_> = parts.into_iter().filter(|part| !page.contains(part)).map(str::trim).collect();
    (!missing.is_empty()).then(|| format!("{}: {}", rule.code, missing.join(", ")))
}

#[test]
fn every_bad_example_gives_the_code_and_no_good_one_does() {
    let (mut tried, mut wrong) = (0, Vec::new());
    for rule in explain::all() {
        let Examples { bad, good } = Examples::of(&explain::page(rule));
        if SITUATIONS.contains(&rule.code.0) {
            continue;
        }
        tried += 1;
        wrong.extend(examine(rule, "bad", &bad, true));
        wrong.extend(examine(rule, "good", &good, false));
    }
    println!("rules: {tried} pages with examples, {} situations without", SITUATIONS.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// What is wrong with an example: it must give the code or not, and a good one must render.
fn examine(rule: &Rule, which: &str, example: &Example, gives: bool) -> Option<String> {
    if example.is_empty() {
        return Some(format!("{}: no {which} example", rule.code));
    }
    let run = example.run();
    let given = run.stderr.contains(&format!("[{}]", rule.code));
    let renders = run.code == Some(0);
    let right = if gives { given } else { !given && renders };
    (!right).then(|| format!("{}, the {which} example ended with {:?}:\n{}", rule.code, run.code, run.stderr))
}

#[test]
fn the_reference_is_what_the_pages_make() {
    let path = repository().join("docs/rules.md");
    let made = explain::reference();
    if std::env::var_os("TENANTRY_ACCEPT").is_some() {
        std::fs::create_dir_all(repository().join("docs")).expect("a folder can be made");
        std::fs::write(&path, &made).expect("the reference can be written");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == made, "docs/rules.md is stale; to write it: TENANTRY_ACCEPT=1 cargo test rules");
}
