//! The formats for programs: each is one sound document, and nothing hostile in an input comes out alive.

use crate::support::conformance::repository;
use crate::support::sandbox::{NO_ENGINE, Run, Sandbox, copy};
use serde_json::Value;
use std::path::PathBuf;
use tenantry::source::is_hidden;

/// Text that would do something if it came out as it went in.
const HOSTILE: [&str; 18] = [
    "\\u001b[31mred",
    "\\u009b31m",
    "a\\u202eb",
    "a\\u2028b",
    "a\\u0085b",
    "\\ufeffa",
    "a\\u0000b",
    "a\\rb",
    "a\\nb",
    "%0A::error::x",
    "::set-output name=a::b",
    "::error file=x::y",
    "`rm -rf`",
    "<script>alert(1)</script>",
    "@everyone",
    "]]>",
    "a,b:c",
    "\\U000e0041",
];

fn projects() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(repository().join("tests/cases")).expect("the cases can be listed");
    let mut cases: Vec<_> =
        entries.filter_map(Result::ok).map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    cases.sort();
    cases
}

fn run(case: &std::path::Path, format: &str) -> Run {
    let sandbox = Sandbox::new();
    copy(case, sandbox.path());
    if case.join("before").is_dir() {
        copy(&case.join("before"), &sandbox.path().join("rendered"));
    }
    sandbox.run(&["check", "--format", format])
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// No character of it does anything to a terminal.
fn harmless(text: &str, what: &str) {
    let hidden = text.chars().find(|character| *character != '\n' && is_hidden(*character));
    assert_eq!(hidden, None, "{what}: {text}");
}

#[test]
fn json_is_what_its_schema_says() {
    let path = repository().join("docs/schema/report-v1.json");
    let schema = parsed(&std::fs::read_to_string(path).expect("the schema is there"));
    let validator = jsonschema::draft7::new(&schema).expect("the schema is sound");
    let mut diagnostics = 0;
    for case in projects() {
        let run = run(&case, "json");
        let document = parsed(&run.stdout);
        let errors: Vec<_> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{}: {errors:?}", case.display());
        let outcome = ["clean", "differs", "error", "refused"].get(run.code.unwrap_or(9) as usize).copied();
        assert_eq!(document["outcome"].as_str(), outcome, "{}", case.display());
        diagnostics += document["diagnostics"].as_array().map_or(0, Vec::len);
    }
    println!("formats: {} documents of JSON, {diagnostics} diagnostics", projects().len());
    assert!(diagnostics > 100);
}

#[test]
fn sarif_is_what_its_schema_says() {
    let Some(path) = std::env::var_os("TENANTRY_SARIF_SCHEMA") else {
        println!("SKIPPED: no TENANTRY_SARIF_SCHEMA: no SARIF was held against the schema of its owners");
        return;
    };
    // One pattern in it is no regular expression to most engines.
    let text = std::fs::read_to_string(path).expect("the schema is there").replace("{2}]?$", "{2}$");
    let schema = parsed(&text);
    let validator = jsonschema::options().build(&schema).expect("the schema is sound");
    for case in projects() {
        let document = parsed(&run(&case, "sarif").stdout);
        let errors: Vec<_> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{}: {errors:?}", case.display());
    }
    println!("formats: {} documents of SARIF", projects().len());
}

#[test]
fn gitlab_has_what_it_asks_for_and_no_fingerprint_twice() {
    for case in projects() {
        let document = parsed(&run(&case, "gitlab").stdout);
        let issues = document.as_array().expect("a list");
        let mut seen = std::collections::BTreeSet::new();
        for issue in issues {
            for key in ["/description", "/check_name", "/fingerprint", "/severity", "/location/path"] {
                assert!(issue.pointer(key).is_some_and(Value::is_string), "{key}: {issue}");
            }
            assert!(issue.pointer("/location/lines/begin").is_some_and(Value::is_u64), "{issue}");
            assert!(seen.insert(issue["fingerprint"].to_string()), "{}: twice: {issue}", case.display());
        }
    }
}

#[test]
fn github_has_ten_of_a_kind_and_counts_the_rest() {
    let sandbox = Sandbox::new();
    let wrong =
        "apiVersion: kubeflow.org/v1\nkind: Profile\nmetadata: {name: A}\nspec: {owner: {kind: User, name: a@x}}\n";
    for index in 0..25 {
        sandbox.write(&format!("profiles/a{index}.yaml"), wrong);
    }
    let run = sandbox.run(&["check", "--format", "github"]).expect(2);
    assert_eq!(run.stdout.lines().filter(|line| line.starts_with("::error ")).count(), 10, "{}", run.stdout);
    assert!(run.stdout.contains("::notice::15 more of kind error"), "{}", run.stdout);
}

/// A project with one hostile text wherever a person can write one.
fn hostile(text: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write(
        "profiles/a.yaml",
        format!(
            "apiVersion: kubeflow.org/v1\nkind: Profile\nmetadata:\n  name: \"{text}\"\n  labels: {{\"{text}\": \"{text}\"}}\n\
             spec:\n  owner: {{kind: \"{text}\", name: \"{text}*\", \"{text}\": x}}\n  \
             resourceQuotaSpec: {{hard: {{\"{text}\": \"{text}\"}}}}\n  plugins: [{{kind: \"{text}\"}}]\n---\n\
             apiVersion: tenantry.dev/v1alpha1\nkind: Tenant\nmetadata: {{name: x}}\n\
             spec: {{contributors: [{{name: \"{text}\", role: \"{text}\"}}]}}\n"
        ),
    );
    sandbox.write(
        "profiles/b.yaml",
        format!("kind: \"{text}\"\napiVersion: \"{text}\"\nmetadata: {{name: \"{text}\"}}\n"),
    );
    sandbox.write("profiles/c.yaml", format!("a: {text}\n\"{text}\": [\n"));
    sandbox.write(
        "tenantry.yaml",
        format!("apiVersion: tenantry.dev/v1alpha1\nkind: Config\nrules: {{\"{text}\": \"{text}\"}}\n"),
    );
    sandbox
}

#[test]
fn nothing_hostile_comes_out_of_a_text() {
    let mut run = 0;
    for text in HOSTILE {
        for format in ["human", "json", "github", "sarif", "gitlab"] {
            let sandbox = hostile(text);
            let config = sandbox.run(&["check", "--format", format]).expect(2);
            std::fs::remove_file(sandbox.path().join("tenantry.yaml")).expect("the config can be removed");
            let inputs = sandbox.run(&["check", "--format", format]).expect(2);
            for said in [config, inputs] {
                harmless(&said.stderr, text);
                harmless(&said.stdout, text);
                sound(format, &said.stdout);
                run += 1;
            }
        }
    }
    println!("formats: {run} runs on hostile text");
}

#[test]
fn nothing_hostile_comes_out_of_a_file_name() {
    for name in [
        "a\u{1b}[31m.yaml",
        "a\n::error::x.yaml",
        "a\u{202e}b.yaml",
        "%0A::error.yaml",
        "a,line=1:.yaml",
        "`x`.yaml",
        "<b>.yaml",
    ] {
        for format in ["human", "json", "github", "sarif", "gitlab"] {
            let sandbox = Sandbox::new();
            sandbox.write(&format!("profiles/{name}"), "oops: 1\n");
            let said = sandbox.run(&["check", "--format", format]).expect(2);
            harmless(&said.stderr, name);
            harmless(&said.stdout, name);
            sound(format, &said.stdout);
        }
    }
}

/// What programs read is sound, and nothing but annotations stands in what GitHub reads.
fn sound(format: &str, stdout: &str) {
    match format {
        "json" | "sarif" | "gitlab" => drop(parsed(stdout)),
        "github" => {
            for line in stdout.lines() {
                let is_annotation = ["::error ", "::warning ", "::notice ", "::error::", "::warning::", "::notice::"]
                    .iter()
                    .any(|kind| line.starts_with(kind));
                assert!(is_annotation, "{line}");
            }
        }
        _ => {}
    }
}

#[test]
fn certain_cures_are_carried_out_and_nothing_else_is_touched() {
    let sandbox = Sandbox::new();
    sandbox.write(NO_ENGINE.0, NO_ENGINE.1);
    let text = "# kept\napiVersion: kubeflow.org/v1\nkind: Profile\nmetadata: {name: team-a}\nspec: {owner: {kind: user, name: \" a@x\"}}   # too\n";
    sandbox.write("profiles/team-a.yaml", text);
    let run = sandbox.run(&["check", "--fix"]).expect(1);
    assert!(run.stderr.contains("fixed profiles/team-a.yaml"), "{}", run.stderr);
    assert_eq!(sandbox.read("profiles/team-a.yaml"), text.replace("user", "User").replace("\" a@x\"", "a@x"));
    let again = sandbox.run(&["check", "--fix"]).expect(1);
    assert_eq!(again.stderr, "", "a second time there is nothing to do");
}

#[test]
fn single_files_are_looked_at_without_a_tree() {
    let sandbox = Sandbox::new();
    let profile = "apiVersion: kubeflow.org/v1\nkind: Profile\nmetadata: {name: team-a}\nspec: {owner: {kind: User, name: a@x}}\n";
    sandbox.write("profiles/team-a.yaml", profile);
    sandbox.write("profiles/team-b.yaml", "oops: 1\n");
    sandbox.run(&["check", "profiles/team-a.yaml"]).expect(0);
    sandbox.run(&["check", "profiles/team-b.yaml"]).expect(2);
    sandbox.run(&["check", "profiles/team-c.yaml"]).expect(2);
    let elsewhere = sandbox.run(&["check", "README.md"]).expect(0);
    assert!(elsewhere.stderr.contains("README.md is no input"), "{}", elsewhere.stderr);
    sandbox.run(&["check", "--deny-warnings", "README.md"]).expect(2);
}

/// GitHub's runner takes a line that begins with two colons for a command, whichever stream it stands on.
#[test]
fn no_line_for_people_is_a_command_of_a_workflow() {
    for text in ["x\\n::error::forged", "x\\n  ::add-mask::y", "::set-output name=a::b"] {
        let said = hostile(text).run(&["check"]).expect(2);
        for line in said.stdout.lines().chain(said.stderr.lines()) {
            let words = line.trim_start();
            assert!(!words.starts_with("::") || words.starts_with("::: "), "{text}: {line}");
        }
    }
    let sandbox = Sandbox::new();
    sandbox.write("profiles/a\n::error::x.yaml", "oops: ##[error]y\n");
    let said = sandbox.run(&["check"]).expect(2);
    assert!(!said.stderr.contains("##[") && !said.stderr.contains("\n::error"), "{}", said.stderr);
}

#[test]
fn a_denied_warning_is_an_error_in_every_format() {
    let sandbox = Sandbox::new();
    let profile = "apiVersion: kubeflow.org/v1\nkind: Profile\nmetadata: {name: team-a}\nspec: {owner: {kind: User, name: Zoë}}\n";
    sandbox.write("profiles/team-a.yaml", profile);
    let said = sandbox.run(&["check", "--deny-warnings", "--format", "json"]).expect(2);
    assert_eq!(parsed(&said.stdout)["outcome"], "error");
}

#[test]
fn paths_for_programs_begin_at_the_top_of_the_repository() {
    let sandbox = Sandbox::new();
    std::fs::create_dir_all(sandbox.path().join(".git")).expect("a folder can be made");
    sandbox.write("a/b/profiles/team-a.yaml", "oops: 1\n");
    let said = sandbox.run(&["-C", "a/b", "check", "--format", "github"]).expect(2);
    assert!(said.stdout.contains("file=a/b/profiles/team-a.yaml"), "{}", said.stdout);
    let said = sandbox.run(&["-C", "a/b", "check", "--format", "sarif"]).expect(2);
    assert!(said.stdout.contains("\"uri\": \"a/b/profiles/team-a.yaml\""), "{}", said.stdout);
}

#[test]
fn what_has_no_place_is_said_of_the_same_config_in_every_format() {
    let sandbox = Sandbox::new();
    std::fs::create_dir_all(sandbox.path().join(".git")).expect("a folder can be made");
    std::fs::create_dir_all(sandbox.path().join("a/b/profiles")).expect("a folder can be made");
    let said = |format: &str| parsed(&sandbox.run(&["-C", "a/b", "check", "--format", format]).stdout);
    let uri = "/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri";
    assert_eq!(said("sarif").pointer(uri).and_then(Value::as_str), Some("a/b/tenantry.yaml"));
    assert_eq!(said("gitlab").pointer("/0/location/path").and_then(Value::as_str), Some("a/b/tenantry.yaml"));
}

#[cfg(unix)]
#[test]
fn a_cure_is_never_written_through_a_link() {
    let sandbox = Sandbox::new();
    let canary = sandbox.write("canary", "untouched");
    let text = "apiVersion: kubeflow.org/v1\nkind: Profile\nmetadata: {name: team-a}\nspec: {owner: {kind: user, name: a@x}}\n";
    sandbox.write("elsewhere/team-b.yaml", text.replace("team-a", "team-b"));
    sandbox.write("profiles/team-a.yaml", text);
    std::os::unix::fs::symlink(&canary, sandbox.path().join("profiles/.tenantry-tmp-team-a.yaml"))
        .expect("a link can be made");
    std::os::unix::fs::symlink(sandbox.path().join("elsewhere"), sandbox.path().join("profiles/link"))
        .expect("a link can be made");
    sandbox.run(&["check", "--fix", "profiles/team-a.yaml", "profiles/link/team-b.yaml"]).expect(2);
    assert_eq!(sandbox.read("canary"), "untouched");
    assert!(sandbox.read("elsewhere/team-b.yaml").contains("kind: user"), "written through a folder that is a link");
    assert!(sandbox.read("profiles/team-a.yaml").contains("kind: User"));
}
