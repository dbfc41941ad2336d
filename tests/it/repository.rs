//! The repository holds what it says: its example is rendered, its lists are whole, its README names real commands.

use crate::support::conformance::repository;
use crate::support::objects;
use crate::support::sandbox::{Sandbox, copy};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use tenantry::render::SHIPPED;

fn read(path: &str) -> String {
    std::fs::read_to_string(repository().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Paths below a folder of the repository, with `/`, and their bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("the folder can be walked"));
    entries
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).expect("the walk stays below its root");
            let path = path.to_string_lossy().replace('\\', "/");
            (path, std::fs::read(entry.path()).expect("the file can be read"))
        })
        .collect()
}

#[test]
fn the_example_renders_to_what_is_committed_ten_times_over() {
    let committed = files(&repository().join("rendered"));
    for round in 0..10 {
        let sandbox = Sandbox::new();
        for input in ["profiles", "templates", "tenantry.yaml"] {
            copy(&repository().join(input), &sandbox.path().join(input));
        }
        sandbox.run(&["render"]).expect(0);
        let made = files(&sandbox.path().join("rendered"));
        for path in committed.keys().chain(made.keys()).collect::<BTreeSet<_>>() {
            assert!(committed.get(path) == made.get(path), "round {round}: rendered/{path}: run `tenantry render`");
        }
    }
}

#[test]
fn the_shipped_templates_are_the_files_under_templates() {
    let on_disk = files(&repository().join("templates"));
    let shipped = SHIPPED.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    let shipped: BTreeMap<_, _> = shipped.collect();
    let paths = |map: &BTreeMap<String, Vec<u8>>| map.keys().cloned().collect::<Vec<_>>();
    assert_eq!(paths(&shipped), paths(&on_disk), "src/render/shipped.rs lists every file under templates/");
    assert!(shipped == on_disk);
}

/// The objects of the tree stand in templates. Their lists, the kustomization files, are made by code, for they name
/// files and no object: there, and only there, the three keys of such a list may stand.
#[test]
fn no_field_of_a_rendered_object_stands_in_the_renderer() {
    const LIST: [&str; 3] = ["apiVersion", "kind", "resources"];
    let mut keys = BTreeSet::new();
    for object in objects::of_tree(&repository().join("rendered")).values() {
        collect_keys(object, &mut keys);
    }
    assert!(keys.len() > 20, "too few keys to be all of them: {keys:?}");
    for (path, bytes) in files(&repository().join("src/render")) {
        if path == "codes.rs" {
            // Codes are words of tenantry's own, and one of them is `template`.
            continue;
        }
        let text = String::from_utf8(bytes).expect("a source is UTF-8");
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let found = keys.iter().filter(|key| code.contains(&format!("\"{key}\"")));
        let found: Vec<_> = found.filter(|key| path != "kustomization.rs" || !LIST.contains(&key.as_str())).collect();
        assert!(found.is_empty(), "src/render/{path} knows fields of objects: {found:?}");
    }
}

fn collect_keys(value: &Value, keys: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| {
            keys.insert(key.clone());
            collect_keys(value, keys);
        }),
        Value::Array(items) => items.iter().for_each(|item| collect_keys(item, keys)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn every_source_says_first_what_it_is_for() {
    for (path, bytes) in files(&repository().join("src")) {
        assert!(!path.ends_with(".rs") || bytes.starts_with(b"//! "), "src/{path} does not open with `//!`");
    }
}

/// The words that follow a program's name in a text, where they look like a command.
fn verbs(text: &str) -> BTreeSet<String> {
    let after = text.match_indices("`tenantry ").map(|(at, start)| &text[at + start.len()..]);
    let words = after.map(|rest| rest.chars().take_while(char::is_ascii_lowercase).collect::<String>());
    words.filter(|word| !word.is_empty()).collect()
}

#[test]
fn the_readme_names_commands_that_are_there_and_all_of_them() {
    use clap::CommandFactory as _;
    let commands: BTreeSet<_> =
        tenantry::cli::Cli::command().get_subcommands().map(|command| command.get_name().to_owned()).collect();
    assert_eq!(verbs(&read("README.md")), commands);
}

#[test]
fn the_quick_start_of_the_readme_works() {
    let readme = read("README.md");
    for line in ["cargo run --locked -- render", "cargo test --locked"] {
        assert!(readme.lines().any(|other| other.starts_with(&format!("    {line} "))), "the README lacks `{line}`");
    }
    assert!(readme.contains("says that nothing differs"));
    let sandbox = Sandbox::new();
    for input in ["profiles", "rendered", "templates", "tenantry.yaml"] {
        copy(&repository().join(input), &sandbox.path().join(input));
    }
    let run = sandbox.run(&["render"]).expect(0);
    assert!(run.stdout.contains(" 0 files created, 0 changed, 0 removed"), "{}", run.stdout);
}

#[test]
fn the_readme_lists_the_exit_codes_that_there_are() {
    use tenantry::outcome::Outcome;
    let readme = read("README.md");
    let table = readme.split_once("| exit | meaning |").expect("the README has a table of exit codes").1;
    let rows = table.lines().skip(2).map_while(|line| line.strip_prefix("| ")?.split(' ').next()?.parse::<u8>().ok());
    let all = [Outcome::Clean, Outcome::Differs, Outcome::Error, Outcome::Refused].map(Outcome::code);
    assert_eq!(rows.collect::<Vec<_>>(), all, "the README's table of exit codes");
}

#[test]
fn every_folder_of_conformance_data_has_its_row_and_its_test() {
    let readme = read("tests/README.md");
    let entries = std::fs::read_dir(repository().join("tests/conformance")).expect("the folder can be listed");
    let entries = entries.map(|entry| entry.expect("the folder can be listed"));
    for folder in entries.filter(|entry| entry.path().is_dir()) {
        let row = format!("| `{}` |", folder.file_name().to_string_lossy());
        assert!(readme.contains(&row), "tests/README.md has no row {row}");
    }
    for (_, rest) in readme.match_indices("tests/it/").map(|(at, start)| (at, &readme[at + start.len()..])) {
        let name: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "._/".contains(*c)).collect();
        assert!(repository().join("tests/it").join(name.trim_end_matches('.')).exists(), "there is no tests/it/{name}");
    }
}
