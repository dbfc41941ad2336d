//! What `git ls-tree -z` and `git ls-files -z` print.

use super::GitError;
use super::back_end::{GitFile, Kind};
use crate::render::{Digest, Hash};

/// The path relative to a folder, if it lies in it.
pub(super) fn below<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    if folder.is_empty() { Some(path) } else { path.strip_prefix(folder)?.strip_prefix('/') }
}

/// One line: a mode, words, and the path.
pub(super) struct Line<'o> {
    pub(super) mode: u32,
    pub(super) id: Digest,
    /// 0 but for a file with conflicts in the index.
    pub(super) stage: u8,
    pub(super) path: std::borrow::Cow<'o, str>,
}

/// Which program printed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Printed {
    /// `<mode> <type> <id>\t<path>`
    Tree,
    /// `<mode> <id> <stage>\t<path>`
    Index,
}

/// The lines of an output.
pub(super) fn lines(output: &[u8], printed: Printed, hash: Hash) -> impl Iterator<Item = Result<Line<'_>, GitError>> {
    let lines = output.split(|byte| *byte == 0).filter(|line| !line.is_empty());
    lines.map(move |line| {
        parse(line, printed, hash)
            .ok_or_else(|| GitError::Other("list files", format!("it printed {:?}", String::from_utf8_lossy(line))))
    })
}

fn parse(line: &[u8], printed: Printed, hash: Hash) -> Option<Line<'_>> {
    let tab = line.iter().position(|byte| *byte == b'\t')?;
    let words = std::str::from_utf8(&line[..tab]).ok()?;
    let path = String::from_utf8_lossy(&line[tab + 1..]);
    let mut words = words.split(' ');
    let (mode, second, third) = (words.next()?, words.next()?, words.next()?);
    let (id, stage) = match printed {
        Printed::Tree => (third, 0),
        Printed::Index => (second, third.parse().ok()?),
    };
    Some(Line { mode: u32::from_str_radix(mode, 8).ok()?, id: id_of(id, hash)?, stage, path })
}

/// The files of an output that lie in a folder.
pub(super) fn files(output: &[u8], printed: Printed, hash: Hash, folder: &str) -> Result<Vec<GitFile>, GitError> {
    let mut files = Vec::new();
    for line in lines(output, printed, hash) {
        let line = line?;
        let (Some(path), Some(kind)) = (below(&line.path, folder), Kind::of_mode(line.mode)) else { continue };
        if line.stage != 0 {
            return Err(GitError::Conflict(line.path.into_owned()));
        }
        files.push(GitFile { path: path.to_owned(), kind, id: line.id });
    }
    Ok(files)
}

/// An id of hexadecimal digits.
pub(super) fn id_of(hex: &str, hash: Hash) -> Option<Digest> {
    let digits = hex.as_bytes().chunks(2);
    let bytes: Option<Vec<u8>> = digits
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok().filter(|_| pair.len() == 2)?, 16).ok())
        .collect();
    Digest::of_id(&bytes?, hash)
}
