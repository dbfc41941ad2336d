//! `tenantry render`: the plan, carried out.

use super::base::GitBase;
use super::compare::{Line, Opened};
use super::pipeline::{self, Inputs, Prepared};
use super::tree::Tree;
use super::{Said, conclude, directory, one, usage};
use crate::cli::{Format, Global, RenderArgs};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Sources};
use crate::io::Failure;
use crate::io::origin::ReadError;
use crate::io::plan_file;
use crate::io::project::Project;
use crate::io::rendered::{OpenError, RenderedFolder};
use crate::io::terminal::Progress;
use crate::outcome::Outcome;
use crate::plan::{Change, SavedPlan, foreign_files};
use crate::render::{Folder, KUSTOMIZATION, OWNERSHIP};
use crate::report::machine::TreeReport;
use crate::report::{self, Written};
use crate::source;
use std::path::Path;

/// Runs the command. Nothing is written before every config is known to be free of errors.
pub(super) fn run(args: &RenderArgs, global: &Global) -> Outcome {
    if args.stdout && global.format != Format::Human {
        return usage("the argument '--stdout' cannot be used with '--format': both would go to standard output");
    }
    let line = Line {
        global,
        folders: &args.folders,
        against: &args.against,
        head: None,
        only: args.only.as_deref(),
        writes: !args.dry_run && !args.stdout,
    };
    let Opened { mut run, bases, below } = line.open();
    let mut ready = Vec::new();
    for (project, base) in run.projects.iter().zip(&bases) {
        let inputs = pipeline::read(project, &mut run.sources, &mut run.found);
        ready.push(Ready { project, base: base.as_ref(), inputs });
    }
    let mut done = Done { written: Written::Nothing, trees: Vec::new() };
    let result = if args.stdout {
        stream(&ready, args, &mut run.found)
    } else {
        write(&ready, args, &line, (&mut run.sources, &mut run.found), &mut done)
    };
    let text = result.unwrap_or_else(|error| {
        run.found.push(error.diagnostic());
        Vec::new()
    });
    let said = Said {
        command: "render",
        found: run.found,
        sources: run.sources,
        written: done.written,
        trees: done.trees,
        text,
        below,
        ..Said::default()
    };
    conclude(said, global)
}

/// Why a run could not go on.
enum WriteError {
    /// A tree could not be read.
    Read(ReadError),
    /// The folder could not be opened or written.
    Open(OpenError),
}

impl WriteError {
    fn diagnostic(self) -> Diagnostic {
        match self {
            Self::Read(error) => error.diagnostic(),
            Self::Open(OpenError::Failure(failure)) => failure.diagnostic(),
            Self::Open(OpenError::Locked(diagnostic)) => *diagnostic,
        }
    }
}

impl From<ReadError> for WriteError {
    fn from(error: ReadError) -> Self {
        Self::Read(error)
    }
}

impl From<OpenError> for WriteError {
    fn from(error: OpenError) -> Self {
        Self::Open(error)
    }
}

impl From<Failure> for WriteError {
    fn from(failure: Failure) -> Self {
        Self::Open(failure.into())
    }
}

/// What a run that may fail halfway has come to.
struct Done {
    /// Whether writing began.
    written: Written,
    /// The trees, as they were compared.
    trees: Vec<TreeReport>,
}

/// A project, what it is judged against, and its inputs.
struct Ready<'a> {
    project: &'a Project,
    base: Option<&'a GitBase>,
    inputs: Inputs,
}

