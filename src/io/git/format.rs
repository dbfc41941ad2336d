//! How a repository names what it holds, from its config file alone: neither its other settings nor its owner matter.
#![expect(clippy::disallowed_methods, reason = "this is the edge to the file system")]

use crate::render::Hash;
use std::path::{Path, PathBuf};

/// The hash of the repository whose top is `root`; SHA-256 where there is none.
pub fn hash_of(root: &Path) -> Hash {
    let Some(folder) = git_folder(root) else { return Hash::Sha256 };
    // From a snapshot: where the file itself is asked once more and cannot be read, libgit2 1.9 crashes.
    let format = git2::Config::open(&common(&folder).join("config"))
        .and_then(|mut config| config.snapshot())
        .and_then(|config| config.get_string("extensions.objectformat"));
    match format {
        Ok(name) if name.eq_ignore_ascii_case("sha256") => Hash::Sha256,
        Ok(_) | Err(_) => Hash::Sha1,
    }
}

/// `.git`, or where the file of this name says that it is: in a linked worktree or a submodule.
fn git_folder(root: &Path) -> Option<PathBuf> {
    let path = root.join(".git");
    if path.is_dir() {
        return Some(path);
    }
    let text = std::fs::read_to_string(&path).ok()?;
    Some(root.join(text.strip_prefix("gitdir:")?.trim()))
}

/// What the worktrees of a repository share: the folder that `commondir` names, relative to its own.
fn common(folder: &Path) -> PathBuf {
    match std::fs::read_to_string(folder.join("commondir")) {
        Ok(text) => folder.join(text.trim()),
        Err(_) => folder.to_owned(),
    }
}
