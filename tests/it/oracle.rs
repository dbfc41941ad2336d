//! Random Profiles and Tenants near the edges, held against the API server's own code and against kubectl.
//!
//! What we accept, the server must take: the Profile, and every object that is rendered from it, stored as we write it. What
//! we refuse by a mirror of the server's rules, it must refuse. Texts that we accept, kubectl must read as we do.

mod generator;
mod judge;
mod objects;
mod programs;
mod written;

use generator::Input;
use judge::{Ours, is_mirrored, judge_all, made_of, profiles};
use programs::{Answer, Oracle};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashSet};

/// How many distinct inputs are made.
const INPUTS: usize = 24_000;
/// How often every code must have been hit.
const HITS: usize = 50;

/// Every code that an input of this kind can hit. Not here: what only files, templates, the command line, the tree in place or a
/// config alone can be told (`config-*`, `template-*`, `io`, guards).
const REACHABLE: [&str; 62] = [
    "access-object",
    "aws-role",
    "cloud-allow",
    "cloud-identity",
    "cloud-side",
    "cluster-dump",
    "config-document",
    "contributor",
    "contributor-collision",
    "doubled-prefix",
    "duplicate-plugin",
    "duplicate-profile",
    "duplicate-tenant",
    "gcp-account",
    "gcp-account-shape",
    "hidden-text",
    "lifecycle",
    "lone-tenant",
    "look-alike-person",
    "look-alike-tenant",
    "metadata",
    "missing-field",
    "name-not-allowed",
    "no-value",
    "non-ascii-name",
    "other-object",
    "owner",
    "owner-contributor",
    "owner-namespace",
    "platform-namespace",
    "plugin-key",
    "plugin-spec",
    "profile-namespace",
    "quota",
    "quota-hint",
    "reserved-name",
    "retired-name",
    "secret",
    "shared-cloud-identity",
    "spelling",
    "tenant-name",
    "two-roles",
    "unfilled-placeholder",
    "unknown-field",
    "unknown-kind",
    "unknown-plugin",
    "user-name",
    "wrong-type",
    "yaml-ambiguous-scalar",
    "yaml-anchor",
    "yaml-character",
    "yaml-directive",
    "yaml-document",
    "yaml-duplicate-key",
    "yaml-encoding",
    "yaml-key",
    "yaml-limit",
    "yaml-merge-key",
    "yaml-more",
    "yaml-syntax",
    "yaml-tag",
    "yaml-template",
];

/// A question for the server, and what must come out.
struct Question {
    input: usize,
    object: Value,
    /// What it must hold afterwards; none where it must only be taken.
    stored: Option<Value>,
}

#[test]
fn the_server_and_kubectl_agree_on_random_inputs() {
    let inputs = distinct_inputs();
    let ours = judge_all(&inputs);
    let refused = ours.iter().filter(|ours| !ours.errors.is_empty()).count();
    println!("oracle: {} distinct inputs, {} accepted, {refused} refused", inputs.len(), inputs.len() - refused);
    assert!(inputs.len() >= 20_000 && (30..=70).contains(&(refused * 100 / inputs.len())), "{refused} refused");
    every_code_is_hit(&ours);
    kubectl_reads_the_same(&inputs, &ours);
    match Oracle::find() {
        Some(oracle) => server_agrees(&oracle, &inputs, &ours),
        None => println!("SKIPPED: no TENANTRY_ORACLE: nothing was held against the API server's own code"),
    }
}

fn distinct_inputs() -> Vec<Input> {
    let mut seen = HashSet::new();
    let mut inputs = Vec::with_capacity(INPUTS);
    for seed in 0.. {
        let input = generator::input(seed);
        if seen.insert((input.bytes.clone(), input.settings)) {
            inputs.push(input);
        }
        if inputs.len() == INPUTS {
            break;
        }
    }
    inputs
}

fn every_code_is_hit(ours: &[Ours]) {
    let mut hits: BTreeMap<&str, usize> = BTreeMap::new();
    ours.iter().flat_map(|ours| &ours.codes).for_each(|code| *hits.entry(code).or_default() += 1);
    println!("oracle: hits {hits:?}");
    let rare: Vec<_> = REACHABLE.iter().filter(|code| hits.get(**code).is_none_or(|count| *count < HITS)).collect();
    assert!(rare.is_empty(), "hit less than {HITS} times: {rare:?}");
    let unlisted: Vec<_> = hits.keys().filter(|code| !REACHABLE.contains(code)).collect();
    assert!(unlisted.is_empty(), "hit and not listed in this test: {unlisted:?}");
}

