//! `tenantry check`: the same plan as `render`'s, shown and not carried out.

use super::compare::{Line, Opened};
use super::pipeline::{self, Prepared};
use super::{Said, conclude, directory, fix};
use crate::cli::{CheckArgs, Global};
use crate::diagnostic::Diagnostic;
use crate::io::project::Project;
use crate::outcome::Outcome;
use crate::plan::{Change, Plan};
use crate::report;
use crate::report::machine::TreeReport;

/// Runs the command.
pub(super) fn run(args: &CheckArgs, global: &Global) -> Outcome {
    let (not_fixed, written) = if args.fix { fix::run(args, global) } else { Default::default() };
    let line = Line {
        global,
        folders: &args.folders,
        against: &args.against,
        head: args.head.as_deref(),
        only: args.only.as_deref(),
        writes: false,
    };
    let Opened { mut run, bases, below } = line.open();
    let mut said = Said { command: "check", denies_warnings: args.deny_warnings, below, written, ..Said::default() };
    for (project, base) in run.projects.iter().zip(&bases) {
        let cwd = directory(global);
        let inputs = pipeline::read_asked(project, &cwd, &args.files, &mut run.sources, &mut run.found);
        let Some(inputs) = inputs else { continue };
        match line.prepare((project, base.as_ref()), &inputs, &run.sources, &mut run.found) {
            Ok(Some(Prepared { plan, made, review, .. })) if !run.found.stops() => {
                said.differs |= !plan.is_empty();
                said.text.extend(words(&plan, made.tenants.len(), project, global).into_bytes());
                said.trees.push(TreeReport::of(&plan, &review, &project.rendered.shown));
            }
            Ok(_) => {}
            Err(error) => run.found.push(error.diagnostic()),
        }
    }
    let is_new = |one: &Diagnostic| !run.found.iter().any(|other| other.message == one.message);
    let not_fixed: Vec<_> = not_fixed.into_iter().filter(is_new).collect();
    run.found.extend(not_fixed);
    conclude(Said { found: run.found, sources: run.sources, ..said }, global)
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
