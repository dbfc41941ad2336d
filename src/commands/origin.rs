//! `tenantry explain` of an output: which lines of the input and which template made it.

use super::only::unknown_tenant;
use super::pipeline::{self, Inputs, Where};
use super::{Said, conclude, directory, flags, usage, without_secrets};
use crate::cli::{Folders, Format, Global};
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::explain::codes::UNKNOWN_OUTPUT;
use crate::io::project::{self, Project};
use crate::object::Identity;
use crate::outcome::Outcome;
use crate::render::{KUSTOMIZATION, ObjectAt, Renderer, TENANTS};
use crate::report::machine::Objects;
use crate::report::{Explained, ObjectReport, origins};
use crate::tenant::Tenant;
use rayon::prelude::*;

/// How many objects people are shown; programs get [`GIVEN`].
const SHOWN: usize = 20;
/// How many objects programs are given; the rest is counted.
const GIVEN: usize = 1000;

/// What was asked for, as far as the text of it tells.
enum Asked<'w> {
    /// Something below the `tenants` folder of this project: its path there, and the line that was named.
    Path { project: usize, path: String, line: Option<usize> },
    /// An object of every tenant, or of one.
    Object { tenant: Option<&'w str>, kind: &'w str, name: &'w str },
    /// A path below the rendered folder that is no tenant's.
    Elsewhere,
    /// Neither.
    Nothing,
}

/// A project, and all that is needed to render its tenants.
struct Ready<'a> {
    project: &'a Project,
    inputs: &'a Inputs,
    renderer: Renderer<'a>,
}

/// The objects that were asked for, by tenant, and how many more there are.
#[derive(Default)]
struct Chosen<'a> {
    tenants: Vec<(&'a Ready<'a>, &'a Tenant, Vec<Identity>)>,
    more: usize,
}

/// Why there is nothing to explain.
enum Stop {
    /// What is wrong.
    Error(Vec<Diagnostic>),
    /// It is made by no template: what to say of it.
    List(String),
}

/// Runs the command.
pub(super) fn run(what: &str, folders: &Folders, global: &Global) -> Outcome {
    if !matches!(global.format, Format::Human | Format::Json) {
        return usage("`explain` says where an output comes from as `--format human` or `--format json`");
    }
    let (cwd, flags) = (directory(global), flags(folders));
    let mut run = pipeline::open(global, Where { cwd: &cwd, flags: &flags, head: None });
    let inputs: Vec<Inputs> =
        run.projects.iter().map(|project| pipeline::read(project, &mut run.sources, &mut run.found)).collect();
    let mut ready = Vec::new();
    for (project, inputs) in run.projects.iter().zip(&inputs) {
        let (renderer, problems) = Renderer::new(&inputs.templates, &project.config, project.hash);
        run.found.extend(problems);
        ready.push(Ready { project, inputs, renderer });
    }
    let mut said = Said { command: "explain", ..Said::default() };
    if !run.found.stops() {
        let shown = without_secrets(&run.sources, &run.found);
        // What is only a warning was said by the commands that look for it.
        run.found = Diagnostics::default();
        match explained(&ready, what, global) {
            Ok((all, more)) => {
                said.text = words(&all, more, &shown, global).into_bytes();
                let given = all.iter().map(|one| ObjectReport::of(one, &shown)).collect();
                said.objects = Some(Objects { given, omitted: more });
            }
            Err(Stop::Error(diagnostics)) => run.found.extend(diagnostics),
            Err(Stop::List(words)) => {
                said.text = words.into_bytes();
                said.objects = Some(Objects::default());
            }
        }
    }
    let below = pipeline::below(&run.projects, &directory(global));
    conclude(Said { found: run.found, sources: run.sources, below, ..said }, global)
}

