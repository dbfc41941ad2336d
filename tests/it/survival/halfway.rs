//! What faults of system calls, power cuts and kills once showed; `tests/faults` finds such things, these keep them found.

use super::profiles;
use super::tree;
use crate::support::sandbox::{NO_ENGINE, Sandbox};
use std::os::unix::fs::symlink;

fn rendered(tenants: usize) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write(NO_ENGINE.0, NO_ENGINE.1);
    profiles::many(&sandbox, tenants);
    sandbox.run(&["render"]).expect(0);
    sandbox
}

#[test]
fn files_that_a_power_cut_left_without_bytes_are_ours_and_made_anew() {
    let sandbox = rendered(3);
    let whole = tree::of(&sandbox.path().join("rendered"));
    sandbox.write("rendered/tenants/team-000/namespace.yaml", "");
    sandbox.write("rendered/tenants/team-001/role-bindings.yaml", "\0".repeat(4096));
    sandbox.write("rendered/tenants/kustomization.yaml", "");
    // Of a run that was cut off, and whose inputs have changed since.
    sandbox.write("rendered/tenants/team-002/former.yaml", "");
    let check = sandbox.run(&["check"]).expect(1);
    assert!(check.stdout.contains("rendered/tenants/team-000/namespace.yaml"), "{}", check.stdout);
    sandbox.run(&["render"]).expect(0);
    tree::assert_same(&whole, &tree::of(&sandbox.path().join("rendered")), "after the next run");
    // What holds anything stays foreign.
    sandbox.write("rendered/tenants/team-000/namespace.yaml", "\n");
    sandbox.run(&["render"]).expect(2);
}

#[test]
fn a_run_for_one_new_tenant_that_was_cut_off_before_the_list_is_finished_by_the_same_command() {
    let sandbox = rendered(3);
    let list = sandbox.read("rendered/tenants/kustomization.yaml");
    sandbox.write("profiles/newcomer.yaml", profiles::profile("newcomer", "third-owner", 1, None));
    sandbox.run(&["render", "--only", "newcomer"]).expect(0);
    let done = tree::of(&sandbox.path().join("rendered"));
    sandbox.write("rendered/tenants/kustomization.yaml", list);
    sandbox.run(&["render", "--only", "newcomer"]).expect(0);
    tree::assert_same(&done, &tree::of(&sandbox.path().join("rendered")), "after the second run");
    sandbox.run(&["check"]).expect(0);
}

#[test]
fn what_a_killed_run_left_beside_an_edited_file_or_a_plan_is_gone_after_the_next_one() {
    let sandbox = rendered(2);
    let path = "profiles/even/team-000.yaml";
    let good = sandbox.read(path);
    sandbox.write(path, good.replace("kind: User", "kind: user"));
    sandbox.write("profiles/even/.tenantry-tmp-team-000.yaml", "half");
    sandbox.write(".tenantry-tmp-plan.json", "half");
    sandbox.run(&["check", "--fix"]).expect(0);
    assert_eq!(sandbox.read(path), good);
    sandbox.run(&["diff", "--out", "plan.json"]).expect(0);
    assert!(tree::temporaries(sandbox.path()).is_empty(), "temporaries are left");
}

#[test]
fn what_lies_aside_under_the_name_of_a_temporary_is_no_way_out() {
    let sandbox = rendered(2);
    let outside = Sandbox::new();
    let canary = outside.write("canary", "nobody writes here");
    symlink(&canary, sandbox.path().join(".tenantry-tmp-plan.json")).expect("a link can be made");
    sandbox.run(&["diff", "--out", "plan.json"]).expect(0);
    assert_eq!(outside.read("canary"), "nobody writes here");
    assert!(!sandbox.path().join("plan.json").is_symlink());
}

#[test]
fn cures_that_were_carried_out_are_not_denied_when_something_else_is_wrong() {
    let sandbox = rendered(2);
    let path = "profiles/even/team-000.yaml";
    sandbox.write(path, sandbox.read(path).replace("kind: User", "kind: user"));
    sandbox.write("profiles/odd/team-001.yaml", "oops: [\n");
    let run = sandbox.run(&["check", "--fix"]).expect(2);
    assert!(run.stderr.contains("fixed profiles/even/team-000.yaml"), "{}", run.stderr);
    assert!(!run.stderr.contains("nothing was written"), "{}", run.stderr);
}
