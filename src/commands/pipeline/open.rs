//! Opens the configs of a run, and says where they are in each other's way.

use crate::cli::Global;
use crate::diagnostic::{Diagnostic, Diagnostics, Sources};
use crate::io::git::{GitError, Repository, Snapshot};
use crate::io::project::{self, Flags, Project, overlap};
use std::path::Path;
use std::sync::Arc;

/// Every config of a run, and what was found wrong on the way.
#[derive(Default)]
pub(in crate::commands) struct Run {
    /// The files that diagnostics point into.
    pub sources: Sources,
    /// What was found.
    pub found: Diagnostics,
    /// The projects, in the order of the configs; none that could not be opened.
    pub projects: Vec<Project>,
    /// The config file of each, as the command line has it; none for the default one.
    pub configs: Vec<Option<String>>,
}

/// Where a run takes its inputs from, and what it is judged against.
#[derive(Clone, Copy)]
pub(in crate::commands) struct Where<'a> {
    /// The working directory.
    pub cwd: &'a Path,
    /// Where things lie, over what the config says.
    pub flags: &'a Flags,
    /// The revision of the inputs; none for those in the working directory.
    pub head: Option<&'a str>,
}

/// Opens every config of the command line.
pub(in crate::commands) fn open(global: &Global, place: Where<'_>) -> Run {
    let mut run = Run::default();
    let head = match place.head.map(|revision| head(place.cwd, revision)).transpose() {
        Ok(head) => head,
        Err(error) => {
            run.found.push(error.diagnostic());
            return run;
        }
    };
    let files: Vec<Option<&str>> = match global.config.as_slice() {
        [] => vec![None],
        given => given.iter().map(|file| Some(file.as_str())).collect(),
    };
    for file in files {
        let opened = match &head {
            None => project::open(place.cwd, file, place.flags, &mut run.sources),
            Some((repository, snapshot, below)) => {
                project::open_at((repository, snapshot), below, file, place.flags, &mut run.sources)
            }
        };
        match opened {
            Ok((project, found)) => {
                run.found.extend(found);
                run.configs.extend(project.is_some().then(|| file.map(str::to_owned)));
                run.projects.extend(project);
            }
            Err(failure) => run.found.push(failure.diagnostic()),
        }
    }
    let overlapping = overlapping(&run.projects);
    run.found.extend(overlapping);
    run
}

/// The repository around a folder, a commit in it, and where the folder lies below its top.
fn head(cwd: &Path, revision: &str) -> Result<(Arc<Repository>, Snapshot, String), GitError> {
    let repository = Repository::around(cwd, &cwd.to_string_lossy())?;
    let commit = repository.commit(revision)?;
    let cwd = project::canonical(cwd);
    // In a bare repository paths begin at the top of the tree, wherever the command was started.
    let below = repository.work_tree().and_then(|top| cwd.strip_prefix(top).ok()).map(slashed).unwrap_or_default();
    Ok((Arc::new(repository), Snapshot::Commit(commit), below))
}

/// A path with `/`.
pub(in crate::commands) fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// Where the working directory lies below the top of the repository, with `/`.
pub(in crate::commands) fn below(projects: &[Project], cwd: &Path) -> String {
    let cwd = project::canonical(cwd);
    let below = projects.first().and_then(|project| cwd.strip_prefix(&project.root).ok());
    below.map(slashed).unwrap_or_default()
}

/// Two configs of which one would write where the other writes or reads.
fn overlapping(projects: &[Project]) -> Vec<Diagnostic> {
    let mut found = both_write(projects);
    for (at, writer) in projects.iter().enumerate() {
        let rendered = writer.rendered.full(writer);
        let others = projects.iter().enumerate().filter(|(other, _)| *other != at);
        let inputs =
            others.flat_map(|(_, reader)| reader.inputs().map(|(key, inputs)| (key, inputs, inputs.full(reader))));
        let overlapping = inputs.filter(|(_, _, full)| overlap(full, &rendered));
        found.extend(overlapping.map(|(key, inputs, _)| project::overlapping(key, inputs, &writer.rendered)));
    }
    found
}

/// Two configs that would write into one folder.
fn both_write(projects: &[Project]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (index, second) in projects.iter().enumerate() {
        let folder = |project: &Project| project.rendered.full(project);
        if let Some(first) = projects[..index].iter().find(|first| overlap(&folder(first), &folder(second))) {
            let message = format!("two configs render into {} and {}", first.rendered.shown, second.rendered.shown);
            let diagnostic = Diagnostic::error(crate::config::CONFIG_PATH, message)
                .help("give each config a `rendered` of its own, none inside another");
            found.push(match second.rendered.place {
                Some(place) => diagnostic.at(place, ""),
                None => diagnostic,
            });
        }
    }
    found
}
