//! Whether the repository's copy of the conformance data is that of the folder beside it. Said loudly, and no failure: the
//! shared folder may be newer than this checkout, and its cases run all the same.

use crate::support::conformance::{copy, shared};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Other people's data, which stays where it is.
const NOT_COPIED: [&str; 3] = ["upstream.json", "kubeflow-roles.jsonl", "clusterroles.json"];

#[test]
fn the_copy_is_held_against_the_shared_folder() {
    let ours = files(&copy());
    assert!(!ours.is_empty(), "the copy is empty");
    let foreign = ours.keys().filter(|path| is_not_copied(path)).collect::<Vec<_>>();
    assert!(foreign.is_empty(), "other people's data was copied: {foreign:?}");
    let Some(shared) = shared() else {
        println!("SKIPPED: no ../shared/conformance beside this checkout to compare the copy with");
        return;
    };
    let theirs: BTreeMap<_, _> = files(&shared).into_iter().filter(|(path, _)| !is_not_copied(path)).collect();
    let differing: Vec<_> =
        theirs.iter().filter(|(path, bytes)| ours.get(*path) != Some(*bytes)).map(|(path, _)| path).collect();
    let gone: Vec<_> = ours.keys().filter(|path| !theirs.contains_key(*path)).collect();
    println!(
        "conformance copy: {} files, {} lag behind, {} are gone from the shared folder",
        ours.len(),
        differing.len(),
        gone.len()
    );
    for path in differing.iter().chain(&gone) {
        println!("LAGS BEHIND: tests/conformance/{} (run tests/refresh-conformance)", path.display());
    }
}

fn is_not_copied(path: &Path) -> bool {
    path.file_name().is_some_and(|name| NOT_COPIED.iter().any(|other| name == *other))
}

fn files(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = walkdir::WalkDir::new(root).into_iter().map(|entry| entry.expect("the folder can be walked"));
    entries
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(root).expect("the walk stays below its root").to_owned();
            (path, std::fs::read(entry.path()).expect("the file can be read"))
        })
        .collect()
}
