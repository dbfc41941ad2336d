//! The policies of a namespace, in force: what they let in, what they keep out, where the mesh is closed.

use super::atom::Atom;
use super::domain::Domain;
use crate::access::{Side, items, text};
use serde_json::Value;
use std::collections::BTreeSet;

/// The values of the annotation that takes a policy out of force.
const DRY_RUN: [&str; 6] = ["1", "t", "T", "TRUE", "true", "True"];

/// What the AuthorizationPolicies of one side say.
#[derive(Default)]
pub(in crate::access) struct Policies {
    /// Whether there is a Namespace at all: one that is not there lets nothing in.
    pub(super) is_there: bool,
    /// What is let in, but for what is kept out whatever is let in. Of each rule its pieces.
    pub(super) allow: Vec<Vec<Atom>>,
    /// What is kept out.
    pub(super) deny: Vec<Vec<Atom>>,
    /// For which workloads only what is let in comes in.
    pub(super) closed: BTreeSet<Domain>,
    /// Policies that ask somebody else: for which workloads, and their `spec` as text.
    pub(super) custom: BTreeSet<(Domain, String)>,
}

impl Policies {
    pub(in crate::access) fn of(side: Side<'_>) -> Self {
        let mut policies = Self { is_there: !side.is_empty(), ..Self::default() };
        for (_, policy) in side.of_kind("security.istio.io", "AuthorizationPolicy") {
            if !is_dry_run(policy) {
                policies.add(policy);
            }
        }
        let deny: Vec<Atom> = policies.deny.iter().flatten().cloned().collect();
        for rule in &mut policies.allow {
            rule.retain(|atom| !covered(atom, &deny));
        }
        policies
    }

    fn add(&mut self, policy: &Value) {
        let domain = Domain::of(policy);
        let rules = || items(&policy["spec"]["rules"]).map(|rule| Atom::of_rule(rule, &domain));
        match policy["spec"]["action"].as_str() {
            None | Some("ALLOW") => {
                self.allow.extend(rules());
                self.closed.insert(domain);
            }
            Some("DENY") => self.deny.extend(rules()),
            Some("AUDIT") => {}
            Some(_) => drop(self.custom.insert((domain, text(&policy["spec"])))),
        }
    }

    /// Every piece of what is let in.
    pub(in crate::access) fn allowed(&self) -> impl Iterator<Item = &Atom> {
        self.allow.iter().flatten()
    }

    /// Every piece of what is kept out.
    pub(super) fn denied(&self) -> impl Iterator<Item = &Atom> {
        self.deny.iter().flatten()
    }

    /// Whether every workload of this domain lets everything in: no policy closes it, and none keeps everything out.
    pub(super) fn is_open(&self, domain: &Domain) -> bool {
        self.is_there && !self.closed.iter().any(|closed| closed.meets(domain)) && !self.denies_all(domain)
    }

    /// Whether everything is kept out of these workloads.
    pub(super) fn denies_all(&self, domain: &Domain) -> bool {
        self.denied().any(|atom| atom.fields.is_empty() && atom.domain.covers(domain))
    }
}

/// Whether one of these covers an atom.
pub(in crate::access) fn covered<'a>(atom: &Atom, by: impl IntoIterator<Item = &'a Atom>) -> bool {
    by.into_iter().any(|wide| wide.covers(atom))
}

fn is_dry_run(policy: &Value) -> bool {
    let annotation = policy["metadata"]["annotations"]["istio.io/dry-run"].as_str();
    annotation.is_some_and(|value| DRY_RUN.contains(&value))
}
