//! The tree as a value: paths and digests, without the bytes.

use serde::Serialize;
use sha2::Digest as _;
use std::collections::BTreeMap;
use std::fmt;

/// The folder of the tenants, under `rendered/`.
pub const TENANTS: &str = "tenants";

/// The folder of what tells a sync engine what to sync, under `rendered/`.
pub const GITOPS: &str = "gitops";

/// A file's path under `rendered/`, with `/`. Made of checked names only.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct TreePath(Box<str>);

impl TreePath {
    /// A file of a tenant: `tenants/<tenant>/<file>`.
    pub fn of_tenant(tenant: &str, file: &str) -> Self {
        Self(format!("{TENANTS}/{tenant}/{file}").into())
    }

    /// A file beside the tenants' folders: `tenants/<file>`.
    pub fn of_tenants(file: &str) -> Self {
        Self(format!("{TENANTS}/{file}").into())
    }

    /// A file of what tells the sync engine: `gitops/<file>`.
    pub fn of_gitops(file: &str) -> Self {
        Self(format!("{GITOPS}/{file}").into())
    }

    /// A path as it was found on disk.
    pub fn found(path: &str) -> Self {
        Self(path.into())
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The tenant in whose folder the file lies.
    pub fn tenant(&self) -> Option<&str> {
        let (tenant, _) = self.0.strip_prefix(TENANTS)?.strip_prefix('/')?.split_once('/')?;
        Some(tenant)
    }

    /// Whether it is a file of what tells the sync engine.
    pub fn is_of_gitops(&self) -> bool {
        self.0.strip_prefix(GITOPS).is_some_and(|rest| rest.starts_with('/'))
    }

    /// The last part of the path.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }
}

impl fmt::Display for TreePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How a repository names what it holds (`extensions.objectFormat` of Git).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hash {
    /// The usual one.
    Sha1,
    /// Repositories made with `--object-format=sha256`, and where there is no repository.
    #[default]
    Sha256,
}

impl Hash {
    /// How many bytes an id has.
    pub fn length(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
        }
    }
}

/// What a file holds, as the id that Git gives it, so that a tree in Git is compared without reading its files. A SHA-1 is
/// filled up with zeros. Git itself refuses bytes that were made to collide.
///
/// Source: `git hash-object`: the hash of `blob <length>\0<bytes>`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The id of a file with these bytes.
    pub fn of(bytes: &[u8], hash: Hash) -> Self {
        let header = format!("blob {}\0", bytes.len());
        match hash {
            Hash::Sha1 => Self::padded(&sha1::Sha1::new().chain_update(header).chain_update(bytes).finalize()),
            Hash::Sha256 => Self(sha2::Sha256::new().chain_update(header).chain_update(bytes).finalize().into()),
        }
    }

    /// An id as Git holds it; none where it has another length.
    pub fn of_id(id: &[u8], hash: Hash) -> Option<Self> {
        (id.len() == hash.length()).then(|| Self::padded(id))
    }

    /// The id as Git holds it.
    pub fn id(&self, hash: Hash) -> &[u8] {
        &self.0[..hash.length()]
    }

    /// The id as people write it: 40 or 64 hexadecimal digits.
    pub fn hex(&self, hash: Hash) -> String {
        self.id(hash).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn padded(id: &[u8]) -> Self {
        let mut bytes = [0; 32];
        bytes[..id.len()].copy_from_slice(id);
        Self(bytes)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// What is to lie under `rendered/`: every file and its digest.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OutputTree {
    /// Path and digest of every file.
    pub files: BTreeMap<TreePath, Digest>,
}

#[cfg(test)]
mod tests {
    use super::{Digest, Hash};

    /// `printf 'hello\n' | git hash-object --stdin`, in a repository of each kind.
    #[test]
    fn a_digest_is_the_id_that_git_gives() {
        let hex = |hash| Digest::of(b"hello\n", hash).hex(hash);
        assert_eq!(hex(Hash::Sha1), "ce013625030ba8dba906f756967f9e9ca394464a");
        assert_eq!(hex(Hash::Sha256), "2cf8d83d9ee29543b34a87727421fdecb7e3f3a183d337639025de576db9ebb4");
    }

    #[test]
    fn an_id_of_another_length_is_none() {
        assert_eq!(Digest::of_id(&[1; 20], Hash::Sha256), None);
        assert_eq!(Digest::of_id(&[1; 32], Hash::Sha1), None);
        assert_eq!(Digest::of_id(&[1; 20], Hash::Sha1).map(|id| id.id(Hash::Sha1).to_vec()), Some(vec![1; 20]));
    }
}
