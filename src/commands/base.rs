//! What a tree is judged against: a commit, the index, or what lies in the working directory.
//!
//! A base in Git brings its own config: its guards, levels and allow-lists judge the change, so that no change lowers the guard
//! that it would trip.

use super::pipeline::{self, Run};
use super::tree::Tree;
use crate::cli::Against;
use crate::config::Settings;
use crate::diagnostic::Sources;
use crate::io::git::{self, Commit, GitError, Repository, Snapshot};
use crate::io::origin::{Origin, ReadError};
use crate::io::project::{self, Flags, Project};
use crate::plan::{self, Baseline};
use crate::render::{GITOPS, TENANTS, TreePath};
use crate::review::Files;
use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

/// A tree that was rendered before, and how to read it.
pub(super) struct Base<'a> {
    /// What it is, in words.
    pub name: String,
    /// Its files.
    pub baseline: &'a Baseline,
    /// The project as it was; none where that is not known.
    pub project: Option<&'a Project>,
    tree: Tree<'a>,
}

/// A base in Git, opened.
pub(super) struct GitBase {
    name: String,
    repository: Arc<Repository>,
    snapshot: Snapshot,
    rendered: String,
    pub(super) baseline: Baseline,
    /// Whether it has no tree and nobody asked for it: then what lies in the working directory is not to be lost either, such
    /// as a tree that Git ignores.
    judges_alone: bool,
    project: Option<Project>,
    /// The project at the revision that was named: of a branch its tip, so that an old fork of it brings back no old guard.
    judge: Option<Project>,
}

/// Where a base is looked for.
pub(super) struct Asked<'a> {
    pub against: &'a Against,
    pub flags: &'a Flags,
    /// The tenant that alone is compared.
    pub only: Option<&'a str>,
    pub cwd: &'a Path,
}

/// Opens the base of every project of a run, and lets it judge.
pub(super) fn open_all(run: &mut Run, configs: &[Option<&str>], asked: &Asked<'_>) -> Vec<Option<GitBase>> {
    let mut bases = Vec::new();
    for (project, file) in run.projects.iter_mut().zip(configs) {
        let base = open(project, *file, asked, &mut run.sources).unwrap_or_else(|error| {
            run.found.push(error.diagnostic());
            None
        });
        if let Some(base) = &base {
            base.judge(project);
        }
        bases.push(base);
    }
    bases
}

/// The base of a project in Git; none where there is none and none was asked for: then the working directory is.
fn open(
    project: &Project,
    file: Option<&str>,
    asked: &Asked<'_>,
    sources: &mut Sources,
) -> Result<Option<GitBase>, ReadError> {
    let against = asked.against;
    if against.base_worktree {
        return Ok(None);
    }
    let Some(repository) = repository(project, against)? else { return Ok(None) };
    let Some(Found { name, snapshot, tip }) = find(&repository, project, against)? else { return Ok(None) };
    let below = pipeline::below(std::slice::from_ref(project), asked.cwd);
    let mut at = |snapshot: &Snapshot| -> Result<_, ReadError> {
        match project::open_before((&repository, snapshot), &below, file, asked.flags, sources) {
            Ok((opened, _)) => Ok(opened),
            // What is wrong with an older config is none of this change's business; then the new one judges.
            Err(ReadError::Failure(_)) => Ok(None),
            // What Git could not read may be what refuses the change.
            Err(error @ ReadError::Git(_)) => Err(error),
        }
    };
    let opened = at(&snapshot)?;
    let judge = at(&tip)?.filter(|judge| judge.config_file.is_some());
    let rendered = opened.as_ref().map_or(&project.rendered.relative, |opened| &opened.rendered.relative);
    let rendered = pipeline::slashed(rendered);
    let baseline = git::baseline(&repository, &snapshot, &rendered, asked.only)?;
    let has_tree = !baseline.is_empty() || repository.entry(&snapshot, &rendered)?.is_some();
    let was_used = has_tree || opened.as_ref().is_some_and(|opened| opened.config_file.is_some());
    let is_asked_for = against.base.is_some() || against.base_index;
    if !was_used && !is_asked_for {
        // Nothing of ours was ever committed here.
        return Ok(None);
    }
    let judges_alone = !has_tree && !is_asked_for && matches!(project.origin, Origin::Disk);
    let project = opened.filter(|_| was_used);
    Ok(Some(GitBase { name, repository, snapshot, rendered, baseline, judges_alone, project, judge }))
}

fn repository(project: &Project, against: &Against) -> Result<Option<Arc<Repository>>, GitError> {
    if let Origin::Git(repository, _) = &project.origin {
        return Ok(Some(Arc::clone(repository)));
    }
    let found = Repository::discover(&project.root)?;
    if found.is_none() && (against.base.is_some() || against.base_index) {
        return Err(GitError::NoRepository(project.rendered.shown.clone()));
    }
    Ok(found.map(Arc::new))
}

