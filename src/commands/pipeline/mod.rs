//! The stages up to the plan, the same for every command: read, resolve, render, compare.

use super::base::{Base, GitBase};
use super::moves::moved;
use super::only::unknown_tenant;
use super::review::{review, rules_between};
use super::tree::Tree;
use crate::cli::Global;
use crate::config::{Config, GroupKind};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Severity, Sources};
use crate::io::git::{GitError, Repository, Snapshot};
use crate::io::inputs::{self, InputFile, Wanted};
use crate::io::origin::ReadError;
use crate::io::project::{self, Flags, Project, overlap};
use crate::io::rendered::Contents;
use crate::io::terminal::Progress;
use crate::plan::{self, Baseline, Found, Plan, SavedTree};
use crate::profile;
use crate::render::{
    Budget, Digest, File, Folder, Hash, IsThere, KUSTOMIZATION, OutputTree, Rendered, Renderer, TemplateSet,
    TemplateSource, TreePath,
};
use crate::report::machine::DIAGNOSTICS_PER_FILE;
use crate::review::{Allowed, Review, compare_shared, refusals};
use crate::rules::{self, ENGINE_UNSET, LAYOUT_LIMIT, Size};
use crate::source::{self, Limits, codes::LIMIT};
use crate::tenant::{self, Tenant, Tenants};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// Rendered bytes that are kept until they are written or shown; what is beyond is rendered a second time.
const KEPT_BYTES: usize = 96 << 20;

/// Every config of a run, and what was found wrong on the way.
#[derive(Default)]
pub(super) struct Run {
    /// The files that diagnostics point into.
    pub sources: Sources,
    /// What was found.
    pub found: Diagnostics,
    /// The projects, in the order of the configs; none that could not be opened.
    pub projects: Vec<Project>,
    /// The config file of each, as the command line has it; none for the default one.
    pub configs: Vec<Option<String>>,
}

/// What one project is made of, once its inputs were read.
pub(super) struct Inputs {
    /// The tenants.
    pub tenants: Tenants,
    /// The templates.
    pub templates: TemplateSet,
}

/// Where a run takes its inputs from, and what it is judged against.
#[derive(Clone, Copy)]
pub(super) struct Where<'a> {
    /// The working directory.
    pub cwd: &'a Path,
    /// Where things lie, over what the config says.
    pub flags: &'a Flags,
    /// The revision of the inputs; none for those in the working directory.
    pub head: Option<&'a str>,
}

