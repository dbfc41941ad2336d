//! Walking a folder of inputs, and reading the files in it. Links are never followed.
#![expect(clippy::disallowed_methods, reason = "this is the edge to the file system")]

use super::staging::TEMPORARY;
use super::{At, Failure, INPUT_FILE};
use crate::diagnostic::{Diagnostic, FileId, Place, Severity, Sources};
use rayon::prelude::*;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// A file of a folder of inputs.
#[derive(Debug)]
pub struct InputFile {
    /// What diagnostics point into.
    pub file: FileId,
    /// Its path under the folder, with `/`.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// Which files of a folder are read, and how much of each.
#[derive(Clone, Copy)]
pub struct Wanted {
    /// Whether a file of this name is read.
    pub is_input: fn(&str) -> bool,
    /// One byte more than this is read at most, so that a reader can see that it is too much.
    pub bytes: usize,
}

/// Something in the folder: a file to read, or what is wrong with it.
struct Entry {
    full: PathBuf,
    shown: String,
    path: String,
    verdict: Verdict,
}

enum Verdict {
    Read,
    Skip,
    Problem(&'static str, &'static str),
    /// It is this link, or lies behind it.
    Behind(PathBuf),
    Unreadable(String),
}

impl Entry {
    fn new(full: &Path, folder: &Path, shown: &str, verdict: Verdict) -> Self {
        let path = full.strip_prefix(folder).unwrap_or(full).to_string_lossy().replace('\\', "/");
        let shown = if path.is_empty() { shown.to_owned() } else { format!("{shown}/{path}") };
        Self { full: full.to_owned(), shown, path, verdict }
    }
}

/// Reads the wanted files below `folder`, in the order of their paths; what cannot be read is reported, each for itself.
/// `shown` is the folder as people are shown it.
pub fn read(folder: &Path, shown: &str, wanted: Wanted, sources: &mut Sources) -> (Vec<InputFile>, Vec<Diagnostic>) {
    let mut entries = Vec::new();
    for entry in WalkDir::new(folder).min_depth(1).sort_by_file_name().into_iter().filter_entry(is_visible) {
        entries.extend(judge(entry, folder, shown, wanted));
    }
    read_entries(entries, wanted, sources)
}

fn read_entries(entries: Vec<Entry>, wanted: Wanted, sources: &mut Sources) -> (Vec<InputFile>, Vec<Diagnostic>) {
    let contents: Vec<_> = entries.par_iter().map(|entry| content(entry, wanted.bytes)).collect();
    let mut files = Vec::new();
    let mut found = Vec::new();
    for (entry, content) in entries.into_iter().zip(contents) {
        let text = content.as_deref().map(crate::source::text_of).unwrap_or_default();
        let file = sources.add(entry.shown.clone(), text);
        match (entry.verdict, content) {
            (Verdict::Read, Ok(bytes)) => files.push(InputFile { file, path: entry.path, bytes }),
            (Verdict::Read, Err(error)) => found.push(unreadable(&entry.shown, &error.to_string(), file)),
            (Verdict::Unreadable(error), _) => found.push(unreadable(&entry.shown, &error, file)),
            (Verdict::Problem(what, help), _) => {
                let message = format!("{} {what}", entry.shown);
                found.push(Diagnostic::error(INPUT_FILE, message).at(Place::whole(file), "").help(help));
            }
            (Verdict::Behind(link), _) => {
                let message = format!("{} is a symbolic link", link.display());
                let help = "name the file itself";
                found.push(Diagnostic::error(INPUT_FILE, message).at(Place::whole(file), "").help(help));
            }
            (Verdict::Skip, _) => {
                let message = "a kustomization.yaml among the inputs is not read";
                found.push(Diagnostic::new(INPUT_FILE, Severity::Note, message).at(Place::whole(file), ""));
            }
        }
    }
    (files, found)
}

/// Reads these files of `folder`, given by their paths relative to `cwd`. Those that lie elsewhere, or are no inputs by their
/// names, are given back.
pub fn read_some<'f>(
    folder: &Path,
    shown: &str,
    (cwd, paths): (&Path, &'f [String]),
    wanted: Wanted,
    sources: &mut Sources,
) -> (Vec<InputFile>, Vec<Diagnostic>, Vec<&'f str>) {
    let (mut entries, mut others) = (Vec::new(), Vec::new());
    for path in paths {
        let full = super::project::normal(&cwd.join(path));
        let is_hidden = |path: &Path| path.components().any(|part| part.as_os_str().to_string_lossy().starts_with('.'));
        let below = full.strip_prefix(folder).ok().filter(|path| !is_hidden(path));
        let name = full.file_name().unwrap_or_default().to_string_lossy();
        let Some(below) = below.filter(|_| (wanted.is_input)(&name)) else {
            others.push(path.as_str());
            continue;
        };
        let verdict = match super::project::first_link(folder, below) {
            Some(link) => Verdict::Behind(link),
            None => Verdict::Read,
        };
        entries.push(Entry::new(&full, folder, shown, verdict));
    }
    let (files, found) = read_entries(entries, wanted, sources);
    (files, found, others)
}

/// Hidden files and folders are other programs'.
fn is_visible(entry: &DirEntry) -> bool {
    entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
}

fn judge(entry: walkdir::Result<DirEntry>, folder: &Path, shown: &str, wanted: Wanted) -> Option<Entry> {
    let (full, verdict) = match entry {
        Ok(entry) => (entry.path().to_owned(), verdict(&entry, wanted)?),
        Err(error) => {
            let full = error.path().unwrap_or(folder).to_owned();
            let message = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
            (full, Verdict::Unreadable(message))
        }
    };
    Some(Entry::new(&full, folder, shown, verdict))
}

fn verdict(entry: &DirEntry, wanted: Wanted) -> Option<Verdict> {
    let name = entry.file_name().to_string_lossy();
    let is_input = (wanted.is_input)(&name);
    let kind = entry.file_type();
    if kind.is_symlink() {
        return Some(Verdict::Problem(
            "is a symbolic link",
            "replace it by the file: a link cannot be followed through Git",
        ));
    }
    if kind.is_dir() {
        let problem = Verdict::Problem("is a folder, named like a file", "rename the folder");
        return is_input.then_some(problem);
    }
    if !is_input {
        return None;
    }
    if !kind.is_file() {
        return Some(Verdict::Problem("is no regular file", "delete it: only files are read"));
    }
    Some(if matches!(&*name, "kustomization.yaml" | "kustomization.yml") { Verdict::Skip } else { Verdict::Read })
}

fn content(entry: &Entry, limit: usize) -> std::io::Result<Vec<u8>> {
    match entry.verdict {
        Verdict::Read => read_file(&entry.full, limit),
        Verdict::Skip | Verdict::Problem(..) | Verdict::Behind(_) | Verdict::Unreadable(_) => Ok(Vec::new()),
    }
}

fn unreadable(shown: &str, error: &str, file: FileId) -> Diagnostic {
    Diagnostic::error(INPUT_FILE, format!("cannot read {shown}: {error}"))
        .at(Place::whole(file), "")
        .help("check who may read it")
}

/// Replaces a file that still holds `before`. Written aside and renamed, so that it is whole at every moment; a link is not
/// followed. `shown` is the path as people are shown it.
pub fn replace(path: &Path, shown: &str, before: &[u8], after: &[u8]) -> Result<(), Failure> {
    let current = read_file(path, usize::MAX - 1).at("read", shown)?;
    if current != before {
        let changed = std::io::Error::other("it was changed meanwhile, or is not UTF-8");
        return Err(changed).at("fix", shown);
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let aside = path.with_file_name(format!("{TEMPORARY}{}-{name}", std::process::id()));
    let permissions = std::fs::symlink_metadata(path).at("read", shown)?.permissions();
    // Only a file that is not there yet: a link that somebody committed under that name is not followed.
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(&aside).at("write", shown)?;
    let written = file.write_all(after).and_then(|()| file.set_permissions(permissions));
    written.and_then(|()| std::fs::rename(&aside, path)).at("replace", shown).inspect_err(|_| {
        drop(std::fs::remove_file(&aside));
    })
}

/// Reads a file to its end, or one byte more than `limit`. A link that was put into its place meanwhile is refused, and a
/// pipe does not stop the run.
pub fn read_file(path: &Path, limit: usize) -> std::io::Result<Vec<u8>> {
    let file = options().open(path)?;
    if !file.metadata()?.is_file() {
        return Err(std::io::Error::other("not a regular file"));
    }
    let mut bytes = Vec::new();
    file.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(unix)]
fn options() -> std::fs::OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
    let mut options = std::fs::OpenOptions::new();
    options.read(true).custom_flags(i32::try_from(flags.bits()).unwrap_or_default());
    options
}

#[cfg(not(unix))]
fn options() -> std::fs::OpenOptions {
    let mut options = std::fs::OpenOptions::new();
    options.read(true);
    options
}
