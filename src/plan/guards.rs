//! What must never happen by accident: no flag and no input carries it out.

use super::baseline::{Baseline, Found};
use super::codes::{EMPTY_PROFILES, FOREIGN_FILE};
use crate::diagnostic::{Diagnostic, Severity};
use crate::render::TreePath;

/// How many names a message lists.
const LISTED: usize = 10;

/// Refuses an empty folder of profiles beside a tree, and calls it an error without one.
pub fn empty_profiles(baseline: &Baseline, profiles: &str, rendered: &str) -> Diagnostic {
    let help = format!(
        "check `profiles:` of the config, `--profiles`, or write the first file, such as {profiles}/team-a.yaml"
    );
    if baseline.is_empty() {
        return Diagnostic::error(EMPTY_PROFILES, format!("there are no Profiles in {profiles}")).help(help);
    }
    let message = format!("there are no Profiles in {profiles}, but tenants in {rendered}: nothing is removed");
    Diagnostic::new(EMPTY_PROFILES, Severity::Refused, message).help(help)
}

/// Refuses to write into a folder with files that are none of ours.
pub fn foreign_files(baseline: &Baseline, foreign: &[TreePath], rendered: &str) -> Vec<Diagnostic> {
    foreign.iter().map(|path| foreign_file(baseline.files.get(path), path, rendered)).collect()
}

fn foreign_file(found: Option<&Found>, path: &TreePath, rendered: &str) -> Diagnostic {
    let what = match found {
        Some(Found::Link) => "is a symbolic link",
        Some(Found::Special) => "is no regular file",
        Some(Found::Ours(_)) => "was made by another version or config of tenantry",
        Some(Found::Foreign) | None => "was not made by tenantry: its first line is not ours",
    };
    let help = "move it away: everything under the rendered folder is made from inputs and templates";
    Diagnostic::error(FOREIGN_FILE, format!("{rendered}/{path} {what}")).help(help)
}

/// The first of some names, and how many more there are.
pub fn listed(names: &[&str]) -> String {
    let shown = names.iter().take(LISTED).copied().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(LISTED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
