//! Repositories made by the program `git`, without anybody's settings and without a network.

use super::sandbox::Sandbox;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A repository in a folder of its own.
pub struct TestRepository {
    sandbox: Sandbox,
    top: PathBuf,
}

/// The program in a folder, with no settings but these.
pub fn command(folder: &Path) -> Command {
    let mut command = Command::new("git");
    let identity = ["user.name=Test", "user.email=test@example.com", "commit.gpgSign=false", "init.defaultBranch=main"];
    command
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("LC_ALL", "C");
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        command.env_remove(name);
    }
    for setting in identity.into_iter().chain(["protocol.file.allow=always", "core.hooksPath=/dev/null"]) {
        command.args(["-c", setting]);
    }
    command
}

/// Runs the program, which must succeed; its output without the line's end.
#[track_caller]
pub fn git(folder: &Path, arguments: &[&str]) -> String {
    let Output { status, stdout, stderr } = command(folder).args(arguments).output().expect("git can be run");
    assert!(status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&stderr));
    String::from_utf8(stdout).expect("git prints UTF-8").trim_end().to_owned()
}

impl TestRepository {
    /// An empty one, made with further arguments of `git init`.
    pub fn new(arguments: &[&str]) -> Self {
        let sandbox = Sandbox::new();
        let top = sandbox.path().canonicalize().expect("a temporary folder is there").join("repository");
        std::fs::create_dir(&top).expect("a folder can be made");
        git(&top, &[&["init", "-q"], arguments].concat());
        Self { sandbox, top }
    }

    /// The top of its checkout.
    pub fn top(&self) -> &Path {
        &self.top
    }

    /// A path beside it that goes when it does.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.sandbox.path().canonicalize().expect("a temporary folder is there").join(name)
    }

    /// Runs the program at its top.
    #[track_caller]
    pub fn git(&self, arguments: &[&str]) -> String {
        git(&self.top, arguments)
    }

    /// Writes a file into the checkout.
    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let full = self.top.join(path);
        std::fs::create_dir_all(full.parent().expect("a file lies in a folder")).expect("folders can be made");
        std::fs::write(full, text).expect("the file can be written");
    }

    /// Commits everything; the id of the commit.
    #[track_caller]
    pub fn commit(&self, message: &str) -> String {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", message]);
        self.git(&["rev-parse", "HEAD"])
    }
}
