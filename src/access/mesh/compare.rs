//! What the mesh of a namespace lets in after a change that it did not before, and the reverse.

use super::atom::Atom;
use super::domain::Domain;
use super::policies::{Policies, covered};
use super::words::phrase;
use crate::access::{AccessChange, Effect};

/// The changes, but for the rules that `of_person` says are told of a person.
pub(in crate::access) fn compare(
    before: &Policies,
    after: &Policies,
    of_person: &dyn Fn(&Atom) -> bool,
) -> Vec<AccessChange> {
    let mut changes = Vec::new();
    for rule in &after.allow {
        let gained: Vec<&Atom> = rule.iter().filter(|atom| !of_person(atom) && is_gained(atom, before)).collect();
        push(&gained, "lets in", Effect::Widens, &mut changes);
    }
    if !before.is_there || !after.is_there {
        // What is new or gone as a whole closes and opens nothing: there is nothing to reach on the other side.
        return changes;
    }
    for rule in &before.allow {
        let lost: Vec<&Atom> = rule.iter().filter(|atom| !of_person(atom) && is_gained(atom, after)).collect();
        push(&lost, "no longer lets in", Effect::Narrows, &mut changes);
    }
    denied(before, after, &mut changes);
    closed(before, after, &mut changes);
    if before.custom != after.custom {
        let words = "has another policy with action CUSTOM: unknown reach".to_owned();
        changes.push(AccessChange::Opening { words, effect: Effect::Widens });
    }
    changes
}

/// Whether a piece lets in what the other side does not.
pub(in crate::access) fn is_gained(atom: &Atom, other: &Policies) -> bool {
    !covered(atom, other.allowed()) && !other.is_open(&atom.domain)
}

fn denied(before: &Policies, after: &Policies, changes: &mut Vec<AccessChange>) {
    let lost = |atom: &&Atom, by: &Policies| !covered(atom, by.denied());
    for rule in &before.deny {
        let open: Vec<&Atom> = rule.iter().filter(|atom| lost(atom, after)).collect();
        push(&open, "no longer keeps out", Effect::Widens, changes);
    }
    for rule in &after.deny {
        let shut: Vec<&Atom> = rule.iter().filter(|atom| lost(atom, before)).collect();
        push(&shut, "keeps out", Effect::Narrows, changes);
    }
}

fn push(atoms: &[&Atom], verb: &str, effect: Effect, changes: &mut Vec<AccessChange>) {
    if !atoms.is_empty() {
        changes.push(AccessChange::Opening { words: format!("{verb} {}", phrase(atoms)), effect });
    }
}

fn closed(before: &Policies, after: &Policies, changes: &mut Vec<AccessChange>) {
    let mut one_way = |from: &Policies, to: &Policies, words: &str, effect| {
        let open = |domain: &&Domain| !to.closed.iter().any(|closed| closed.covers(domain)) && !to.denies_all(domain);
        for domain in from.closed.iter().filter(open) {
            changes.push(AccessChange::Opening { words: format!("{words}{}", domain.words()), effect });
        }
    };
    one_way(before, after, "is open to the whole mesh: no policy closes it any more", Effect::Widens);
    one_way(after, before, "is closed but for what its policies let in", Effect::Narrows);
}
