//! How a tree differs from what the inputs make, file by file.

use crate::plan::codes::{FOREIGN_FILE, STALE_TREE};
use crate::plan::{Change, Plan};
use serde::Serialize;

/// A tree beside what the inputs make.
#[derive(Clone, Debug, Serialize)]
pub struct TreeReport {
    /// The folder, as people are shown it.
    pub rendered: String,
    /// The files that differ, by path.
    pub changes: Vec<FileChange>,
    /// Files that tenantry did not make.
    pub foreign: Vec<String>,
    /// How many files are as they should be.
    pub unchanged: usize,
}

/// A file that differs.
#[derive(Clone, Debug, Serialize)]
pub struct FileChange {
    /// The path under the folder.
    pub path: String,
    /// What `render` would do to it.
    pub change: &'static str,
}

impl TreeReport {
    /// The report of a plan.
    pub fn of(plan: &Plan, rendered: &str) -> Self {
        let change =
            |(path, change): (&_, &Change)| FileChange { path: ToString::to_string(path), change: word(*change) };
        Self {
            rendered: rendered.to_owned(),
            changes: plan.changes.iter().map(change).collect(),
            foreign: plan.foreign.iter().map(ToString::to_string).collect(),
            unchanged: plan.unchanged,
        }
    }

    /// Every file that differs, with the code and the words for it.
    pub(super) fn results(&self) -> impl Iterator<Item = Result> {
        let stale = self.changes.iter().map(|file| {
            let what = match file.change {
                "create" => "is missing",
                "remove" => "is not rendered any more",
                _ => "is not what the inputs make",
            };
            let message = format!("{what}; run `tenantry render` and commit what it writes");
            Result { path: self.path(&file.path), code: STALE_TREE.0, message }
        });
        let foreign = self.foreign.iter().map(|path| {
            let message = "was not made by tenantry; move it away".to_owned();
            Result { path: self.path(path), code: FOREIGN_FILE.0, message }
        });
        stale.chain(foreign)
    }

    fn path(&self, path: &str) -> String {
        format!("{}/{path}", self.rendered)
    }
}

/// A file of a tree that is not what it should be.
pub(super) struct Result {
    /// Its path.
    pub path: String,
    /// The code.
    pub code: &'static str,
    /// What is wrong with it, after its path.
    pub message: String,
}

fn word(change: Change) -> &'static str {
    match change {
        Change::Create => "create",
        Change::Update => "update",
        Change::Remove => "remove",
    }
}
