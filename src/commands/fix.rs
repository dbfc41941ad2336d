//! `tenantry check --fix`: certain cures, carried out in the inputs.

use super::pipeline::{self, Run, Where};
use super::{directory, flags};
use crate::cli::{CheckArgs, Global};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Fix, Sources};
use crate::io::project::Project;
use crate::io::{Failure, INPUT_FILE, IO, edit, terminal};
use crate::report::{self, Written};
use std::collections::BTreeMap;
use std::fmt::Write;

/// A cure may bring another mistake to light; no file has so many that lie behind each other.
const ROUNDS: usize = 10;

/// Cures what is certain, round by round, until nothing is left, and tells what was done. What comes back is what could not
/// be written, and whether anything was.
pub(super) fn run(args: &CheckArgs, global: &Global) -> (Vec<Diagnostic>, Written) {
    let mut cured: BTreeMap<String, usize> = BTreeMap::new();
    let (mut failed, mut is_touched) = (Vec::new(), false);
    for _ in 0..ROUNDS {
        let Run { found, sources, projects, .. } = read(args, global);
        failed.extend(unread(&found));
        let mut done = 0;
        for (file, fixes) in by_file(&found) {
            match apply(file, &fixes, (&sources, &projects), global) {
                Ok(count) => {
                    is_touched |= count > 0;
                    done += count;
                    *cured.entry(sources.get(file).path.clone()).or_default() += count;
                }
                Err(failure) => {
                    // It may be cured, and only its folder not be synced.
                    is_touched = true;
                    failed.push(failure.diagnostic());
                }
            }
        }
        if done == 0 || !failed.is_empty() {
            break;
        }
    }
    let mut text = String::new();
    let written = if is_touched { Written::Part } else { Written::Nothing };
    for (path, count) in cured.into_iter().filter(|(_, count)| *count > 0) {
        // Writing into a string cannot fail.
        let _ = writeln!(
            text,
            "fixed {}: {count} {}",
            report::plain_line(&path),
            if count == 1 { "edit" } else { "edits" }
        );
    }
    if !global.quiet {
        terminal::tell(&text);
    }
    (failed, written)
}

/// What could not be read, and so not be cured: the check that follows may read it.
fn unread(found: &Diagnostics) -> impl Iterator<Item = Diagnostic> {
    let unread = found.iter().filter(|one| one.code == IO || one.code == INPUT_FILE);
    unread.map(|one| Diagnostic::new(one.code, one.severity, one.message.clone()))
}

fn read(args: &CheckArgs, global: &Global) -> Run {
    let (flags, cwd) = (flags(&args.folders), directory(global));
    let mut run = pipeline::open(global, Where { cwd: &cwd, flags: &flags, head: None });
    for project in &run.projects {
        pipeline::read_asked(project, &directory(global), &args.files, &mut run.sources, &mut run.found);
    }
    run
}

/// The fixes of each file, the last in the file first, none over another.
fn by_file(found: &Diagnostics) -> BTreeMap<FileId, Vec<Fix>> {
    let mut by_file: BTreeMap<FileId, Vec<Fix>> = BTreeMap::new();
    for fix in found.iter().filter_map(|diagnostic| diagnostic.fix.clone()) {
        by_file.entry(fix.file).or_default().push(fix);
    }
    for fixes in by_file.values_mut() {
        fixes.sort_by_key(|fix| std::cmp::Reverse(fix.span));
        let mut free_until = u32::MAX;
        fixes.retain(|fix| {
            let is_free = fix.span.end <= free_until;
            free_until = if is_free { fix.span.start } else { free_until };
            is_free
        });
    }
    by_file
}

fn apply(
    file: FileId,
    fixes: &[Fix],
    (sources, projects): (&Sources, &[Project]),
    global: &Global,
) -> Result<usize, Failure> {
    let source = sources.get(file);
    let mut text = source.text.to_string();
    for fix in fixes {
        text.replace_range(fix.span.start as usize..fix.span.end as usize, &fix.text);
    }
    if text == *source.text {
        return Ok(0);
    }
    let (before, after) = (source.text.as_bytes(), text.as_bytes());
    edit::replace(projects, (&directory(global), &source.path), before, after)?;
    Ok(fixes.len())
}
