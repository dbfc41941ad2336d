//! A folder's files as a value.

use std::collections::BTreeMap;
use std::path::Path;

/// Path below the folder, and bytes.
pub type Tree = BTreeMap<String, Vec<u8>>;

/// Every file below a folder but the temporaries of a killed run.
pub fn read(folder: &Path) -> Tree {
    let entries = walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_entry(|entry| !entry.file_name().to_string_lossy().starts_with(".tenantry-tmp-"));
    entries
        .map(|entry| entry.expect("the folder can be walked"))
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).expect("the walk stays below its root");
            (path.to_string_lossy().into_owned(), std::fs::read(entry.path()).expect("the file can be read"))
        })
        .collect()
}
