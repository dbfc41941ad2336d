//! The file of a saved plan.

use super::inputs::{read_file, write_aside};
use super::{At, Failure};
use std::path::Path;

/// The most bytes of a plan: some hundred for each tree.
const MOST: usize = 1 << 20;

/// Reads a saved plan.
pub fn read(cwd: &Path, file: &str) -> Result<Vec<u8>, Failure> {
    read_file(&cwd.join(file), MOST).at("read", file)
}

/// Writes a plan; one that is there is replaced as a whole.
pub fn write(cwd: &Path, file: &str, text: &str) -> Result<(), Failure> {
    write_aside(&cwd.join(file), file, text.as_bytes(), None)
}
