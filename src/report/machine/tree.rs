//! How a tree differs from what the inputs make, file by file.

use super::review::ReviewReport;
use crate::diagnostic::Code;
use crate::plan::codes::{FOREIGN_FILE, STALE_TREE};
use crate::plan::{Change, Plan};
use crate::render::TreePath;
use crate::review::Review;
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
    /// What the change does to whom.
    pub review: ReviewReport,
}

/// A file that differs.
#[derive(Clone, Debug, Serialize)]
pub struct FileChange {
    /// The path under the folder.
    pub path: String,
    /// What `render` would do to it.
    pub change: Change,
}

impl TreeReport {
    /// The report of a plan.
    pub fn of(plan: &Plan, review: &Review, rendered: &str) -> Self {
        let change = |(path, change): (&TreePath, &Change)| FileChange { path: path.to_string(), change: *change };
        Self {
            rendered: rendered.to_owned(),
            changes: plan.changes.iter().map(change).collect(),
            foreign: plan.foreign.iter().map(ToString::to_string).collect(),
            unchanged: plan.unchanged,
            review: ReviewReport::of(review),
        }
    }

    /// Every file that differs, with the code and the words for it.
    pub(super) fn results(&self) -> impl Iterator<Item = Result> {
        let stale = self.changes.iter().map(|file| {
            let what = match file.change {
                Change::Create => "is missing",
                Change::Update => "is not what the inputs make",
                Change::Remove => "is not rendered any more",
            };
            self.result(&file.path, STALE_TREE, &format!("{what}; run `tenantry render` and commit what it writes"))
        });
        let foreign =
            self.foreign.iter().map(|path| self.result(path, FOREIGN_FILE, "was not made by tenantry; move it away"));
        stale.chain(foreign)
    }

    fn result(&self, path: &str, code: Code, what: &str) -> Result {
        let path = format!("{}/{path}", self.rendered);
        Result { message: format!("{path} {what}"), code: code.0, path }
    }
}

/// A file of a tree that is not what it should be.
pub(super) struct Result {
    /// Its path.
    pub path: String,
    /// The code.
    pub code: &'static str,
    /// What is wrong with it, in a sentence that begins with its path.
    pub message: String,
}
