//! The examples of a page, as inputs.

use crate::support::sandbox::{Run, Sandbox};

/// Where an example without a name stands.
const DEFAULT: &str = "profiles/team-a.yaml";
/// What beside an example makes a project, where it brings none itself.
const SOME_PROFILE: &str = "apiVersion: kubeflow.org/v1\nkind: Profile\nmetadata: {name: team-z}\n\
                            spec: {owner: {kind: User, name: zoe@example.org}}\n";

/// Files by path.
#[derive(Debug, Default)]
pub struct Example(Vec<(String, String)>);

/// The two examples of a page.
#[derive(Debug, Default)]
pub struct Examples {
    /// What gives the code.
    pub bad: Example,
    /// What does not.
    pub good: Example,
}

impl Examples {
    /// Reads the fenced blocks after `Bad:` and after `Good:`. A block's path stands behind its language.
    pub fn of(page: &str) -> Self {
        let (_, after) = page.split_once("\nBad:").unwrap_or_default();
        let (bad, good) = after.split_once("\nGood:").unwrap_or((after, ""));
        Self { bad: Example::of(bad), good: Example::of(good) }
    }
}

impl Example {
    fn of(part: &str) -> Self {
        let mut files = Vec::new();
        let mut lines = part.lines();
        while let Some(line) = lines.next() {
            let Some(info) = line.strip_prefix("```") else { continue };
            let path = info.split_once(' ').map_or(DEFAULT, |(_, path)| path);
            let text: String =
                lines.by_ref().take_while(|line| !line.starts_with("```")).map(|line| format!("{line}\n")).collect();
            files.push((path.to_owned(), text));
        }
        Self(files)
    }

    /// Whether there is no file at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What `render` says of it.
    pub fn run(&self) -> Run {
        let sandbox = Sandbox::new();
        for (path, text) in &self.0 {
            sandbox.write(path, text);
        }
        if !self.0.iter().any(|(path, _)| path.starts_with("profiles/")) {
            sandbox.write("profiles/team-z.yaml", SOME_PROFILE);
        }
        sandbox.run(&["render"])
    }
}
