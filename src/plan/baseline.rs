//! What a tree is compared with.

use crate::render::{Digest, TreePath};
use std::collections::{BTreeMap, BTreeSet};

/// What lies at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// A file that starts with the ownership line: we made it.
    Ours(Digest),
    /// A file without the ownership line.
    Foreign,
    /// A symbolic link, to anything.
    Link,
    /// A socket, a device, or a folder where there can be none.
    Special,
}

/// Everything under `rendered/` but hidden files and our own temporaries.
#[derive(Clone, Debug, Default)]
pub struct Baseline {
    /// What lies at each path.
    pub files: BTreeMap<TreePath, Found>,
    /// The folders under `tenants/` that hold a file of ours.
    pub tenants: BTreeSet<String>,
}

impl Baseline {
    /// Whether nothing was ever rendered here.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Only what concerns one tenant: its folder, and the list of tenants.
    #[must_use]
    pub fn only(mut self, tenant: &str) -> Self {
        self.files.retain(|path, _| path.tenant().is_none_or(|owner| owner == tenant));
        self
    }
}
