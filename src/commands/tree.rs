//! A rendered tree, wherever it lies.

use crate::io::git::{self, Repository, Snapshot};
use crate::io::origin::ReadError;
use crate::io::rendered::{Contents, RenderedFolder};
use crate::plan::Found;
use crate::render::TreePath;

/// Where a rendered tree lies.
#[derive(Clone, Copy)]
pub(super) enum Tree<'a> {
    /// In the working directory.
    Disk(&'a RenderedFolder),
    /// In a repository: the snapshot, and the folder from its top.
    Git(&'a Repository, &'a Snapshot, &'a str),
}

impl Tree<'_> {
    /// What lies in it. With `only`, in the folder of this tenant alone, if it is there.
    pub(super) fn contents(&self, only: Option<&str>) -> Result<Contents, ReadError> {
        match self {
            Self::Disk(folder) => match only.map(|tenant| folder.read_tenant(tenant)).transpose()?.flatten() {
                Some(contents) => Ok(contents),
                None => Ok(folder.read()?),
            },
            Self::Git(repository, snapshot, folder) => {
                let baseline = git::baseline(repository, snapshot, folder, None)?;
                Ok(Contents { baseline, ..Contents::default() })
            }
        }
    }

    /// The bytes of files, as they were found.
    pub(super) fn read(&self, files: &[(&TreePath, Found)]) -> Result<Vec<Vec<u8>>, ReadError> {
        match self {
            Self::Disk(folder) => Ok(files.iter().map(|(path, _)| folder.bytes(path)).collect::<Result<_, _>>()?),
            Self::Git(repository, ..) => {
                let ids: Vec<_> = files.iter().filter_map(|(_, found)| id(found)).collect();
                Ok(repository.read(&ids)?)
            }
        }
    }
}

fn id(found: &Found) -> Option<crate::render::Digest> {
    match found {
        Found::Ours(id) => Some(*id),
        Found::Foreign | Found::Link | Found::Special => None,
    }
}
