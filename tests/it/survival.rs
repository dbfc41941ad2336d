//! A run that fails or is killed leaves every file whole, old or new, and the next run finishes its work.
#![cfg(unix)]

mod disk;
mod halfway;
mod kill;
mod leftovers;
mod links;
mod output;
mod permissions;
mod profiles;
mod tree;

use crate::support::sandbox::Sandbox;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tree::{Entry, Tree};

/// Says which test this machine does not allow, and why.
fn skipped(what: &str, why: &str) {
    println!("SKIPPED: {what}: {why}");
}

/// A repository whose rendered folder is one version behind its inputs.
struct Stale {
    sandbox: Sandbox,
    old: Tree,
    new: Tree,
}

impl Stale {
    /// So many tenants in the older version; see [`profiles::old`] and [`profiles::new`].
    fn of(tenants: usize) -> Self {
        let sandbox = Sandbox::new();
        // What tells the one engine goes with it, what tells the other comes and names the newcomers.
        // Access changes in many tenants at once, which a guard would refuse.
        let settings = "apiVersion: tenantry.dev/v1alpha1\nkind: Config\nguards: {maxChangedShare: 100}\n";
        let engine = |keys: &str| format!("{settings}gitOps: {{{keys}}}\n");
        let argo_cd = engine("engine: argocd, bootstrap: {repository: https://github.com/example/tenants.git}");
        sandbox.write("tenantry.yaml", argo_cd);
        profiles::old(&sandbox, tenants);
        sandbox.run(&["render"]).expect(0);
        // What an older version or template left in a folder of a tenant, one level down.
        let orphan = format!("{}kind: ConfigMap\n", profiles::OWNERSHIP);
        sandbox.write("rendered/tenants/team-001/former/config-map.yaml", orphan);
        let rendered = sandbox.path().join("rendered");
        let old = tree::of(&rendered);
        profiles::new(&sandbox, tenants);
        sandbox.write("tenantry.yaml", engine("engine: flux, bootstrap: {}"));
        sandbox.write("canary.txt", "nobody writes here");
        sandbox.write("rendered-not/tenants/team-000/namespace.yaml", profiles::OWNERSHIP);
        sandbox.run(&["render"]).expect(0);
        let new = tree::of(&rendered);
        let stale = Self { sandbox, old, new };
        stale.reset(&stale.new);
        stale
    }

    fn rendered(&self) -> PathBuf {
        self.sandbox.path().join("rendered")
    }

    /// Everything that no run may change.
    fn outside(&self) -> Tree {
        tree::without(self.sandbox.path(), "rendered")
    }

    /// Brings the rendered folder back to the older version; `present` is what it holds.
    fn reset(&self, present: &Tree) {
        tree::bring(&self.rendered(), present, &self.old);
    }

    /// Fails unless every file of a rendered folder is whole: its older or its newer version.
    #[track_caller]
    fn assert_whole(&self, actual: &Tree) {
        for (path, entry) in actual.iter().filter(|(path, _)| !tree::is_temporary(path)) {
            let is_whole = self.old.get(path) == Some(entry) || self.new.get(path) == Some(entry);
            assert!(is_whole, "{} is neither old nor new:\n{entry:?}", path.display());
        }
        for path in self.old.keys().filter(|path| self.new.contains_key(*path)) {
            assert!(actual.contains_key(path), "{} was there before and is gone", path.display());
        }
        let (before, after) = (files_by_folder(&self.old), files_by_folder(actual));
        for (folder, files) in files_by_folder(&self.new) {
            // A tenant that is new appears as a whole.
            if !before.contains_key(folder) {
                let present = after.get(folder).copied().unwrap_or_default();
                assert!(present == 0 || present == files, "half of {} is there", folder.display());
            }
        }
        assert_lists_hold(actual);
    }
}

/// The folders that hold files, and how many.
fn files_by_folder(tree: &Tree) -> BTreeMap<&Path, usize> {
    let mut folders = BTreeMap::new();
    for path in tree.keys() {
        *folders.entry(path.parent().unwrap_or(Path::new(""))).or_default() += 1;
    }
    folders
}

/// Fails when a list for kustomize names what is not there: then no part of the tree could be built.
#[track_caller]
fn assert_lists_hold(tree: &Tree) {
    let lists = tree.iter().filter(|(path, _)| path.ends_with("kustomization.yaml") && !tree::is_temporary(path));
    for (path, entry) in lists {
        let Entry::File(bytes) = entry else { panic!("{} is a link", path.display()) };
        let folder = path.parent().expect("a file lies in a folder");
        for named in String::from_utf8_lossy(bytes).lines().filter_map(|line| line.strip_prefix("- ")) {
            let resource = folder.join(named);
            let is_there = tree.contains_key(&resource) || tree.contains_key(&resource.join("kustomization.yaml"));
            assert!(is_there, "{} names {named}, which is not there", path.display());
        }
    }
}
