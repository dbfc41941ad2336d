//! Replacing files and folders so that each is whole at every moment: written aside, then renamed into place.
//!
//! Not synced to the disk: the promise is about processes that die. After a power cut the next run repairs by content.

use crate::plan::Change;
use crate::render::{File, Folder, TENANTS, TreePath};
use cap_fs_ext::{DirExt, FollowSymlinks, OpenOptionsFollowExt};
use cap_std::fs::{Dir, OpenOptions};
use std::io::{ErrorKind, Result, Write};
use std::path::Path;

/// How temporary names start; every reader passes over them, and the next run removes them.
pub(super) const TEMPORARY: &str = ".tenantry-tmp-";

/// Whether a name is that of a temporary.
pub(super) fn is_temporary(name: &str) -> bool {
    name.starts_with(TEMPORARY)
}

/// What failed: the path below the rendered folder, what was tried, and the operating system's word.
type Failed = (String, &'static str, std::io::Error);

/// Carries out the changes of one tenant. A tenant that is new appears as a whole.
pub(super) fn write_tenant(
    tenants: &Dir,
    tenant: &str,
    changes: &[(&TreePath, Change)],
    folder: &Folder,
) -> std::result::Result<(), Failed> {
    let is_new = changes.len() == folder.files.len() && changes.iter().all(|(_, change)| *change == Change::Create);
    if is_new && appear(tenants, tenant, folder)? {
        return Ok(());
    }
    let path = |name: &str| format!("{TENANTS}/{tenant}/{name}");
    let dir = match tenants.create_dir(tenant) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        Ok(()) | Err(_) => tenants.open_dir_nofollow(tenant),
    };
    let dir = dir.map_err(|error| (format!("{TENANTS}/{tenant}"), "open", error))?;
    for file in changed(changes, folder) {
        replace(&dir, &file.name, &file.bytes).map_err(|error| (path(&file.name), "write", error))?;
    }
    for (removed, _) in changes.iter().filter(|(_, change)| *change == Change::Remove) {
        let below = removed.as_str().strip_prefix(&path("")).unwrap_or(removed.file_name());
        remove(&dir, below).map_err(|error| (removed.as_str().to_owned(), "remove", error))?;
    }
    if folder.files.is_empty() {
        // The tenant is gone as a whole; a folder that holds more, such as hidden files, stays.
        drop(tenants.remove_dir(tenant));
    }
    Ok(())
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
fn appear(tenants: &Dir, tenant: &str, folder: &Folder) -> std::result::Result<bool, Failed> {
    let aside = format!("{TEMPORARY}{tenant}");
    let failed = |name: &str, error| (format!("{TENANTS}/{tenant}/{name}"), "write", error);
    let written = make(tenants, &aside, folder);
    if let Err((name, error)) = written {
        // The first error is the one to tell; what is left behind is removed by the next run at the latest.
        drop(tenants.remove_dir_all(&aside));
        return Err(failed(&name, error));
    }
    match tenants.rename(&aside, tenants, tenant) {
        Ok(()) => Ok(true),
        Err(error) => {
            drop(tenants.remove_dir_all(&aside));
            let occupied = matches!(error.kind(), ErrorKind::DirectoryNotEmpty | ErrorKind::AlreadyExists);
            if occupied { Ok(false) } else { Err(failed("", error)) }
        }
    }
}

fn make(tenants: &Dir, aside: &str, folder: &Folder) -> std::result::Result<(), (String, std::io::Error)> {
    tenants.create_dir(aside).map_err(|error| (String::new(), error))?;
    let dir = tenants.open_dir_nofollow(aside).map_err(|error| (String::new(), error))?;
    for file in &folder.files {
        create(&dir, &file.name, &file.bytes).map_err(|error| (file.name.clone(), error))?;
    }
    Ok(())
}

/// Writes a file aside and renames it into place.
pub(super) fn replace(dir: &Dir, name: &str, bytes: &[u8]) -> Result<()> {
    let aside = format!("{TEMPORARY}{name}");
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
