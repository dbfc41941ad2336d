//! No flag, file or order of commands loses a Namespace that the base had in use: the tries against the guards.
//!
//! Each works in a repository of its own, and compares the whole checkout byte for byte after a refusal.

mod base;
mod environment;
mod gone;
mod moves;
mod rules;
mod scale;
mod templates;

use crate::support::git::TestRepository;
use crate::support::sandbox::{Run, binary};
use crate::support::tree::{self, Tree};
use std::process::Command;

/// A config with more keys below its head.
pub fn config(keys: &str) -> String {
    format!("apiVersion: tenantry.dev/v1alpha1\nkind: Config\n{keys}\n")
}

/// The config of most tries: no engine, nothing else.
pub const PLAIN: &str = "gitOps: {engine: none}";

/// The documents of a tenant: its Profile, and its Tenant with these keys under `spec`.
pub fn documents(name: &str, spec: &str) -> String {
    format!(
        "apiVersion: kubeflow.org/v1\nkind: Profile\nmetadata: {{name: {name}}}\nspec:\n  \
         owner: {{kind: User, name: owner@example.com}}\n---\napiVersion: tenantry.dev/v1alpha1\nkind: Tenant\n\
         metadata: {{name: {name}}}\nspec: {{{spec}}}\n"
    )
}

/// Under `spec` of a Tenant: on its way out.
pub const RETIRED: &str = "lifecycle: Retired";

/// Every flag by which `render` takes nothing but another base or way to say it, for what all of them must refuse alike.
pub const COMMANDS: [&[&str]; 5] = [&["render"], &["render", "--dry-run"], &["check"], &["diff"], &["check", "--fix"]];

/// A repository with rendered and committed tenants.
pub struct Cluster {
    pub repository: TestRepository,
}

impl Cluster {
    /// With these tenants, in use.
    pub fn of(names: &[&str]) -> Self {
        Self::with(PLAIN, names)
    }

    /// With these tenants and keys of the config.
    pub fn with(keys: &str, names: &[&str]) -> Self {
        let cluster = Self::empty(keys);
        names.iter().for_each(|name| cluster.tenant(name, ""));
        cluster.render_and_commit("tenants");
        cluster
    }

    /// Nothing but a config, which is not committed.
    pub fn empty(keys: &str) -> Self {
        let cluster = Self { repository: TestRepository::new(&[]) };
        cluster.repository.write("tenantry.yaml", config(keys));
        cluster
    }

    /// Writes a tenant's file.
    pub fn tenant(&self, name: &str, spec: &str) {
        self.repository.write(&format!("profiles/{name}.yaml"), documents(name, spec));
    }

    pub fn remove(&self, path: &str) {
        let full = self.repository.top().join(path);
        let gone = if full.is_dir() { std::fs::remove_dir_all(&full) } else { std::fs::remove_file(&full) };
        gone.unwrap_or_else(|error| panic!("{path}: {error}"));
    }

    pub fn rename(&self, from: &str, to: &str) {
        let to = self.repository.top().join(to);
        std::fs::create_dir_all(to.parent().expect("a file lies in a folder")).expect("folders can be made");
        std::fs::rename(self.repository.top().join(from), to).expect("it can be renamed");
    }

    pub fn holds(&self, path: &str) -> bool {
        self.repository.top().join(path).exists()
    }

    /// The binary, about to be run at the top.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(binary());
        command.current_dir(self.repository.top()).args(arguments).env("NO_COLOR", "1");
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        Run::of(self.command(arguments).output().expect("the binary can be run"))
    }

    #[track_caller]
    pub fn render_and_commit(&self, message: &str) -> String {
        self.run(&["render"]).expect(0);
        self.repository.commit(message)
    }

    /// Everything in the checkout.
    pub fn files(&self) -> Tree {
        let mut files = tree::read(self.repository.top());
        files.retain(|path, _| path != ".git" && !path.starts_with(".git/"));
        files
    }

    /// Fails unless the run ends with this code, says all of these words, and writes nothing.
    #[track_caller]
    pub fn ends(&self, arguments: &[&str], code: i32, words: &[&str]) -> Run {
        let before = self.files();
        let run = self.run(arguments);
        assert_eq!(run.code, Some(code), "{arguments:?}\nstdout:\n{}\nstderr:\n{}", run.stdout, run.stderr);
        // What is said to people breaks lines where it likes.
        let said = run.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        for word in words {
            assert!(said.contains(word), "{arguments:?} does not say {word:?}:\n{}", run.stderr);
        }
        assert!(before == self.files(), "{arguments:?} has written");
        run
    }

    /// Fails unless this is refused with these words.
    #[track_caller]
    pub fn refuses(&self, arguments: &[&str], words: &[&str]) {
        self.ends(arguments, 3, words);
    }

    /// Fails unless every command refuses the removal of this tenant, and says how it is done instead.
    #[track_caller]
    pub fn keeps(&self, tenant: &str) {
        let named = format!("`{tenant}`");
        for command in COMMANDS {
            self.refuses(command, &["refused[tenant-removed]", &named, "retire it first", "`lifecycle: Retired`"]);
        }
    }
}
