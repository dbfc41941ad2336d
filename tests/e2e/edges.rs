//! Inputs near the edges, through both: what we accept the server takes, and what we refuse for its sake it refuses.
//!
//! Inputs that we refuse by rules of our own are left out: the server has no part in them. `tests/it/oracle.rs` asks the same of ten
//! times as many, of the server's code alone.

use crate::generator::{self, Input};
use crate::harness::{Answer, Client, How, plane, without_server_made};
use crate::judge::{Ours, is_mirrored, judge_all, made_of, profiles};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};

/// How many inputs are asked about.
const INPUTS: usize = 2_000;
/// How many of them we refuse.
const REFUSED: usize = 800;
/// The first seed: other tests apply what lies below.
const FIRST: u64 = 1_000_000;
/// Where objects are tried that lie in a Namespace: one that is there.
const NAMESPACE: &str = "edges";

/// What the server says of each object, by its text: many tenants have the same ones.
type Answers = HashMap<String, Answer>;

/// What came of an input.
#[derive(Default)]
struct Verdict {
    refused: bool,
    warnings: usize,
    /// How they do not agree, or what the server stores otherwise.
    wrong: Option<String>,
}

#[test]
fn the_server_and_tenantry_accept_and_refuse_the_same() {
    let Some(plane) = plane("no input near the edges was tried") else { return };
    let namespace = json!({ "apiVersion": "v1", "kind": "Namespace", "metadata": { "name": NAMESPACE } });
    plane.client().create(&namespace, "", How::ForReal).object();
    let began = std::time::Instant::now();
    let inputs = inputs();
    let answers = ask(plane.client(), &inputs);
    let verdicts: Vec<_> = inputs.iter().map(|(input, ours)| verdict(input, ours, &answers)).collect();
    let refused = verdicts.iter().filter(|verdict| verdict.refused).count();
    let warnings: usize = verdicts.iter().map(|verdict| verdict.warnings).sum();
    let wrong: Vec<_> = verdicts.iter().filter_map(|verdict| verdict.wrong.clone()).collect();
    println!(
        "e2e edges: {INPUTS} distinct inputs, {} distinct objects tried, {refused} refused by both, {} accepted by both and stored \
         as rendered, {} disagreements, {warnings} warnings where tenantry has one, too; {:.1} s",
        answers.len(),
        INPUTS - refused - wrong.len(),
        wrong.len(),
        began.elapsed().as_secs_f64(),
    );
    assert!(wrong.is_empty(), "{} disagreements\n{}", wrong.len(), wrong[..wrong.len().min(10)].join("\n\n"));
    let share = refused * 100 / INPUTS;
    assert!((30..=70).contains(&share) && answers.len() > 8_000, "{share} percent are refused");
}

/// Distinct inputs that we accept or refuse for the server's sake, and what we make of them.
fn inputs() -> Vec<(Input, Ours)> {
    let mut seen = HashSet::new();
    let inputs = (FIRST..).map(generator::input).filter(|input| seen.insert((input.bytes.clone(), input.settings)));
    // Most are accepted, and many are refused by rules of our own.
    let inputs: Vec<_> = inputs.take(INPUTS * 5).collect();
    let ours = judge_all(&inputs);
    let both = inputs.into_iter().zip(ours).filter(|(input, ours)| ours.errors.is_empty() || is_mirrored(input, ours));
    let (accepted, refused): (Vec<_>, Vec<_>) = both.partition(|(_, ours)| ours.errors.is_empty());
    let chosen: Vec<_> = refused.into_iter().take(REFUSED).chain(accepted.into_iter().take(INPUTS - REFUSED)).collect();
    assert_eq!(chosen.len(), INPUTS, "too many are refused by rules of our own");
    chosen
}

/// The objects of an input to be tried, and whether the server must store each as it stands.
fn trials(ours: &Ours) -> Vec<(Value, bool)> {
    let profiles = profiles(ours).map(|profile| (profile, false));
    if !ours.errors.is_empty() {
        return profiles.flat_map(|(profile, _)| made_of(profile)).map(|object| (object, false)).collect();
    }
    let rendered = ours.objects.iter().filter(|object| object["kind"] != "Profile").cloned();
    profiles.chain(rendered.map(|object| (elsewhere(object), true))).collect()
}

/// The same in the Namespace that is there.
fn elsewhere(mut object: Value) -> Value {
    if let Some(namespace) = object["metadata"].get_mut("namespace") {
        *namespace = NAMESPACE.into();
    }
    object
}

fn ask(client: &Client, inputs: &[(Input, Ours)]) -> Answers {
    let objects = inputs.iter().flat_map(|(_, ours)| trials(ours));
    let objects: HashMap<String, Value> = objects.map(|(object, _)| (object.to_string(), object)).collect();
    let answer = |(text, object): (String, Value)| {
        let namespace = if object["kind"] == "Profile" || object["kind"] == "Namespace" { "" } else { NAMESPACE };
        let answer = client.create(&object, namespace, How::DryRun);
        assert!(answer.status < 500 && answer.status != 429, "{}: {}\n{text}", answer.status, answer.message());
        (text, answer)
    };
    objects.into_par_iter().map(answer).collect()
}

/// Whether the server would take it. One that is there already went through all that is looked at before.
fn is_taken(answer: &Answer) -> bool {
    answer.accepted() || answer.status == 409
}

fn verdict(input: &Input, ours: &Ours, answers: &Answers) -> Verdict {
    let trials = trials(ours);
    let tried: Vec<_> = trials.iter().map(|(object, stays)| (object, *stays, &answers[&object.to_string()])).collect();
    let refused = !ours.errors.is_empty();
    let wrong = if refused {
        let all = tried.iter().all(|(_, _, answer)| is_taken(answer));
        all.then(|| format!("we refuse with {:?}, the server takes all of it", ours.errors))
    } else {
        tried.iter().find_map(|(object, stays, answer)| disagreement(object, *stays, answer, ours))
    };
    let warnings = if refused { 0 } else { tried.iter().map(|(_, _, answer)| answer.warnings.len()).sum() };
    let shown = |why| format!("{why}\n{}", String::from_utf8_lossy(&input.bytes));
    Verdict { refused: refused && wrong.is_none(), warnings, wrong: wrong.map(shown) }
}

/// How an answer differs from what must come out of an input that we accept.
fn disagreement(object: &Value, stays: bool, answer: &Answer, ours: &Ours) -> Option<String> {
    if !is_taken(answer) {
        return Some(format!("we accept, the server refuses: {}\n{object}", answer.message()));
    }
    if !answer.warnings.is_empty() && ours.codes.is_empty() {
        return Some(format!("the server warns, we do not: {:?}\n{object}", answer.warnings));
    }
    let stored = (stays && answer.accepted()).then(|| without_server_made(answer.body.clone()))?;
    (stored != *object).then(|| format!("we render {object}\nthe server stores {stored}"))
}
