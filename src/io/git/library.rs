//! The back end that needs no program: libgit2.
#![expect(clippy::disallowed_methods, reason = "this is the edge to the environment")]

use super::back_end::{BackEnd, Commit, Entry, GitFile, Kind, LONGEST_PATH, MOST_FILES, Snapshot};
use super::listing::below;
use super::{Environment, GitError};
use crate::render::{Digest, Hash};
use git2::{ErrorClass, ErrorCode, ObjectType, Oid};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// Files that one thread reads in a row.
const CHUNK: usize = 256;
/// Larger files are left to the program, which does not need to hold them whole.
const LARGEST: usize = 64 << 20;

/// A repository opened by libgit2. A handle serves one thread at a time; each further thread opens its own.
pub(super) struct Library {
    path: PathBuf,
    work_tree: Option<PathBuf>,
    index: Option<PathBuf>,
    handles: Mutex<Vec<git2::Repository>>,
}

impl Library {
    /// The repository around a folder. Objects outside of it (a hook's) are left to the program.
    pub(super) fn discover(folder: &Path, environment: &Environment) -> Result<Option<Self>, GitError> {
        let ceilings = std::env::var_os("GIT_CEILING_DIRECTORIES").unwrap_or_default();
        let flags = git2::RepositoryOpenFlags::empty();
        let opened = match git2::Repository::open_ext(folder, flags, std::env::split_paths(&ceilings)) {
            Ok(opened) => opened,
            Err(error) if error.code() == ErrorCode::NotFound => return Ok(None),
            Err(error) if error.code() == ErrorCode::Owner => {
                let path = folder.display().to_string();
                return Err(GitError::owner(path));
            }
            Err(error) => return Err(other("open the repository")(error)),
        };
        let work_tree = opened.workdir().map(Path::to_owned);
        let environment = environment.for_repository(opened.path(), work_tree.as_deref());
        if !environment.objects.is_empty() {
            return Err(GitError::Other("open the repository", "objects lie outside of it".to_owned()));
        }
        let path = opened.path().to_owned();
        Ok(Some(Self { path, work_tree, index: environment.index, handles: Mutex::new(vec![opened]) }))
    }

    /// Does something with a handle that no other thread has.
    fn with<T>(&self, work: impl FnOnce(&git2::Repository) -> Result<T, GitError>) -> Result<T, GitError> {
        let free = self.handles.lock().ok().and_then(|mut handles| handles.pop());
        let handle = match free {
            Some(handle) => handle,
            None => git2::Repository::open(&self.path).map_err(other("open the repository"))?,
        };
        let done = work(&handle);
        if let Ok(mut handles) = self.handles.lock() {
            handles.push(handle);
        }
        done
    }

    fn index(&self, repository: &git2::Repository) -> Result<git2::Index, GitError> {
        let index = match &self.index {
            Some(path) => git2::Index::open(path),
            None => repository.index(),
        };
        index.map_err(other("read the index"))
    }

    fn index_files(&self, folder: &str) -> Result<Vec<GitFile>, GitError> {
        self.with(|repository| {
            let mut files = Vec::new();
            for entry in self.index(repository)?.iter() {
                let path = String::from_utf8_lossy(&entry.path);
                let (Some(path_below), Some(kind)) = (below(&path, folder), Kind::of_mode(entry.mode)) else {
                    continue;
                };
                if entry.flags >> 12 & 3 != 0 {
                    return Err(GitError::Conflict(path.into_owned()));
                }
                files.push(GitFile { path: path_below.to_owned(), kind, id: digest(entry.id) });
            }
            Ok(files)
        })
    }

    fn commit_files(&self, commit: &Commit, folder: &str) -> Result<Vec<GitFile>, GitError> {
        self.with(|repository| {
            let top = tree_of(repository, commit)?;
            let folder = if folder.is_empty() { Some(top) } else { folder_in(repository, &top, folder)? };
            folder.map_or(Ok(Vec::new()), |folder| walk(repository, folder))
        })
    }
}

