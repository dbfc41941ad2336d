//! `tenantry explain`: what a code means, or where an output comes from.

use super::{one, origin, print, tell};
use crate::cli::{ExplainArgs, Global};
use crate::diagnostic::{Diagnostic, nearest};
use crate::explain::{self, codes::UNKNOWN_CODE};
use crate::outcome::Outcome;

/// Runs the command.
pub(super) fn run(args: &ExplainArgs, global: &Global) -> Outcome {
    let Some(code) = &args.what else { return print(explain::list().as_bytes(), Outcome::Clean) };
    if code.contains('/') {
        return origin::run(code, &args.folders, global);
    }
    match explain::find(code) {
        Some(rule) => print(explain::page(rule).as_bytes(), Outcome::Clean),
        None => tell(one(unknown(code)), global),
    }
}

fn unknown(code: &str) -> Diagnostic {
    let diagnostic = Diagnostic::error(UNKNOWN_CODE, format!("there is no code `{code}`"));
    match nearest(code, explain::all().iter().map(|rule| rule.code.0)) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help("`tenantry explain` without a code lists all of them"),
    }
}
