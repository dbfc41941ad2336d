//! Standard output that nobody reads, or that cannot be written.

use super::{profiles, skipped, tree};
use crate::support::sandbox::{NO_ENGINE, Run, Sandbox};
use std::path::Path;
use std::process::Stdio;

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write(NO_ENGINE.0, NO_ENGINE.1);
    // More than a pipe holds.
    profiles::many(&sandbox, 40);
    sandbox
}

fn run_into(sandbox: &Sandbox, arguments: &[&str], stdout: impl Into<Stdio>) -> Run {
    Run::of(sandbox.command().args(arguments).stdout(stdout).output().expect("the binary can be run"))
}

#[test]
fn a_reader_that_has_gone_ends_the_run_quietly() {
    let sandbox = sandbox();
    let gone = || {
        let (reader, writer) = std::io::pipe().expect("a pipe can be made");
        drop(reader);
        writer
    };
    for arguments in [&["render", "--stdout"][..], &["render", "--dry-run"], &["render"], &["check"], &["man"]] {
        let run = run_into(&sandbox, arguments, gone()).expect(0);
        assert_eq!(run.stderr, "", "{arguments:?}");
    }
    let rendered = tree::of(&sandbox.path().join("rendered"));
    assert!(rendered.len() > 40, "the files are written although nobody reads the summary");
    std::fs::remove_file(sandbox.path().join("rendered/tenants/team-000/namespace.yaml"))
        .expect("a file can be removed");
    // What `check` has to say is its code, read or not.
    let run = run_into(&sandbox, &["check"], gone()).expect(1);
    assert_eq!(run.stderr, "");
}

#[test]
fn a_result_that_cannot_be_printed_is_an_error() {
    let full = Path::new("/dev/full");
    if !full.exists() {
        return skipped("output that cannot be printed", "there is no /dev/full");
    }
    let sandbox = sandbox();
    for arguments in [&["render", "--stdout"][..], &["render", "--dry-run"], &["completions", "bash"], &["man"]] {
        let full = std::fs::OpenOptions::new().write(true).open(full).expect("/dev/full can be opened");
        let run = run_into(&sandbox, arguments, full).expect(2);
        let message = "error[io]: cannot write to standard output: No space left";
        assert!(run.stderr.starts_with(message), "{arguments:?}: {}", run.stderr);
    }
    assert!(!sandbox.path().join("rendered").exists(), "nothing is written");
}
