//! `tenantry check`: the same plan as `render`'s, shown and not carried out.

use super::pipeline::{self, Asked, Prepared};
use super::{Said, allowed, conclude, directory, fix, flags};
use crate::cli::{CheckArgs, Global};
use crate::diagnostic::Diagnostics;
use crate::io::Failure;
use crate::io::project::Project;
use crate::io::rendered::RenderedFolder;
use crate::outcome::Outcome;
use crate::plan::{Change, Plan};
use crate::report;
use crate::report::machine::TreeReport;

/// Runs the command.
pub(super) fn run(args: &CheckArgs, global: &Global) -> Outcome {
    let not_fixed = if args.fix { fix::run(args, global) } else { Vec::new() };
    let mut run = pipeline::open(global, &flags(&args.folders), &directory(global));
    run.found.extend(not_fixed);
    let mut said = Said {
        command: "check",
        denies_warnings: args.deny_warnings,
        below: pipeline::below(&run.projects, &directory(global)),
        ..Said::default()
    };
    for project in &run.projects {
        let cwd = directory(global);
        let inputs = pipeline::read_asked(project, &cwd, &args.files, &mut run.sources, &mut run.found);
        let Some(inputs) = inputs else { continue };
        match compare(project, &inputs, args, &mut run.found) {
            Ok(Some(Prepared { plan, made, review, .. })) => {
                said.differs |= !plan.is_empty();
                said.text.extend(words(&plan, made.tenants.len(), project, global).into_bytes());
                said.trees.push(TreeReport::of(&plan, &review, &project.rendered.shown));
            }
            Ok(None) => {}
            Err(failure) => run.found.push(failure.diagnostic()),
        }
    }
    conclude(Said { found: run.found, sources: run.sources, ..said }, global)
}

fn compare<'a>(
    project: &'a Project,
    inputs: &'a pipeline::Inputs,
    args: &CheckArgs,
    found: &mut Diagnostics,
) -> Result<Option<Prepared<'a>>, Failure> {
    let asked = Asked { only: args.only.as_deref(), allowed: allowed(&args.against) };
    let prepared = pipeline::prepare(project, inputs, asked, &RenderedFolder::open(project)?, found)?;
    Ok(prepared.filter(|_| !found.stops()))
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