impl BackEnd for Library {
    fn work_tree(&self) -> Option<&Path> {
        self.work_tree.as_deref()
    }

    fn hash(&self) -> Hash {
        Hash::Sha1
    }

    fn is_shallow(&self) -> Result<bool, GitError> {
        self.with(|repository| Ok(repository.is_shallow()))
    }

    fn head(&self) -> Result<Option<Commit>, GitError> {
        self.with(|repository| match repository.head() {
            Ok(head) => head.peel_to_commit().map(|head| Some(commit(head.id()))).map_err(other("read HEAD")),
            Err(error) if error.code() == ErrorCode::UnbornBranch => Ok(None),
            Err(error) => Err(other("read HEAD")(error)),
        })
    }

    fn commit(&self, revision: &str) -> Result<Commit, GitError> {
        self.with(|repository| {
            let object = repository.revparse_single(revision).and_then(|object| object.peel_to_commit());
            let found = object.map(|found| commit(found.id()));
            found.map_err(|_| GitError::UnknownRevision(revision.to_owned(), None))
        })
    }

    fn merge_base(&self, one: &Commit, other_commit: &Commit) -> Result<Option<Commit>, GitError> {
        self.with(|repository| match repository.merge_base(oid(&one.id)?, oid(&other_commit.id)?) {
            Ok(base) => Ok(Some(commit(base))),
            Err(error) if error.code() == ErrorCode::NotFound && error.class() == ErrorClass::Merge => Ok(None),
            Err(error) => Err(other("look for a common ancestor")(error)),
        })
    }

    fn remotes(&self) -> Result<Vec<String>, GitError> {
        self.with(|repository| {
            let names = repository.remotes().map_err(other("list the remotes"))?;
            Ok(names.iter().filter_map(|name| Some(name.ok()??.to_owned())).collect())
        })
    }

    fn files(&self, of: &Snapshot, folder: &str) -> Result<Vec<GitFile>, GitError> {
        match of {
            Snapshot::Commit(commit) => self.commit_files(commit, folder),
            Snapshot::Index => self.index_files(folder),
        }
    }

    fn entry(&self, of: &Snapshot, path: &str) -> Result<Option<Entry>, GitError> {
        let commit = match of {
            Snapshot::Commit(commit) => commit,
            Snapshot::Index => return self.with(|repository| entry_of_index(&self.index(repository)?, path)),
        };
        self.with(|repository| {
            let found = tree_of(repository, commit)?.get_path(Path::new(path)).map(Some);
            let found = found.or_else(|error| if is_absent(&error) { Ok(None) } else { Err(error) });
            let found = found.map_err(other("read a tree"))?;
            Ok(found.map(|found| match Kind::of_mode(mode(&found)) {
                Some(kind) => Entry::File(kind, digest(found.id())),
                None => Entry::Folder,
            }))
        })
    }

    fn read(&self, ids: &[Digest], limit: usize) -> Result<Vec<Vec<u8>>, GitError> {
        let chunks: Vec<_> = ids
            .par_chunks(CHUNK)
            .map(|ids| {
                self.with(|repository| {
                    let objects = repository.odb().map_err(other("open the objects"))?;
                    ids.iter().map(|id| read(&objects, id, limit)).collect::<Result<Vec<_>, _>>()
                })
            })
            .collect::<Result<_, _>>()?;
        Ok(chunks.into_iter().flatten().collect())
    }
}

fn read(objects: &git2::Odb<'_>, id: &Digest, limit: usize) -> Result<Vec<u8>, GitError> {
    let failed = |error: git2::Error| match error.code() {
        ErrorCode::NotFound => GitError::Missing(id.hex(Hash::Sha1)),
        _ => other("read an object")(error),
    };
    if limit < LARGEST {
        let (size, _) = objects.read_header(oid(id)?).map_err(failed)?;
        if size > LARGEST {
            return Err(GitError::Other("read an object", format!("{} is too large", id.hex(Hash::Sha1))));
        }
    }
    let object = objects.read(oid(id)?).map_err(failed)?;
    if object.kind() != ObjectType::Blob {
        return Err(GitError::Other("read a file", format!("{} is no file", id.hex(Hash::Sha1))));
    }
    let bytes = object.data();
    Ok(bytes[..bytes.len().min(limit.saturating_add(1))].to_vec())
}

