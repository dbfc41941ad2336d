//! The smallest piece of a rule: one source, one operation, and all conditions, each list with one value.

use super::domain::Domain;
use super::pattern::{covers, disjoint};
use crate::access::{items, texts};
use serde_json::Value;
use std::collections::BTreeMap;

/// How many pieces a rule is taken apart into; one of more is compared as it stands, which may call it wider than it is.
const MOST: usize = 4096;
/// Fields that only an HTTP request has. A rule that asks for one lets in no other connection.
const HTTP: [&str; 4] = ["hosts", "methods", "paths", "requestPrincipals"];
/// Fields of which a request has one value that is compared letter by letter: what is none of these is not told apart here.
const ONE: [&str; 8] = [
    "destination.port",
    "methods",
    "namespaces",
    "ports",
    "principals",
    "requestPrincipals",
    "source.namespace",
    "source.principal",
];
/// Conditions of the same kind, by how they begin. A request may have several values of each.
const MANY: [&str; 2] = ["request.headers[", "request.auth."];

/// A piece of a rule, and the workloads for which it is in force.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::access) struct Atom {
    /// For which workloads.
    pub(super) domain: Domain,
    /// What must hold, by field (`principals`, `paths`, `request.headers[x]`); nothing for an atom that lets everything in.
    pub(super) fields: BTreeMap<String, Vec<Constraint>>,
    /// Whether the rule it comes from asks for anything that only HTTP has.
    pub(super) http: bool,
}

/// What a value must be: one of these if any are given, and none of those.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::access) struct Constraint {
    pub(super) one_of: Vec<String>,
    pub(super) none_of: Vec<String>,
}

type Fields = BTreeMap<String, Vec<Constraint>>;

impl Atom {
    /// The pieces of a rule.
    pub(super) fn of_rule(rule: &Value, domain: &Domain) -> Vec<Self> {
        let sources = alternatives(&rule["from"], "source");
        let operations = alternatives(&rule["to"], "operation");
        let when = conditions(&rule["when"]);
        let mut pieces = Vec::new();
        for source in &sources {
            for operation in &operations {
                pieces.push(joined([source, operation, &when]));
            }
        }
        let http = pieces.iter().any(|fields| fields.keys().any(|field| is_http(field)));
        let split = if pieces.iter().map(combinations).sum::<usize>() > MOST { pieces } else { split_all(pieces) };
        split.into_iter().map(|fields| Self { domain: domain.clone(), fields, http }).collect()
    }

    /// Whether every connection and request that the other lets in is let in by this one.
    pub(super) fn covers(&self, other: &Self) -> bool {
        let implied = |(field, wide): (&String, &Vec<Constraint>)| {
            let narrow = other.fields.get(field).map(Vec::as_slice).unwrap_or_default();
            wide.iter().all(|wide| wide.is_implied_by(narrow, ONE.contains(&field.as_str())))
        };
        self.domain.covers(&other.domain) && (other.http || !self.http) && self.fields.iter().all(implied)
    }

    /// What it asks of this field.
    pub(in crate::access) fn asks(&self, field: &str) -> &[Constraint] {
        self.fields.get(field).map(Vec::as_slice).unwrap_or_default()
    }

    /// What it lets in, in words.
    pub(in crate::access) fn words(&self) -> String {
        super::words::phrase(&[self])
    }
}

fn is_http(field: &str) -> bool {
    HTTP.contains(&field) || has_many(field)
}

/// Whether a request may have several values of this field, of which each is looked at alone.
fn has_many(field: &str) -> bool {
    MANY.iter().any(|start| field.starts_with(start))
}

/// The alternatives of `from` or `to`; one that asks for nothing where there are none.
fn alternatives(list: &Value, key: &str) -> Vec<Fields> {
    let given: Vec<Fields> = items(list).map(|item| fields(&item[key])).collect();
    if given.is_empty() { vec![Fields::new()] } else { given }
}