/// Opens every config of the command line.
pub(super) fn open(global: &Global, place: Where<'_>) -> Run {
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
pub(super) fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// Where the working directory lies below the top of the repository, with `/`.
pub(super) fn below(projects: &[Project], cwd: &Path) -> String {
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

/// Reads and resolves the inputs and templates of a project.
pub(super) fn read(project: &Project, sources: &mut Sources, found: &mut Diagnostics) -> Inputs {
    let (files, problems) = input_files(project, sources);
    found.extend(problems);
    inputs_of(&files, project, sources, found)
}

/// The files of the folder of inputs.
pub(super) fn input_files(project: &Project, sources: &mut Sources) -> (Vec<InputFile>, Vec<Diagnostic>) {
    let wanted = Wanted { is_input: is_profile, bytes: limits(project).most_bytes() };
    inputs::read(project, &project.profiles, wanted, sources)
}

/// Reads what was asked for: these files and no others, or, where none was named, all; then they come back, to be compared with
/// the tree.
pub(super) fn read_asked(
    project: &Project,
    cwd: &Path,
    paths: &[String],
    sources: &mut Sources,
    found: &mut Diagnostics,
) -> Option<Inputs> {
    if paths.is_empty() {
        return Some(read(project, sources, found));
    }
    read_some(project, cwd, paths, sources, found);
    None
}

/// Reads and resolves some inputs of a project, beside nothing else. What is no input is said, but for the config and the
/// templates, which are looked at in any case.
fn read_some(project: &Project, cwd: &Path, paths: &[String], sources: &mut Sources, found: &mut Diagnostics) {
    let wanted = Wanted { is_input: is_profile, bytes: limits(project).most_bytes() };
    let cwd = project::canonical(cwd);
    let (files, problems, others) = inputs::read_some(project, (&cwd, paths), wanted, sources);
    found.extend(problems);
    let inputs = inputs_of(&files, project, sources, found);
    found.extend(Renderer::new(&inputs.templates, &project.config, project.hash).1);
    let is_looked_at = |path: &str| path.ends_with(".j2") || path.ends_with(project::CONFIG_FILE);
    for path in others.into_iter().filter(|path| !is_looked_at(path)) {
        let message = format!("{path} is no input of {}", project.profiles.shown);
        let help = "name files of the profiles folder that end in .yaml or .yml";
        found.push(Diagnostic::new(crate::io::INPUT_FILE, Severity::Warning, message).help(help));
    }
}

/// The tenants of these files, beside the templates of the project.
fn inputs_of(files: &[InputFile], project: &Project, sources: &mut Sources, found: &mut Diagnostics) -> Inputs {
    let limits = limits(project);
    let (tenants, problems) = resolve(files, project, &limits);
    found.extend(problems);
    let (template_files, problems) = template_files(project, sources);
    found.extend(problems);
    let read = files.iter().chain(&template_files).map(|input| input.file).chain(project.config_file);
    found.extend(project.config.levels.apply(secrets(&read.collect::<Vec<_>>(), sources)));
    let user = templates(template_files, &limits, found);
    let (templates, problems) = TemplateSet::overlay(user, sources);
    found.extend(problems);
    Inputs { tenants, templates }
}

/// Whether a file of this name is an input.
pub(super) fn is_profile(name: &str) -> bool {
    name.ends_with(".yaml") || name.ends_with(".yml")
}

fn limits(project: &Project) -> Limits {
    // Formats for programs give more of one file than people are shown; what is shown is for the report to decide.
    Limits { bytes: Some(project.config.file_bytes), errors: DIAGNOSTICS_PER_FILE }
}

/// What looks like a secret in these files: those that one project reads, for its levels are not those of another.
fn secrets(files: &[FileId], sources: &Sources) -> Diagnostics {
    let found: Vec<_> =
        files.par_iter().flat_map_iter(|file| rules::secrets_in(*file, &sources.get(*file).text)).collect();
    found.into_iter().collect()
}

fn resolve(files: &[InputFile], project: &Project, limits: &Limits) -> (Tenants, Diagnostics) {
    let resolved: Vec<_> = files
        .par_iter()
        .map(|input| {
            let (loaded, found) = profile::load(input.file, &input.bytes, limits);
            let mut found = with_limit(found, input, &project.config);
            let (tenants, more) = tenant::resolve(input.file, &loaded, &project.config);
            found.follow(more);
            found.extend(tenant::file_name(&input.path, &loaded, &tenants));
            (tenants, found)
        })
        .collect();
    let mut all = Vec::with_capacity(resolved.len());
    let mut found = Diagnostics::default();
    for (tenants, more) in resolved {
        all.extend(tenants);
        found.extend(more);
    }
    let (tenants, mut joined) = Tenants::join(all, &project.config);
    joined.follow(found);
    (tenants, project.config.levels.apply(joined))
}

/// A file that is larger than the config lets it be points to the line of the config as well.
fn with_limit(found: Diagnostics, input: &InputFile, config: &Config) -> Diagnostics {
    let Some(place) = config.file_bytes_place.filter(|_| input.bytes.len() > config.file_bytes) else { return found };
    let at_limit = |one: Diagnostic| if one.code == LIMIT { one.related(place, "the limit") } else { one };
    found.into_iter().map(at_limit).collect()
}

/// The files of the user's templates folder.
pub(super) fn template_files(project: &Project, sources: &mut Sources) -> (Vec<InputFile>, Vec<Diagnostic>) {
    let Some(folder) = &project.templates else { return Default::default() };
    let is_template = |name: &str| name.ends_with(".j2") || name.ends_with(".yaml") || name.ends_with(".yml");
    let wanted = Wanted { is_input: is_template, bytes: limits(project).most_bytes() };
    inputs::read(project, folder, wanted, sources)
}

/// The templates in these files; what is no text is reported.
fn templates(files: Vec<InputFile>, limits: &Limits, found: &mut Diagnostics) -> Vec<TemplateSource> {
    let mut templates = Vec::new();
    for InputFile { file, path, bytes } in files {
        match source::text(file, &bytes, limits) {
            Ok(text) => templates.push(TemplateSource { path, file, text: text.to_owned(), users: true }),
            Err(problems) => found.extend(problems),
        }
    }
    templates
}

/// A project, rendered.
pub(super) struct Made<'a> {
    /// The project.
    pub project: &'a Project,
    /// The renderer, for what did not fit into memory.
    renderer: Renderer<'a>,
    /// The tenants that were rendered, by name.
    pub tenants: Vec<&'a Tenant>,
    /// The files of each that is new, where there was room.
    kept: Vec<Option<Folder>>,
    /// Every file and its digest.
    pub tree: OutputTree,
    /// How large all of it is.
    size: Size,
    /// Which kinds of objects the tenants have.
    kinds: BTreeSet<GroupKind>,
}

impl Made<'_> {
    /// What tells the sync engine of the tenants that were rendered.
    pub(super) fn gitops(&self) -> (Folder, Diagnostics) {
        let names: Vec<&str> = self.tenants.iter().map(|tenant| tenant.name.as_str()).collect();
        self.renderer.gitops(&names, &self.kinds)
    }

    /// The files of a tenant, rendered once more where they were not kept. It was rendered before, so it can be again.
    pub(super) fn folder(&self, name: &str) -> Cow<'_, Folder> {
        let Ok(index) = self.tenants.binary_search_by(|tenant| tenant.name.as_str().cmp(name)) else {
            return Cow::default();
        };
        match &self.kept[index] {
            Some(folder) => Cow::Borrowed(folder),
            None => Cow::Owned(self.renderer.tenant(self.tenants[index]).unwrap_or_default()),
        }
    }
}