/// What was asked for, and how many more objects than are given.
fn explained<'a>(ready: &'a [Ready<'a>], what: &str, global: &Global) -> Result<(Vec<Explained<'a>>, usize), Stop> {
    let chosen = match asked(ready, what, global) {
        Asked::Path { project, path, line } => below_tenants(&ready[project], what, &path, line)?,
        Asked::Object { tenant, kind, name } => objects(ready, what, tenant, kind, name)?,
        Asked::Elsewhere => return Err(unknown(what, None, "name a file of a tenant: others are not explained")),
        Asked::Nothing => return Err(unknown(what, None, "name a file of the rendered folder, or `KIND/NAME`")),
    };
    let most = if global.format == Format::Json { GIVEN } else { SHOWN };
    let (mut all, mut more) = (Vec::new(), chosen.more);
    for (ready, tenant, mut wanted) in chosen.tenants {
        let room = most - all.len();
        more += wanted.len().saturating_sub(room);
        wanted.truncate(room);
        if !wanted.is_empty() {
            all.extend(of_tenant(ready, tenant, &wanted).map_err(Stop::Error)?);
        }
    }
    Ok((all, more))
}

fn of_tenant<'a>(
    ready: &'a Ready<'a>,
    tenant: &'a Tenant,
    wanted: &[Identity],
) -> Result<Vec<Explained<'a>>, Vec<Diagnostic>> {
    let rendered = &ready.project.rendered.shown;
    let name = tenant.name.as_str();
    let origins = ready.renderer.origins(tenant, wanted)?;
    Ok(origins
        .into_iter()
        .map(|origin| Explained {
            tenant: name,
            place: tenant.place,
            path: format!("{rendered}/{TENANTS}/{name}/{}", origin.file),
            origin,
        })
        .collect())
}

/// A path of an output where it is one, with or without `:LINE`; else `KIND/NAME` or `TENANT/KIND/NAME`.
fn asked<'w>(ready: &[Ready<'_>], what: &'w str, global: &Global) -> Asked<'w> {
    let (path, line) = with_line(what);
    let folders = [directory(global), ".".into()];
    for cwd in folders {
        for (project, one) in ready.iter().enumerate() {
            let below = project::beneath(&one.project.rendered.full(one.project), &cwd, path);
            let Some(below) = below else { continue };
            return match below.strip_prefix(TENANTS) {
                Some(path) => Asked::Path { project, path: path.trim_matches('/').to_owned(), line },
                None => Asked::Elsewhere,
            };
        }
    }
    match *what.split('/').collect::<Vec<_>>().as_slice() {
        [kind, name] => Asked::Object { tenant: None, kind, name },
        [tenant, kind, name] => Asked::Object { tenant: Some(tenant), kind, name },
        _ => Asked::Nothing,
    }
}

/// The path without the line, and perhaps the column, that an editor or a report puts behind it.
fn with_line(what: &str) -> (&str, Option<usize>) {
    let number = |text: &str| text.parse::<usize>().ok();
    let Some((rest, last)) = what.rsplit_once(':').and_then(|(rest, last)| Some((rest, number(last)?))) else {
        return (what, None);
    };
    match rest.rsplit_once(':').and_then(|(path, line)| Some((path, number(line)?))) {
        Some((path, line)) => (path, Some(line)),
        None => (rest, Some(last)),
    }
}

/// The objects of a file, of a tenant's folder, or the one that stands at a line of a file.
fn below_tenants<'a>(ready: &'a Ready<'a>, what: &str, path: &str, line: Option<usize>) -> Result<Chosen<'a>, Stop> {
    let (name, file) = path.split_once('/').unwrap_or((path, ""));
    if [name, file].contains(&KUSTOMIZATION) {
        let what = super::report::plain_line(what);
        return Err(Stop::List(format!(
            "{what} lists what lies beside it; tenantry makes it itself, without a template\n"
        )));
    }
    let tenants = &ready.inputs.tenants;
    let Some(tenant) = tenants.get(name) else { return Err(Stop::Error(vec![unknown_tenant(name, tenants)])) };
    let all = ready.renderer.objects_of(tenant).map_err(Stop::Error)?;
    let in_file: Vec<&ObjectAt> = all.iter().filter(|object| file.is_empty() || object.file == file).collect();
    if in_file.is_empty() {
        return Err(unknown_file(ready, name, file, &all));
    }
    let at_line = line.and_then(|line| in_file.iter().rev().find(|object| object.line <= line));
    let wanted = match at_line {
        Some(object) => vec![object.identity.clone()],
        None => in_file.iter().map(|object| object.identity.clone()).collect(),
    };
    Ok(Chosen { tenants: vec![(ready, tenant, wanted)], more: 0 })
}

