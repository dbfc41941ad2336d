//! Replacing files and folders so that each is whole at every moment: written aside, then renamed into place.
//!
//! Not synced to the disk: the promise is about processes that die. After a power cut the next run repairs by content.

use crate::plan::Change;
use crate::render::{File, Folder, TreePath};
use cap_fs_ext::{DirExt, FollowSymlinks, OpenOptionsFollowExt};
use cap_std::fs::{Dir, OpenOptions};
use std::io::{ErrorKind, Result, Write};
use std::path::Path;

/// How temporary names start; every reader passes over them, and the next run removes them.
const TEMPORARY: &str = ".tenantry-tmp-";

/// Whether a name is that of a temporary.
pub(super) fn is_temporary(name: &str) -> bool {
    name.starts_with(TEMPORARY)
}

/// The name under which something is written before it gets its own.
pub(super) fn aside(name: &str) -> String {
    format!("{TEMPORARY}{name}")
}

/// What failed: the path below the rendered folder, what was tried, and the operating system's word.
pub(super) type Failed = (String, &'static str, std::io::Error);

/// Carries out the changes of one folder in `parent`, whose path below the rendered folder stands beside it. A folder that
/// is new appears as a whole; one of which nothing is left goes.
pub(super) fn write_folder(
    (parent, above): (&Dir, &str),
    name: &str,
    changes: &[(&TreePath, Change)],
    folder: &Folder,
) -> std::result::Result<(), Failed> {
    let shown = if above.is_empty() { name.to_owned() } else { format!("{above}/{name}") };
    let is_new = changes.len() == folder.files.len() && changes.iter().all(|(_, change)| *change == Change::Create);
    if is_new && appear(parent, name, &shown, folder)? {
        return Ok(());
    }
    let dir = match parent.create_dir(name) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        Ok(()) | Err(_) => parent.open_dir_nofollow(name),
    };
    let dir = dir.map_err(|error| (shown.clone(), "open", error))?;
    for file in changed(changes, folder) {
        let failed = |error| (format!("{shown}/{}", file.name), "write", error);
        replace(&dir, &file.name, &file.bytes).map_err(failed)?;
    }
    for removed in removed(changes) {
        let below = removed.as_str().strip_prefix(&format!("{shown}/")).unwrap_or(removed.file_name());
        remove(&dir, below).map_err(|error| (removed.as_str().to_owned(), "remove", error))?;
    }
    if folder.files.is_empty() {
        // A folder that holds more, such as hidden files, stays.
        drop(parent.remove_dir(name));
    }
    Ok(())
}

/// The files that go, the list for kustomize before those that it names.
fn removed<'p>(changes: &[(&'p TreePath, Change)]) -> Vec<&'p TreePath> {
    let removed = changes.iter().filter(|(_, change)| *change == Change::Remove);
    let mut paths: Vec<&TreePath> = removed.map(|(path, _)| *path).collect();
    paths.sort_by_key(|path| path.file_name() != crate::render::KUSTOMIZATION);
    paths
}

/// The files that are written, the list for kustomize after those that it names.
fn changed<'f>(changes: &[(&TreePath, Change)], folder: &'f Folder) -> Vec<&'f File> {
    let is_changed =
        |name: &str| changes.iter().any(|(path, change)| *change != Change::Remove && path.file_name() == name);
    let mut files: Vec<&File> = folder.files.iter().filter(|file| is_changed(&file.name)).collect();
    files.sort_by_key(|file| file.name == crate::render::KUSTOMIZATION);
    files
}

/// Makes a folder aside and renames it into place; false where something is there already.
fn appear(parent: &Dir, name: &str, shown: &str, folder: &Folder) -> std::result::Result<bool, Failed> {
    let aside = self::aside(name);
    let failed = |file: &str, error| (format!("{shown}/{file}"), "write", error);
    let written = make(parent, &aside, folder);
    if let Err((file, error)) = written {
        // The first error is the one to tell; what is left behind is removed by the next run at the latest.
        drop(parent.remove_dir_all(&aside));
        return Err(failed(&file, error));
    }
    match parent.rename(&aside, parent, name) {
        Ok(()) => Ok(true),
        Err(error) => {
            drop(parent.remove_dir_all(&aside));
            let occupied = matches!(error.kind(), ErrorKind::DirectoryNotEmpty | ErrorKind::AlreadyExists);
            if occupied { Ok(false) } else { Err(failed("", error)) }
        }
    }
}

fn make(parent: &Dir, aside: &str, folder: &Folder) -> std::result::Result<(), (String, std::io::Error)> {
    parent.create_dir(aside).map_err(|error| (String::new(), error))?;
    let dir = parent.open_dir_nofollow(aside).map_err(|error| (String::new(), error))?;
    for file in &folder.files {
        create(&dir, &file.name, &file.bytes).map_err(|error| (file.name.clone(), error))?;
    }
    Ok(())
}

/// Writes a file aside and renames it into place.
pub(super) fn replace(dir: &Dir, name: &str, bytes: &[u8]) -> Result<()> {
    let aside = self::aside(name);
    let written = create(dir, &aside, bytes).and_then(|()| dir.rename(&aside, dir, name));
    if written.is_err() {
        drop(dir.remove_file(&aside));
    }
    written
}

fn create(dir: &Dir, name: &str, bytes: &[u8]) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true).follow(FollowSymlinks::No);
    dir.open_with(name, &options)?.write_all(bytes)
}

/// Removes a file, and the folder it lay in if nothing else is in it.
fn remove(dir: &Dir, path: &str) -> Result<()> {
    match path.split_once('/') {
        None => dir.remove_file(path),
        Some((folder, rest)) => {
            remove(&dir.open_dir_nofollow(folder)?, rest)?;
            // A folder that holds more stays.
            drop(dir.remove_dir(folder));
            Ok(())
        }
    }
}

/// Removes a temporary file or folder.
pub(super) fn discard(dir: &Dir, path: &str) -> Result<()> {
    let path = Path::new(path);
    if dir.symlink_metadata(path)?.is_dir() { dir.remove_dir_all(path) } else { dir.remove_file(path) }
}
