//! The comparison that `render`, `check` and `diff` share: every project of a run, prepared.

use super::base::{self, GitBase};
use super::pipeline::{self, Asked, Inputs, Prepared, Run, Where};
use super::tree::Tree;
use super::{allowed, directory, flags};
use crate::cli::{Against, Folders, Global};
use crate::diagnostic::{Diagnostics, Sources};
use crate::io::Failure;
use crate::io::git::{Repository, Snapshot};
use crate::io::origin::{Origin, ReadError};
use crate::io::project::Project;
use crate::io::rendered::RenderedFolder;

/// A run whose configs and bases are open.
pub(super) struct Opened {
    pub run: Run,
    pub bases: Vec<Option<GitBase>>,
    /// Where the working directory lies below the top of the repository.
    pub below: String,
}

/// What a command line says about where to read and what to judge by.
pub(super) struct Line<'a> {
    pub global: &'a Global,
    pub folders: &'a Folders,
    pub against: &'a Against,
    pub head: Option<&'a str>,
    pub only: Option<&'a str>,
    /// Whether the tree is written.
    pub writes: bool,
}

impl Line<'_> {
    /// Opens every config and its base.
    pub(super) fn open(&self) -> Opened {
        let (flags, cwd) = (flags(self.folders), directory(self.global));
        let mut run = pipeline::open(self.global, Where { cwd: &cwd, flags: &flags, head: self.head });
        let configs = run.configs.clone();
        let configs: Vec<Option<&str>> = configs.iter().map(Option::as_deref).collect();
        let asked = base::Asked { against: self.against, flags: &flags, only: self.only, cwd: &cwd };
        let bases = base::open_all(&mut run, &configs, &asked);
        let below = pipeline::below(&run.projects, &cwd);
        Opened { run, bases, below }
    }

    /// Renders a project, and plans against the tree where its inputs come from.
    pub(super) fn prepare<'p>(
        &self,
        (project, base): (&'p Project, Option<&GitBase>),
        inputs: &'p Inputs,
        sources: &Sources,
        found: &mut Diagnostics,
    ) -> Result<Option<Prepared<'p>>, ReadError> {
        let place = Place::of(project)?;
        let asked = self.asked(place.tree(), base);
        pipeline::prepare(project, inputs, asked, sources, found)
    }

    /// What is asked of the comparison of a tree with a base.
    pub(super) fn asked<'a>(&'a self, tree: Tree<'a>, base: Option<&'a GitBase>) -> Asked<'a> {
        Asked { only: self.only, allowed: allowed(self.against), tree, writes: self.writes, base }
    }
}

/// Where the tree of a project lies, opened.
enum Place<'a> {
    Disk(RenderedFolder),
    Git(&'a Repository, &'a Snapshot, String),
}

impl<'a> Place<'a> {
    fn of(project: &'a Project) -> Result<Self, Failure> {
        match &project.origin {
            Origin::Disk => Ok(Self::Disk(RenderedFolder::open(project)?)),
            Origin::Git(repository, snapshot) => {
                Ok(Self::Git(repository, snapshot, pipeline::slashed(&project.rendered.relative)))
            }
        }
    }

    fn tree(&self) -> Tree<'_> {
        match self {
            Self::Disk(folder) => Tree::Disk(folder),
            Self::Git(repository, snapshot, folder) => Tree::Git(repository, snapshot, folder),
        }
    }
}
