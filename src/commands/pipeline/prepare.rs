//! Renders what was read, and compares it with the tree and its base.

use super::open::slashed;
use super::read::Inputs;
use crate::commands::base::{Base, GitBase};
use crate::commands::moves::moved;
use crate::commands::only::unknown_tenant;
use crate::commands::review::{self, review, rules_between};
use crate::commands::tree::Tree;
use crate::config::{Config, GroupKind};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, Sources};
use crate::io::origin::ReadError;
use crate::io::project::Project;
use crate::io::rendered::Contents;
use crate::io::terminal::Progress;
use crate::plan::{self, Baseline, Found, Plan, SavedTree};
use crate::render::{
    Budget, Digest, File, Folder, Hash, IsThere, KUSTOMIZATION, OutputTree, Rendered, Renderer, TreePath,
};
use crate::review::{Allowed, Review, compare_shared, refusals};
use crate::rules::{self, ENGINE_UNSET, LAYOUT_LIMIT, Size};
use crate::tenant::{Tenant, Tenants};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Rendered bytes that are kept until they are written or shown; what is beyond is rendered a second time.
const KEPT_BYTES: usize = 96 << 20;

/// A project, rendered.
pub(in crate::commands) struct Made<'a> {
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
    pub(in crate::commands) fn gitops(&self) -> (Folder, Diagnostics) {
        let names: Vec<&str> = self.tenants.iter().map(|tenant| tenant.name.as_str()).collect();
        self.renderer.gitops(&names, &self.kinds)
    }

    /// The files of a tenant, rendered once more where they were not kept. It was rendered before, so it can be again.
    pub(in crate::commands) fn folder(&self, name: &str) -> Cow<'_, Folder> {
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
pub(in crate::commands) struct Prepared<'a> {
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
    pub(in crate::commands) fn saved(&self, project: &Project) -> SavedTree {
        SavedTree::of(&slashed(&project.rendered.relative), &self.contents.baseline, &self.made.tree)
    }
}

/// What is asked of a comparison.
#[derive(Clone, Copy)]
pub(in crate::commands) struct Asked<'a> {
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
pub(in crate::commands) fn prepare<'a>(
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
        review.shared = compare_shared(&base.gitops()?, &review::files(&gitops));
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
pub(in crate::commands) fn render<'a>(
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
