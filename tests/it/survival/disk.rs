//! A disk that is full, and one that cannot be written.
//!
//! Each is a small tmpfs in a mount namespace of its own: nobody else sees it, and it goes with the process.

use super::tree::{self, Entry, Tree};
use super::{Stale, skipped};
use crate::support::sandbox::{Run, binary};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// What a file takes on a tmpfs is a multiple of this.
const PAGE: usize = 4096;

/// How to run a program in a mount namespace of its own: as root, else as the root of a user namespace.
fn namespace() -> Option<&'static [&'static str]> {
    const WAYS: [&[&str]; 2] = [&["unshare", "--mount"], &["unshare", "--map-root-user", "--mount"]];
    static FOUND: OnceLock<Option<&[&str]>> = OnceLock::new();
    *FOUND.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        WAYS.into_iter().find(|way| {
            let mut command = Command::new(way[0]);
            command.args(&way[1..]).args(["mount", "-t", "tmpfs", "tmpfs"]).arg(folder.path());
            command.stderr(Stdio::null()).status().is_ok_and(|status| status.success())
        })
    })
}

/// Runs a script for `sh` in a mount namespace, in the folder of the repository. `$1` is a size in bytes, and `run NAME
/// ARGUMENTS` runs the binary and keeps what it says. The rendered folder starts as a tmpfs of that size with the older
/// version. To remount, the device is named as well: else `mount` repeats options that a user namespace refuses.
fn mounted(namespace: &[&str], stale: &Stale, size: usize, script: &str) {
    let prelude = r#"
        bin=$0
        run() { name=$1; shift; code=0; "$bin" "$@" >$name.out 2>$name.err || code=$?; echo $code >$name.code; }
        cp -R rendered before
        mount -t tmpfs -o size=$1 tmpfs rendered
        cp -R before/. rendered
    "#;
    let mut command = Command::new(namespace[0]);
    command.args(&namespace[1..]).args(["sh", "-eu", "-c", &format!("{prelude}{script}"), binary(), &size.to_string()]);
    let output = command.current_dir(stale.sandbox.path()).output().expect("sh can be run");
    Run::of(output).expect(0);
}

/// What `run NAME` kept.
fn kept(stale: &Stale, name: &str) -> Run {
    let read = |what: &str| stale.sandbox.read(&format!("{name}.{what}"));
    Run { code: read("code").trim().parse().ok(), stdout: read("out"), stderr: read("err") }
}

fn bytes_on_disk(tree: &Tree) -> usize {
    let pages = tree.values().map(|entry| match entry {
        Entry::File(bytes) => bytes.len().div_ceil(PAGE),
        Entry::Link(_) => 1,
    });
    pages.sum::<usize>() * PAGE
}

#[test]
fn a_disk_that_fills_up_leaves_every_file_whole_and_the_next_run_with_room_finishes() {
    let Some(namespace) = namespace() else {
        return skipped("a full disk", "no tmpfs can be mounted here");
    };
    let stale = Stale::of(6);
    let mut full = 0;
    // From no page to spare to more than the newer version needs: the disk is full at another file each time.
    for spare in 0..28 {
        let size = bytes_on_disk(&stale.old) + spare * PAGE;
        let script = "
            run first render
            cp -R rendered first
            mount -t tmpfs -o remount,size=16m tmpfs rendered
            run second render
            cp -R rendered second
        ";
        mounted(namespace, &stale, size, script);
        let left = tree::of(&stale.sandbox.path().join("first"));
        stale.assert_whole(&left);
        let first = kept(&stale, "first");
        if first.code == Some(0) {
            tree::assert_same(&stale.new, &left, "with room for all");
        } else {
            full += 1;
            let said = &first.expect(2).stderr;
            let claims_nothing = said.contains("nothing was written");
            assert!(!claims_nothing || left == stale.old, "something was written: {said}");
            let names_a_file = said.contains("cannot write rendered/tenants/") && said.contains(".yaml: No space left");
            assert!(names_a_file, "{spare} pages to spare: {said}");
        }
        kept(&stale, "second").expect(0);
        let second = stale.sandbox.path().join("second");
        tree::assert_same(&stale.new, &tree::of(&second), "with room made");
        assert!(tree::temporaries(&second).is_empty(), "temporaries are left");
        for folder in ["before", "first", "second"] {
            std::fs::remove_dir_all(stale.sandbox.path().join(folder)).expect("a folder can be removed");
        }
    }
    println!("{full} of 28 disks were too small");
    assert!((10..28).contains(&full), "the sizes do not match: {full} of 28 disks were too small");
}

#[test]
fn a_folder_on_a_read_only_file_system_is_an_error_that_names_a_file_and_check_still_works() {
    let Some(namespace) = namespace() else {
        return skipped("a read-only file system", "no tmpfs can be mounted here");
    };
    let stale = Stale::of(4);
    let script = "
        mount -t tmpfs -o remount,ro tmpfs rendered
        run render render
        run check check
        cp -R rendered after
    ";
    mounted(namespace, &stale, 4 << 20, script);
    let render = kept(&stale, "render").expect(2);
    let names_it = render.stderr.contains("rendered/tenants/") && render.stderr.contains("Read-only file system");
    assert!(names_it, "{}", render.stderr);
    kept(&stale, "check").expect(1);
    tree::assert_same(&stale.old, &tree::of(&stale.sandbox.path().join("after")), "nothing is written");
}
