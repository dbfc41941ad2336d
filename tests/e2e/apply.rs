//! What is rendered, the server takes to the letter: with strict field validation, without a warning, and for good.
//!
//! So no sync engine can ever see drift: what it compares is what the server holds and what it would hold after one more apply.

use crate::generated::{Tree, trees};
use crate::harness::{Client, Document, How, Id, by_tenant, documents, plane, without_server_made};
use crate::support::conformance::repository;
use rayon::prelude::*;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// How many tenants are generated.
const TENANTS: usize = 300;

/// What came of a document that was applied twice.
struct Outcome {
    id: Id,
    refused: Option<String>,
    warnings: Vec<String>,
    moved: bool,
}

#[test]
fn the_server_holds_what_is_rendered_and_a_second_apply_changes_nothing() {
    let Some(plane) = plane("no rendered object was applied") else { return };
    let example = Tree { documents: documents(&repository().join("rendered/tenants")), warned: BTreeSet::new() };
    let generated = trees(TENANTS, &tenants_of([&example]));
    let tenants = tenants_of(&generated).len();
    judge("the example", plane.client(), &[example], 100);
    println!("e2e apply: {tenants} generated tenants");
    assert!(tenants >= TENANTS, "only {tenants} tenants");
    judge("generated tenants", plane.client(), &generated, 2_500);
}

fn tenants_of<'a>(trees: impl IntoIterator<Item = &'a Tree>) -> BTreeSet<String> {
    let namespaces = trees.into_iter().flat_map(|tree| tree.documents.keys()).filter(|id| id.kind == "Namespace");
    namespaces.map(|id| id.name.clone()).collect()
}

fn judge(what: &str, client: &Client, trees: &[Tree], floor: usize) {
    let began = std::time::Instant::now();
    let outcomes: Vec<Outcome> = trees
        .iter()
        .flat_map(|tree| {
            by_tenant(&tree.documents).into_par_iter().flat_map_iter(|all| twice(client, all)).collect::<Vec<_>>()
        })
        .collect();
    let warned: BTreeSet<_> = trees.iter().flat_map(|tree| &tree.warned).collect();
    let mut found = Vec::new();
    let (mut expected, mut warnings) = (0, 0);
    for outcome in &outcomes {
        let id = &outcome.id;
        found.extend(outcome.refused.iter().map(|why| format!("{id}: refused: {why}")));
        found.extend(outcome.moved.then(|| format!("{id}: the second apply moved it")));
        match warned.contains(&id.namespace) {
            // We have warned as well.
            true => expected += outcome.warnings.len(),
            false => {
                warnings += outcome.warnings.len();
                found.extend(outcome.warnings.iter().map(|text| format!("{id}: warning: {text}")));
            }
        }
    }
    let otherwise = held_otherwise(client, trees);
    let count = |holds: fn(&Outcome) -> bool| outcomes.iter().filter(|outcome| holds(outcome)).count();
    println!(
        "e2e apply: {what}: {} objects, {} refused, {warnings} warnings ({expected} more where tenantry warns, too), \
         {} moved by a second apply, {} held otherwise; {:.1} s",
        outcomes.len(),
        count(|outcome| outcome.refused.is_some()),
        count(|outcome| outcome.moved),
        otherwise.len(),
        began.elapsed().as_secs_f64(),
    );
    for (kind, number) in kinds(&outcomes) {
        println!("e2e apply: {what}: {number} of {kind}");
    }
    found.extend(otherwise);
    assert!(found.is_empty(), "{} findings\n{}", found.len(), found[..found.len().min(20)].join("\n"));
    assert!(outcomes.len() >= floor, "only {} objects", outcomes.len());
}

fn kinds(outcomes: &[Outcome]) -> BTreeMap<&str, usize> {
    let mut kinds = BTreeMap::new();
    for outcome in outcomes {
        *kinds.entry(&*outcome.id.kind).or_default() += 1;
    }
    kinds
}

/// Applies the documents of a tenant, all of them once and then all of them again.
fn twice(client: &Client, documents: Vec<(&Id, &Document)>) -> Vec<Outcome> {
    let first: Vec<_> = documents.iter().map(|(_, document)| client.apply(document, How::ForReal)).collect();
    let again = documents.iter().zip(first).map(|((id, document), first)| {
        let second = client.apply(document, How::ForReal);
        let version = |object: &Value| object["metadata"]["resourceVersion"].clone();
        let refused =
            [&first, &second].into_iter().find(|answer| !answer.accepted()).map(|answer| answer.message().to_owned());
        let moved = version(&first.body) != version(&second.body);
        let warnings = [first.warnings, second.warnings].concat();
        Outcome { id: (*id).clone(), refused, warnings, moved }
    });
    again.collect()
}

/// What the server holds otherwise than it is rendered, or besides it, in the tenants' Namespaces.
fn held_otherwise(client: &Client, trees: &[Tree]) -> Vec<String> {
    let rendered: BTreeMap<&Id, &Document> = trees.iter().flat_map(|tree| &tree.documents).collect();
    let tenants = tenants_of(trees);
    let kinds: BTreeSet<_> = rendered.keys().map(|id| (&*id.version, &*id.kind)).collect();
    // A kind of two versions is listed by both of them.
    let names: BTreeSet<_> = rendered.keys().map(|id| (&id.kind, &id.namespace, &id.name)).collect();
    let held = kinds.into_iter().flat_map(|(version, kind)| client.list(version, kind, ""));
    let of_tenants = |id: &Id| tenants.contains(if id.namespace.is_empty() { &id.name } else { &id.namespace });
    let held: BTreeMap<Id, Value> =
        held.map(|object| (Id::of(&object), object)).filter(|(id, _)| of_tenants(id)).collect();
    let missing = rendered.keys().filter(|id| !held.contains_key(id)).map(|id| format!("{id}: not held"));
    let differs = held.iter().filter_map(|(id, object)| {
        let object = without_server_made(object.clone());
        match rendered.get(id) {
            None if names.contains(&(&id.kind, &id.namespace, &id.name)) => None,
            None => Some(format!("{id}: held and not rendered")),
            Some(document) if document.object != object => {
                Some(format!("{id}: rendered {}\n  held {object}", document.object))
            }
            Some(_) => None,
        }
    });
    missing.chain(differs).collect()
}
