//! The file of a saved plan.

use super::inputs::read_file;
use super::{At, Failure, beneath, edit};
use std::path::Path;

/// The most bytes of a plan: some hundred for each tree.
const MOST: usize = 1 << 20;

/// Reads a saved plan.
pub fn read(cwd: &Path, file: &str) -> Result<Vec<u8>, Failure> {
    read_file(&cwd.join(file), MOST).at("read", file)
}

/// Writes a plan; one that is there is replaced as a whole. The folder is wherever its path leads: it was asked for.
pub fn write(cwd: &Path, file: &str, text: &str) -> Result<(), Failure> {
    let path = cwd.join(file);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let dir = beneath::top(path.parent().unwrap_or(cwd)).at("write", file)?;
    edit::write_aside(&dir, &name, text.as_bytes(), None).at("write", file)
}
