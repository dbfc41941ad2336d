//! A folder of inputs as Git holds it, judged as the disk's is.

use super::{GitError, GitFile, Repository, Snapshot};
use crate::io::inputs::{Entry, Verdict, Wanted, verdict};
use crate::io::origin::Sort;
use crate::render::Digest;
use std::collections::BTreeSet;

/// What lies in a folder, in the order in which the disk is walked, and the id of what is to be read.
pub(in crate::io) fn entries(
    repository: &Repository,
    of: &Snapshot,
    folder: &str,
    shown: &str,
    wanted: Wanted,
) -> Result<Vec<(Entry, Option<Digest>)>, GitError> {
    let mut files = repository.files(of, folder)?;
    files.retain(|file| !file.path.split('/').any(|part| part.starts_with('.')));
    let folders = folders(&files).into_iter().map(|path| (path.to_owned(), Sort::Folder, None));
    let mut found: Vec<_> =
        folders.chain(files.iter().map(|file| (file.path.clone(), file.kind.into(), Some(file.id)))).collect();
    // A folder's files come where the folder stands, not where `/` does among letters.
    found.sort_by(|(a, ..), (b, ..)| a.split('/').cmp(b.split('/')));
    let judged = found.into_iter().filter_map(|(path, sort, id)| {
        let name = path.rsplit('/').next().unwrap_or_default();
        let verdict = verdict(name, sort, wanted)?;
        let id = id.filter(|_| matches!(verdict, Verdict::Read));
        Some((Entry::below(path, shown, verdict), id))
    });
    Ok(judged.collect())
}

/// The folders on the way to files.
fn folders(files: &[GitFile]) -> BTreeSet<&str> {
    files.iter().flat_map(|file| file.path.match_indices('/').map(|(end, _)| &file.path[..end])).collect()
}

/// The bytes of the entries that are read; nothing for the others.
pub(in crate::io) fn contents(
    repository: &Repository,
    ids: &[Option<Digest>],
    limit: usize,
) -> Result<Vec<Vec<u8>>, GitError> {
    let wanted: Vec<Digest> = ids.iter().flatten().copied().collect();
    let mut read = repository.read_up_to(&wanted, limit)?.into_iter();
    Ok(ids.iter().map(|id| id.and_then(|_| read.next()).unwrap_or_default()).collect())
}