/// All plans first, then all writes. What is said of it; `done` is kept up to date, for a run that fails halfway.
fn write(
    ready: &[Ready<'_>],
    args: &RenderArgs,
    line: &Line<'_>,
    (sources, found): (&mut Sources, &mut Diagnostics),
    done: &mut Done,
) -> Result<Vec<u8>, WriteError> {
    let mut prepared = Vec::new();
    for Ready { project, base, inputs } in ready {
        let folder = RenderedFolder::open(project)?;
        let folder = if args.dry_run { folder } else { folder.lock()? };
        let asked = line.asked(Tree::Disk(&folder), *base);
        if let Some(one) = pipeline::prepare(project, inputs, asked, sources, found)? {
            found.extend(foreign_files(&one.contents.baseline, &one.plan.foreign, &project.rendered.shown));
            done.trees.push(TreeReport::of(&one.plan, &one.review, &project.rendered.shown));
            prepared.push((project, folder, one));
        }
    }
    if let Some(file) = &args.plan {
        let now = prepared.iter().map(|(project, _, one)| one.saved(project)).collect();
        found.extend(held(&directory(line.global), file, &SavedPlan::of(now), sources)?);
    }
    if found.stops() {
        return Ok(Vec::new());
    }
    let mut said = String::new();
    for (project, folder, one) in &mut prepared {
        if !args.dry_run {
            done.written = Written::Part;
            carry_out(folder, one)?;
        }
        said.push_str(&words(project, one, args, line.global));
    }
    Ok(said.into_bytes())
}

/// What keeps a saved plan from being carried out: it is none, or something moved since.
fn held(cwd: &Path, file: &str, now: &SavedPlan, sources: &mut Sources) -> Result<Option<Diagnostic>, Failure> {
    let text = source::text_of(&plan_file::read(cwd, file)?);
    let place = Place::whole(sources.add(file, text.as_str()));
    Ok(match SavedPlan::parse(&text, place) {
        Ok(saved) => saved.moved(now, place),
        Err(diagnostic) => Some(diagnostic),
    })
}

fn carry_out(folder: &mut RenderedFolder, prepared: &Prepared<'_>) -> Result<(), OpenError> {
    folder.sweep(&prepared.contents.leftovers)?;
    let progress = Progress::new("writing", prepared.made.tenants.len());
    let beside = (&prepared.list, &prepared.gitops);
    folder.write(&prepared.plan, &|tenant| prepared.made.folder(tenant), beside, &|| progress.step())
}

fn words(project: &Project, prepared: &Prepared<'_>, args: &RenderArgs, global: &Global) -> String {
    if global.quiet {
        return String::new();
    }
    let shown = &project.rendered.shown;
    let mut words = String::new();
    if global.verbose || args.dry_run {
        words.push_str(&report::changes(&prepared.plan, shown, word));
    }
    words.push_str(&report::summary(&prepared.plan, prepared.made.tenants.len(), shown, !args.dry_run));
    words
}

fn word(change: Change) -> &'static str {
    match change {
        Change::Create => "create",
        Change::Update => "change",
        Change::Remove => "remove",
    }
}

/// The objects of every tenant as one stream, in the order of their paths.
fn stream(ready: &[Ready<'_>], args: &RenderArgs, found: &mut Diagnostics) -> Result<Vec<u8>, WriteError> {
    let mut stream = Vec::new();
    for Ready { project, inputs, .. } in ready {
        let Some(made) = pipeline::render(project, inputs, args.only.as_deref(), &|_, _| false, found) else {
            continue;
        };
        if inputs.tenants.as_slice().is_empty() {
            let nothing = crate::plan::Baseline::default();
            found.extend(one(crate::plan::empty_profiles(&nothing, &project.profiles.shown, &project.rendered.shown)));
        }
        if args.only.is_none() {
            let (gitops, problems) = made.gitops();
            found.extend(problems);
            append(&mut stream, &gitops);
        }
        for tenant in &made.tenants {
            append(&mut stream, &made.folder(tenant.name.as_str()));
        }
    }
    Ok(stream)
}

fn append(stream: &mut Vec<u8>, folder: &Folder) {
    for file in folder.files.iter().filter(|file| file.name != KUSTOMIZATION) {
        stream.extend_from_slice(if stream.is_empty() { b"" } else { b"---\n" });
        stream.extend_from_slice(file.bytes.strip_prefix(OWNERSHIP.as_bytes()).unwrap_or(&file.bytes));
    }
}
