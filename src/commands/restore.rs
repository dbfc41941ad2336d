//! `tenantry restore`: the inputs of an earlier revision, without losing a Namespace born since.

use super::pipeline::{self, Where};
use super::{Said, conclude, directory, flags};
use crate::cli::{Global, RestoreArgs};
use crate::diagnostic::{Diagnostic, Diagnostics, Sources};
use crate::io::Failure;
use crate::io::edit;
use crate::io::git::{self, Commit, GitError, Kind, Repository, Snapshot};
use crate::io::inputs::{self, InputFile};
use crate::io::project::Project;
use crate::outcome::Outcome;
use crate::report::{Written, plain_line};
use crate::restore::codes::{RESTORE, UNCOMMITTED};
use crate::restore::{Given, InputText, Restore, plan};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

/// A folder of inputs, and what is to be done in it.
struct Ready<'a> {
    project: &'a Project,
    /// The revision, as a commit.
    commit: Commit,
    /// The files as they are.
    now: BTreeMap<String, Vec<u8>>,
    /// What is to be done.
    restore: Restore,
}

/// Runs the command. Nothing is written before it is known of every folder that all of it can be.
pub(super) fn run(args: &RestoreArgs, global: &Global) -> Outcome {
    let (cwd, flags) = (directory(global), flags(&args.folders));
    let mut run = pipeline::open(global, Where { cwd: &cwd, flags: &flags, head: None });
    let mut folders: BTreeMap<&Path, Vec<&Project>> = BTreeMap::new();
    for project in &run.projects {
        folders.entry(&project.profiles.relative).or_default().push(project);
    }
    let mut ready = Vec::new();
    for projects in folders.values() {
        match prepare(projects, args, &mut run.sources, &mut run.found) {
            Ok(one) => ready.extend(one),
            Err(error) => run.found.push(error.diagnostic()),
        }
    }
    let mut said = Said { command: "restore", ..Said::default() };
    if !run.found.stops() {
        for one in &ready {
            if !args.dry_run {
                said.written = Written::Part;
                run.found.extend(carry_out(one).err().map(|failure| failure.diagnostic()));
            }
            said.text.extend(words(one, args, global).into_bytes());
        }
    }
    let below = pipeline::below(&run.projects, &cwd);
    conclude(Said { found: run.found, sources: run.sources, below, ..said }, global)
}

/// What is to be done in the folder that these projects have in common; none where something stands in the way.
fn prepare<'a>(
    projects: &[&'a Project],
    args: &RestoreArgs,
    sources: &mut Sources,
    found: &mut Diagnostics,
) -> Result<Option<Ready<'a>>, GitError> {
    let [project, ..] = *projects else { return Ok(None) };
    let shown = &project.profiles.shown;
    let repository = Arc::new(Repository::around(&project.root, shown)?);
    let commit = repository.commit(&args.from)?;
    let then = committed(&repository, commit, &project.profiles.relative)?;
    let (mut head, mut living) = (Vec::new(), BTreeSet::new());
    if let Some(commit) = repository.head()? {
        head = committed(&repository, commit, &project.profiles.relative)?;
        for project in projects {
            let rendered = pipeline::slashed(&project.rendered.relative);
            living.extend(git::baseline(&repository, &Snapshot::Commit(commit), &rendered, None)?.tenants);
        }
    }
    let (files, problems) = pipeline::input_files(project, sources);
    found.extend(problems);
    let now: Vec<InputText> = files.iter().map(|file| text(&file.path, &file.bytes)).collect();
    let restore = plan(Given { then: &then, now: &now, head: &head, living: &living });
    found.extend(problems_of(&restore, &then, args, project));
    if !args.force {
        found.extend(uncommitted(&restore, (&then, &now, &head), shown));
    }
    let now = files.into_iter().map(|InputFile { path, bytes, .. }| (path, bytes)).collect();
    Ok(Some(Ready { project, commit, now, restore }))
}

/// The inputs of a commit, by path below the folder.
fn committed(repository: &Repository, commit: Commit, folder: &Path) -> Result<Vec<InputText>, GitError> {
    let mut files = repository.files(&Snapshot::Commit(commit), &pipeline::slashed(folder))?;
    let is_hidden = |path: &str| path.split('/').any(|part| part.starts_with('.'));
    files.retain(|file| file.kind == Kind::Regular && pipeline::is_profile(&file.path) && !is_hidden(&file.path));
    files.retain(|file| !inputs::is_skipped(file.path.rsplit('/').next().unwrap_or_default()));
    let ids: Vec<_> = files.iter().map(|file| file.id).collect();
    let bytes = repository.read(&ids)?;
    Ok(files.iter().zip(bytes).map(|(file, bytes)| text(&file.path, &bytes)).collect())
}

