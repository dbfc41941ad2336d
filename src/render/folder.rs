//! The files of one folder of the tree, with their bytes.

use super::kustomization;
use super::tree::{Digest, Hash};

/// A file's name and bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name in the folder.
    pub name: String,
    /// How many objects it holds; none in a list of files.
    pub objects: usize,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl File {
    /// The digest of its bytes.
    pub fn digest(&self, hash: Hash) -> Digest {
        Digest::of(&self.bytes, hash)
    }
}

/// The files of one tenant, or of `gitops/`, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folder {
    /// In byte order of their names.
    pub files: Vec<File>,
}

impl Folder {
    /// These files, and the list of them for kustomize.
    pub(super) fn listed(files: impl Iterator<Item = File>) -> Self {
        let mut files: Vec<File> = files.collect();
        files.push(kustomization::list(files.iter().map(|file| file.name.as_str())));
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Self { files }
    }

    /// How many bytes its files hold.
    pub fn bytes(&self) -> usize {
        self.files.iter().map(|file| file.bytes.len()).sum()
    }

    /// How many objects its files hold.
    pub fn objects(&self) -> usize {
        self.files.iter().map(|file| file.objects).sum()
    }
}