/// Every file of a tree. Without recursion: how deep a tree is, its author decides.
fn walk(repository: &git2::Repository, top: git2::Tree<'_>) -> Result<Vec<GitFile>, GitError> {
    let too_many = || GitError::TooMany(format!("the tree {:.12}", top.id().to_string()));
    let mut files = Vec::new();
    let mut open = vec![(String::new(), top.id())];
    while let Some((prefix, id)) = open.pop() {
        let tree = repository.find_tree(id).map_err(missing(id))?;
        for entry in &tree {
            let path = format!("{prefix}{}", String::from_utf8_lossy(entry.name_bytes()));
            if path.len() > LONGEST_PATH || files.len() + open.len() >= MOST_FILES {
                return Err(too_many());
            }
            match Kind::of_mode(mode(&entry)) {
                Some(kind) => files.push(GitFile { path, kind, id: digest(entry.id()) }),
                None => open.push((format!("{path}/"), entry.id())),
            }
        }
    }
    Ok(files)
}

fn tree_of<'r>(repository: &'r git2::Repository, commit: &Commit) -> Result<git2::Tree<'r>, GitError> {
    let id = oid(&commit.id)?;
    repository.find_commit(id).and_then(|commit| commit.tree()).map_err(missing(id))
}

fn folder_in<'r>(
    repository: &'r git2::Repository,
    top: &git2::Tree<'_>,
    folder: &str,
) -> Result<Option<git2::Tree<'r>>, GitError> {
    let entry = match top.get_path(Path::new(folder)) {
        Ok(entry) => entry,
        Err(error) if is_absent(&error) => return Ok(None),
        Err(error) => return Err(other("read a tree")(error)),
    };
    if Kind::of_mode(mode(&entry)).is_some() {
        return Ok(None);
    }
    repository.find_tree(entry.id()).map(Some).map_err(missing(entry.id()))
}

/// Whether a path is not in a tree; a tree that is not in the clone is another matter.
fn is_absent(error: &git2::Error) -> bool {
    error.code() == ErrorCode::NotFound && error.class() == ErrorClass::Tree
}

fn entry_of_index(index: &git2::Index, path: &str) -> Result<Option<Entry>, GitError> {
    if let Some(entry) = index.get_path(Path::new(path), 0) {
        return Ok(Kind::of_mode(entry.mode).map(|kind| Entry::File(kind, digest(entry.id))));
    }
    if (1..=3).any(|stage| index.get_path(Path::new(path), stage).is_some()) {
        return Err(GitError::Conflict(path.to_owned()));
    }
    let is_folder = index.iter().any(|entry| below(&String::from_utf8_lossy(&entry.path), path).is_some());
    Ok(is_folder.then_some(Entry::Folder))
}

fn mode(entry: &git2::TreeEntry<'_>) -> u32 {
    u32::try_from(entry.filemode()).unwrap_or_default()
}

fn commit(id: Oid) -> Commit {
    Commit { id: digest(id), hash: Hash::Sha1 }
}

fn digest(id: Oid) -> Digest {
    Digest::of_id(id.as_bytes(), Hash::Sha1).unwrap_or_else(|| Digest::of(&[], Hash::Sha1))
}

fn oid(id: &Digest) -> Result<Oid, GitError> {
    Oid::from_bytes(id.id(Hash::Sha1)).map_err(other("read an id"))
}

fn missing(id: Oid) -> impl FnOnce(git2::Error) -> GitError {
    move |error| match error.code() {
        ErrorCode::NotFound => GitError::Missing(id.to_string()),
        _ => other("read an object")(error),
    }
}

fn other(what: &'static str) -> impl Fn(git2::Error) -> GitError {
    move |error| GitError::Other(what, error.message().to_owned())
}
