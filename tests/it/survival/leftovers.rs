//! What another run holds, and what one that was killed left behind.

use super::Stale;
use super::profiles;
use super::tree;
use crate::support::sandbox::Sandbox;

#[test]
fn of_two_runs_at_once_the_second_ends_with_an_error() {
    let stale = Stale::of(3);
    let held = std::fs::File::open(stale.rendered()).expect("a folder can be opened");
    held.try_lock().expect("nobody else is at work");
    let run = stale.sandbox.run(&["render"]).expect(2);
    assert!(run.stderr.contains("error[locked]: another run is at work in rendered"), "{}", run.stderr);
    tree::assert_same(&stale.old, &tree::of(&stale.rendered()), "nothing is written");

    // Who only reads need not wait.
    stale.sandbox.run(&["check"]).expect(1);
    stale.sandbox.run(&["render", "--dry-run"]).expect(0);
    stale.sandbox.run(&["render", "--stdout"]).expect(0);

    drop(held);
    stale.sandbox.run(&["render"]).expect(0);
    tree::assert_same(&stale.new, &tree::of(&stale.rendered()), "after the lock is gone");
}

#[test]
fn one_of_two_configs_that_is_locked_stops_both() {
    let sandbox = Sandbox::new();
    profiles::many(&sandbox, 2);
    sandbox.write("a.yaml", "apiVersion: tenantry.dev/v1alpha1\nkind: Config\nrendered: rendered/a\n");
    sandbox.write("b.yaml", "apiVersion: tenantry.dev/v1alpha1\nkind: Config\nrendered: rendered/b\n");
    let second = sandbox.path().join("rendered/b");
    std::fs::create_dir_all(&second).expect("a folder can be made");
    let held = std::fs::File::open(&second).expect("a folder can be opened");
    held.try_lock().expect("nobody else is at work");
    let run = sandbox.run(&["render", "--config", "a.yaml", "--config", "b.yaml"]).expect(2);
    assert!(run.stderr.contains("another run is at work in rendered/b"), "{}", run.stderr);
    assert!(tree::of(&sandbox.path().join("rendered")).is_empty(), "nothing is written");
}

/// Puts temporaries of every kind into a rendered tree.
fn litter(sandbox: &Sandbox) {
    sandbox.write("rendered/.tenantry-tmp-top", "half");
    sandbox.write("rendered/tenants/.tenantry-tmp-kustomization.yaml", "half");
    sandbox.write("rendered/tenants/.tenantry-tmp-newcomer-000/namespace.yaml", "half");
    sandbox.write("rendered/tenants/.tenantry-tmp-empty/folder/file", "");
    sandbox.write("rendered/tenants/team-000/.tenantry-tmp-namespace.yaml", "half");
    sandbox.write("rendered/tenants/team-001/.tenantry-tmp-folder/file", "half");
    std::fs::remove_file(sandbox.path().join("rendered/tenants/.tenantry-tmp-empty/folder/file")).expect("it is there");
}

#[test]
fn leftovers_are_passed_over_by_check_and_removed_by_the_next_run() {
    let sandbox = Sandbox::new();
    profiles::many(&sandbox, 3);
    sandbox.run(&["render"]).expect(0);
    let rendered = sandbox.path().join("rendered");
    let clean = tree::of(&rendered);
    litter(&sandbox);
    let littered = tree::of(&rendered);
    sandbox.run(&["check"]).expect(0);
    sandbox.run(&["render", "--dry-run"]).expect(0);
    sandbox.run(&["render", "--stdout"]).expect(0);
    tree::assert_same(&littered, &tree::of(&rendered), "who writes nothing removes nothing");
    sandbox.run(&["render"]).expect(0);
    tree::assert_same(&clean, &tree::of(&rendered), "after the next run");
    assert!(tree::temporaries(&rendered).is_empty(), "temporaries are left");
}

#[test]
fn leftovers_are_not_in_the_way_of_what_is_written() {
    let stale = Stale::of(3);
    litter(&stale.sandbox);
    stale.sandbox.run(&["render"]).expect(0);
    tree::assert_same(&stale.new, &tree::of(&stale.rendered()), "after the run");
    assert!(tree::temporaries(&stale.rendered()).is_empty(), "temporaries are left");
}

#[test]
fn a_run_for_one_tenant_removes_leftovers_too() {
    let sandbox = Sandbox::new();
    profiles::many(&sandbox, 3);
    sandbox.run(&["render"]).expect(0);
    litter(&sandbox);
    sandbox.run(&["render", "--only", "team-002"]).expect(0);
    assert!(tree::temporaries(&sandbox.path().join("rendered")).is_empty(), "temporaries are left");
}
