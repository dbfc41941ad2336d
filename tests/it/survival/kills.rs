//! Killed at any moment.

use super::{profile, with_tenants};
use crate::support::sandbox::Sandbox;
use crate::support::tree::{Tree, read, restore, temporaries};
use std::process::Stdio;
use std::time::{Duration, Instant};

const KILLS: u32 = 200;
const TENANTS: usize = 48;

#[test]
fn two_hundred_kills_leave_every_file_old_or_new_and_the_next_run_finishes() {
    let sandbox = with_tenants(TENANTS);
    let (old, new) = old_and_new(&sandbox);
    let rendered = sandbox.path().join("rendered");
    let inputs = read(&sandbox.path().join("profiles"));
    let mut span = time_of_a_run(&sandbox);
    let (mut landed, mut halfway) = (0, 0);
    for kill in 0..KILLS {
        restore(&rendered, &old);
        // A little past the end, for the writing comes last; and in steps that visit the whole span again and again, so
        // that a machine that gets slower or faster does not leave a part of it out.
        landed += u32::from(killed(&sandbox, span * (kill * 37 % KILLS) * 5 / (KILLS * 4)));
        let found = read(&rendered);
        halfway += usize::from(found != old && found != new);
        assert_whole(&found, &old, &new);
        let start = Instant::now();
        sandbox.run(&["render"]).expect(0);
        span = (span * 3 + start.elapsed()) / 4;
        assert!(read(&rendered) == new, "kill {kill}: the next run did not finish the tree");
        assert_eq!(temporaries(sandbox.path()), Vec::<String>::new(), "kill {kill}");
    }
    assert!(read(&sandbox.path().join("profiles")) == inputs, "a run touched the inputs");
    assert_eq!(sandbox.read("canary"), "untouched");
    println!("kills: {KILLS}, {landed} landed before the end of the run, {halfway} left a tree between old and new");
    assert!(landed * 2 >= KILLS, "only {landed} of {KILLS} kills landed before the end of the run");
    assert!(halfway > 0, "no kill hit the writing");
}

/// A tree, and another one that the inputs now make: changed files, new tenants, new files and orphaned ones.
fn old_and_new(sandbox: &Sandbox) -> (Tree, Tree) {
    let rendered = sandbox.path().join("rendered");
    sandbox.write("canary", "untouched");
    sandbox.run(&["render"]).expect(0);
    for number in (0..TENANTS).step_by(2) {
        let name = format!("team-{number:04}");
        let orphan = std::fs::read(rendered.join(format!("tenants/{name}/namespace.yaml"))).expect("it was rendered");
        sandbox.write(&format!("rendered/tenants/{name}/orphan.yaml"), orphan);
        sandbox.write(&format!("profiles/{name}.yaml"), profile(&name, "bob@example.com", 6));
    }
    let old = read(&rendered);
    for number in 0..TENANTS / 4 {
        let name = format!("new-{number:04}");
        sandbox.write(&format!("profiles/{name}.yaml"), profile(&name, "carol@example.com", 2));
    }
    sandbox.run(&["render"]).expect(0);
    let new = read(&rendered);
    restore(&rendered, &old);
    (old, new)
}

fn time_of_a_run(sandbox: &Sandbox) -> Duration {
    let old = read(&sandbox.path().join("rendered"));
    let start = Instant::now();
    sandbox.run(&["render"]).expect(0);
    let time = start.elapsed();
    restore(&sandbox.path().join("rendered"), &old);
    time
}

/// Starts a run and kills it after so long; false when it had ended by itself.
fn killed(sandbox: &Sandbox, after: Duration) -> bool {
    let mut command = sandbox.command();
    let mut run =
        command.arg("render").stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the binary can be run");
    let end = Instant::now() + after;
    while Instant::now() < end {
        std::thread::yield_now();
    }
    run.kill().expect("a process can be killed");
    !run.wait().expect("a process can be waited for").success()
}

fn assert_whole(found: &Tree, old: &Tree, new: &Tree) {
    for (path, bytes) in found {
        let whole = old.get(path) == Some(bytes) || new.get(path) == Some(bytes);
        assert!(whole, "{path} is neither old nor new:\n{}", String::from_utf8_lossy(bytes));
    }
    let lost = old.keys().filter(|path| new.contains_key(*path) && !found.contains_key(*path)).collect::<Vec<_>>();
    assert!(lost.is_empty(), "lost: {lost:?}");
}
