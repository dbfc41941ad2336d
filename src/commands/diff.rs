//! `tenantry diff`: what changes for whom.

use super::pipeline::{self, Asked, Prepared};
use super::{Said, allowed, conclude, directory, flags};
use crate::cli::{DiffArgs, Format, Global};
use crate::diagnostic::{Diagnostics, Severity};
use crate::io::Failure;
use crate::io::project::Project;
use crate::io::rendered::RenderedFolder;
use crate::outcome::Outcome;
use crate::report::machine::TreeReport;
use crate::report::review::{Reviewed, human, markdown};
use crate::review::Review;

/// Runs the command. What a guard refuses is shown all the same: the report is how it is understood.
pub(super) fn run(args: &DiffArgs, global: &Global) -> Outcome {
    let mut run = pipeline::open(global, &flags(&args.folders), &directory(global));
    let mut said = Said {
        command: "diff",
        tells_refused: true,
        below: pipeline::below(&run.projects, &directory(global)),
        ..Said::default()
    };
    let mut reviews = Vec::new();
    for project in &run.projects {
        let inputs = pipeline::read(project, &mut run.sources, &mut run.found);
        match compare(project, &inputs, args, &mut run.found) {
            Ok(Some(Prepared { plan, review, .. })) => {
                said.differs |= !review.is_empty();
                said.trees.push(TreeReport::of(&plan, &review, &project.rendered.shown));
                reviews.push((project.rendered.shown.clone(), review));
            }
            Ok(None) => {}
            Err(failure) => run.found.push(failure.diagnostic()),
        }
    }
    said.text = report(&reviews, &run.found, global).into_bytes();
    conclude(Said { found: run.found, sources: run.sources, ..said }, global)
}

fn compare<'a>(
    project: &'a Project,
    inputs: &'a pipeline::Inputs,
    args: &DiffArgs,
    found: &mut Diagnostics,
) -> Result<Option<Prepared<'a>>, Failure> {
    let asked = Asked { only: args.only.as_deref(), allowed: allowed(&args.against) };
    pipeline::prepare(project, inputs, asked, &RenderedFolder::open(project)?, found)
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
