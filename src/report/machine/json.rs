//! JSON, version 1. Frozen: fields may be added, none is renamed, removed or given another meaning. See `docs/formats.md`.

use super::range::Range;
use super::tree::TreeReport;
use super::{Report, written};
use crate::diagnostic::{Diagnostic, FileId, Fix, Label, Place, Sources};
use crate::outcome::Outcome;
use crate::report::ObjectReport;
use serde::Serialize;
use std::collections::BTreeMap;

/// How many diagnostics of one file are given; the rest is counted.
pub const DIAGNOSTICS_PER_FILE: usize = 1000;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document<'a> {
    format_version: u32,
    tool: Tool,
    command: &'static str,
    outcome: &'static str,
    diagnostics: Vec<Item<'a>>,
    omitted: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    plan: Option<PlanItem<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    objects: Option<&'a [ObjectReport]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    objects_omitted: Option<usize>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Item<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    primary: Option<Labelled<'a>>,
    related: Vec<Labelled<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<Edit<'a>>,
}

#[derive(Serialize)]
struct Labelled<'a> {
    #[serde(flatten)]
    range: Range,
    #[serde(skip_serializing_if = "str::is_empty")]
    label: &'a str,
}

#[derive(Serialize)]
struct Edit<'a> {
    #[serde(flatten)]
    range: Range,
    text: &'a str,
}

#[derive(Serialize)]
struct PlanItem<'a> {
    trees: &'a [TreeReport],
}

/// The document.
pub fn json(report: &Report<'_>) -> String {
    let mut given_of: BTreeMap<Option<FileId>, usize> = BTreeMap::new();
    let mut omitted = 0;
    let mut diagnostics = Vec::new();
    for diagnostic in report.found.iter() {
        let given = given_of.entry(diagnostic.primary.as_ref().map(|label| label.place.file)).or_default();
        *given += 1;
        if *given <= DIAGNOSTICS_PER_FILE {
            diagnostics.push(item(diagnostic, report.sources));
        } else {
            omitted += 1;
        }
    }
    written(&Document {
        format_version: 1,
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        command: report.command,
        outcome: outcome(report.outcome),
        diagnostics,
        omitted,
        plan: (!report.trees.is_empty()).then_some(PlanItem { trees: report.trees }),
        objects: report.objects.map(|objects| objects.given.as_slice()),
        objects_omitted: report.objects.map(|objects| objects.omitted),
    })
}

fn item<'a>(diagnostic: &'a Diagnostic, sources: &Sources) -> Item<'a> {
    let labelled = |label: &'a Label| Labelled { range: Range::of(label.place, sources), label: &label.text };
    let edit = |fix: &'a Fix| Edit { range: Range::of(Place::at(fix.file, fix.span), sources), text: &fix.text };
    Item {
        code: diagnostic.code.0,
        severity: diagnostic.severity.name(),
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
        primary: diagnostic.primary.as_ref().map(labelled),
        related: diagnostic.related.iter().map(labelled).collect(),
        fix: diagnostic.fix.as_ref().map(edit),
    }
}

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Clean => "clean",
        Outcome::Differs => "differs",
        Outcome::Refused => "refused",
        Outcome::Error => "error",
    }
}
