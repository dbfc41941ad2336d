//! What both back ends give, and the values they give.

use super::GitError;
use crate::render::{Digest, Hash};
use std::fmt;
use std::path::Path;

/// A commit of a repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Its id.
    pub id: Digest,
    /// How its repository makes ids.
    pub hash: Hash,
}

impl fmt::Display for Commit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.id.hex(self.hash))
    }
}

/// A state of all files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Snapshot {
    /// As a commit has them.
    Commit(Commit),
    /// As the next commit would have them. A file that `git add -N` only announced is an empty one.
    Index,
}

impl fmt::Display for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Commit(commit) => write!(f, "commit {:.12}", commit.to_string()),
            Self::Index => f.write_str("the index"),
        }
    }
}

/// What a path is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A file, executable or not.
    Regular,
    /// A symbolic link.
    Link,
    /// A commit of another repository.
    Submodule,
}

impl Kind {
    /// The kind of a mode as Git stores it; none for a folder.
    pub(super) fn of_mode(mode: u32) -> Option<Self> {
        match mode & 0o170_000 {
            0o100_000 => Some(Self::Regular),
            0o120_000 => Some(Self::Link),
            0o160_000 => Some(Self::Submodule),
            _ => None,
        }
    }
}

/// A path with something that is no folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GitFile {
    /// With `/`, relative to the folder that was listed.
    pub path: String,
    /// What it is.
    pub kind: Kind,
    /// The id of its bytes; of a submodule the commit.
    pub id: Digest,
}

/// What lies at one path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A folder with something in it.
    Folder,
    /// Anything else.
    File(Kind, Digest),
}

/// More files than this are not listed: a tree that names itself many times over would have no end.
pub(super) const MOST_FILES: usize = 4_000_000;

/// Longer paths are not listed: no file system holds them.
pub(super) const LONGEST_PATH: usize = 4096;

/// A way to read a repository. Paths begin at the top of the repository and have no `/` at either end; "" is the top.
pub(super) trait BackEnd: Send + Sync {
    /// The top of the checkout; none of a bare repository.
    fn work_tree(&self) -> Option<&Path>;
    /// How it makes ids.
    fn hash(&self) -> Hash;
    /// Whether its history was cut off.
    fn is_shallow(&self) -> Result<bool, GitError>;
    /// What is checked out; none before the first commit.
    fn head(&self) -> Result<Option<Commit>, GitError>;
    /// The commit of a revision.
    fn commit(&self, revision: &str) -> Result<Commit, GitError>;
    /// The best common ancestor, if there is one.
    fn merge_base(&self, one: &Commit, other: &Commit) -> Result<Option<Commit>, GitError>;
    /// The names of its remotes.
    fn remotes(&self) -> Result<Vec<String>, GitError>;
    /// Everything below a folder, in any order; nothing where it is no folder.
    fn files(&self, of: &Snapshot, folder: &str) -> Result<Vec<GitFile>, GitError>;
    /// What lies at a path.
    fn entry(&self, of: &Snapshot, path: &str) -> Result<Option<Entry>, GitError>;
    /// The bytes of files, each to its end or one byte more than the limit.
    fn read(&self, ids: &[Digest], limit: usize) -> Result<Vec<Vec<u8>>, GitError>;
}
