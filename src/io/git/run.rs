//! Running the program `git`: an environment that changes nothing, and what its failures mean.
#![expect(clippy::disallowed_methods, reason = "this is the edge to other programs")]

use super::{Environment, GitError};
use std::ffi::OsStr;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// What the program may print at most; a listing of more files than there can be is longer.
const MOST_OUTPUT: u64 = 1 << 30;

/// Variables that would lead git to another repository or other answers (`git rev-parse --local-env-vars`, and a few).
/// Settings given by `GIT_CONFIG_*` stay: they are how somebody says `safe.directory` for one run.
const MISLEADING: [&str; 18] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_COMMON_DIR",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_CONFIG",
    "GIT_GRAFT_FILE",
    "GIT_SHALLOW_FILE",
    "GIT_REPLACE_REF_BASE",
    "GIT_PREFIX",
    "GIT_NAMESPACE",
    "GIT_GLOB_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
    "GIT_TRACE",
    "GIT_REDIRECT_STDERR",
];

/// Nothing is fetched, locked, paged, asked for or replaced; paths mean themselves; messages are the ones known here.
const FIXED: [(&str, &str); 8] = [
    ("LC_ALL", "C"),
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_NO_LAZY_FETCH", "1"),
    // The same for versions that do not know the line above.
    ("GIT_ALLOW_PROTOCOL", "none"),
    ("GIT_NO_REPLACE_OBJECTS", "1"),
    ("GIT_LITERAL_PATHSPECS", "1"),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("GIT_PAGER", "cat"),
];

/// How git is run for one repository.
pub(super) struct Runner {
    folder: PathBuf,
    environment: Environment,
}

/// How a run ended.
pub(super) struct Ended {
    /// The exit code; none when it was killed.
    pub(super) code: Option<i32>,
    /// Standard output.
    pub(super) output: Vec<u8>,
    /// Standard error, without `fatal: `.
    pub(super) said: String,
}

impl Runner {
    /// Runs in a folder. Of the environment only what was found to speak of this repository.
    pub(super) fn new(folder: &Path, environment: Environment) -> Self {
        Self { folder: folder.to_owned(), environment }
    }

    /// The program, about to be run.
    pub(super) fn command(&self, arguments: &[impl AsRef<OsStr>]) -> Command {
        let mut command = Command::new("git");
        command.arg("-C").arg(&self.folder).args(["-c", "core.fsmonitor=false", "-c", "core.quotePath=false"]);
        for name in MISLEADING {
            command.env_remove(name);
        }
        command.envs(FIXED).envs(self.environment.objects.iter().map(|(name, value)| (name, value)));
        if let Some(index) = &self.environment.index {
            command.env("GIT_INDEX_FILE", index);
        }
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Starts the program.
    pub(super) fn start(&self, command: &mut Command) -> Result<Child, GitError> {
        command.spawn().map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => GitError::NoProgram(error.to_string()),
            _ => GitError::Other("be run", error.to_string()),
        })
    }

    /// Runs it to its end.
    pub(super) fn run(&self, arguments: &[impl AsRef<OsStr>]) -> Result<Ended, GitError> {
        let mut child = self.start(&mut self.command(arguments))?;
        let errors = child.stderr.take();
        let reader = std::thread::spawn(move || read_errors(errors));
        let mut output = Vec::new();
        let read = child.stdout.take().map(|stdout| stdout.take(MOST_OUTPUT).read_to_end(&mut output));
        let failed = |error: std::io::Error| GitError::Other("be read", error.to_string());
        if read.transpose().map_err(failed)?.is_some_and(|length| length as u64 == MOST_OUTPUT) {
            drop(child.kill());
            drop(child.wait());
            return Err(GitError::TooMany("the repository".to_owned()));
        }
        let code = child.wait().map_err(failed)?.code();
        Ok(Ended { code, output, said: reader.join().unwrap_or_default() })
    }

    /// The output of a run that must succeed.
    pub(super) fn output(&self, what: &'static str, arguments: &[impl AsRef<OsStr>]) -> Result<Vec<u8>, GitError> {
        let ended = self.run(arguments)?;
        if ended.code == Some(0) { Ok(ended.output) } else { Err(meaning(what, &ended.said, &self.folder)) }
    }

    /// The same as text, without the line's end.
    pub(super) fn text(&self, what: &'static str, arguments: &[impl AsRef<OsStr>]) -> Result<String, GitError> {
        let output = self.output(what, arguments)?;
        Ok(String::from_utf8_lossy(&output).trim_end_matches(['\n', '\r']).to_owned())
    }

    /// What a failure means.
    pub(super) fn meaning(&self, what: &'static str, said: &str) -> GitError {
        meaning(what, said, &self.folder)
    }
}

/// Standard error to its end, so that the program is never kept waiting; a little of it is kept.
pub(super) fn read_errors(errors: Option<std::process::ChildStderr>) -> String {
    let mut bytes = Vec::new();
    if let Some(errors) = errors {
        let mut kept = errors.take(1 << 16);
        drop(kept.read_to_end(&mut bytes));
        drop(std::io::copy(&mut kept.into_inner(), &mut std::io::sink()));
    }
    String::from_utf8_lossy(&bytes).trim().trim_start_matches("fatal: ").to_owned()
}

/// The error for what git said.
fn meaning(what: &'static str, said: &str, folder: &Path) -> GitError {
    let one_line = said.split_whitespace().collect::<Vec<_>>().join(" ");
    if said.contains("dubious ownership") || said.contains("safe.directory") {
        let path = said.split('\'').nth(1).map_or_else(|| folder.display().to_string(), str::to_owned);
        return GitError::owner(path);
    }
    if said.contains("unknown repository extension") || said.contains("Expected git repo version") {
        return GitError::Extension(one_line);
    }
    if ["promisor", "lazy fetching", "transport '", "could not fetch"].iter().any(|text| said.contains(text)) {
        return GitError::Partial(one_line);
    }
    if said.contains("not a git repository") {
        return GitError::NoRepository(folder.display().to_string());
    }
    GitError::Other(what, one_line)
}
