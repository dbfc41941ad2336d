//! The spec of a ResourceQuota: `{hard, scopes, scopeSelector}`.
//!
//! [`quota_spec`] is the server's mirror and nothing else; rules of ours are in `own_rules`, advice is in `warning`.

mod canonical;
mod hard;
mod own_rules;
mod profile;
mod resource;
mod scope;
mod selector;
mod warning;

pub use canonical::canonical_quota_spec;
pub use hard::quantity_value;
pub use own_rules::own_quota_rules;
pub use profile::{profile_quota_types, profile_quota_value};
pub use warning::quota_warnings;

use super::decode::{list, object, text, unknown_fields};
use crate::diagnostic::{Problem, Trail};
use scope::{Scope, ScopeUse};
use serde_json::{Map, Value};

const FIELDS: [&str; 3] = ["hard", "scopes", "scopeSelector"];

/// Checks the whole `spec` of a ResourceQuota, strictly decoded: what this refuses, the server refuses.
///
/// The other way round it holds together with [`own_quota_rules`]: where the server's answer is an accident (exponents
/// beyond 1000, counts beyond 9223372036854775), this says nothing and those rules refuse.
///
/// Source: kube-apiserver 1.35, `ValidateResourceQuotaSpec`.
pub fn quota_spec(value: &Value) -> Vec<Problem> {
    let root = Trail::ROOT;
    let mut problems = Vec::new();
    let Some(members) = object(value, &root, &mut problems) else {
        return problems;
    };
    unknown_fields(members, &FIELDS, &root, &mut problems);
    let hard = hard_of(members, &mut problems);
    for (name, quantity) in hard.into_iter().flatten() {
        hard::check_limit(name, quantity, &mut problems);
    }
    check_scopes(members, hard, &mut problems);
    selector::check_selector(members.get("scopeSelector"), hard, &mut problems);
    problems
}

fn hard_of<'a>(members: &'a Map<String, Value>, problems: &mut Vec<Problem>) -> Option<&'a Map<String, Value>> {
    object(members.get("hard")?, &Trail::ROOT.key("hard"), problems)
}

fn check_scopes(members: &Map<String, Value>, hard: Option<&Map<String, Value>>, problems: &mut Vec<Problem>) {
    let route = Trail::ROOT.key("scopes");
    let mut uses = Vec::new();
    for (position, item) in list(members.get("scopes"), &route, problems).unwrap_or_default().iter().enumerate() {
        let route = route.index(position);
        let scope = text(Some(item), &route, problems).and_then(|name| Scope::checked(name, &route, problems));
        uses.extend(scope.map(|scope| ScopeUse { scope, route: route.into() }));
    }
    scope::check_uses(&uses, hard, problems);
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_slip_in_a_resource_name_is_told_at_the_key() {
        let problems = quota_spec(&json!({ "hard": { "request.cpu": "1" } }));
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].route, Trail::ROOT.key("hard").key_itself("request.cpu").into());
        assert_eq!(problems[0].help.as_deref(), Some("write `requests.cpu`"));
    }

    #[test]
    fn scopes_that_exclude_each_other_may_stand_on_both_sides_of_the_selector() {
        let selector = json!({ "matchExpressions": [{ "scopeName": "NotBestEffort", "operator": "Exists" }] });
        let both = json!({ "hard": { "pods": "1" }, "scopes": ["BestEffort"], "scopeSelector": selector });
        assert!(quota_spec(&both).is_empty());
        assert_eq!(quota_spec(&json!({ "scopes": ["BestEffort", "NotBestEffort"] })).len(), 1);
    }

    #[test]
    fn an_unlucky_count_is_refused_by_a_rule_of_ours() {
        let spec = json!({ "hard": { "pods": "1e18", "cpu": "1e18" } });
        assert!(quota_spec(&spec).is_empty());
        assert_eq!(own_quota_rules(&spec).len(), 1);
    }
}
