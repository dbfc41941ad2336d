//! What goes wrong with Git, and the next command.

use super::Commit;
use crate::diagnostic::Diagnostic;
use crate::io::codes::{GIT, GIT_HISTORY, GIT_OWNER, GIT_REVISION, NO_REPOSITORY};

/// Why something could not be read from Git.
#[derive(Clone, Debug, thiserror::Error)]
pub enum GitError {
    /// There is no repository around this folder.
    #[error("there is no Git repository around {0}")]
    NoRepository(String),
    /// The repository belongs to another user, and git was not told to trust it.
    #[error("git refuses the repository {0}: it belongs to another user")]
    Owner(String),
    /// The git that is here is too old for the repository.
    #[error("this git cannot read the repository: {0}")]
    Extension(String),
    /// The library cannot read the repository, for this reason, and the program is not there.
    #[error("reading this repository needs the program `git`, which is not there ({0})")]
    NoProgram(String),
    /// There is no such commit; with the command that may bring it.
    #[error("there is no commit `{0}`")]
    UnknownRevision(String, Option<String>),
    /// It would be an option.
    #[error("`{0}` is no revision: it begins with `-`")]
    Option(String),
    /// No common ancestor, in a clone whose history was cut off.
    #[error("the history of this shallow clone does not reach the common ancestor of {0:.12} and {1:.12}")]
    Shallow(String, String),
    /// No common ancestor at all.
    #[error("{0:.12} and {1:.12} have no common ancestor")]
    Unrelated(String, String),
    /// An object that should be there is not.
    #[error("the object {0} is not in this clone")]
    Missing(String),
    /// A partial clone would have had to fetch. What git said.
    #[error("this partial clone does not hold what is asked for: {0}")]
    Partial(String),
    /// A path of the index that is not resolved yet.
    #[error("{0} has conflicts that are not resolved")]
    Conflict(String),
    /// A tree that is larger than any real one.
    #[error("{0} holds more files, or longer paths, than can be listed")]
    TooMany(String),
    /// What was tried, and what git said.
    #[error("git cannot {0}: {1}")]
    Other(&'static str, String),
}

impl GitError {
    /// Of the repository whose folder git named.
    pub(super) fn owner(path: String) -> Self {
        Self::Owner(path.trim_end_matches('/').to_owned())
    }

    pub(super) fn unrelated(one: &Commit, other: &Commit, is_shallow: bool) -> Self {
        let (one, other) = (one.to_string(), other.to_string());
        if is_shallow { Self::Shallow(one, other) } else { Self::Unrelated(one, other) }
    }

    /// This as a diagnostic.
    pub fn diagnostic(&self) -> Diagnostic {
        let code = match self {
            Self::NoRepository(_) => NO_REPOSITORY,
            Self::Owner(_) => GIT_OWNER,
            Self::UnknownRevision(..) | Self::Option(_) => GIT_REVISION,
            Self::Shallow(..) | Self::Unrelated(..) | Self::Missing(_) | Self::Partial(_) => GIT_HISTORY,
            Self::Extension(_) | Self::NoProgram(_) | Self::Conflict(_) | Self::TooMany(_) | Self::Other(..) => GIT,
        };
        Diagnostic::error(code, self.to_string()).maybe_help(self.help())
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            Self::NoRepository(_) => "run it inside of a checkout; `git init` makes a new repository".to_owned(),
            Self::Owner(path) => {
                format!("if you trust who owns it: git config --global --add safe.directory {}", quoted(path))
            }
            Self::Extension(_) => {
                "update git, then run this again: version 2.45 or newer reads `reftable`; `git --version` tells yours"
                    .to_owned()
            }
            Self::NoProgram(_) => "install git, then run this again".to_owned(),
            Self::UnknownRevision(_, Some(command)) => format!("if the server has it: {command}"),
            Self::UnknownRevision(_, None) => "name a branch, a tag or a commit that `git log` shows".to_owned(),
            Self::Option(_) => {
                "name a branch, a tag or a commit; `refs/heads/NAME` for a branch of such a name".to_owned()
            }
            Self::Shallow(..) => "git fetch --unshallow; with actions/checkout: `fetch-depth: 0`".to_owned(),
            Self::Unrelated(..) => "name a base that this branch was made from".to_owned(),
            Self::Missing(_) => {
                "`git fsck` shows what is damaged; in a shallow clone: git fetch --unshallow, or `fetch-depth: 0`"
                    .to_owned()
            }
            Self::Partial(_) => {
                "fetch all of it first: git fetch --refetch --no-filter; with actions/checkout leave out `filter`"
                    .to_owned()
            }
            Self::Conflict(path) => format!("resolve them, then: git add {}", quoted(path)),
            Self::TooMany(_) => "look at what was committed there: no rendered tree is of that size".to_owned(),
            Self::Other(..) => return None,
        })
    }
}

/// A word of a shell.
pub(super) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./@:+".contains(c);
    if !word.is_empty() && !word.starts_with('-') && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}
