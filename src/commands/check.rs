//! `tenantry check`: the same plan as `render`'s, shown and not carried out.

use super::pipeline;
use super::{directory, flags, print, tell};
use crate::cli::{CheckArgs, Global};
use crate::diagnostic::Diagnostics;
use crate::io::Failure;
use crate::io::project::Project;
use crate::io::rendered::RenderedFolder;
use crate::outcome::Outcome;
use crate::plan::{Change, Plan};
use crate::report::{self, Written};

/// Runs the command.
pub(super) fn run(args: &CheckArgs, global: &Global) -> Outcome {
    let mut run = pipeline::open(global, &flags(&args.folders), &directory(global));
    let mut differs = false;
    let mut said = String::new();
    for project in &run.projects {
        let inputs = pipeline::read(project, &mut run.sources, &mut run.found);
        match one(project, &inputs, args, &mut run.found) {
            Ok(Some((plan, tenants))) => {
                differs |= !plan.is_empty();
                said.push_str(&words(&plan, tenants, project, global));
            }
            Ok(None) => {}
            Err(failure) => run.found.push(failure.diagnostic()),
        }
    }
    match tell(run.found, &run.sources, Written::Nothing, global) {
        Outcome::Clean if differs => print(said.as_bytes(), Outcome::Differs),
        Outcome::Clean => print(said.as_bytes(), Outcome::Clean),
        outcome => outcome,
    }
}

fn one(
    project: &Project,
    inputs: &pipeline::Inputs,
    args: &CheckArgs,
    found: &mut Diagnostics,
) -> Result<Option<(Plan, usize)>, Failure> {
    let folder = RenderedFolder::open(project)?;
    let prepared = pipeline::prepare(project, inputs, args.only.as_deref(), &folder, found)?;
    Ok(prepared.map(|prepared| (prepared.plan, prepared.tenants.len())))
}

fn words(plan: &Plan, tenants: usize, project: &Project, global: &Global) -> String {
    let shown = &project.rendered.shown;
    if global.quiet {
        return String::new();
    }
    if plan.is_empty() {
        let tenants = if tenants == 1 { "1 tenant".to_owned() } else { format!("{tenants} tenants") };
        return format!("{shown} is what the inputs make: {tenants}, {} files\n", plan.unchanged);
    }
    let mut words = report::changes(plan, shown, word);
    let foreign = if plan.foreign.is_empty() { "" } else { " Move foreign files away first." };
    words.push_str(&format!(
        "{shown} is not what the inputs make: {} files differ. Run `tenantry render` and commit what it writes.{foreign}\n",
        plan.changes.len() + plan.foreign.len()
    ));
    words
}

fn word(change: Change) -> &'static str {
    match change {
        Change::Create => "missing",
        Change::Update => "stale",
        Change::Remove => "orphaned",
    }
}
