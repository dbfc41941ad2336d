//! The tree as a value: paths and digests, without the bytes.

use serde::Serialize;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fmt;

/// The folder of the tenants, under `rendered/`.
pub const TENANTS: &str = "tenants";

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

/// What a file holds, as 32 bytes of SHA-256.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of a file's bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
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
