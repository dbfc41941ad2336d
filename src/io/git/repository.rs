//! The repository: each question to the library first, and to the program where the library cannot answer.

use super::back_end::{BackEnd, Commit, Entry, GitFile, Snapshot};
use super::error::quoted;
use super::library::Library;
use super::program::Program;
use super::{Environment, GitError};
use crate::render::{Digest, Hash};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Which back ends may be used. The other two are for comparing them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BackEnds {
    /// The library, and the program where that fails.
    #[default]
    Both,
    /// The library alone.
    Library,
    /// The program alone.
    Program,
}

/// A repository, opened for reading.
pub struct Repository {
    library: Option<Library>,
    program: OnceLock<Result<Option<Program>, GitError>>,
    folder: PathBuf,
    work_tree: Option<PathBuf>,
    hash: Hash,
    environment: Environment,
    back_ends: BackEnds,
}

impl std::fmt::Debug for Repository {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Repository").field("folder", &self.folder).field("hash", &self.hash).finish_non_exhaustive()
    }
}

impl Repository {
    /// The repository around a folder: a usual one, a bare one, a linked worktree or a submodule. None where there is none.
    pub fn discover(folder: &Path) -> Result<Option<Self>, GitError> {
        Self::discover_with(folder, &Environment::of_process(), BackEnds::Both)
    }

    /// The same, an error where there is none; `shown` is the folder as people are shown it.
    pub fn around(folder: &Path, shown: &str) -> Result<Self, GitError> {
        Self::discover(folder)?.ok_or_else(|| GitError::NoRepository(shown.to_owned()))
    }

    /// The same in another environment, with other back ends.
    pub fn discover_with(
        folder: &Path,
        environment: &Environment,
        back_ends: BackEnds,
    ) -> Result<Option<Self>, GitError> {
        let library = match back_ends {
            BackEnds::Program => Ok(None),
            BackEnds::Both | BackEnds::Library => Library::discover(folder, environment),
        };
        let (library, why) = match library {
            Ok(None) if back_ends == BackEnds::Both && !may_hold_repository(folder) => return Ok(None),
            Ok(library) => (library, None),
            Err(error) if back_ends == BackEnds::Library => return Err(error),
            Err(error) => (None, Some(error)),
        };
        if let Some(library) = library {
            let repository = Self::of(&library, folder, environment, back_ends);
            return Ok(Some(Self { library: Some(library), ..repository }));
        }
        if back_ends == BackEnds::Library {
            return Ok(None);
        }
        let program = Program::discover(folder, environment).map_err(|error| error_of_both(why, error))?;
        Ok(program.map(|program| {
            let repository = Self::of(&program, folder, environment, back_ends);
            Self { program: OnceLock::from(Ok(Some(program))), ..repository }
        }))
    }

    fn of(back_end: &dyn BackEnd, folder: &Path, environment: &Environment, back_ends: BackEnds) -> Self {
        Self {
            library: None,
            program: OnceLock::new(),
            folder: crate::io::project::canonical(folder),
            work_tree: back_end.work_tree().map(Path::to_owned),
            hash: back_end.hash(),
            environment: environment.clone(),
            back_ends,
        }
    }

    /// The top of the checkout; none of a bare repository.
    pub fn work_tree(&self) -> Option<&Path> {
        self.work_tree.as_deref()
    }

    /// Where paths of this repository begin: the top of the checkout; of a bare one the folder where it was found, which is
    /// a name and no place.
    pub fn top(&self) -> &Path {
        self.work_tree.as_deref().unwrap_or(&self.folder)
    }

    /// How it makes ids.
    pub fn hash(&self) -> Hash {
        self.hash
    }

    /// What is checked out; none before the first commit.
    pub fn head(&self) -> Result<Option<Commit>, GitError> {
        self.ask(|back_end| back_end.head())
    }

    /// The commit of a revision: anything that `git rev-parse` understands as one.
    pub fn commit(&self, revision: &str) -> Result<Commit, GitError> {
        if revision.starts_with('-') {
            return Err(GitError::Option(revision.to_owned()));
        }
        if revision.is_empty() || revision.contains('\0') {
            return Err(GitError::UnknownRevision(revision.to_owned(), None));
        }
        match self.ask(|back_end| back_end.commit(revision)) {
            Err(GitError::UnknownRevision(..)) => {
                let remotes = self.ask(|back_end| back_end.remotes()).unwrap_or_default();
                Err(GitError::UnknownRevision(revision.to_owned(), fetch(revision, &remotes)))
            }
            done => done,
        }
    }

    /// The best common ancestor.
    pub fn merge_base(&self, one: &Commit, other: &Commit) -> Result<Commit, GitError> {
        if one == other {
            return Ok(*one);
        }
        match self.ask(|back_end| back_end.merge_base(one, other))? {
            Some(base) => Ok(base),
            None => Err(GitError::unrelated(one, other, self.ask(|back_end| back_end.is_shallow())?)),
        }
    }

