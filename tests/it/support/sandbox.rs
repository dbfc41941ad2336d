//! A folder of its own with the binary run in it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The binary under test.
pub fn binary() -> &'static str {
    env!("CARGO_BIN_EXE_tenantry")
}

/// A config that says that no engine syncs the tree, for what is not about engines: without it there is a warning.
pub const NO_ENGINE: (&str, &str) =
    ("tenantry.yaml", "apiVersion: tenantry.dev/v1alpha1\nkind: Config\ngitOps: {engine: none}\n");

/// A temporary folder that goes when this does.
pub struct Sandbox {
    folder: tempfile::TempDir,
}

impl Sandbox {
    /// An empty folder.
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder can be made") }
    }

    /// A folder with a copy of everything below `from`.
    pub fn copy_of(from: &Path) -> Self {
        let sandbox = Self::new();
        copy(from, sandbox.path());
        sandbox
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file, and the folders above it.
    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let full = self.path().join(path);
        std::fs::create_dir_all(full.parent().expect("a file lies in a folder")).expect("folders can be made");
        std::fs::write(&full, text).expect("the file can be written");
        full
    }

    /// The text of a file.
    pub fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// The binary, about to be run here, with an environment that changes nothing.
    pub fn command(&self) -> Command {
        let mut command = Command::new(binary());
        command.current_dir(self.path()).env_remove("CLICOLOR_FORCE");
        command
    }

    /// Runs the binary here.
    pub fn run(&self, arguments: &[&str]) -> Run {
        Run::of(self.command().args(arguments).output().expect("the binary can be run"))
    }
}

/// What a run printed and how it ended.
#[derive(Debug)]
pub struct Run {
    /// The exit code; none when it was killed.
    pub code: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Run {
    /// The same of a process's output.
    pub fn of(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Fails unless the run ended with this code.
    #[track_caller]
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }
}

/// Copies a file, or everything below a folder.
pub fn copy(from: &Path, to: &Path) {
    if from.is_file() {
        std::fs::copy(from, to).expect("the file can be copied");
        return;
    }
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.expect("the folder can be walked");
        let target = to.join(entry.path().strip_prefix(from).expect("the walk stays below its root"));
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(&target).expect("folders can be made");
        } else {
            std::fs::copy(entry.path(), &target).expect("files can be copied");
        }
    }
}
