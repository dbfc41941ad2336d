//! Folders beneath a handle, opened step by step, so that no link on the way is followed and none that is put there meanwhile.

use cap_fs_ext::{DirExt, FollowSymlinks, OpenOptionsFollowExt, OpenOptionsMaybeDirExt};
use cap_std::ambient_authority;
use cap_std::fs::{Dir, OpenOptions, OpenOptionsExt as _};
use std::io::{ErrorKind, Read, Result};
use std::path::Path;

/// Most bytes of a file for which room is made ahead.
const USUAL: usize = 64 * 1024;

/// A folder by its path, which is followed wherever it leads: where everything below begins.
pub(super) fn top(path: &Path) -> Result<Dir> {
    Dir::open_ambient_dir(path, ambient_authority())
}

/// The folder at a path below `root`.
pub(super) fn folder(root: &Dir, relative: &Path) -> Result<Dir> {
    let mut dir = root.try_clone()?;
    for part in relative {
        dir = dir.open_dir_nofollow(part)?;
    }
    Ok(dir)
}

/// The same, made where it is not there.
pub(super) fn made(root: &Dir, relative: &Path) -> Result<Dir> {
    let mut dir = root.try_clone()?;
    for part in relative {
        dir = made_in(&dir, &part.to_string_lossy())?;
    }
    Ok(dir)
}

/// The folder of this name in `dir`, made where it is not there.
pub(super) fn made_in(dir: &Dir, name: &str) -> Result<Dir> {
    match dir.create_dir(name) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error),
    }
    dir.open_dir_nofollow(name)
}

/// The bytes of a regular file, to its end or one byte more than `limit`. A link in its place is refused, none leads out of
/// `dir`, and a pipe does not stop the run.
pub(super) fn bytes(dir: &Dir, path: impl AsRef<Path>, limit: usize) -> Result<Vec<u8>> {
    whole(dir.open_with(path, &reading())?.into_std(), limit)
}

/// The bytes of an open file, to its end or one byte more than `limit`; only of a regular one.
pub(super) fn whole(file: std::fs::File, limit: usize) -> Result<Vec<u8>> {
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(std::io::Error::other("not a regular file"));
    }
    // Room for all of a usual file in one call, and for seeing in the next that it ends there.
    let size = usize::try_from(metadata.len()).map_or(USUAL, |size| size.min(USUAL));
    let mut bytes = Vec::with_capacity(size + 64);
    file.take((limit as u64).saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The folder itself as a file, which can be locked: a handle may be one that only names it (`O_PATH`).
pub(super) fn lockable(dir: &Dir) -> Result<std::fs::File> {
    let mut options = reading();
    options.maybe_dir(true);
    Ok(dir.open_with(".", &options)?.into_std())
}

fn reading() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).follow(FollowSymlinks::No);
    #[cfg(unix)]
    options.custom_flags(i32::try_from(rustix::fs::OFlags::NONBLOCK.bits()).unwrap_or_default());
    options
}
