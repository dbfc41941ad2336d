//! What a plan does to the tree, in words.

use super::plain::plain_line;
use crate::plan::{Change, Plan};
use std::fmt::Write;

/// One line: how many files were, or would be, created, changed, removed and left.
pub fn summary(plan: &Plan, tenants: usize, rendered: &str, done: bool) -> String {
    let counts = plan.counts();
    let what = if done { "rendered" } else { "would render" };
    let tenants = if tenants == 1 { "1 tenant".to_owned() } else { format!("{tenants} tenants") };
    format!(
        "{what} {tenants} into {rendered}: {} files created, {} changed, {} removed, {} unchanged\n",
        counts.created, counts.changed, counts.removed, counts.unchanged
    )
}

/// One line for each file that is not what it should be, `word` for each change.
pub fn changes(plan: &Plan, rendered: &str, word: fn(Change) -> &'static str) -> String {
    let mut text = String::new();
    for (path, change) in &plan.changes {
        // Writing into a string cannot fail.
        let _ = writeln!(text, "{:<8} {}", word(*change), plain_line(&format!("{rendered}/{path}")));
    }
    for path in &plan.foreign {
        let _ = writeln!(text, "{:<8} {}", "foreign", plain_line(&format!("{rendered}/{path}")));
    }
    text
}
