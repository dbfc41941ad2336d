//! Imports point one way, and only the edge touches the world. Read from the sources, so that a new file is judged too.

use crate::support::conformance::repository;
use std::collections::BTreeSet;

/// From low to high: a module imports what stands before it.
const LAYERS: [&str; 17] = [
    "outcome",
    "diagnostic",
    "source",
    "kubernetes",
    "profile",
    "rules",
    "plugin",
    "config",
    "tenant",
    "restore",
    "schema",
    "object",
    "access",
    "render",
    "plan",
    "review",
    "report",
];
/// Who may import what lies beside the layers, and why.
const BESIDE: [(&str, &[&str]); 5] = [
    // The edge knows values of every stage but the last: it reads inputs, compares and writes the tree.
    ("io", &["diagnostic", "source", "profile", "config", "render", "plan"]),
    // One type: when to colour, which is a flag and a fact of the terminal at once.
    ("cli", &["io"]),
    // Knows the codes of every module, and nothing else of them.
    (
        "explain",
        &[
            "diagnostic",
            "source",
            "profile",
            "rules",
            "plugin",
            "config",
            "tenant",
            "render",
            "plan",
            "review",
            "restore",
            "io",
        ],
    ),
    ("commands", &[]),
    ("main", &["cli", "commands"]),
];
/// Text that only the edge may hold.
const EDGE: [&str; 13] = [
    "std::fs",
    "std::env",
    "std::process",
    "println!",
    "print!(",
    "dbg!",
    "std::time",
    "std::io::std",
    "walkdir::",
    "cap_std::",
    "rustix::",
    "indicatif::",
    "git2::",
];
/// `outcome` turns into the process's exit code, and `main` returns it; that touches nothing.
const EXIT_CODE: &str = "std::process::ExitCode";

/// Path under `src/`, top module, text without comments.
fn sources() -> Vec<(String, String, String)> {
    let root = repository().join("src");
    let files =
        walkdir::WalkDir::new(&root).sort_by_file_name().into_iter().map(|entry| entry.expect("src can be walked"));
    files
        .filter(|entry| entry.path().extension().is_some_and(|ending| ending == "rs"))
        .map(|entry| {
            let path = entry.path().strip_prefix(&root).expect("the walk stays below its root");
            let top = path.components().next().expect("a file has a name").as_os_str().to_string_lossy();
            let text = std::fs::read_to_string(entry.path()).expect("a source is UTF-8");
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
            (path.display().to_string(), top.trim_end_matches(".rs").to_owned(), code)
        })
        .collect()
}

/// The top modules that a text imports through `crate::`.
fn imports(code: &str) -> BTreeSet<String> {
    let word = |text: &str| text.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect::<String>();
    let mut found = BTreeSet::new();
    for (at, path) in code.match_indices("crate::") {
        let rest = &code[at + path.len()..];
        match rest.strip_prefix('{') {
            None => drop(found.insert(word(rest))),
            Some(group) => {
                let group = group.split_once('}').map_or(group, |(group, _)| group);
                found.extend(group.split(',').map(|name| word(name.trim())).filter(|name| !name.is_empty()));
            }
        }
    }
    found
}

fn may_import(module: &str, imported: &str) -> bool {
    let layer = |name: &str| LAYERS.iter().position(|layer| *layer == name);
    match (layer(module), layer(imported)) {
        (Some(module), Some(imported)) => imported < module,
        (Some(_), None) => false,
        (None, _) if module == "commands" || module == "lib" => true,
        (None, _) => BESIDE.iter().any(|(name, may)| *name == module && may.contains(&imported)),
    }
}

#[test]
fn no_module_imports_upwards() {
    let mut upward = Vec::new();
    for (path, module, code) in sources() {
        let imports = imports(&code).into_iter().filter(|imported| *imported != module);
        upward
            .extend(imports.filter(|imported| !may_import(&module, imported)).map(|to| format!("{path} imports {to}")));
        assert!(!code.contains("super::super::"), "{path} climbs out of its module: write `crate::`");
    }
    assert!(upward.is_empty(), "{}", upward.join("\n"));
}

#[test]
fn every_module_has_its_layer() {
    let known =
        |name: &str| LAYERS.contains(&name) || BESIDE.iter().any(|(beside, _)| *beside == name) || name == "lib";
    let unknown: BTreeSet<_> = sources().into_iter().map(|(_, module, _)| module).filter(|name| !known(name)).collect();
    assert!(unknown.is_empty(), "give them a layer in this test: {unknown:?}");
}

#[test]
fn only_the_edge_touches_the_world() {
    let mut found = Vec::new();
    for (path, module, code) in sources().into_iter().filter(|(_, module, _)| module != "io") {
        let code = if matches!(&*module, "outcome" | "main") { code.replace(EXIT_CODE, "") } else { code };
        found.extend(
            EDGE.iter().filter(|text| code.contains(**text)).map(|text| format!("{path} ({module}) holds {text}")),
        );
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn grouped_imports_are_seen_too() {
    let found = imports("use crate::{cli::Cli, commands};\nlet a = crate::plan::x;");
    assert_eq!(found.into_iter().collect::<Vec<_>>(), ["cli", "commands", "plan"]);
}
