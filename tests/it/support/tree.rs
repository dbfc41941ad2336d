//! A folder's files as a value, and putting a folder back to it.

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

/// Paths of temporaries below a folder.
pub fn temporaries(folder: &Path) -> Vec<String> {
    let entries = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
    let names = entries.map(|entry| entry.path().to_string_lossy().into_owned());
    names.filter(|name| name.rsplit('/').next().is_some_and(|name| name.starts_with(".tenantry-tmp-"))).collect()
}

/// Makes a folder hold exactly these files, writing only what differs.
pub fn restore(folder: &Path, wanted: &Tree) {
    for temporary in temporaries(folder) {
        let path = Path::new(&temporary);
        let removed = if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
        removed.expect("a temporary can be removed");
    }
    let present = read(folder);
    for path in present.keys().filter(|path| !wanted.contains_key(*path)) {
        let full = folder.join(path);
        std::fs::remove_file(&full).expect("a file can be removed");
        // A folder that still holds something stays.
        drop(std::fs::remove_dir(full.parent().expect("a file lies in a folder")));
    }
    for (path, bytes) in wanted.iter().filter(|(path, bytes)| present.get(*path) != Some(*bytes)) {
        let full = folder.join(path);
        std::fs::create_dir_all(full.parent().expect("a file lies in a folder")).expect("folders can be made");
        std::fs::write(full, bytes).expect("a file can be written");
    }
}
