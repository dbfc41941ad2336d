//! Every folder under `tests/cases` is a case: inputs, and what the program makes or says of them.
//!
//! Nothing about a single case stands here; `tests/README.md` says how to add one and how to accept a change.

use crate::support::conformance::repository;
use crate::support::sandbox::{NO_ENGINE, Run, Sandbox, copy};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// When this is set, expectations are rewritten and not compared.
const ACCEPT: &str = "TENANTRY_ACCEPT";

/// The whole tree that lies there after the run.
const EXPECTED: &str = "expected";
/// The exit code and standard error. Without this file: 0 and nothing.
const DIAGNOSTICS: &str = "expected.diagnostics";
/// The arguments, where they are not [`RENDER`].
const COMMAND: &str = "command";
/// The tree that lies there before the run.
const BEFORE: &str = "before";
/// The case in one line.
const README: &str = "README.md";
/// What the sandbox does not hold.
const NO_INPUT: [&str; 5] = [EXPECTED, DIAGNOSTICS, COMMAND, BEFORE, README];
/// The command of most cases.
const RENDER: &str = "render";

type Tree = BTreeMap<PathBuf, Vec<u8>>;

#[test]
fn every_case_renders_and_says_what_it_expects() {
    let accept = std::env::var_os(ACCEPT).is_some();
    let cases = cases();
    let failures: Vec<_> = cases.iter().filter_map(|case| run(case, accept).err()).collect();
    println!("{} cases, {} failures", cases.len(), failures.len());
    let help = format!("to accept what they make now: {ACCEPT}=1 cargo test cases");
    assert!(failures.is_empty(), "{}\n{help}", failures.join("\n"));
}

#[test]
fn every_case_says_in_one_line_what_it_is_about() {
    for case in cases() {
        let readme = std::fs::read_to_string(case.join(README)).unwrap_or_default();
        assert_eq!(readme.lines().count(), 1, "{}: README.md holds one line of intent", case.display());
        let says = case.join(EXPECTED).is_dir() || case.join(DIAGNOSTICS).is_file();
        assert!(says, "{}: neither {EXPECTED}/ nor {DIAGNOSTICS}", case.display());
    }
}

fn cases() -> Vec<PathBuf> {
    let folder = repository().join("tests/cases");
    let entries = std::fs::read_dir(folder).expect("the folder of cases can be listed");
    let mut cases: Vec<_> = entries.map(|entry| entry.expect("the folder of cases can be listed").path()).collect();
    cases.retain(|path| path.is_dir());
    cases.sort();
    assert!(!cases.is_empty(), "there is no case");
    cases
}

fn run(case: &Path, accept: bool) -> Result<(), String> {
    let sandbox = sandbox(case);
    let arguments = std::fs::read_to_string(case.join(COMMAND)).unwrap_or_else(|_| RENDER.to_owned());
    let run = sandbox.run(&arguments.split_whitespace().collect::<Vec<_>>());
    let made = tree(&sandbox.path().join("rendered"));
    if run.code != Some(0) && made != tree(&case.join(BEFORE)) {
        return Err(format!("{}: it ended with {:?} and wrote all the same", case.display(), run.code));
    }
    if accept {
        rewrite(case, &run, &made);
        return Ok(());
    }
    let differences = compare(case, &run, &made);
    if differences.is_empty() { Ok(()) } else { Err(format!("{}:\n{differences}", case.display())) }
}

fn sandbox(case: &Path) -> Sandbox {
    let sandbox = Sandbox::new();
    for entry in std::fs::read_dir(case).expect("a case can be listed") {
        let entry = entry.expect("a case can be listed");
        let name = entry.file_name();
        if !NO_INPUT.iter().any(|other| name == *other) {
            copy(&entry.path(), &sandbox.path().join(&name));
        }
    }
    let (name, settings) = NO_ENGINE;
    if !case.join(name).is_file() {
        sandbox.write(name, settings);
    }
    if case.join(BEFORE).is_dir() {
        copy(&case.join(BEFORE), &sandbox.path().join("rendered"));
    }
    sandbox
}

/// Every file below a folder; none where it is not there.
fn tree(folder: &Path) -> Tree {
    if !folder.is_dir() {
        return Tree::new();
    }
    let entries = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("a tree can be walked"));
    let files = entries.filter(|entry| entry.file_type().is_file());
    files
        .map(|file| {
            let path = file.path().strip_prefix(folder).expect("the walk stays below its root").to_owned();
            (path, std::fs::read(file.path()).expect("a file can be read"))
        })
        .collect()
}

/// What is compared with [`DIAGNOSTICS`]; empty for a run that had nothing to say.
fn said(run: &Run) -> String {
    match (run.code, run.stderr.as_str()) {
        (Some(0), "") => String::new(),
        (Some(code), stderr) => format!("exit: {code}\n{stderr}"),
        (None, stderr) => format!("exit: killed\n{stderr}"),
    }
}

/// The tree that is to lie there. A case without [`EXPECTED`] leaves what it found.
fn expected_tree(case: &Path) -> Tree {
    let expected = case.join(EXPECTED);
    tree(&if expected.is_dir() { expected } else { case.join(BEFORE) })
}

fn compare(case: &Path, run: &Run, made: &Tree) -> String {
    let wanted = std::fs::read_to_string(case.join(DIAGNOSTICS)).unwrap_or_default();
    let mut differences = diff(DIAGNOSTICS, &wanted, &said(run));
    let expected = expected_tree(case);
    for path in expected.keys().chain(made.keys()).collect::<BTreeSet<_>>() {
        let name = format!("{EXPECTED}/{}", path.display());
        match (expected.get(path), made.get(path)) {
            (Some(_), None) => differences.push_str(&format!("{name} is missing\n")),
            (None, Some(_)) => differences.push_str(&format!("{name} must not be there\n")),
            (wanted, made) => {
                let text = |bytes: Option<&Vec<u8>>| {
                    String::from_utf8_lossy(bytes.map_or(&[][..], |bytes| bytes)).into_owned()
                };
                differences.push_str(&diff(&name, &text(wanted), &text(made)));
            }
        }
    }
    differences
}

fn diff(name: &str, wanted: &str, made: &str) -> String {
    if wanted == made {
        return String::new();
    }
    let diff = similar::TextDiff::from_lines(wanted, made);
    let mut text = String::new();
    // Writing into a string cannot fail.
    let _ = writeln!(text, "{}", diff.unified_diff().header(name, "now"));
    text
}

fn rewrite(case: &Path, run: &Run, made: &Tree) {
    let expected = case.join(EXPECTED);
    if expected.is_dir() {
        std::fs::remove_dir_all(&expected).expect("expectations can be removed");
    }
    if run.code == Some(0) {
        for (path, bytes) in made {
            let target = expected.join(path);
            std::fs::create_dir_all(target.parent().expect("a file lies in a folder")).expect("folders can be made");
            std::fs::write(target, bytes).expect("expectations can be written");
        }
    }
    let diagnostics = case.join(DIAGNOSTICS);
    match said(run).as_str() {
        "" if diagnostics.is_file() => std::fs::remove_file(diagnostics).expect("expectations can be removed"),
        "" => {}
        said => std::fs::write(diagnostics, said).expect("expectations can be written"),
    }
}
