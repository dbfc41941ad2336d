//! What a command found, for programs: one document on standard output.
//!
//! JSON is ours, version 1, and frozen; the others are their owners'. Nothing hidden in an input comes out raw.

mod github;
mod gitlab;
mod json;
mod range;
mod review;
mod sarif;
mod tree;

pub use json::{DIAGNOSTICS_PER_FILE, json};
pub(in crate::report) use range::Range;
pub use review::ReviewReport;
pub use tree::TreeReport;

use crate::diagnostic::{Diagnostic, Diagnostics, Rule, Sources};
use crate::outcome::Outcome;
use crate::report::ObjectReport;
use crate::report::plain::is_hostile;
use serde::Serialize;

/// All that a run has to say.
pub struct Report<'a> {
    /// The command: `check`, `render`, `explain` or `restore`.
    pub command: &'static str,
    /// How it ended.
    pub outcome: Outcome,
    /// What was found, sorted.
    pub found: &'a Diagnostics,
    /// The files that it points into.
    pub sources: &'a Sources,
    /// How each tree differs from what the inputs make; none where no tree was compared.
    pub trees: &'a [TreeReport],
    /// Where objects came from; none where that was not asked for.
    pub objects: Option<&'a Objects>,
    /// Where the paths of `sources` begin, below the top of the repository; empty at its top.
    pub below: &'a str,
    /// Every code with its page.
    pub rules: &'a [&'static Rule],
}

/// Where objects came from.
#[derive(Default)]
pub struct Objects {
    /// Of each that was asked for.
    pub given: Vec<ObjectReport>,
    /// How many more there are.
    pub omitted: usize,
}

impl Report<'_> {
    /// A path as programs beside the repository want it: from the top of the repository.
    fn below_top(&self, path: &str) -> String {
        let mut parts: Vec<&str> = self.below.split('/').filter(|part| !part.is_empty()).collect();
        for part in path.split('/') {
            match part {
                "." => {}
                ".." if !parts.is_empty() => drop(parts.pop()),
                part => parts.push(part),
            }
        }
        parts.join("/")
    }

    /// What has no place is said of the config: programs beside the repository want a file.
    fn without_place(&self) -> String {
        self.below_top("tenantry.yaml")
    }

    /// The files of trees that are not what they should be. Where `render` has just made them so, there are none.
    fn stale(&self) -> impl Iterator<Item = tree::Result> {
        let differs = self.outcome == Outcome::Differs;
        self.trees.iter().filter(move |_| differs).flat_map(TreeReport::results)
    }
}

/// Annotations of a GitHub workflow: one workflow command a line.
pub fn github(report: &Report<'_>) -> String {
    github::commands(report)
}

/// SARIF 2.1.0.
pub fn sarif(report: &Report<'_>) -> String {
    written(&sarif::log(report))
}

/// The code quality report of GitLab.
pub fn gitlab(report: &Report<'_>) -> String {
    written(&gitlab::issues(report))
}

/// The message and, after these words, the help.
fn with_help(diagnostic: &Diagnostic, between: &str) -> String {
    let help = diagnostic.help.iter().flat_map(|help| [between, help]);
    std::iter::once(diagnostic.message.as_str()).chain(help).collect()
}

/// A value as indented JSON in which every hidden character is an escape: it can be shown on a terminal, and parses to the
/// same.
fn written(value: &impl Serialize) -> String {
    // Maps with keys that are no text do not occur.
    let json = serde_json::to_string_pretty(value).unwrap_or_default();
    let mut safe = String::with_capacity(json.len() + 1);
    for character in json.chars() {
        if character != '\n' && is_hostile(character) {
            let mut units = [0; 2];
            character.encode_utf16(&mut units).iter().for_each(|unit| safe.push_str(&format!("\\u{unit:04x}")));
        } else {
            safe.push(character);
        }
    }
    safe.push('\n');
    // A runner of workflows takes this for a command wherever it stands; in JSON it stands in a text alone.
    safe.replace("##[", "#\\u0023[")
}
