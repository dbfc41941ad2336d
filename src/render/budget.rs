//! How many bytes of rendered files may be kept until they are written.

use std::sync::atomic::{AtomicUsize, Ordering};

/// A number of bytes that threads share. What does not fit is rendered again when it is written.
#[derive(Debug)]
pub struct Budget(AtomicUsize);

impl Budget {
    /// A budget of so many bytes.
    pub fn new(bytes: usize) -> Self {
        Self(AtomicUsize::new(bytes))
    }

    /// Takes so many bytes out of it, if they are there.
    pub fn take(&self, bytes: usize) -> bool {
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(bytes)).is_ok()
    }
}