/// The objects of this kind and name.
fn objects<'a>(
    ready: &'a [Ready<'a>],
    what: &str,
    tenant: Option<&str>,
    kind: &str,
    name: &str,
) -> Result<Chosen<'a>, Stop> {
    let mut chosen = Chosen::default();
    let mut others = Vec::new();
    for one in ready {
        for (tenant, all) in of_tenants(one, tenant)? {
            let is_asked = |object: &&ObjectAt| object.identity.kind == kind && object.identity.name == name;
            let wanted: Vec<Identity> = all.iter().filter(is_asked).map(|object| object.identity.clone()).collect();
            if wanted.is_empty() {
                others.extend(all.iter().map(|object| object.identity.to_string()));
            } else if chosen.tenants.len() < GIVEN {
                chosen.tenants.push((one, tenant, wanted));
            } else {
                chosen.more += wanted.len();
            }
        }
    }
    if chosen.tenants.is_empty() {
        let near = nearest(&format!("{kind}/{name}"), others.iter().map(String::as_str)).map(str::to_owned);
        let near = near.map(|near| tenant.map_or(near.clone(), |tenant| format!("{tenant}/{near}")));
        return Err(unknown(what, near, "name a file of the rendered folder, `KIND/NAME` or `TENANT/KIND/NAME`"));
    }
    Ok(chosen)
}

/// A tenant and its objects.
type OfTenant<'a> = (&'a Tenant, Vec<ObjectAt>);

/// The objects of every tenant, or of the one of this name.
fn of_tenants<'a>(ready: &'a Ready<'a>, name: Option<&str>) -> Result<Vec<OfTenant<'a>>, Stop> {
    let tenants = &ready.inputs.tenants;
    let asked: Vec<&Tenant> = match name {
        None => tenants.as_slice().iter().collect(),
        Some(name) => match tenants.get(name) {
            Some(tenant) => vec![tenant],
            None => return Err(Stop::Error(vec![unknown_tenant(name, tenants)])),
        },
    };
    let objects = asked.into_par_iter().map(|tenant| Ok((tenant, ready.renderer.objects_of(tenant)?)));
    // One mistake in a template shows in every tenant: the first is enough.
    objects.collect::<Result<_, _>>().map_err(Stop::Error)
}

fn unknown_file(ready: &Ready<'_>, tenant: &str, file: &str, all: &[ObjectAt]) -> Stop {
    let mut files: Vec<&str> = all.iter().map(|object| object.file.as_str()).collect();
    files.dedup();
    let folder = format!("{}/{TENANTS}/{tenant}", ready.project.rendered.shown);
    let near = nearest(file, files.iter().copied()).map(|near| format!("{folder}/{near}"));
    unknown(&format!("{folder}/{file}"), near, &format!("the files of {tenant} are: {}", files.join(", ")))
}

fn unknown(what: &str, near: Option<String>, help: &str) -> Stop {
    let diagnostic = Diagnostic::error(UNKNOWN_OUTPUT, format!("the inputs make no `{what}`"));
    let help = near.map_or_else(|| help.to_owned(), |near| format!("did you mean `{near}`?"));
    Stop::Error(vec![diagnostic.help(help)])
}

fn words(all: &[Explained<'_>], more: usize, sources: &crate::diagnostic::Sources, global: &Global) -> String {
    let mut text = origins(all, sources, global.color.on_stdout());
    let makers = all.iter().flat_map(|one| std::iter::once(&one.origin.template).chain(&one.origin.additions));
    if makers.into_iter().any(|maker| !maker.template.is_users()) {
        let replace = "a file of that path in your templates folder replaces it";
        text.push_str(&format!("(shipped): one of tenantry's own templates; {replace}\n"));
    }
    if more > 0 {
        text.push_str(&format!("{more} more are not shown; `tenantry explain TENANT/KIND/NAME` explains one\n"));
    }
    text
}