/// A base: its name, what it holds, and where the rules are taken from.
struct Found {
    name: String,
    snapshot: Snapshot,
    tip: Snapshot,
}

/// The commit or the index that is the base; none before the first commit.
fn find(repository: &Repository, project: &Project, against: &Against) -> Result<Option<Found>, GitError> {
    if against.base_index {
        return Ok(Some(Found { name: "the index".to_owned(), snapshot: Snapshot::Index, tip: Snapshot::Index }));
    }
    let head = match &project.origin {
        Origin::Git(_, Snapshot::Commit(head)) => Some(*head),
        Origin::Git(_, Snapshot::Index) | Origin::Disk => repository.head()?,
    };
    let asked = match &against.base {
        Some(revision) => Some((revision.as_str(), repository.commit(revision)?)),
        None => repository.head()?.map(|commit| ("HEAD", commit)),
    };
    let Some((revision, commit)) = asked else { return Ok(None) };
    let base = match head {
        Some(head) => repository.merge_base(&commit, &head)?,
        None => commit,
    };
    let name = named(revision, &commit, &base);
    Ok(Some(Found { name, snapshot: Snapshot::Commit(base), tip: Snapshot::Commit(commit) }))
}

fn named(revision: &str, commit: &Commit, base: &Commit) -> String {
    let short: String = base.to_string().chars().take(10).collect();
    match commit == base {
        true => format!("{revision} ({short})"),
        false => format!("the merge base with {revision} ({short})"),
    }
}

impl GitBase {
    /// Puts what judges a change from the base into the project.
    fn judge(&self, project: &mut Project) {
        if let Some(base) = self.judge.as_ref().or(self.project.as_ref()) {
            project.config.guards = base.config.guards;
            project.config.levels = base.config.levels.clone();
            project.config.policy = base.config.policy.clone();
        }
    }
}

impl<'a> Base<'a> {
    /// The tree in the working directory, or the one in Git where there is one.
    pub(super) fn of(base: Option<&'a GitBase>, present: &Tree<'a>, contents: &'a Baseline) -> Self {
        match base.filter(|base| !base.judges_alone) {
            Some(base) => Self {
                name: base.name.clone(),
                baseline: &base.baseline,
                project: base.project.as_ref(),
                tree: Tree::Git(&base.repository, &base.snapshot, &base.rendered),
            },
            None => {
                Self { name: "the working directory".to_owned(), baseline: contents, project: None, tree: *present }
            }
        }
    }

    /// The settings that name people and roles in it.
    pub(super) fn settings<'s>(&'s self, new: &'s Settings) -> &'s Settings {
        self.project.map_or(new, |project| &project.config.settings)
    }

    /// The bytes of one file; none where it is no regular file of ours.
    pub(super) fn bytes(&self, path: &TreePath) -> Result<Option<Vec<u8>>, ReadError> {
        match self.baseline.files.get(path) {
            Some(found @ plan::Found::Ours(_)) => Ok(self.tree.read(&[(path, *found)])?.pop()),
            Some(plan::Found::Foreign | plan::Found::Link | plan::Found::Special) | None => Ok(None),
        }
    }

    /// The files of a tenant, by path below its folder. What is no regular file is given as one that cannot be read.
    pub(super) fn files(&self, tenant: &str) -> Result<Files<'static>, ReadError> {
        self.below(format!("{TENANTS}/{tenant}/"))
    }

    /// The files that tell a sync engine what to sync.
    pub(super) fn gitops(&self) -> Result<Files<'static>, ReadError> {
        self.below(format!("{GITOPS}/"))
    }

    fn below(&self, folder: String) -> Result<Files<'static>, ReadError> {
        let first = TreePath::found(&folder);
        let below = |path: &TreePath| path.as_str().strip_prefix(&folder).map(str::to_owned);
        let mut files = Files::new();
        let mut regular = Vec::new();
        for (path, found) in self.baseline.files.range(first..) {
            let Some(name) = below(path) else { break };
            match found {
                plan::Found::Ours(_) | plan::Found::Foreign => regular.push((name, path, *found)),
                plan::Found::Link | plan::Found::Special => drop(files.insert(name, Cow::Borrowed(b"\0"))),
            }
        }
        let paths: Vec<_> = regular.iter().map(|(_, path, found)| (*path, *found)).collect();
        let bytes = self.tree.read(&paths)?;
        files.extend(regular.into_iter().zip(bytes).map(|((name, _, _), bytes)| (name, Cow::Owned(bytes))));
        Ok(files)
    }
}
