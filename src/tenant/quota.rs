//! The quota of a tenant, in the API server's own spelling.

use super::codes;
use super::located::located;
use crate::diagnostic::{Diagnostics, FileId, Place, Problem, Route, Severity, Step, nearest};
use crate::kubernetes;
use crate::rules::QUOTA_HINT;
use crate::source::{self, Node, Value as NodeValue};
use serde::Serialize;
use serde_json::Value;
use std::collections::HashSet;

/// `spec` of a ResourceQuota, as the API server gives it back: nothing in it would be changed by a sync.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Quota {
    spec: Value,
    /// Where it was written.
    #[serde(skip)]
    pub place: Place,
}

const HARD: &str = "hard";

impl Quota {
    /// Whether any resource is limited: the controller makes no ResourceQuota otherwise, whatever else is there.
    pub fn limits_something(&self) -> bool {
        limits_something(&self.spec)
    }
}

fn limits_something(spec: &Value) -> bool {
    spec.get(HARD).and_then(Value::as_object).is_some_and(|hard| !hard.is_empty())
}

/// Checks `spec.resourceQuotaSpec`; none where an error was reported.
pub(super) fn check(file: FileId, node: &Node, found: &mut Diagnostics) -> Option<Quota> {
    let written = as_profile(node);
    let problems = problems(&written);
    if !problems.is_empty() {
        let cures: Vec<_> = problems.iter().map(|problem| cure(node, &problem.route)).collect();
        let errors = located(file, codes::QUOTA, Severity::Error, node, problems);
        found.extend(errors.zip(cures).map(|(error, cure)| match cure {
            Some(text) => error.replace(text),
            None => error,
        }));
        return None;
    }
    let hints = kubernetes::quota_warnings(&written).into_iter().chain(scopes_alone(&written)).collect();
    found.extend(located(file, QUOTA_HINT, Severity::Warning, node, hints));
    Some(Quota { spec: canonical(&written), place: Place::at(file, node.locate(&Route::root().key_itself(HARD))) })
}

/// The limit at this route in a spelling that is certain to be meant: a fraction in quotes, a quantity without the spaces in it.
fn cure(node: &Node, route: &Route) -> Option<String> {
    let [Step::Key(hard), Step::Key(key)] = route.steps() else { return None };
    let limit = node.get(hard)?.get(key)?;
    let text = match &limit.value {
        NodeValue::Number(number) => number.as_str().to_owned(),
        NodeValue::Text(text) if text.contains(' ') => text.replace(' ', ""),
        NodeValue::Text(_) | NodeValue::Null | NodeValue::Bool(_) | NodeValue::List(_) | NodeValue::Map(_) => {
            return None;
        }
    };
    let spec = serde_json::json!({ HARD: { key: text } });
    let is_sound = kubernetes::quota_spec(&spec).is_empty() && kubernetes::own_quota_rules(&spec).is_empty();
    is_sound.then(|| source::written(&text))
}

/// Scopes of a quota that limits nothing: the controller makes no ResourceQuota of it.
fn scopes_alone(written: &Value) -> Option<Problem> {
    let scopes = written.as_object()?.keys().find(|key| *key != HARD)?;
    let limits = limits_something(written);
    let problem =
        || Problem::new(Route::root().key_itself(scopes), format!("`{scopes}` without a limit makes no quota"));
    (!limits).then(|| problem().help("write what is limited under `hard`, or delete this"))
}

/// What the Profile CRD refuses, what the ResourceQuota made of it would be refused for, and what our own rules refuse; of
/// each part only the first. A quota that limits nothing is never made, so the API server never sees the rest of it.
fn problems(written: &Value) -> Vec<Problem> {
    let mut problems = crd_problems(written);
    if written.is_object() && !limits_something(written) {
        problems.extend(kubernetes::profile_quota_types(written));
        return problems;
    }
    let mut concerned: HashSet<Vec<Step>> = problems.iter().map(|problem| concern(&problem.route)).collect();
    for problem in kubernetes::quota_spec(written).into_iter().chain(kubernetes::own_quota_rules(written)) {
        if concerned.insert(concern(&problem.route)) {
            problems.push(problem);
        }
    }
    problems
}

/// What a route is about: the same for a key itself and for its value.
fn concern(route: &Route) -> Vec<Step> {
    let mut steps = route.steps().to_vec();
    if let Some(Step::KeyItself(key)) = steps.last().cloned() {
        steps.pop();
        steps.push(Step::Key(key));
    }
    steps
}

/// What the CRD says of the keys, and of the limits themselves.
fn crd_problems(written: &Value) -> Vec<Problem> {
    const KEYS: [&str; 3] = [HARD, "scopes", "scopeSelector"];
    let members = written.as_object().into_iter().flat_map(serde_json::Map::keys);
    let mut problems: Vec<Problem> =
        members.filter(|key| !KEYS.contains(&key.as_str())).map(|key| unknown(key, &KEYS)).collect();
    for (key, value) in written.get(HARD).and_then(Value::as_object).into_iter().flatten() {
        let route = Route::root().key(HARD).key(key);
        problems.extend(
            kubernetes::profile_quota_value(value)
                .into_iter()
                .map(|problem| Problem { route: route.clone(), ..problem }),
        );
    }
    problems
}

fn unknown(key: &str, keys: &[&str]) -> Problem {
    let problem = Problem::new(Route::root().key_itself(key), format!("unknown field `{key}`"));
    match nearest(key, keys.iter().copied()) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None => problem.help(format!("the keys here are: {}", keys.join(", "))),
    }
}

/// The quota as a stored Profile has it: null keys are gone, whole numbers are texts of their digits.
fn as_profile(node: &Node) -> Value {
    let mut value = node.to_json();
    if let (Some(hard), Some(entries)) = (value.get_mut(HARD).and_then(Value::as_object_mut), hard_entries(node)) {
        for (key, node) in entries {
            match &node.value {
                NodeValue::Null => {
                    hard.shift_remove(key);
                }
                NodeValue::Number(number) if number.as_i64().is_some() => {
                    hard.insert(key.to_owned(), Value::from(number.as_str()));
                }
                NodeValue::Number(_)
                | NodeValue::Bool(_)
                | NodeValue::Text(_)
                | NodeValue::List(_)
                | NodeValue::Map(_) => {}
            }
        }
    }
    value
}

fn hard_entries(node: &Node) -> Option<impl Iterator<Item = (&str, &Node)>> {
    let hard = node.get(HARD)?.as_map()?;
    Some(hard.iter().map(|entry| (entry.key.as_str(), &entry.value)))
}

/// Empty lists fall away, as they do when the controller writes the ResourceQuota; quantities get the server's spelling.
fn canonical(written: &Value) -> Value {
    let mut value = kubernetes::canonical_quota_spec(written);
    if let Some(spec) = value.as_object_mut() {
        spec.retain(|_, part| !is_empty_list(part) && !part.is_null());
        for part in spec.values_mut().filter_map(Value::as_object_mut) {
            part.retain(|_, inner| !is_empty_list(inner) && !inner.is_null());
        }
    }
    value
}

fn is_empty_list(value: &Value) -> bool {
    value.as_array().is_some_and(Vec::is_empty)
}
