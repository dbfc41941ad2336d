//! The edge: the only modules that touch the file system, Git and the terminal.
//!
//! Nothing is decided here: bytes come in, bytes go out, and what fails is said with the path it failed at.

pub mod codes;
pub mod edit;
pub mod git;
pub mod inputs;
pub mod origin;
pub mod plan_file;
pub mod project;
pub mod rendered;
pub mod terminal;

mod beneath;
mod staging;

use crate::diagnostic::Diagnostic;
pub use codes::{GIT, GIT_HISTORY, GIT_OWNER, GIT_REVISION, INPUT_FILE, IO, LOCKED, NO_REPOSITORY};

/// An error of the operating system at a path.
#[derive(Debug, thiserror::Error)]
#[error("cannot {action} {path}: {source}")]
pub struct Failure {
    /// What was tried: `read`, `write`, ...
    pub action: &'static str,
    /// At which path, as people are shown it.
    pub path: String,
    /// What the operating system said.
    pub source: std::io::Error,
}

impl Failure {
    /// This as a diagnostic.
    pub fn diagnostic(&self) -> Diagnostic {
        let diagnostic = Diagnostic::error(IO, self.to_string());
        match self.source.kind() {
            std::io::ErrorKind::PermissionDenied => diagnostic.help("check who owns it and who may read and write it"),
            std::io::ErrorKind::StorageFull => {
                diagnostic.help("free some space, then run it again: it goes on from here")
            }
            std::io::ErrorKind::ReadOnlyFilesystem => diagnostic.help("run it where the file system can be written"),
            _ => diagnostic,
        }
    }
}

/// Adds what was tried and where to an error of the operating system.
pub(crate) trait At<T> {
    /// This, tried at a path.
    fn at(self, action: &'static str, path: impl Into<String>) -> Result<T, Failure>;
}

impl<T> At<T> for std::io::Result<T> {
    fn at(self, action: &'static str, path: impl Into<String>) -> Result<T, Failure> {
        self.map_err(|source| Failure { action, path: path.into(), source })
    }
}