/// A project rendered and compared with what lies in its folder.
pub(super) struct Prepared<'a> {
    /// The project and its tree.
    pub made: Made<'a>,
    /// The list of tenants.
    pub list: File,
    /// What tells the sync engine of them.
    pub gitops: Folder,
    /// What is to be done.
    pub plan: Plan,
    /// What that does to whom.
    pub review: Review,
    /// What lies in the folder.
    pub contents: Contents,
}

impl Prepared<'_> {
    /// The tree as it is and as it is to be, to be saved or held against what was saved.
    pub(super) fn saved(&self, project: &Project) -> SavedTree {
        SavedTree::of(&slashed(&project.rendered.relative), &self.contents.baseline, &self.made.tree)
    }
}

/// What is asked of a comparison.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    /// The tenant that alone is rendered and compared.
    pub only: Option<&'a str>,
    /// What a guard would refuse, and may not.
    pub allowed: Allowed,
    /// Where the rendered tree lies.
    pub tree: Tree<'a>,
    /// Whether it is written: then all of it is looked through, for what a killed run left behind.
    pub writes: bool,
    /// What it is judged against, if that is another.
    pub base: Option<&'a GitBase>,
}

/// Renders a project, plans, and judges the plan. None where something stands in the way; `found` then says what.
pub(super) fn prepare<'a>(
    project: &'a Project,
    inputs: &'a Inputs,
    asked: Asked<'_>,
    sources: &Sources,
    found: &mut Diagnostics,
) -> Result<Option<Prepared<'a>>, ReadError> {
    let only = asked.only;
    let contents = asked.tree.contents(only.filter(|_| !asked.writes));
    let trees = [contents.as_ref().ok().map(|contents| &contents.baseline), asked.base.map(|base| &base.baseline)];
    let is_there = |path: &TreePath, digest: &Digest| {
        trees.into_iter().flatten().all(|tree| tree.files.get(path) == Some(&Found::Ours(*digest)))
    };
    let Some(mut made) = render(project, inputs, only, &is_there, found) else { return Ok(None) };
    let contents = contents?;
    if only.is_none() {
        found.extend(layout_limits(project, made.size));
    }
    let base = Base::of(asked.base, &asked.tree, &contents.baseline);
    let mut review = review(&made, &base, only)?;
    review.rules = rules_between(project, inputs, &base, sources);
    found.extend(refused(project, inputs, base.baseline, &review, asked.allowed));
    found.extend(moved(project, &base)?);
    let names = listed(&made.tenants, only, &contents.baseline);
    let (gitops, problems) = made.renderer.gitops(&names, &made.kinds);
    found.extend(problems);
    if !found.stops() {
        found.extend(engine_unset(project));
    }
    if only.is_none() {
        review.shared = compare_shared(&base.gitops()?, &super::review::files(&gitops));
    }
    let list = Renderer::list(names);
    let is_named = only.map_or(Ok(false), |name| is_named(name, &asked, &contents.baseline))?;
    let plan = plan_of(&mut made.tree, (&list, &gitops, project.hash), (only, is_named), &contents.baseline);
    Ok(Some(Prepared { made, list, gitops, plan, review, contents }))
}

/// Whether a tenant is named by the files that name all. Their list, which is written last, knows: a run that was killed may
/// have come to the tenant's folder and no further. Who writes nothing looks at the folder alone.
fn is_named(name: &str, asked: &Asked<'_>, present: &Baseline) -> Result<bool, ReadError> {
    let path = TreePath::of_tenants(KUSTOMIZATION);
    let is_there = present.tenants.contains(name);
    match present.files.get(&path).filter(|_| is_there && asked.writes) {
        Some(found @ Found::Ours(_)) => {
            let bytes = asked.tree.read(&[(&path, *found)])?.concat();
            Ok(bytes.split(|byte| *byte == b'\n').any(|line| line.strip_prefix(b"- ") == Some(name.as_bytes())))
        }
        Some(Found::Foreign | Found::Link | Found::Special) | None => Ok(is_there && !asked.writes),
    }
}

