//! `tenantry diff`: what changes for whom.

use super::compare::{Line, Opened};
use super::pipeline::{self, Prepared};
use super::{Said, conclude, directory};
use crate::cli::{DiffArgs, Format, Global};
use crate::diagnostic::{Diagnostics, Severity};
use crate::io::plan_file;
use crate::outcome::Outcome;
use crate::plan::SavedPlan;
use crate::report::Written;
use crate::report::machine::TreeReport;
use crate::report::review::{Reviewed, human, markdown};
use crate::review::Review;

/// Runs the command. What a guard refuses is shown all the same: the report is how it is understood.
pub(super) fn run(args: &DiffArgs, global: &Global) -> Outcome {
    let line = Line {
        global,
        folders: &args.folders,
        against: &args.against,
        head: args.head.as_deref(),
        only: args.only.as_deref(),
        writes: false,
    };
    let Opened { mut run, bases, below } = line.open();
    let mut said = Said { command: "diff", tells_refused: true, below, ..Said::default() };
    let (mut reviews, mut saved) = (Vec::new(), Vec::new());
    for (project, base) in run.projects.iter().zip(&bases) {
        let inputs = pipeline::read(project, &mut run.sources, &mut run.found);
        match line.prepare((project, base.as_ref()), &inputs, &run.sources, &mut run.found) {
            Ok(Some(prepared)) => {
                saved.push(prepared.saved(project));
                let Prepared { plan, review, .. } = prepared;
                said.differs |= !review.is_empty();
                said.trees.push(TreeReport::of(&plan, &review, &project.rendered.shown));
                reviews.push((project.rendered.shown.clone(), review));
            }
            Ok(None) => {}
            Err(error) => run.found.push(error.diagnostic()),
        }
    }
    if let Some(file) = args.out.as_ref().filter(|_| !run.found.stops())
        && let Err(failure) = plan_file::write(&directory(global), file, &SavedPlan::of(saved).to_json())
    {
        // It may lie there, and only its folder not be synced.
        said.written = Written::Part;
        run.found.push(failure.diagnostic());
    }
    said.text = report(&reviews, &run.found, global).into_bytes();
    conclude(Said { found: run.found, sources: run.sources, ..said }, global)
}

fn report(reviews: &[(String, Review)], found: &Diagnostics, global: &Global) -> String {
    let reviewed: Vec<Reviewed<'_>> = reviews.iter().map(|(rendered, review)| Reviewed { rendered, review }).collect();
    if global.format == Format::Markdown {
        let refused = found.iter().filter(|one| one.severity == Severity::Refused);
        let refusals: Vec<String> = refused.map(|one| format!("refused[{}]: {}", one.code, one.message)).collect();
        return markdown(&reviewed, &refusals);
    }
    if global.quiet {
        return String::new();
    }
    let color = global.color.on_stdout();
    reviewed.iter().map(|reviewed| human(reviewed, color)).collect::<Vec<_>>().join("\n")
}
