//! Walking a folder of inputs, and reading the files in it. Links are never followed.
#![expect(clippy::disallowed_methods, reason = "this is the edge to the file system")]

use super::git::{self, Repository, Snapshot};
use super::origin::{self, Origin, Sort};
use super::project::{Located, Project};
use super::{INPUT_FILE, beneath};
use crate::diagnostic::{Diagnostic, FileId, Place, Severity, Sources};
use cap_std::fs::Dir;
use rayon::prelude::*;
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
pub(super) struct Entry {
    shown: String,
    path: String,
    verdict: Verdict,
}

pub(super) enum Verdict {
    Read,
    Skip,
    Problem(&'static str, &'static str),
    /// It is this link, or lies behind it; as people are shown the link.
    Behind(String),
    Unreadable(String),
}

impl Entry {
    fn new(full: &Path, folder: &Path, shown: &str, verdict: Verdict) -> Self {
        let path = full.strip_prefix(folder).unwrap_or(full).to_string_lossy().replace('\\', "/");
        Self::below(path, shown, verdict)
    }

    /// At a path below the folder that people are shown as `shown`.
    pub(super) fn below(path: String, shown: &str, verdict: Verdict) -> Self {
        let shown = if path.is_empty() { shown.to_owned() } else { format!("{shown}/{path}") };
        Self { shown, path, verdict }
    }
}

/// Reads the wanted files below a folder of a project, from where the project's files come, in the order of their paths; what
/// cannot be read is reported, each for itself.
pub fn read(
    project: &Project,
    folder: &Located,
    wanted: Wanted,
    sources: &mut Sources,
) -> (Vec<InputFile>, Vec<Diagnostic>) {
    match &project.origin {
        Origin::Disk => read_disk(project, folder, wanted, sources),
        Origin::Git(repository, snapshot) => read_git(repository, snapshot, folder, wanted, sources)
            .unwrap_or_else(|error| (Vec::new(), vec![error.diagnostic()])),
    }
}

fn read_disk(
    project: &Project,
    folder: &Located,
    wanted: Wanted,
    sources: &mut Sources,
) -> (Vec<InputFile>, Vec<Diagnostic>) {
    let full = folder.full(project);
    let mut entries = Vec::new();
    // The folders on the way to what is walked: a folder that cannot be listed to its end is told by its depth alone.
    let mut way = vec![full.clone()];
    for entry in WalkDir::new(&full).min_depth(1).sort_by_file_name().into_iter().filter_entry(is_visible) {
        if let Some(inner) = entry.as_ref().ok().filter(|entry| entry.file_type().is_dir()) {
            way.truncate(inner.depth());
            way.push(inner.path().to_owned());
        }
        entries.extend(judge(entry, &way, &folder.shown, wanted));
    }
    read_entries(entries, (project, folder), wanted, sources)
}

fn read_git(
    repository: &Repository,
    snapshot: &Snapshot,
    folder: &Located,
    wanted: Wanted,
    sources: &mut Sources,
) -> Result<(Vec<InputFile>, Vec<Diagnostic>), git::GitError> {
    let path = origin::below(Path::new(""), &folder.relative).unwrap_or_default();
    let (entries, ids): (Vec<_>, Vec<_>) =
        git::entries(repository, snapshot, &path, &folder.shown, wanted)?.into_iter().unzip();
    let contents = git::contents(repository, &ids, wanted.bytes)?;
    Ok(sorted(entries, contents.into_iter().map(Ok).collect(), sources))
}

/// Reads files beneath a handle of their folder: what lies behind a link that was put there meanwhile is not reached.
fn read_entries(
    entries: Vec<Entry>,
    (project, folder): (&Project, &Located),
    wanted: Wanted,
    sources: &mut Sources,
) -> (Vec<InputFile>, Vec<Diagnostic>) {
    let dir = beneath::top(&project.root).and_then(|top| beneath::folder(&top, &folder.relative));
    let contents = match &dir {
        Ok(dir) => entries.par_iter().map(|entry| content(entry, dir, wanted.bytes)).collect(),
        Err(error) => entries.iter().map(|_| Err(std::io::Error::new(error.kind(), error.to_string()))).collect(),
    };
    sorted(entries, contents, sources)
}

