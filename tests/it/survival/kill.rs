//! Killed at any moment.

use super::Stale;
use super::tree;
use std::os::unix::process::ExitStatusExt;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// How many runs are killed.
const KILLS: usize = 200;
/// How many kill at the same time, each in a repository of its own.
const LANES: usize = 2;
/// Tenants of the older version; enough for a run to last many times what a kill takes.
const TENANTS: usize = 30;

/// When the kills came.
#[derive(Default)]
struct Tally {
    kills: usize,
    landed: usize,
    half_written: usize,
    with_temporaries: usize,
}

#[test]
fn a_run_that_is_killed_leaves_every_file_whole_and_the_next_one_finishes() {
    let lanes: Vec<Tally> = std::thread::scope(|scope| {
        let lanes: Vec<_> = (0..LANES).map(|_| scope.spawn(|| lane(KILLS / LANES))).collect();
        lanes.into_iter().map(|lane| lane.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    });
    let sum = |of: fn(&Tally) -> usize| lanes.iter().map(of).sum::<usize>();
    let (kills, landed) = (sum(|lane| lane.kills), sum(|lane| lane.landed));
    let (half, temporaries) = (sum(|lane| lane.half_written), sum(|lane| lane.with_temporaries));
    println!(
        "{kills} kills, {landed} before the end of the run, {half} between its first and its last file, \
         {temporaries} with a temporary left behind"
    );
    assert_eq!(kills, KILLS);
    assert!(landed * 2 >= kills, "only {landed} of {kills} kills came before the end");
    assert!(half > 0, "no kill came while files were written");
}

/// Kills runs in one repository, spread over the time that one takes: every second over all of it, the others over the
/// part at its end in which it writes.
fn lane(kills: usize) -> Tally {
    let stale = Stale::of(TENANTS);
    let outside = stale.outside();
    let (mut whole, reading) = measured(&stale);
    let mut tally = Tally::default();
    for kill in 0..kills {
        let at = (kill / 2 * 2 + 1) as f64 / kills as f64;
        let delay = whole.mul_f64(if kill % 2 == 0 { at } else { reading + (1.0 - reading) * at });
        let landed = killed_after(&stale, delay);
        // The machine may be busier or idler than when the run was measured: too late, and the next come sooner.
        whole = whole.mul_f64(if landed { 1.01 } else { 0.94 });

        let left = tree::of(&stale.rendered());
        stale.assert_whole(&left);
        tree::assert_same(&outside, &stale.outside(), "outside of the rendered folder");
        tally.kills += 1;
        tally.landed += usize::from(landed);
        let temporaries = !tree::temporaries(&stale.rendered()).is_empty();
        tally.with_temporaries += usize::from(temporaries);
        tally.half_written += usize::from(temporaries || (left != stale.old && left != stale.new));

        stale.sandbox.run(&["render"]).expect(0);
        let finished = tree::of(&stale.rendered());
        tree::assert_same(&stale.new, &finished, "after the next run");
        assert_eq!(tree::temporaries(&stale.rendered()), [""; 0].map(std::path::PathBuf::from));
        stale.reset(&finished);
    }
    tally
}

/// How long a run takes, and the part of it before it writes.
fn measured(stale: &Stale) -> (Duration, f64) {
    let timed = |arguments: &[&str]| {
        let start = Instant::now();
        stale.sandbox.run(arguments).expect(0);
        start.elapsed()
    };
    let mut runs = Vec::new();
    for _ in 0..3 {
        let reading = timed(&["render", "--dry-run"]);
        runs.push((timed(&["render"]), reading));
        stale.reset(&stale.new);
    }
    runs.sort();
    let (whole, reading) = runs[1];
    (whole, (reading.as_secs_f64() / whole.as_secs_f64()).min(0.9))
}

/// Starts a run and kills it after a while. Whether that was before its end.
fn killed_after(stale: &Stale, delay: Duration) -> bool {
    let start = Instant::now();
    let mut command = stale.sandbox.command();
    let command = command.arg("render").stdout(Stdio::null()).stderr(Stdio::null());
    let mut run = command.spawn().expect("the binary can be run");
    std::thread::sleep(delay.saturating_sub(start.elapsed()));
    run.kill().expect("a process can be killed");
    let status = run.wait().expect("a process can be waited for");
    assert!(status.success() || status.signal() == Some(9), "{status}");
    status.signal() == Some(9)
}
