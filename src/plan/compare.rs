//! The comparison itself.

use super::baseline::{Baseline, Found};
use crate::render::{OutputTree, TreePath};
use serde::Serialize;
use std::collections::BTreeMap;

/// What happens to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Change {
    /// It is not there yet.
    Create,
    /// It holds something else.
    Update,
    /// It is ours, and the tree has it no more.
    Remove,
}

/// What turns a baseline into a tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The files that change, by path.
    pub changes: BTreeMap<TreePath, Change>,
    /// Files that are none of ours, and files of ours outside of the tenants' folders and of `gitops/`, where another version
    /// or config must have put them: nothing is carried out while there are any.
    pub foreign: Vec<TreePath>,
    /// How many files stay as they are.
    pub unchanged: usize,
}

/// How many files a plan creates, changes and removes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Files that are not there yet.
    pub created: usize,
    /// Files that hold something else.
    pub changed: usize,
    /// Files that go.
    pub removed: usize,
    /// Files that stay as they are.
    pub unchanged: usize,
}

impl Plan {
    /// Whether the tree is what it should be.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.foreign.is_empty()
    }

    /// How many files change, and how.
    pub fn counts(&self) -> Counts {
        let of = |wanted: Change| self.changes.values().filter(|change| **change == wanted).count();
        Counts {
            created: of(Change::Create),
            changed: of(Change::Update),
            removed: of(Change::Remove),
            unchanged: self.unchanged,
        }
    }
}

/// Compares a tree with a baseline.
pub fn plan(tree: &OutputTree, baseline: &Baseline) -> Plan {
    let mut plan = Plan::default();
    for (path, digest) in &tree.files {
        match baseline.files.get(path) {
            None => {
                plan.changes.insert(path.clone(), Change::Create);
            }
            Some(Found::Ours(present)) if present == digest => plan.unchanged += 1,
            Some(Found::Ours(_)) => {
                plan.changes.insert(path.clone(), Change::Update);
            }
            Some(Found::Foreign | Found::Link | Found::Special) => {}
        }
    }
    for (path, found) in &baseline.files {
        match found {
            Found::Ours(_) if tree.files.contains_key(path) => {}
            Found::Ours(_) if path.tenant().is_some() || path.is_of_gitops() => {
                plan.changes.insert(path.clone(), Change::Remove);
            }
            Found::Ours(_) => plan.foreign.push(path.clone()),
            Found::Foreign | Found::Link | Found::Special => plan.foreign.push(path.clone()),
        }
    }
    plan
}

#[cfg(test)]
mod tests {
    use super::{Baseline, Change, Found, plan};
    use crate::render::{Digest, Hash, OutputTree, TreePath};

    #[test]
    fn a_plan_says_what_turns_the_one_into_the_other() {
        let path = |file: &str| TreePath::of_tenant("a", file);
        let digest = Digest::of(b"x", Hash::Sha1);
        let tree = OutputTree { files: [(path("new"), digest), (path("same"), digest), (path("old"), digest)].into() };
        let found = [
            (path("same"), Found::Ours(digest)),
            (path("old"), Found::Ours(Digest::of(b"y", Hash::Sha1))),
            (path("gone"), Found::Ours(digest)),
            (path("other"), Found::Foreign),
        ];
        let baseline = Baseline { files: found.into(), ..Baseline::default() };
        let plan = plan(&tree, &baseline);
        let changes: Vec<_> = plan.changes.into_iter().collect();
        assert_eq!(
            changes,
            [(path("gone"), Change::Remove), (path("new"), Change::Create), (path("old"), Change::Update)]
        );
        assert_eq!((plan.foreign, plan.unchanged), (vec![path("other")], 1));
    }

    #[test]
    fn what_told_an_engine_goes_with_it_and_nothing_else_outside_of_the_tenants_does() {
        let ours = Found::Ours(Digest::of(b"x", Hash::Sha1));
        let gone = TreePath::of_gitops("app-project.yaml");
        let others = [TreePath::found("gitops"), TreePath::found("gitops-notes.yaml"), TreePath::found("other/a.yaml")];
        let found = others.iter().chain([&gone]).map(|path| (path.clone(), ours)).collect();
        let plan = plan(&OutputTree::default(), &Baseline { files: found, ..Baseline::default() });
        assert_eq!(plan.changes.into_iter().collect::<Vec<_>>(), [(gone, Change::Remove)]);
        assert_eq!(plan.foreign, others);
    }

    #[test]
    fn a_tree_against_itself_is_nothing_to_do() {
        let digest = Digest::of(b"x", Hash::Sha1);
        let path = TreePath::of_tenant("a", "b.yaml");
        let tree = OutputTree { files: [(path.clone(), digest)].into() };
        let baseline = Baseline { files: [(path, Found::Ours(digest))].into(), ..Baseline::default() };
        assert!(plan(&tree, &baseline).is_empty());
    }
}
