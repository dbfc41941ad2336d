//! Symbolic links: never followed, never replaced, and what they point to is never touched.

use super::profiles;
use super::tree::{self, Tree};
use crate::support::sandbox::Sandbox;
use std::os::unix::fs::symlink;
use std::path::Path;

/// A repository with a rendered tree and a folder beside it that nobody may write to.
struct Linked {
    sandbox: Sandbox,
}

impl Linked {
    fn new() -> Self {
        let sandbox = Sandbox::new();
        profiles::many(&sandbox, 3);
        sandbox.run(&["render"]).expect(0);
        std::fs::create_dir_all(sandbox.path().join("outside/folder")).expect("a folder can be made");
        // Looks as if it were ours, so that only the link can be the reason to leave it alone.
        sandbox.write("outside/file.yaml", format!("{}kind: Namespace\n", profiles::OWNERSHIP));
        sandbox.write("outside/folder/namespace.yaml", format!("{}kind: Namespace\n", profiles::OWNERSHIP));
        Self { sandbox }
    }

    /// Puts a link in the place of whatever is there.
    fn link(&self, path: &str, target: &str) {
        let full = self.sandbox.path().join(path);
        if full.is_dir() {
            std::fs::remove_dir_all(&full).expect("a folder can be removed");
        } else if full.exists() {
            std::fs::remove_file(&full).expect("a file can be removed");
        }
        symlink(self.sandbox.path().join(target), &full).expect("a link can be made");
    }

    fn all(&self) -> Tree {
        tree::of(self.sandbox.path())
    }

    /// Fails unless a run is refused, names the path, and changes nothing anywhere.
    #[track_caller]
    fn assert_refused(&self, arguments: &[&str], named: &str) {
        let before = self.all();
        let run = self.sandbox.run(arguments).expect(2);
        assert!(run.stderr.contains(&format!("{named} is a symbolic link")), "{}", run.stderr);
        tree::assert_same(&before, &self.all(), "a refused run");
    }
}

#[test]
fn a_link_among_the_rendered_files_is_refused_whatever_it_points_to() {
    let cases = [
        ("rendered/tenants/team-001/namespace.yaml", "outside/file.yaml"),
        ("rendered/tenants/team-001/namespace.yaml", "rendered/tenants/team-000/namespace.yaml"),
        ("rendered/tenants/team-001/namespace.yaml", "outside/folder"),
        ("rendered/tenants/team-001/namespace.yaml", "nowhere"),
        ("rendered/tenants/team-001/unknown.yaml", "outside/file.yaml"),
        ("rendered/tenants/team-001/folder", "outside/folder"),
        ("rendered/tenants/team-001", "outside/folder"),
        ("rendered/tenants/team-001", "outside/file.yaml"),
        ("rendered/tenants/team-001", "nowhere"),
        ("rendered/tenants/unknown", "outside/folder"),
        ("rendered/tenants/kustomization.yaml", "outside/file.yaml"),
        ("rendered/tenants", "outside/folder"),
        ("rendered/tenants", "nowhere"),
        ("rendered/other", "outside/folder"),
    ];
    for (path, target) in cases {
        let linked = Linked::new();
        linked.link(path, target);
        linked.assert_refused(&["render"], path);
        let before = linked.all();
        linked.sandbox.run(&["check"]).expect(1);
        tree::assert_same(&before, &linked.all(), "a check");
    }
}

#[test]
fn a_link_on_the_way_to_the_rendered_folder_is_refused() {
    for (config, path, target) in [
        ("rendered", "rendered", "outside/folder"),
        ("rendered", "rendered", "outside/file.yaml"),
        ("rendered", "rendered", "nowhere"),
        ("way/rendered", "way", "outside/folder"),
        ("way/rendered", "way", "nowhere"),
        ("way/on/rendered", "way/on", "outside/folder"),
    ] {
        let linked = Linked::new();
        let text = format!("apiVersion: tenantry.dev/v1alpha1\nkind: Config\nrendered: {config}\n");
        linked.sandbox.write("tenantry.yaml", text);
        if path.contains('/') {
            std::fs::create_dir(linked.sandbox.path().join("way")).expect("a folder can be made");
        }
        linked.link(path, target);
        for arguments in [&["render"][..], &["check"], &["render", "--dry-run"]] {
            linked.assert_refused(arguments, path);
        }
        std::fs::remove_file(linked.sandbox.path().join("tenantry.yaml")).expect("a file can be removed");
        linked.assert_refused(&["render", "--rendered", config], path);
    }
}

#[test]
fn links_named_like_temporaries_go_and_their_targets_stay() {
    let linked = Linked::new();
    let clean = linked.all();
    linked.link("rendered/tenants/.tenantry-tmp-team-001", "outside/folder");
    linked.link("rendered/tenants/team-001/.tenantry-tmp-namespace.yaml", "outside/file.yaml");
    linked.link("rendered/tenants/team-002/.tenantry-tmp-dangling", "nowhere");
    linked.sandbox.run(&["render"]).expect(0);
    tree::assert_same(&clean, &linked.all(), "after the run");
}

#[test]
fn a_repository_that_is_reached_through_a_link_is_as_good_as_any() {
    let linked = Linked::new();
    let clean = linked.all();
    let elsewhere = Sandbox::new();
    symlink(linked.sandbox.path(), elsewhere.path().join("way")).expect("a link can be made");
    std::fs::remove_dir_all(linked.sandbox.path().join("rendered")).expect("a folder can be removed");
    elsewhere.run(&["-C", "way", "render"]).expect(0);
    tree::assert_same(&clean, &linked.all(), "after the run");
    assert!(elsewhere.path().join("way").is_symlink(), "{}", Path::new("way").display());
}
