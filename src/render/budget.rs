//! Which rendered files are kept until they are written or shown, and how many bytes of them.

use super::tree::{Digest, TreePath};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Whether a file with this digest lies there already.
pub type IsThere<'a> = &'a (dyn Fn(&TreePath, &Digest) -> bool + Sync);

/// A number of bytes that threads share. What does not fit is rendered again when it is needed.
pub struct Budget<'a> {
    left: AtomicUsize,
    is_there: IsThere<'a>,
}

impl<'a> Budget<'a> {
    /// A budget of so many bytes for the folders of tenants in which not every file is there already: nobody will ask for the
    /// others.
    pub fn new(bytes: usize, is_there: IsThere<'a>) -> Self {
        Self { left: AtomicUsize::new(bytes), is_there }
    }

    /// Whether a folder of these files and so many bytes is kept; then it takes them out of the budget.
    pub(super) fn take(&self, files: &[(TreePath, Digest)], bytes: usize) -> bool {
        let take = |left: usize| left.checked_sub(bytes);
        !files.iter().all(|(path, digest)| (self.is_there)(path, digest))
            && self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok()
    }
}
