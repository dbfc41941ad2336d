//! The JSON Schemas: committed as they are printed, never stricter than the program, and as strict as a schema can be.

use crate::support::conformance::{repository, tables};
use crate::support::sandbox::Sandbox;
use jsonschema::Validator;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use tenantry::diagnostic::Sources;
use tenantry::schema::{self, Document};
use tenantry::source::{self, Limits};

/// Codes of which no schema can know, and why. A broken case with other errors must be refused by the schema.
const BEYOND: [(&[&str], &str); 7] = [
    (
        &[
            "yaml-ambiguous-scalar",
            "yaml-character",
            "yaml-syntax",
            "yaml-template",
            "yaml-duplicate-key",
            "yaml-more",
            "yaml-limit",
        ],
        "how a text is written, and how long",
    ),
    (
        &[
            "duplicate-profile",
            "duplicate-tenant",
            "lone-tenant",
            "access-object",
            "contributor-collision",
            "owner-contributor",
            "duplicate-plugin",
        ],
        "several documents or items at once",
    ),
    (
        &["platform-namespace", "hidden-text", "unfilled-placeholder", "secret"],
        "lists and characters that no pattern should repeat",
    ),
    (&["doubled-prefix", "config-path", "config-document", "version"], "what else the config says, and where"),
    (&["plugin-spec", "aws-role", "gcp-account", "unknown-kind"], "keys in any case, and documents without a kind"),
    (&["principal", "config-value", "metadata"], "rules on values that the schema repeats in part"),
    (
        &[
            "template",
            "template-file",
            "template-object",
            "yaml-document",
            "template-namespace",
            "identity-header",
            "duplicate-object",
            "plugin-conflict",
            "empty-profiles",
            "foreign-file",
            "unknown-tenant",
            "tenant-removed",
            "unprotected-namespace",
            "unpermitted-kind",
        ],
        "templates, the tree and the command line",
    ),
];

fn validator(schema: &Value) -> Validator {
    jsonschema::draft7::new(schema).expect("the schema is sound")
}

/// The documents of a file, as far as it can be read.
fn documents(path: &Path) -> Vec<Value> {
    let bytes = std::fs::read(path).expect("a file can be read");
    let file = Sources::default().add("a.yaml", source::text_of(&bytes));
    let (documents, _) = source::read(file, &bytes, &Limits::default());
    documents.iter().map(|document| document.root.to_json()).collect()
}

fn yaml_files(folder: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path);
    files.filter(|path| path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml")).collect()
}

/// What the schemas say of the inputs of a project: the profiles, and the config if it is there.
fn refusals(project: &Path, any: &Validator, config: &Validator) -> Vec<String> {
    let mut refused = Vec::new();
    let mut look = |path: &Path, validator: &Validator| {
        for document in documents(path) {
            refused.extend(validator.iter_errors(&document).map(|error| format!("{}: {error}", path.display())));
        }
    };
    yaml_files(&project.join("profiles")).iter().for_each(|path| look(path, any));
    let path = project.join("tenantry.yaml");
    if path.is_file() {
        look(&path, config);
    }
    refused
}

