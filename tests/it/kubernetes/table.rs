//! Running a table wherever it lies, with counts.

use super::row::{Row, is_accepted};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// How many disagreements of one table are listed.
const LISTED: usize = 20;

/// Compares one row with our answers, and says how they differ.
pub type Check = fn(&Row) -> Result<(), String>;

/// Where a table lies: a label for messages, and the file. There is at least one.
pub fn places(table: &str) -> Vec<(String, PathBuf)> {
    let folders = crate::support::conformance::tables("kubernetes").into_iter();
    let files: Vec<_> = folders
        .map(|(label, folder)| (label, folder.join(format!("{table}.jsonl"))))
        .filter(|(_, file)| file.exists())
        .collect();
    assert!(!files.is_empty(), "no table kubernetes/{table}.jsonl anywhere");
    files
}

/// The rows of a file.
pub fn rows(file: &Path) -> Vec<Row> {
    let text = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let row = |(index, line): (usize, &str)| {
        serde_json::from_str(line).unwrap_or_else(|error| panic!("{}:{}: {error}", file.display(), index + 1))
    };
    text.lines().enumerate().map(row).collect()
}

/// Runs a table wherever it lies.
pub fn run(table: &str, check: Check) {
    let failures: Vec<_> =
        places(table).into_iter().flat_map(|(label, file)| run_file(table, &label, &file, check)).collect();
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

/// Runs one file and prints its counts. What comes back is what disagrees, the first of it row by row.
fn run_file(table: &str, label: &str, file: &Path, check: Check) -> Vec<String> {
    let rows = rows(file);
    let said = |(index, row): (usize, &Row)| {
        let why = check(row).err()?;
        Some((index + 1, format!("{}: {why}", shortened(&row.get("input").unwrap_or(&Value::Null).to_string()))))
    };
    let different: Vec<(usize, String)> = rows.iter().enumerate().filter_map(said).collect();
    let accepted = rows.iter().filter(|row| is_accepted(row)).count();
    println!(
        "kubernetes/{table}: {} rows, the server accepts {accepted} and refuses {}, {} agree ({label})",
        rows.len(),
        rows.len() - accepted,
        rows.len() - different.len()
    );
    let shown = different.iter().take(LISTED).map(|(number, why)| format!("{}:{number}: {why}", file.display()));
    let rest = different.len().saturating_sub(LISTED);
    shown.chain((rest > 0).then(|| format!("{}: and {rest} more", file.display()))).collect()
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= 300 { text.to_owned() } else { text.chars().take(300).chain(['…']).collect() }
}
