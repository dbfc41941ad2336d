//! Disks that are full, read-only or not ours to write.

use super::with_tenants;
use crate::support::sandbox::{Run, Sandbox};
use crate::support::tree::{read, temporaries};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A small file system of its own; gone when this is.
struct SmallDisk(PathBuf);

impl SmallDisk {
    /// Mounts one; none where this user may not.
    fn mount(at: &Path, size: &str) -> Option<Self> {
        std::fs::create_dir_all(at).expect("folders can be made");
        let mounted = run("mount", &["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"], at);
        if !mounted {
            println!("SKIPPED: a small tmpfs cannot be mounted here (needs root)");
        }
        mounted.then(|| Self(at.to_owned()))
    }

    fn remount(&self, options: &str) {
        assert!(run("mount", &["-o", &format!("remount,{options}")], &self.0), "a mounted tmpfs can be changed");
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        run("umount", &["-l"], &self.0);
    }
}

fn run(program: &str, arguments: &[&str], last: &Path) -> bool {
    Command::new(program).args(arguments).arg(last).output().is_ok_and(|output| output.status.success())
}

/// A sandbox whose rendered folder is a small disk.
fn on_a_small_disk(size: &str) -> Option<(SmallDisk, Sandbox)> {
    let sandbox = with_tenants(40);
    let disk = SmallDisk::mount(&sandbox.path().join("rendered"), size)?;
    Some((disk, sandbox))
}

#[test]
fn a_full_disk_is_an_error_that_names_the_file_and_the_next_run_finishes() {
    let Some((disk, sandbox)) = on_a_small_disk("128k") else { return };
    let full = sandbox.run(&["render"]).expect(2);
    assert!(full.stderr.contains("No space left on device"), "{}", full.stderr);
    assert!(full.stderr.contains("rendered/tenants/"), "{}", full.stderr);
    let other = with_tenants(40);
    other.run(&["render"]).expect(0);
    let whole = read(&other.path().join("rendered"));
    for (path, bytes) in read(&disk.0) {
        assert_eq!(whole.get(&path), Some(&bytes), "{path} is not whole");
    }
    disk.remount("size=64m");
    sandbox.run(&["render"]).expect(0);
    assert!(read(&disk.0) == whole, "the next run did not finish the tree");
    assert_eq!(temporaries(&disk.0), Vec::<String>::new());
}

#[test]
fn a_read_only_disk_is_an_error_that_names_the_file() {
    let Some((disk, sandbox)) = on_a_small_disk("64m") else { return };
    sandbox.run(&["render"]).expect(0);
    let before = read(&disk.0);
    sandbox.write("profiles/team-0001.yaml", super::profile("team-0001", "bob@example.com", 3));
    disk.remount("ro");
    let refused = sandbox.run(&["render"]).expect(2);
    assert!(refused.stderr.contains("rendered/tenants/team-0001/"), "{}", refused.stderr);
    assert!(refused.stderr.contains("Read-only file system"), "{}", refused.stderr);
    assert!(read(&disk.0) == before, "something changed on a read-only disk");
}

#[test]
fn a_folder_that_may_not_be_written_is_an_error_that_names_it() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = with_tenants(3);
    sandbox.run(&["render"]).expect(0);
    sandbox.write("profiles/team-0001.yaml", super::profile("team-0001", "bob@example.com", 3));
    let folder = sandbox.path().join("rendered/tenants/team-0001");
    let before = read(&sandbox.path().join("rendered"));
    let mode = |path: &Path, mode: u32| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("permissions can be set");
    };
    mode(&folder, 0o555);
    mode(sandbox.path(), 0o755);
    let Some(refused) = as_nobody(&sandbox) else { return };
    mode(&folder, 0o755);
    let refused = refused.expect(2);
    assert!(refused.stderr.contains("rendered/tenants/team-0001/"), "{}", refused.stderr);
    assert!(refused.stderr.contains("Permission denied"), "{}", refused.stderr);
    assert!(read(&sandbox.path().join("rendered")) == before, "something changed");
}

/// Runs a copy of the binary as a user who owns nothing, where the tests run as root; as this user elsewhere.
fn as_nobody(sandbox: &Sandbox) -> Option<Run> {
    use std::os::unix::fs::MetadataExt;
    use std::os::unix::process::CommandExt;
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0);
    if !is_root {
        return Some(sandbox.run(&["render"]));
    }
    let binary = sandbox.path().join("binary");
    std::fs::copy(crate::support::sandbox::binary(), &binary).expect("the binary can be copied");
    let output = Command::new(&binary).arg("render").current_dir(sandbox.path()).uid(65534).gid(65534).output();
    match output {
        Ok(output) => Some(Run::of(output)),
        Err(error) => {
            println!("SKIPPED: the binary cannot be run as another user: {error}");
            None
        }
    }
}
