//! Links in the rendered folder, and what lies behind them.

use super::with_tenants;
use crate::support::sandbox::Sandbox;
use std::os::unix::fs::symlink;
use std::path::Path;

/// Puts a link into the place of `path`, to `target`.
fn replace(sandbox: &Sandbox, path: &str, target: &Path) {
    let full = sandbox.path().join(path);
    if full.is_dir() {
        std::fs::remove_dir_all(&full).expect("a folder can be removed");
    } else if full.exists() {
        std::fs::remove_file(&full).expect("a file can be removed");
    }
    symlink(target, full).expect("a link can be made");
}

#[test]
fn a_link_in_the_tree_is_refused_and_its_target_stays_as_it_was() {
    for path in ["rendered/tenants/team-0000/namespace.yaml", "rendered/tenants/team-0000", "rendered/tenants/other"] {
        let outside = Sandbox::new();
        outside.write("secret/namespace.yaml", "mine");
        let sandbox = with_tenants(2);
        sandbox.run(&["render"]).expect(0);
        let target = if path.ends_with(".yaml") { "secret/namespace.yaml" } else { "secret" };
        replace(&sandbox, path, &outside.path().join(target));
        let refused = sandbox.run(&["render"]).expect(2);
        assert!(refused.stderr.contains(path), "{path}: {}", refused.stderr);
        assert!(refused.stderr.contains("symbolic link"), "{path}: {}", refused.stderr);
        assert_eq!(outside.read("secret/namespace.yaml"), "mine");
        assert_eq!(std::fs::read_dir(outside.path().join("secret")).expect("it can be listed").count(), 1);
    }
}

#[test]
fn a_rendered_or_tenants_folder_that_is_a_link_is_refused() {
    for path in ["rendered", "rendered/tenants"] {
        let outside = Sandbox::new();
        let sandbox = with_tenants(2);
        sandbox.run(&["render"]).expect(0);
        replace(&sandbox, path, outside.path());
        let refused = sandbox.run(&["render"]).expect(2);
        assert!(refused.stderr.contains("symbolic link"), "{path}: {}", refused.stderr);
        assert_eq!(std::fs::read_dir(outside.path()).expect("it can be listed").count(), 0, "{path}");
    }
}

#[test]
fn a_dangling_link_in_the_tree_is_refused() {
    let sandbox = with_tenants(2);
    sandbox.run(&["render"]).expect(0);
    replace(&sandbox, "rendered/tenants/team-0000/namespace.yaml", Path::new("nowhere"));
    sandbox.run(&["render"]).expect(2);
    assert!(!sandbox.path().join("rendered/tenants/team-0000/nowhere").exists());
}