/// kubectl is given what we accept, all in one order, and must give back the same documents.
fn kubectl_reads_the_same(inputs: &[Input], ours: &[Ours]) {
    let accepted: Vec<_> = inputs.iter().zip(ours).filter(|(_, ours)| ours.errors.is_empty()).collect();
    let texts: Vec<&[u8]> = accepted.iter().map(|(input, _)| input.bytes.as_slice()).collect();
    let Some(read) = programs::kubectl(&texts) else {
        println!("SKIPPED: no kubectl: nothing was held against how it reads a text");
        return;
    };
    let expected: Vec<Value> = accepted.iter().flat_map(|(_, ours)| &ours.documents).cloned().map(annotated).collect();
    let different = expected.iter().zip(&read).find(|(ours, theirs)| ours != theirs);
    if let Some((ours, theirs)) = different {
        panic!("we read\n{ours}\nkubectl reads\n{theirs}");
    }
    assert_eq!(expected.len(), read.len(), "kubectl reads another number of documents");
    println!("oracle: {} texts with {} documents, kubectl reads each as we do", texts.len(), read.len());
}

/// The annotation that kubectl was told to add. Where one of the others is null it drops all of them: its own doing, for the
/// server takes a null as an empty text.
fn annotated(mut document: Value) -> Value {
    let annotations = &mut document["metadata"]["annotations"];
    let mut kept = annotations.as_object().cloned().unwrap_or_default();
    if kept.values().any(Value::is_null) {
        kept.clear();
    }
    kept.insert("q".to_owned(), json!("r"));
    *annotations = Value::Object(kept);
    document
}

fn server_agrees(oracle: &Oracle, inputs: &[Input], ours: &[Ours]) {
    let mut must_take = Vec::new();
    let mut must_refuse = Vec::new();
    for (index, (input, ours)) in inputs.iter().zip(ours).enumerate() {
        if ours.errors.is_empty() {
            must_take.extend(profiles(ours).map(|object| Question { input: index, object, stored: None }));
            let rendered = ours.objects.iter().filter(|object| object["kind"] != "Profile").cloned();
            must_take.extend(rendered.map(|object| Question { input: index, stored: Some(object.clone()), object }));
        } else if is_mirrored(input, ours) {
            must_refuse.push((index, profiles(ours).flat_map(made_of).collect::<Vec<_>>()));
        }
    }
    let answers = oracle.ask(must_take.iter().map(|question| &question.object));
    let wrong: Vec<_> =
        must_take.iter().zip(&answers).filter_map(|(question, answer)| disagreement(question, answer)).collect();
    report(inputs, &wrong);
    println!("oracle: {} objects that we accept, the server takes all and stores each as rendered", must_take.len());
    let answers = oracle.ask(must_refuse.iter().flat_map(|(_, objects)| objects));
    let mut answers = answers.iter();
    let taken = |(index, objects): &(usize, Vec<Value>)| {
        let refused = answers.by_ref().take(objects.len()).filter(|answer| !answer.accepted).count();
        (refused == 0)
            .then(|| (*index, format!("we refuse with {:?}, the server takes all of it", ours[*index].errors)))
    };
    let wrong: Vec<_> = must_refuse.iter().filter_map(taken).collect();
    report(inputs, &wrong);
    println!("oracle: {} inputs that we refuse by the server's rules, it refuses all", must_refuse.len());
    assert!(must_take.len() > 1000 && must_refuse.len() > 1000, "too little was asked");
}

fn report(inputs: &[Input], wrong: &[(usize, String)]) {
    let shown: Vec<_> = wrong
        .iter()
        .take(10)
        .map(|(index, why)| format!("{why}\n{}", String::from_utf8_lossy(&inputs[*index].bytes)))
        .collect();
    assert!(wrong.is_empty(), "{} disagreements\n{}", wrong.len(), shown.join("\n\n"));
}

/// How an answer differs from what must come out.
fn disagreement(question: &Question, answer: &Answer) -> Option<(usize, String)> {
    if !answer.accepted {
        let why = format!("we accept, the server refuses: {}\n{}", answer.message, question.object);
        return Some((question.input, why));
    }
    let stored = question.stored.as_ref()?;
    let theirs = without_server_made(answer.canonical.clone());
    let ours = stored.clone();
    (theirs != ours).then(|| (question.input, format!("we render {ours}\nthe server holds {theirs}")))
}

fn without_server_made(mut object: Value) -> Value {
    let kind = object["kind"].as_str().unwrap_or_default().to_owned();
    if let Some(members) = object.as_object_mut() {
        members.shift_remove("status");
        if kind == "Namespace" {
            members.shift_remove("spec");
        }
    }
    if let Some(labels) = object["metadata"].get_mut("labels").and_then(Value::as_object_mut) {
        labels.shift_remove("kubernetes.io/metadata.name");
        if labels.is_empty() {
            object["metadata"].as_object_mut().map(|metadata| metadata.shift_remove("labels"));
        }
    }
    object
}