    /// Everything below a folder, by path; nothing where there is no such folder. "" is the top of the repository.
    pub fn files(&self, of: &Snapshot, folder: &str) -> Result<Vec<GitFile>, GitError> {
        let mut files = self.ask(|back_end| back_end.files(of, folder.trim_matches('/')))?;
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(files)
    }

    /// What lies at a path, which begins at the top of the repository.
    pub fn entry(&self, of: &Snapshot, path: &str) -> Result<Option<Entry>, GitError> {
        match path.trim_matches('/') {
            "" => Ok(Some(Entry::Folder)),
            path => self.ask(|back_end| back_end.entry(of, path)),
        }
    }

    /// The bytes of files, in the order of the ids.
    pub fn read(&self, ids: &[Digest]) -> Result<Vec<Vec<u8>>, GitError> {
        self.read_up_to(ids, usize::MAX - 1)
    }

    /// The same, each file to its end or one byte more than `limit`.
    pub fn read_up_to(&self, ids: &[Digest], limit: usize) -> Result<Vec<Vec<u8>>, GitError> {
        if ids.is_empty() { Ok(Vec::new()) } else { self.ask(|back_end| back_end.read(ids, limit)) }
    }

    /// The bytes of a regular file; none where there is none.
    pub fn blob(&self, of: &Snapshot, path: &str) -> Result<Option<Vec<u8>>, GitError> {
        match self.entry(of, path)? {
            Some(Entry::File(super::Kind::Regular, id)) => Ok(self.read(&[id])?.pop()),
            Some(Entry::File(super::Kind::Link | super::Kind::Submodule, _) | Entry::Folder) | None => Ok(None),
        }
    }

    /// Asks the library, then the program. Where both fail, the program knows better why, unless it is not there.
    fn ask<T>(&self, question: impl Fn(&dyn BackEnd) -> Result<T, GitError>) -> Result<T, GitError> {
        let first = match &self.library {
            Some(library) => match question(library) {
                Err(error) if self.back_ends == BackEnds::Both && is_worth_asking(&error) => Some(error),
                done => return done,
            },
            None => None,
        };
        let answer = match self.program() {
            Ok(Some(program)) => question(program),
            Ok(None) => Err(GitError::NoRepository(self.folder.display().to_string())),
            Err(error) => Err(error.clone()),
        };
        answer.map_err(|error| error_of_both(first, error))
    }

    fn program(&self) -> &Result<Option<Program>, GitError> {
        self.program.get_or_init(|| Program::discover(self.top(), &self.environment))
    }
}

/// Whether the program may know what the library does not.
fn is_worth_asking(error: &GitError) -> bool {
    match error {
        GitError::UnknownRevision(..) | GitError::Missing(_) | GitError::Other(..) | GitError::TooMany(_) => true,
        GitError::NoRepository(_)
        | GitError::Owner(_)
        | GitError::Extension(_)
        | GitError::NoProgram(_)
        | GitError::Option(_)
        | GitError::Shallow(..)
        | GitError::Unrelated(..)
        | GitError::Partial(_)
        | GitError::Conflict(_) => false,
    }
}

/// What to tell where both failed.
fn error_of_both(library: Option<GitError>, program: GitError) -> GitError {
    match (library, program) {
        (Some(GitError::Other(_, why)), GitError::NoProgram(_)) => GitError::NoProgram(why),
        (Some(known), GitError::NoProgram(_)) => known,
        (_, error) => error,
    }
}

/// Whether git could see a repository where the library sees none: a broken one, say.
#[expect(clippy::disallowed_methods, reason = "this is the edge to the file system")]
fn may_hold_repository(folder: &Path) -> bool {
    folder.ancestors().any(|folder| folder.join(".git").symlink_metadata().is_ok())
}

/// The command that may bring a revision that is not here.
fn fetch(revision: &str, remotes: &[String]) -> Option<String> {
    let name = revision.strip_prefix("refs/remotes/").unwrap_or(revision);
    let of_remote =
        remotes.iter().find_map(|remote| Some((remote, name.strip_prefix(remote.as_str())?.strip_prefix('/')?)));
    let is_name = |name: &str| {
        !name.is_empty()
            && !name.contains(char::is_control)
            && !name.contains(['^', '~', ':', '?', '*', '[', '\\', ' ', '@'])
    };
    match (of_remote, remotes) {
        (Some((remote, branch)), _) if is_name(branch) => {
            Some(format!("git fetch {} {}", quoted(remote), quoted(branch)))
        }
        (None, [remote, ..]) if is_name(name) => {
            let remote = if remotes.iter().any(|name| name == "origin") { "origin" } else { remote };
            Some(match is_id(name) {
                true => format!("git fetch {} {name}", quoted(remote)),
                false => format!("git fetch {0} {1}, then name it `{0}/{1}`", quoted(remote), quoted(name)),
            })
        }
        (Some(_) | None, _) => None,
    }
}

fn is_id(name: &str) -> bool {
    matches!(name.len(), 40 | 64) && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}
