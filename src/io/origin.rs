//! Where the files of a project come from: the disk, or a snapshot in Git.
#![expect(clippy::disallowed_methods, reason = "this is the edge to the file system")]

use super::git::{Entry, GitError, Kind, Repository, Snapshot};
use super::{At, Failure};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where the files of a project come from.
#[derive(Clone, Debug, Default)]
pub enum Origin {
    /// The disk.
    #[default]
    Disk,
    /// A commit or the index. Paths begin at the top of the repository; nothing on the disk counts.
    Git(Arc<Repository>, Snapshot),
}

/// What lies at a path, itself and not what it points to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sort {
    /// A folder.
    Folder,
    /// A regular file.
    File,
    /// A symbolic link.
    Link,
    /// A commit of another repository; none on the disk, where a submodule is a folder.
    Submodule,
    /// A pipe, a device or a socket.
    Special,
}

impl From<Kind> for Sort {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Regular => Self::File,
            Kind::Link => Self::Link,
            Kind::Submodule => Self::Submodule,
        }
    }
}

impl From<std::fs::FileType> for Sort {
    fn from(kind: std::fs::FileType) -> Self {
        Self::of(kind.is_symlink(), kind.is_dir(), kind.is_file())
    }
}

impl From<cap_std::fs::FileType> for Sort {
    fn from(kind: cap_std::fs::FileType) -> Self {
        Self::of(kind.is_symlink(), kind.is_dir(), kind.is_file())
    }
}

impl Sort {
    fn of(is_link: bool, is_folder: bool, is_file: bool) -> Self {
        match (is_link, is_folder, is_file) {
            (true, _, _) => Self::Link,
            (false, true, _) => Self::Folder,
            (false, false, true) => Self::File,
            (false, false, false) => Self::Special,
        }
    }
}

/// Why something could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The operating system said no.
    #[error(transparent)]
    Failure(#[from] Failure),
    /// Git said no.
    #[error(transparent)]
    Git(#[from] GitError),
}

impl ReadError {
    /// This as a diagnostic.
    pub fn diagnostic(&self) -> crate::diagnostic::Diagnostic {
        match self {
            Self::Failure(failure) => failure.diagnostic(),
            Self::Git(error) => error.diagnostic(),
        }
    }
}

impl Origin {
    /// What lies at a path below `root`; none where nothing does.
    pub(super) fn sort(&self, root: &Path, path: &Path, shown: &str) -> Result<Option<Sort>, ReadError> {
        match self {
            Self::Disk => match path.symlink_metadata() {
                Ok(metadata) => Ok(Some(metadata.file_type().into())),
                Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
                Err(error) => Err(error).at("read", shown)?,
            },
            Self::Git(repository, snapshot) => {
                let Some(path) = below(root, path) else { return Ok(None) };
                Ok(repository.entry(snapshot, &path)?.map(|entry| match entry {
                    Entry::Folder => Sort::Folder,
                    Entry::File(kind, _) => kind.into(),
                }))
            }
        }
    }

    /// The bytes of a regular file below `root`, to its end or one byte more than `limit`.
    pub(super) fn read(&self, root: &Path, path: &Path, shown: &str, limit: usize) -> Result<Vec<u8>, ReadError> {
        let (repository, snapshot) = match self {
            Self::Disk => return Ok(super::inputs::read_file(path, limit).at("read", shown)?),
            Self::Git(repository, snapshot) => (repository, snapshot),
        };
        let entry = below(root, path).map(|path| repository.entry(snapshot, &path)).transpose()?.flatten();
        match entry {
            Some(Entry::File(Kind::Regular, id)) => Ok(repository.read_up_to(&[id], limit)?.pop().unwrap_or_default()),
            Some(Entry::File(Kind::Link | Kind::Submodule, _) | Entry::Folder) => {
                Err(std::io::Error::other("not a regular file")).at("read", shown)?
            }
            None => {
                let absent = std::io::Error::new(ErrorKind::NotFound, format!("it is not in {snapshot}"));
                Err(absent).at("read", shown)?
            }
        }
    }

    /// The first symbolic link on the way from `root` to a path below it.
    pub(super) fn first_link(&self, root: &Path, relative: &Path) -> Result<Option<PathBuf>, ReadError> {
        if matches!(self, Self::Disk) {
            return Ok(super::project::first_link(root, relative).at("look at", relative.to_string_lossy())?);
        }
        let mut path = root.to_owned();
        for part in relative {
            path.push(part);
            if self.sort(root, &path, "")? == Some(Sort::Link) {
                return Ok(Some(path));
            }
        }
        Ok(None)
    }
}

/// A path below the top of a repository as Git writes it.
pub(super) fn below(root: &Path, path: &Path) -> Option<String> {
    let parts = path.strip_prefix(root).ok()?.iter().map(|part| part.to_string_lossy());
    Some(parts.collect::<Vec<_>>().join("/"))
}