/// What is to be done in the folder. With `only`, to this tenant, and where it is new to the files that name all.
fn plan_of(
    tree: &mut OutputTree,
    (list, gitops, hash): (&File, &Folder, Hash),
    (only, is_named): (Option<&str>, bool),
    present: &Baseline,
) -> Plan {
    let mut baseline = match only {
        None => Cow::Borrowed(present),
        Some(name) => Cow::Owned(present.clone().only(name)),
    };
    if only.is_some() && is_named {
        baseline.to_mut().files.retain(|path, _| !is_of_all(path));
    } else {
        tree.files.insert(TreePath::of_tenants(KUSTOMIZATION), list.digest(hash));
        tree.files.extend(gitops.files.iter().map(|file| (TreePath::of_gitops(&file.name), file.digest(hash))));
    }
    plan::plan(tree, &baseline)
}

/// Whether a file names all tenants, so that it changes with a new one only.
fn is_of_all(path: &TreePath) -> bool {
    path.is_of_gitops() || *path == TreePath::of_tenants(KUSTOMIZATION)
}

/// Warns where nothing keeps a sync engine from deleting Namespaces, and the config does not say that there is none.
fn engine_unset(project: &Project) -> Diagnostics {
    let Config { names_engine, place, levels, .. } = &project.config;
    if *names_engine {
        return Diagnostics::default();
    }
    let broken = rules::engine_unset();
    let warning = Diagnostic::new(ENGINE_UNSET, Severity::Warning, broken.message).help(broken.help);
    levels.apply(
        [match place {
            Some(place) => warning.at(*place, ""),
            None => warning,
        }]
        .into_iter()
        .collect(),
    )
}

fn layout_limits(project: &Project, size: Size) -> Diagnostics {
    let is_split = project.config.settings.git_ops.bootstrap.is_some();
    let crossed = rules::layout_limits(size, is_split).into_iter();
    let diagnostics =
        crossed.map(|broken| Diagnostic::new(LAYOUT_LIMIT, Severity::Warning, broken.message).help(broken.help));
    project.config.levels.apply(diagnostics.collect())
}

/// Renders all tenants, or the one that was asked for; the bytes of what is there already are not kept. None where an error stands.
pub(super) fn render<'a>(
    project: &'a Project,
    inputs: &'a Inputs,
    only: Option<&str>,
    is_there: IsThere<'_>,
    found: &mut Diagnostics,
) -> Option<Made<'a>> {
    let (renderer, problems) = Renderer::new(&inputs.templates, &project.config, project.hash);
    found.extend(problems);
    let tenants = chosen(&inputs.tenants, only, found);
    if found.stops() {
        return None;
    }
    let progress = Progress::new("rendering", tenants.len());
    let (rendered, problems) = renderer.all(&tenants, &Budget::new(KEPT_BYTES, is_there), &|| progress.step());
    found.extend(problems);
    let Rendered { tree, kept, size, kinds } = rendered;
    (!found.stops()).then_some(Made { project, renderer, tenants, kept, tree, size, kinds })
}

fn chosen<'t>(tenants: &'t Tenants, only: Option<&str>, found: &mut Diagnostics) -> Vec<&'t Tenant> {
    let Some(name) = only else { return tenants.as_slice().iter().collect() };
    let tenant = tenants.get(name);
    if tenant.is_none() && !found.stops() {
        found.push(unknown_tenant(name, tenants));
    }
    tenant.into_iter().collect()
}

/// What the guards refuse. Without a single Profile that alone is said: every tenant would be gone.
fn refused(project: &Project, inputs: &Inputs, base: &Baseline, review: &Review, allowed: Allowed) -> Vec<Diagnostic> {
    let shown = &project.rendered.shown;
    if inputs.tenants.as_slice().is_empty() {
        return vec![plan::empty_profiles(base, &project.profiles.shown, shown)];
    }
    refusals(review, project.config.guards, allowed, shown)
}

/// The tenants of the list. With `--only`, those that are there already and the one that is rendered.
fn listed<'n>(tenants: &[&'n Tenant], only: Option<&str>, baseline: &'n Baseline) -> Vec<&'n str> {
    let rendered = tenants.iter().map(|tenant| tenant.name.as_str());
    if only.is_none() {
        return rendered.collect();
    }
    let mut names: Vec<&str> = rendered.chain(baseline.tenants.iter().map(String::as_str)).collect();
    names.sort_unstable();
    names.dedup();
    names
}
