//! The variables that git sets for its hooks.
#![expect(clippy::disallowed_methods, reason = "this is the edge to the environment")]

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// What is taken over of the variables that git sets for its hooks, and of nothing else: a repository is found from a folder,
/// so that `GIT_DIR` or `GIT_WORK_TREE` of another one cannot mislead.
///
/// Where `GIT_DIR` names another repository than the one that was found, all of it is left aside.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    /// `GIT_DIR`, to see of which repository the rest speaks.
    pub git_dir: Option<PathBuf>,
    /// `GIT_INDEX_FILE`: in a pre-commit hook the files that are about to be committed, which `git commit -a` and
    /// `git commit PATH` do not put into the usual index. Relative to the top of the checkout.
    pub index: Option<PathBuf>,
    /// `GIT_OBJECT_DIRECTORY` and `GIT_ALTERNATE_OBJECT_DIRECTORIES`: in a hook of a server the objects that were pushed and
    /// are not accepted yet.
    pub objects: Vec<(&'static str, OsString)>,
}

impl Environment {
    /// That of this process.
    pub fn of_process() -> Self {
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let objects = ["GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"];
        Self {
            git_dir: set("GIT_DIR").map(PathBuf::from),
            index: set("GIT_INDEX_FILE").map(PathBuf::from),
            objects: objects.into_iter().filter_map(|name| Some((name, set(name)?))).collect(),
        }
    }

    /// What of it speaks of the repository whose folder is `git_folder`. The path of the index is made absolute.
    pub(super) fn for_repository(&self, git_folder: &Path, work_tree: Option<&Path>) -> Self {
        let top = work_tree.unwrap_or(git_folder);
        let same = |named: &PathBuf| top.join(named).canonicalize().ok() == git_folder.canonicalize().ok();
        if self.git_dir.as_ref().is_some_and(|named| !same(named)) {
            return Self::default();
        }
        let index = self.index.as_ref().map(|index| top.join(index));
        Self { git_dir: None, index, objects: self.objects.clone() }
    }
}
