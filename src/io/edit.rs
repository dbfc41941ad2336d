//! Editing what people wrote: files made, replaced and removed beneath the top of the repository, each whole at every moment.
//!
//! No link on the way is followed. What a killed run left of a file is removed by the next one that writes the same file. Unlike
//! what is rendered, this cannot be made again: it is synced to the disk, so that a power cut loses nothing either.

use super::project::{Project, beneath as path_beneath, canonical, first_link};
use super::{At, Failure, beneath, staging};
use cap_fs_ext::{FollowSymlinks, OpenOptionsFollowExt};
use cap_std::fs::{Dir, OpenOptions, Permissions};
use std::io::{Error, ErrorKind, Result as IoResult, Write};
use std::path::{Path, PathBuf};

/// Where a file lies: the folder it lies in, opened, and its name.
struct Spot {
    dir: Dir,
    name: String,
}

/// Writes a file of a project's inputs, at a path below their folder, which still holds `before` or is not there yet. Links on
/// the way are refused.
pub fn put(project: &Project, path: &str, before: Option<&[u8]>, after: &[u8]) -> Result<(), Failure> {
    let shown = format!("{}/{path}", project.profiles.shown);
    let spot = spot(&project.root, &project.profiles.relative.join(path), before.is_none()).at("write", &*shown)?;
    match before {
        Some(before) => spot.replace(&shown, before, after),
        None => spot.create(after).at("write", shown),
    }
}

/// Removes a file of a project's inputs that still holds `before`, and the folders that are empty then.
pub fn remove(project: &Project, path: &str, before: &[u8]) -> Result<(), Failure> {
    let shown = format!("{}/{path}", project.profiles.shown);
    let spot = spot(&project.root, &project.profiles.relative.join(path), false).at("write", &*shown)?;
    spot.unchanged(&shown, before)?;
    spot.dir.remove_file(&spot.name).at("remove", shown)?;
    let folders = Path::new(path).ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
    for folder in folders {
        let emptied = self::spot(&project.root, &project.profiles.relative.join(folder), false);
        if emptied.and_then(|spot| spot.dir.remove_dir(&spot.name)).is_err() {
            break;
        }
    }
    Ok(())
}

/// Replaces a file that still holds `before`, given as people are shown it, relative to `cwd`.
pub fn replace(projects: &[Project], (cwd, shown): (&Path, &str), before: &[u8], after: &[u8]) -> Result<(), Failure> {
    let inside = projects.iter().find_map(|project| {
        let below = path_beneath(&project.root, cwd, shown)?;
        Some((project.root.clone(), PathBuf::from(below)))
    });
    let full = canonical(cwd).join(shown);
    let name = full.file_name().unwrap_or_default();
    // A config may lie elsewhere: its folder is wherever its path leads.
    let (root, below) = inside.unwrap_or_else(|| (full.parent().unwrap_or(cwd).to_owned(), PathBuf::from(name)));
    spot(&root, &below, false).at("replace", shown)?.replace(shown, before, after)
}

/// Opens the folder of a file below `root`; `is_new` makes it where it is not there.
fn spot(root: &Path, below: &Path, is_new: bool) -> IoResult<Spot> {
    if first_link(root, below)?.is_some() {
        return Err(Error::other("a symbolic link is on the way"));
    }
    let (top, folder) = (beneath::top(root)?, below.parent().unwrap_or(Path::new("")));
    let dir = if is_new { beneath::made(&top, folder) } else { beneath::folder(&top, folder) };
    let name = below.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(Spot { dir: dir?, name })
}

impl Spot {
    fn create(&self, bytes: &[u8]) -> IoResult<()> {
        match self.dir.symlink_metadata(&self.name) {
            Ok(_) => Err(ErrorKind::AlreadyExists.into()),
            Err(error) if error.kind() == ErrorKind::NotFound => write_aside(&self.dir, &self.name, bytes, None),
            Err(error) => Err(error),
        }
    }

    /// Replaces the file as a whole; it may be read and written by the same people as before.
    fn replace(&self, shown: &str, before: &[u8], after: &[u8]) -> Result<(), Failure> {
        self.unchanged(shown, before)?;
        let permissions = self.dir.symlink_metadata(&self.name).at("read", shown)?.permissions();
        write_aside(&self.dir, &self.name, after, Some(permissions)).at("replace", shown)
    }

    fn unchanged(&self, shown: &str, before: &[u8]) -> Result<(), Failure> {
        if beneath::bytes(&self.dir, &self.name, usize::MAX).at("read", shown)? == before {
            return Ok(());
        }
        Err(Error::other("it was changed meanwhile, or is not UTF-8")).at("replace", shown)
    }
}

/// Writes a file aside and renames it into its place, whatever is there. One writer of a folder waits for the other, so that
/// what lies aside already is nobody's any more.
pub(super) fn write_aside(dir: &Dir, name: &str, bytes: &[u8], permissions: Option<Permissions>) -> IoResult<()> {
    let folder = beneath::lockable(dir)?;
    // Where a file system knows no locks, two writers of one file at once end with an error of one of them.
    drop(folder.lock());
    let aside = staging::aside(name);
    match dir.remove_file(&aside) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let written = create(dir, &aside, bytes, permissions).and_then(|()| dir.rename(&aside, dir, name));
    if written.is_err() {
        // The first error is the one to tell.
        drop(dir.remove_file(&aside));
        return written;
    }
    match folder.sync_all() {
        // Some file systems sync no folders.
        Err(error) if !matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Only a file that is not there yet: a link of that name is not followed.
fn create(dir: &Dir, name: &str, bytes: &[u8], permissions: Option<Permissions>) -> IoResult<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true).follow(FollowSymlinks::No);
    let mut file = dir.open_with(name, &options)?;
    file.write_all(bytes)?;
    permissions.map_or(Ok(()), |bits| file.set_permissions(bits))?;
    file.sync_all()
}
