//! `docs/review.md` is a tour made of real transcripts: its edits are applied and its commands run, in order, in a repository that
//! begins as this one's example.
//!
//! A block of `diff` is applied. In a block of `console` what follows a line with `$ ` is what that command prints, its exit code
//! if it is not 0. A comment `<!-- commit: MESSAGE -->` renders and commits. `TENANTRY_ACCEPT=1` writes what is printed now.

use crate::support::conformance::repository;
use crate::support::git::TestRepository;
use crate::support::sandbox::{binary, copy};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

const DATE: &str = "2026-01-01T00:00:00Z";

#[test]
fn the_tour_is_what_its_commands_print() {
    let path = repository().join("docs/review.md");
    let text = std::fs::read_to_string(&path).expect("the tour can be read");
    let test = TestRepository::new(&["--initial-branch=main"]);
    for part in ["profiles", "rendered", "tenantry.yaml"] {
        copy(&repository().join(part), &test.top().join(part));
    }
    commit(test.top(), "The example");
    let printed = Tour { top: test.top().to_owned(), printed: String::new(), commands: 0 }.play(&text);
    assert!(printed.commands > 15, "only {} commands: is this the tour?", printed.commands);
    println!("tour: {} commands", printed.commands);
    if std::env::var_os("TENANTRY_ACCEPT").is_some() {
        std::fs::write(&path, &printed.printed).expect("the tour can be written");
    }
    assert_eq!(std::fs::read_to_string(&path).expect("the tour can be read"), printed.printed, "see TENANTRY_ACCEPT");
}

struct Tour {
    top: std::path::PathBuf,
    printed: String,
    commands: usize,
}

impl Tour {
    /// The text with the output of every command as it is now.
    fn play(mut self, text: &str) -> Self {
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            self.say(line);
            let block = |lines: &mut std::str::Lines<'_>| -> Vec<String> {
                lines.take_while(|line| *line != "```").map(str::to_owned).collect()
            };
            match line {
                "```diff" => {
                    let patch = block(&mut lines);
                    patch.iter().for_each(|line| self.say(line));
                    self.apply(&(patch.join("\n") + "\n"));
                    self.say("```");
                }
                "```console" => {
                    for command in block(&mut lines).iter().filter_map(|line| line.strip_prefix("$ ")) {
                        self.run(command);
                    }
                    self.say("```");
                }
                line => {
                    let message = line.strip_prefix("<!-- commit: ").and_then(|rest| rest.strip_suffix(" -->"));
                    message.into_iter().for_each(|message| commit(&self.top, message));
                }
            }
        }
        self
    }

    fn say(&mut self, line: &str) {
        self.printed.push_str(line);
        self.printed.push('\n');
    }

    /// Applies a patch; new files count as well.
    fn apply(&self, patch: &str) {
        let mut child = git(&self.top)
            .args(["apply", "--recount", "--unidiff-zero", "-"])
            .stdin(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("git can be run");
        child.stdin.take().expect("it reads").write_all(patch.as_bytes()).expect("it reads");
        assert!(child.wait().expect("it ends").success(), "this does not apply:\n{patch}");
    }

    fn run(&mut self, command: &str) {
        self.commands += 1;
        self.say(&format!("$ {command}"));
        let output = shell(&self.top, command);
        for text in [&output.stdout, &output.stderr] {
            let text = String::from_utf8(text.clone()).expect("UTF-8");
            text.trim_end().lines().for_each(|line| self.say(line.trim_end()));
        }
        match output.status.code() {
            Some(0) => {}
            code => self.say(&format!("(exit {})", code.expect("it ends by itself"))),
        }
    }
}

fn git(top: &Path) -> Command {
    let mut git = crate::support::git::command(top);
    git.env("GIT_AUTHOR_DATE", DATE).env("GIT_COMMITTER_DATE", DATE);
    git
}

/// Renders, as far as the guards let it, and commits everything.
fn commit(top: &Path, message: &str) {
    let rendered = Command::new(binary()).current_dir(top).args(["render", "--quiet"]).status().expect("it runs");
    assert!(rendered.success(), "{message}: the tree cannot be rendered");
    for arguments in [&["add", "-A"][..], &["commit", "-q", "-m", message]] {
        assert!(git(top).args(arguments).status().expect("git can be run").success(), "git {arguments:?}");
    }
}

/// Runs a command as a reader would, with the binary under test on the path.
fn shell(top: &Path, command: &str) -> std::process::Output {
    let folder = Path::new(binary()).parent().expect("the binary lies in a folder");
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap_or_default());
    let mut shell = Command::new("sh");
    shell.args(["-c", command]).current_dir(top).env("PATH", path).env_remove("CLICOLOR_FORCE");
    shell.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    shell.output().expect("sh can be run")
}
