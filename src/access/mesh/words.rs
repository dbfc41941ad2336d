//! What a rule of the mesh lets in, in words.

use super::atom::{Atom, Constraint};
use std::collections::BTreeMap;

/// How many values of a list are named.
const NAMED: usize = 5;

/// What these pieces of one rule let in, as one phrase: `principal p to GET /a (workloads app=b)`.
pub(super) fn phrase(atoms: &[&Atom]) -> String {
    let mut fields: BTreeMap<&str, Constraint> = BTreeMap::new();
    for (field, constraint) in
        atoms.iter().flat_map(|atom| &atom.fields).flat_map(|(f, all)| all.iter().map(move |c| (f, c)))
    {
        let all = fields.entry(field).or_default();
        merge(&mut all.one_of, &constraint.one_of);
        merge(&mut all.none_of, &constraint.none_of);
    }
    let part = |of: fn(&str) -> bool| {
        let words = fields.iter().filter(|(field, _)| of(field)).map(|(field, constraint)| words(field, constraint));
        words.collect::<Vec<_>>().join(", ")
    };
    let (who, what) = (part(|field| !is_operation(field)), part(is_operation));
    let who = if who.is_empty() { "anyone".to_owned() } else { who };
    let domain = atoms.first().map(|atom| atom.domain.words()).unwrap_or_default();
    if what.is_empty() { format!("{who}{domain}") } else { format!("{who} to {what}{domain}") }
}

fn merge(into: &mut Vec<String>, values: &[String]) {
    for value in values {
        if !into.contains(value) {
            into.push(value.clone());
        }
    }
}

fn is_operation(field: &str) -> bool {
    matches!(field, "hosts" | "ports" | "methods" | "paths")
}

fn words(field: &str, constraint: &Constraint) -> String {
    let mut parts = Vec::new();
    if !constraint.one_of.is_empty() {
        parts.push(format!("{} {}", singular(field), named(&constraint.one_of)));
    }
    if !constraint.none_of.is_empty() {
        parts.push(format!("{} other than {}", singular(field), named(&constraint.none_of)));
    }
    parts.join(", ")
}

/// `principals` of one value read `principal`; conditions keep their key.
fn singular(field: &str) -> &str {
    match field {
        "principals" => "principal",
        "requestPrincipals" => "request principal",
        "namespaces" | "source.namespace" => "namespace",
        "serviceAccounts" => "ServiceAccount",
        "ipBlocks" => "address",
        "remoteIpBlocks" => "remote address",
        "methods" => "method",
        "paths" => "path",
        "hosts" => "host",
        "ports" => "port",
        other => other,
    }
}

fn named(values: &[String]) -> String {
    let shown = values.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    match values.len().saturating_sub(NAMED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
