//! Pages as Markdown, one by one and all together.

use super::table::all;
use crate::diagnostic::Rule;
use std::fmt::Write;

const INTRODUCTION: &str = "\
# Rules

<!-- Made from the pages in the source. Do not edit: change the doc comment beside the check, then run
     TENANTRY_ACCEPT=1 cargo test rules -->

Every diagnostic has a code. `tenantry explain CODE` prints its page, which is also below. The level of those that say so
can be set in `tenantry.yaml`, as `rules: {CODE: allow}`, `warn` or `deny`; all others are fixed.

An example is `profiles/team-a.yaml` where it does not say otherwise. Each bad one gives the code, each good one does not: a
test runs them.

| code | level | |
|---|---|---|
";

/// The page of a rule.
pub fn page(rule: &Rule) -> String {
    format!("# {}\n\n{}\n\n{}", rule.code, level(rule), rule.text())
}

/// A line for each code: its level, and what it is about.
pub fn list() -> String {
    let mut list = String::new();
    for rule in all() {
        // Writing into a string cannot fail.
        let _ = writeln!(list, "{:<24} {:<8} {}", rule.code.0, rule.severity.name(), rule.summary());
    }
    list
}

/// All pages, with a table of them.
pub fn reference() -> String {
    let mut text = INTRODUCTION.to_owned();
    for rule in all() {
        // Writing into a string cannot fail.
        let _ = writeln!(text, "| [`{0}`](#{0}) | {1} | {2} |", rule.code, short_level(rule), rule.summary());
    }
    for rule in all() {
        let _ = write!(text, "\n## {}\n\n{}\n\n{}", rule.code, level(rule), rule.text());
    }
    text
}

fn level(rule: &Rule) -> String {
    match rule.adjustable {
        true => format!("Level: {}; `rules: {{{}: allow | warn | deny}}` changes it.", rule.severity.name(), rule.code),
        false => format!("Level: {}, always.", rule.severity.name()),
    }
}

fn short_level(rule: &Rule) -> String {
    format!("{}{}", rule.severity.name(), if rule.adjustable { ", can be set" } else { "" })
}