/// The files that could be read, and what is wrong with the others.
fn sorted(
    entries: Vec<Entry>,
    contents: Vec<std::io::Result<Vec<u8>>>,
    sources: &mut Sources,
) -> (Vec<InputFile>, Vec<Diagnostic>) {
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
                let message = format!("{link} is a symbolic link");
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

/// Reads these files of the folder of inputs, given by their paths relative to `cwd`. Those that lie elsewhere, or are no inputs by their
/// names, are given back.
pub fn read_some<'f>(
    project: &Project,
    (cwd, paths): (&Path, &'f [String]),
    wanted: Wanted,
    sources: &mut Sources,
) -> (Vec<InputFile>, Vec<Diagnostic>, Vec<&'f str>) {
    let (folder, shown) = (&*project.profiles.full(project), &*project.profiles.shown);
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
            Ok(Some(link)) => Verdict::Behind(Entry::new(&link, folder, shown, Verdict::Read).shown),
            Ok(None) => Verdict::Read,
            Err(error) => Verdict::Unreadable(error.to_string()),
        };
        entries.push(Entry::new(&full, folder, shown, verdict));
    }
    let (files, found) = read_entries(entries, (project, &project.profiles), wanted, sources);
    (files, found, others)
}

/// Hidden files and folders are other programs'.
fn is_visible(entry: &DirEntry) -> bool {
    entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
}

/// What is done with what was walked to; `way` are the folders on the way, the folder of inputs first.
fn judge(entry: walkdir::Result<DirEntry>, way: &[PathBuf], shown: &str, wanted: Wanted) -> Option<Entry> {
    let folder = way.first()?;
    let (full, verdict) = match entry {
        Ok(entry) => {
            let name = entry.file_name().to_string_lossy();
            (entry.path().to_owned(), verdict(&name, entry.file_type().into(), wanted)?)
        }
        Err(error) => {
            let listed = way.get(error.depth().saturating_sub(1)).unwrap_or(folder);
            let full = error.path().unwrap_or(listed).to_owned();
            let message = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
            (full, Verdict::Unreadable(message))
        }
    };
    Some(Entry::new(&full, folder, shown, verdict))
}

/// What is done with something of this name, if anything.
pub(super) fn verdict(name: &str, sort: Sort, wanted: Wanted) -> Option<Verdict> {
    let is_input = (wanted.is_input)(name);
    match sort {
        Sort::Link => {
            let help = "replace it by the file: a link cannot be followed through Git";
            Some(Verdict::Problem("is a symbolic link", help))
        }
        Sort::Submodule => {
            let help = "commit the files themselves: what a submodule holds is not in this repository";
            Some(Verdict::Problem("is a submodule", help))
        }
        Sort::Folder => is_input.then_some(Verdict::Problem("is a folder, named like a file", "rename the folder")),
        Sort::Special => is_input.then_some(Verdict::Problem("is no regular file", "delete it: only files are read")),
        Sort::File if is_skipped(name) => is_input.then_some(Verdict::Skip),
        Sort::File => is_input.then_some(Verdict::Read),
    }
}

fn content(entry: &Entry, folder: &Dir, limit: usize) -> std::io::Result<Vec<u8>> {
    match entry.verdict {
        Verdict::Read => beneath::bytes(folder, &entry.path, limit),
        Verdict::Skip | Verdict::Problem(..) | Verdict::Behind(_) | Verdict::Unreadable(_) => Ok(Vec::new()),
    }
}

fn unreadable(shown: &str, error: &str, file: FileId) -> Diagnostic {
    Diagnostic::error(INPUT_FILE, format!("cannot read {shown}: {error}"))
        .at(Place::whole(file), "")
        .help("check who may read it")
}

/// Whether a file of this name among the inputs is not read.
pub fn is_skipped(name: &str) -> bool {
    matches!(name, "kustomization.yaml" | "kustomization.yml")
}

/// Reads a file to its end, or one byte more than `limit`. A link that was put into its place meanwhile is refused, and a
/// pipe does not stop the run.
pub fn read_file(path: &Path, limit: usize) -> std::io::Result<Vec<u8>> {
    beneath::whole(options().open(path)?, limit)
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