#[test]
fn the_committed_schemas_are_those_that_are_printed() {
    let schemas = [
        ("profile", schema::of(Document::Profile)),
        ("tenant", schema::of(Document::Tenant)),
        ("config", schema::of(Document::Config)),
        ("tenantry", schema::of_any()),
    ];
    for (name, schema) in schemas {
        let path = repository().join(format!("docs/schema/{name}.json"));
        let printed = format!("{schema:#}\n");
        if std::env::var_os("TENANTRY_ACCEPT").is_some() {
            std::fs::write(&path, &printed).expect("a schema can be written");
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(committed == printed, "{name}.json is stale; to write it: TENANTRY_ACCEPT=1 cargo test schema");
        let arguments: &[&str] = if name == "tenantry" { &["schema"] } else { &["schema", name] };
        assert_eq!(Sandbox::new().run(arguments).expect(0).stdout, printed);
    }
}

#[test]
fn every_input_that_is_accepted_fits() {
    let (any, config) = (validator(&schema::of_any()), validator(&schema::of(Document::Config)));
    let mut refused = refusals(repository(), &any, &config);
    let mut tried = 1;
    for case in cases().into_iter().filter(|case| errors(case).is_empty()) {
        refused.extend(refusals(&case, &any, &config));
        tried += 1;
    }
    for (_, folder) in tables("controller") {
        for case in std::fs::read_dir(folder).expect("the cases can be listed").filter_map(Result::ok) {
            refused.extend(refusals(&case.path(), &any, &config));
            tried += 1;
        }
    }
    println!("schema: {tried} sound projects, {} refused", refused.len());
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}

#[test]
fn every_broken_case_is_refused_where_a_schema_can() {
    let (any, config) = (validator(&schema::of_any()), validator(&schema::of(Document::Config)));
    let (mut refused, mut beyond, mut missed) = (0, 0, Vec::new());
    for case in cases() {
        let errors = errors(&case);
        let expressible: Vec<_> = errors.iter().filter(|code| !is_beyond(code)).collect();
        match (errors.is_empty(), refusals(&case, &any, &config).is_empty(), expressible.is_empty()) {
            (true, _, _) => {}
            (false, false, _) => refused += 1,
            (false, true, true) => beyond += 1,
            (false, true, false) => missed.push(format!("{}: {expressible:?}", case.display())),
        }
    }
    println!("schema: {refused} broken cases refused, {beyond} beyond a schema");
    assert!(refused > 20 && missed.is_empty(), "not refused:\n{}", missed.join("\n"));
}

fn is_beyond(code: &str) -> bool {
    BEYOND.iter().any(|(codes, _)| codes.contains(&code))
}

fn cases() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(repository().join("tests/cases")).expect("the cases can be listed");
    entries.filter_map(Result::ok).map(|entry| entry.path()).filter(|path| path.is_dir()).collect()
}

/// The codes of the errors that a case expects.
fn errors(case: &Path) -> BTreeSet<String> {
    let said = std::fs::read_to_string(case.join("expected.diagnostics")).unwrap_or_default();
    let codes = said.lines().filter_map(|line| {
        let rest = line.strip_prefix("error[").or_else(|| line.strip_prefix("refused["))?;
        Some(rest.split_once(']')?.0.to_owned())
    });
    codes.collect()
}

/// Texts of the examples with one value changed: what the schema refuses, the program refuses.
#[test]
fn what_a_schema_refuses_is_refused() {
    let any = validator(&schema::of_any());
    let values = [
        "5", "true", "null", "[]", "{}", "\"\"", "x", "\"-1\"", "1Gi", "\"*@x\"", "User", "edit", "Retired", "[null]",
        "{a: b}", "team-a",
    ];
    let (mut tried, mut refused, mut wrong) = (0, 0, Vec::new());
    for path in yaml_files(&repository().join("profiles")) {
        let text = std::fs::read_to_string(&path).expect("an example can be read");
        let lines: Vec<&str> = text.lines().collect();
        for (index, line) in lines.iter().enumerate().filter(|(_, line)| line.contains(": ") && !line.starts_with('#'))
        {
            let (key, _) = line.split_once(": ").expect("the line has a colon");
            for value in values {
                let mut changed: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
                changed[index] = format!("{key}: {value}");
                let changed = changed.join("\n");
                let file = Sources::default().add("a.yaml", changed.as_str());
                let (documents, found) = source::read(file, changed.as_bytes(), &Limits::default());
                if !found.is_empty() {
                    continue;
                }
                tried += 1;
                if documents.iter().any(|document| !any.is_valid(&document.root.to_json())) {
                    refused += 1;
                    if is_accepted(&changed) {
                        wrong.push(format!("{}: {key}: {value}", path.display()));
                    }
                }
            }
        }
    }
    println!("schema: {tried} changed examples, {refused} refused by it");
    assert!(refused > 100 && wrong.is_empty(), "refused by the schema alone:\n{}", wrong.join("\n"));
}

fn is_accepted(text: &str) -> bool {
    let mut sources = Sources::default();
    let file = sources.add("a.yaml", text);
    let config = tenantry::config::Config::default();
    let (loaded, mut found) = tenantry::load(file, text.as_bytes(), &Limits::default());
    found.extend(tenantry::resolve(file, &loaded, &config).1);
    !found.stops()
}
