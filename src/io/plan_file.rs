//! The file of a saved plan.
#![expect(clippy::disallowed_methods, reason = "this is the edge to the file system")]

use super::inputs::read_file;
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
    let path = cwd.join(file);
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let aside = path.with_file_name(format!(".{name}.{}", std::process::id()));
    std::fs::write(&aside, text).and_then(|()| std::fs::rename(&aside, &path)).at("write", file).inspect_err(|_| {
        drop(std::fs::remove_file(&aside));
    })
}
