//! Folders as values: what lies in one, how two differ, and bringing one back.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What lies at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A file and its bytes.
    File(Vec<u8>),
    /// A link and what it points to.
    Link(PathBuf),
}

/// Every file and link below a folder, by path. Folders show by what is in them, as in Git.
pub type Tree = BTreeMap<PathBuf, Entry>;

/// How the names of temporaries start.
const TEMPORARY: &str = ".tenantry-tmp-";

/// What lies below a folder; nothing where there is none. Links are not followed.
pub fn of(folder: &Path) -> Tree {
    without(folder, "")
}

/// The same but for one name directly in the folder.
pub fn without(folder: &Path, left_out: &str) -> Tree {
    let mut tree = Tree::new();
    if !folder.is_dir() {
        return tree;
    }
    let walk = walkdir::WalkDir::new(folder).min_depth(1).into_iter();
    for entry in walk.filter_entry(|entry| entry.depth() != 1 || entry.file_name() != left_out) {
        let entry = entry.expect("the folder can be walked");
        let path = entry.path().strip_prefix(folder).expect("the walk stays below its root").to_owned();
        if entry.path_is_symlink() {
            tree.insert(path, Entry::Link(std::fs::read_link(entry.path()).expect("a link can be read")));
        } else if entry.file_type().is_file() {
            tree.insert(path, Entry::File(std::fs::read(entry.path()).expect("a file can be read")));
        }
    }
    tree
}

/// The temporary files and folders below a folder.
pub fn temporaries(folder: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("the folder can be walked"));
    entries
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(TEMPORARY))
        .map(|entry| entry.into_path())
        .collect()
}

/// Whether a path is a temporary or lies in one.
pub fn is_temporary(path: &Path) -> bool {
    path.iter().any(|part| part.to_string_lossy().starts_with(TEMPORARY))
}

/// How two trees differ, a line for each path; empty when they do not.
pub fn differences(expected: &Tree, actual: &Tree) -> Vec<String> {
    let missing = expected.keys().filter(|path| !actual.contains_key(*path));
    let missing = missing.map(|path| format!("missing: {}", path.display()));
    let others = actual.iter().filter(|(path, entry)| expected.get(*path) != Some(*entry)).map(|(path, _)| {
        let word = if expected.contains_key(path) { "differs" } else { "extra" };
        format!("{word}: {}", path.display())
    });
    missing.chain(others).collect()
}

/// Fails unless two trees are the same.
#[track_caller]
pub fn assert_same(expected: &Tree, actual: &Tree, what: &str) {
    let differences = differences(expected, actual);
    assert!(differences.is_empty(), "{what}:\n{}", differences.join("\n"));
}

/// Turns a folder that holds `from` into one that holds `to`, touching only what differs.
pub fn bring(folder: &Path, from: &Tree, to: &Tree) {
    for path in from.keys().filter(|path| !to.contains_key(*path)) {
        std::fs::remove_file(folder.join(path)).expect("a file can be removed");
        for above in path.ancestors().skip(1).filter(|above| !above.as_os_str().is_empty()) {
            // A folder that holds more stays, and so do those above it.
            if std::fs::remove_dir(folder.join(above)).is_err() {
                break;
            }
        }
    }
    for (path, entry) in to.iter().filter(|(path, entry)| from.get(*path) != Some(*entry)) {
        let full = folder.join(path);
        std::fs::create_dir_all(full.parent().expect("a file lies in a folder")).expect("folders can be made");
        match entry {
            Entry::File(bytes) => std::fs::write(&full, bytes).expect("a file can be written"),
            Entry::Link(target) => {
                panic!("{} points to {}: links are not brought back", path.display(), target.display())
            }
        }
    }
}
