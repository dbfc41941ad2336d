//! Two runs at once, leftovers of an earlier one, and outputs that cannot be written.

use super::with_tenants;
use crate::support::sandbox::Run;
use crate::support::tree::temporaries;
use std::fs::File;
use std::process::Stdio;

#[test]
fn a_second_run_in_one_folder_is_refused() {
    let sandbox = with_tenants(2);
    sandbox.run(&["render"]).expect(0);
    let held = File::open(sandbox.path().join("rendered")).expect("the folder can be opened");
    held.try_lock().expect("nobody holds the folder");
    let refused = sandbox.run(&["render"]).expect(2);
    assert!(refused.stderr.contains("error[locked]: another run is at work in rendered"), "{}", refused.stderr);
    sandbox.run(&["check"]).expect(0);
    drop(held);
    sandbox.run(&["render"]).expect(0);
}

#[test]
fn what_a_killed_run_left_behind_is_passed_over_by_check_and_removed_by_render() {
    let sandbox = with_tenants(2);
    sandbox.run(&["render"]).expect(0);
    sandbox.write("rendered/tenants/.tenantry-tmp-team-9/namespace.yaml", "half");
    sandbox.write("rendered/tenants/team-0000/.tenantry-tmp-namespace.yaml", "half");
    sandbox.write("rendered/.tenantry-tmp-x", "half");
    sandbox.run(&["check"]).expect(0);
    assert_eq!(temporaries(sandbox.path()).len(), 3);
    sandbox.run(&["render"]).expect(0);
    assert_eq!(temporaries(sandbox.path()), Vec::<String>::new());
}

#[test]
fn a_reader_that_has_gone_ends_the_run_quietly() {
    let sandbox = with_tenants(50);
    let mut run = sandbox
        .command()
        .args(["render", "--stdout"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary can be run");
    drop(run.stdout.take());
    let output = run.wait_with_output().expect("the run ends");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_result_that_cannot_be_printed_is_an_error() {
    let Ok(full) = File::options().write(true).open("/dev/full") else {
        println!("SKIPPED: there is no /dev/full here");
        return;
    };
    let sandbox = with_tenants(2);
    let output = sandbox.command().args(["render", "--stdout"]).stdout(full).output().expect("the binary can be run");
    let run = Run::of(output).expect(2);
    assert!(run.stderr.contains("cannot write to standard output"), "{}", run.stderr);
}