/// The fields of a source or an operation, `notX` with `X`.
fn fields(given: &Value) -> Fields {
    let mut fields: BTreeMap<String, Constraint> = BTreeMap::new();
    for (name, values) in given.as_object().into_iter().flatten() {
        let values = texts(values);
        if values.is_empty() {
            continue;
        }
        match name.strip_prefix("not") {
            Some(positive) => fields.entry(lower_first(positive)).or_default().none_of = values,
            None => fields.entry(name.clone()).or_default().one_of = values,
        }
    }
    fields.into_iter().map(|(field, constraint)| (field, vec![constraint])).collect()
}

fn lower_first(name: &str) -> String {
    let mut rest = name.chars();
    let first = rest.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(rest).collect()
}

fn conditions(when: &Value) -> Fields {
    let mut fields = Fields::new();
    for condition in items(when) {
        let key = normal_key(condition["key"].as_str().unwrap_or_default());
        let constraint = Constraint { one_of: texts(&condition["values"]), none_of: texts(&condition["notValues"]) };
        fields.entry(key).or_default().push(constraint);
    }
    fields
}

/// Names of headers have no case.
pub(super) fn normal_key(key: &str) -> String {
    if key.starts_with("request.headers[") { key.to_ascii_lowercase() } else { key.to_owned() }
}

fn joined(parts: [&Fields; 3]) -> Fields {
    let mut joined = Fields::new();
    for (field, constraints) in parts.into_iter().flatten() {
        joined.entry(field.clone()).or_default().extend(constraints.iter().cloned());
    }
    joined
}

fn combinations(fields: &Fields) -> usize {
    let sizes = fields.values().flatten().map(|constraint| constraint.one_of.len().max(1));
    sizes.fold(1, usize::saturating_mul)
}

/// One piece for each choice of a value from each list.
fn split_all(pieces: Vec<Fields>) -> Vec<Fields> {
    let mut done = Vec::new();
    let mut open = pieces;
    while let Some(fields) = open.pop() {
        let several = fields.iter().find_map(|(field, constraints)| {
            let at = constraints.iter().position(|constraint| constraint.one_of.len() > 1)?;
            Some((field.clone(), at))
        });
        let Some((field, at)) = several else {
            done.push(fields);
            continue;
        };
        let values = fields[&field][at].one_of.clone();
        for value in values {
            let mut one = fields.clone();
            if let Some(constraint) = one.get_mut(&field).and_then(|constraints| constraints.get_mut(at)) {
                constraint.one_of = vec![value];
            }
            open.push(one);
        }
    }
    done.reverse();
    done
}

impl Constraint {
    /// The one value that it asks for, if it asks for nothing else.
    pub(in crate::access) fn only_value(&self) -> Option<&str> {
        match (self.one_of.as_slice(), self.none_of.as_slice()) {
            ([value], []) => Some(value),
            _ => None,
        }
    }

    /// Whether what holds under one of `narrow` holds under this as well. Only where there is `single` value of the field, and
    /// no two spellings of it, does one that is asked for keep another out.
    fn is_implied_by(&self, narrow: &[Self], single: bool) -> bool {
        let asks_nothing = self.one_of.is_empty() && self.none_of.is_empty();
        asks_nothing || narrow.iter().any(|narrow| self.implied_by_one(narrow, single))
    }

    fn implied_by_one(&self, narrow: &Self, single: bool) -> bool {
        let within = |value: &String| self.one_of.iter().any(|wide| covers(wide, value));
        let positive = self.one_of.is_empty() || (!narrow.one_of.is_empty() && narrow.one_of.iter().all(within));
        let excluded = |value: &String| {
            narrow.none_of.iter().any(|none| covers(none, value))
                || (single && !narrow.one_of.is_empty() && narrow.one_of.iter().all(|one| disjoint(one, value)))
        };
        positive && self.none_of.iter().all(excluded)
    }
}
