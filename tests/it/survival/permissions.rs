//! Folders and files that the run may not write or read.

use super::tree;
use super::{Stale, skipped};
use crate::support::sandbox::{Run, binary};
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The user that owns nothing, mostly called nobody.
const NOBODY: u32 = 65534;

/// Takes rights from files and folders, and gives them back when it goes: else nobody could clean up.
struct Restricted(Vec<(PathBuf, u32)>);

impl Restricted {
    /// Sets the mode of a path, or of all folders below it and itself.
    fn folders(path: &Path, mode: u32) -> Self {
        let entries = walkdir::WalkDir::new(path).contents_first(true).into_iter();
        let entries = entries.map(|entry| entry.expect("the folder can be walked"));
        let folders = entries.filter(|entry| entry.file_type().is_dir());
        Self(folders.map(|entry| Self::set(entry.path(), mode)).collect())
    }

    fn one(path: &Path, mode: u32) -> Self {
        Self(vec![Self::set(path, mode)])
    }

    fn set(path: &Path, mode: u32) -> (PathBuf, u32) {
        let before = std::fs::metadata(path).expect("the path is there").permissions().mode();
        std::fs::set_permissions(path, Permissions::from_mode(mode)).expect("the mode can be set");
        (path.to_owned(), before)
    }
}

impl Drop for Restricted {
    fn drop(&mut self) {
        for (path, mode) in self.0.iter().rev() {
            // What cannot be given back shows as a folder that cannot be cleaned up.
            drop(std::fs::set_permissions(path, Permissions::from_mode(*mode)));
        }
    }
}

/// Runs the binary as somebody whom modes hold back: the user of the tests, or nobody where that is root. None where
/// that cannot be done.
fn run(stale: &Stale, arguments: &[&str]) -> Option<Run> {
    let folder = stale.sandbox.path();
    let probe = folder.join("probe");
    std::fs::create_dir_all(&probe).expect("a folder can be made");
    let is_held_back = {
        let _guard = Restricted::one(&probe, 0o555);
        std::fs::write(probe.join("file"), "").is_err()
    };
    if is_held_back {
        return Some(stale.sandbox.run(arguments));
    }
    // Root is held back by nothing. The binary may lie where only root can go.
    let copy = probe.join("tenantry");
    std::fs::copy(binary(), &copy).expect("the binary can be copied");
    let _guard = Restricted::one(folder, 0o755);
    // Another test that starts a program at this moment may still hold the copy open for writing: it is busy until then.
    let attempt = || Command::new(&copy).args(arguments).current_dir(folder).uid(NOBODY).gid(NOBODY).output();
    let is_busy = |output: &std::io::Result<_>| {
        output.as_ref().is_err_and(|error: &std::io::Error| error.kind() == std::io::ErrorKind::ExecutableFileBusy)
    };
    let output = (0..1000).map(|_| attempt()).find(|output| !is_busy(output))?;
    output.ok().map(Run::of)
}

const WHY: &str = "this user is held back by no mode, and cannot become one who is";

#[test]
fn folders_that_may_not_be_written_are_an_error_that_names_a_file_and_nothing_changes() {
    let stale = Stale::of(4);
    let guard = Restricted::folders(&stale.rendered(), 0o555);
    let Some(run) = run(&stale, &["render"]) else {
        return skipped("unwritable folders", WHY);
    };
    drop(guard);
    let said = run.expect(2).stderr;
    assert!(said.contains("rendered/tenants/") && said.contains("Permission denied"), "{said}");
    tree::assert_same(&stale.old, &tree::of(&stale.rendered()), "nothing is written");
}

#[test]
fn a_repository_that_may_not_be_written_is_an_error_that_names_the_rendered_folder() {
    let stale = Stale::of(2);
    std::fs::remove_dir_all(stale.rendered()).expect("a folder can be removed");
    std::fs::create_dir(stale.sandbox.path().join("probe")).expect("a folder can be made");
    let before = tree::of(&stale.sandbox.path().join("profiles"));
    let guard = Restricted::one(stale.sandbox.path(), 0o555);
    let Some(run) = run(&stale, &["render"]) else {
        return skipped("an unwritable repository", WHY);
    };
    drop(guard);
    let said = run.expect(2).stderr;
    assert!(said.contains("cannot create rendered: Permission denied"), "{said}");
    assert!(!stale.rendered().exists(), "nothing is written");
    tree::assert_same(&before, &tree::of(&stale.sandbox.path().join("profiles")), "no input changes");
}

#[test]
fn a_rendered_file_that_may_not_be_read_is_an_error_that_names_it_and_nothing_changes() {
    let stale = Stale::of(4);
    let guard = Restricted::one(&stale.rendered().join("tenants/team-002/namespace.yaml"), 0o000);
    let Some(run) = run(&stale, &["render"]) else {
        return skipped("an unreadable file", WHY);
    };
    drop(guard);
    let said = run.expect(2).stderr;
    assert!(said.contains("cannot read rendered/tenants/team-002/namespace.yaml: Permission denied"), "{said}");
    tree::assert_same(&stale.old, &tree::of(&stale.rendered()), "nothing is written");
}

#[test]
fn a_tenant_that_goes_is_in_no_list_before_its_folder_goes() {
    let stale = Stale::of(2);
    let sandbox = &stale.sandbox;
    let profile = super::profiles::profile("leaving", "first-owner", 0, None);
    let tenant =
        "---\napiVersion: tenantry.dev/v1alpha1\nkind: Tenant\nmetadata: {name: leaving}\nspec: {lifecycle: Retired}\n";
    sandbox.write("profiles/leaving.yaml", format!("{profile}{tenant}"));
    sandbox.run(&["render"]).expect(0);
    std::fs::remove_file(sandbox.path().join("profiles/leaving.yaml")).expect("it is there");
    let folder = stale.rendered().join("tenants/leaving");
    let give = |path: &Path| std::os::unix::fs::chown(path, Some(NOBODY), Some(NOBODY));
    let is_root = walkdir::WalkDir::new(stale.rendered()).into_iter().flatten().all(|entry| give(entry.path()).is_ok());
    if !is_root {
        println!("the files stay this user's own");
    }
    let guard = Restricted::one(&folder, 0o555);
    let Some(run) = run(&stale, &["render"]) else {
        return skipped("a tenant that cannot go", WHY);
    };
    drop(guard);
    let said = run.expect(2).stderr;
    assert!(said.contains("cannot remove rendered/tenants/leaving/"), "{said}");
    let list = sandbox.read("rendered/tenants/kustomization.yaml");
    assert!(!list.contains("leaving"), "the list still names what is about to go:\n{list}");
}