/// A file as text. What is not UTF-8 in it can be no YAML, so that such a file is one that cannot be read.
fn text(path: &str, bytes: &[u8]) -> InputText {
    let text = String::from_utf8(bytes.to_vec()).unwrap_or_else(|_| "\0".to_owned());
    InputText { path: path.to_owned(), text }
}

/// Why nothing may be done.
fn problems_of(restore: &Restore, then: &[InputText], args: &RestoreArgs, project: &Project) -> Vec<Diagnostic> {
    let (from, shown) = (&args.from, &project.profiles.shown);
    let mut found = Vec::new();
    if then.is_empty() {
        let message = format!("there are no inputs in {shown} at `{from}`");
        found.push(Diagnostic::error(RESTORE, message).help("name a revision that has them, as `git log` shows it"));
    }
    for path in &restore.broken {
        let message = format!("{shown}/{path} cannot be read at `{from}`, so that nobody knows whose it is");
        found.push(Diagnostic::error(RESTORE, message).help("name a revision that was rendered"));
    }
    for name in &restore.lost {
        let message = format!("tenant `{name}` has a Namespace and no input that could be kept as Retired");
        let help = format!(
            "bring back its file first, from the commit that removed or broke it: `git log --all -- '{shown}'`, then \
             `git checkout COMMIT^ -- FILE`"
        );
        found.push(Diagnostic::error(RESTORE, message).help(help));
    }
    found
}

/// The files that would lose changes which were never committed. What is only retired in its place loses nothing.
fn uncommitted(
    restore: &Restore,
    (then, now, head): (&[InputText], &[InputText], &[InputText]),
    shown: &str,
) -> Option<Diagnostic> {
    let comes_back = |path: &String| then.iter().any(|file| file.path == *path);
    let is_overwritten = |path: &String| {
        restore.writes.contains_key(path) && (comes_back(path) || !restore.kept.values().any(|kept| kept == path))
    };
    let dirty = now.iter().filter(|file| !head.contains(file));
    let lost: Vec<String> = dirty
        .filter(|file| is_overwritten(&file.path) || restore.removes.contains(&file.path))
        .map(|file| format!("{shown}/{}", file.path))
        .collect();
    let message = match lost.as_slice() {
        [] => return None,
        [one] => format!("{one} has changes that are not committed"),
        many => format!("{} have changes that are not committed", many.join(", ")),
    };
    Some(Diagnostic::error(UNCOMMITTED, message).help("commit or stash them, or say `--force` to give them up"))
}

/// Everything is there before anything goes.
fn carry_out(ready: &Ready<'_>) -> Result<(), Failure> {
    let Ready { project, now, restore, .. } = ready;
    for (path, text) in &restore.writes {
        let before = now.get(path).map(Vec::as_slice);
        edit::put(project, path, before, text.as_bytes())?;
    }
    restore.removes.iter().try_for_each(|path| {
        let before = now.get(path).map(Vec::as_slice).unwrap_or_default();
        edit::remove(project, path, before)
    })
}

fn words(ready: &Ready<'_>, args: &RestoreArgs, global: &Global) -> String {
    let Ready { project, commit, now, restore } = ready;
    let shown = &project.profiles.shown;
    let mut text = String::new();
    let mut line = |word: &str, path: &str, after: &str| {
        // Writing into a string cannot fail.
        let _ = writeln!(text, "{word:<8} {}{after}", plain_line(&format!("{shown}/{path}")));
    };
    let kept: BTreeSet<&String> = restore.kept.values().collect();
    for path in restore.writes.keys().filter(|path| !kept.contains(path)) {
        line(if now.contains_key(path) { "restore" } else { "create" }, path, "");
    }
    restore.removes.iter().for_each(|path| line("remove", path, ""));
    restore.kept.iter().for_each(|(name, path)| line("keep", path, &format!(" ({name}, Retired)")));
    restore.unreadable.iter().for_each(|path| line("leave", path, " (cannot be read: mend or delete it)"));
    if restore.writes.is_empty() && restore.removes.is_empty() {
        text.push_str(&format!("{shown} is as it was in {commit:.12}, and what was born since is retired\n"));
    } else {
        let done = if args.dry_run { "would restore" } else { "restored" };
        text.push_str(&format!(
            "{done} {shown} from {:.12}: {} written, {} removed, {} kept as Retired\n\
             Now run `tenantry render`, then look at `tenantry diff` before you commit.\n",
            commit.to_string(),
            counted(restore.writes.len(), "file"),
            restore.removes.len(),
            counted(restore.kept.len(), "tenant"),
        ));
    }
    if global.quiet { String::new() } else { text }
}

fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}
