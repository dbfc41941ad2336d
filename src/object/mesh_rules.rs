//! Rules on policies that let a person in by the identity header: exact names, from exact workloads.
//!
//! Source: Istio's AuthorizationPolicy reads `*` at either end of a value as a wildcard, and a rule without principals
//! believes the header of every workload in the mesh.

use crate::diagnostic::{Problem, Trail};
use crate::rules;
use serde_json::Value;

/// The header that says who asks, as the config has it.
#[derive(Clone, Copy, Debug)]
pub struct IdentityHeader<'a> {
    /// Its name; case does not matter in HTTP.
    pub name: &'a str,
}

/// What is wrong with the rules of a policy that ask for the identity header. Objects of other kinds have none.
pub fn identity_rules(object: &Value, header: IdentityHeader<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    if object["kind"].as_str() != Some("AuthorizationPolicy") || !allows(&object["spec"]) {
        return problems;
    }
    let spec = Trail::ROOT.key("spec");
    let rules_at = spec.key("rules");
    for (index, rule) in items(&object["spec"]["rules"]).enumerate() {
        let at = rules_at.index(index);
        let (mut asks, mut names) = (false, false);
        for (index, condition) in items(&rule["when"]).enumerate() {
            if is_header(&condition["key"], header) {
                asks = true;
                names |= items(&condition["values"]).next().is_some();
                exact(&condition["values"], &at.key("when").index(index).key("values"), &mut problems);
            }
        }
        if asks && !names {
            problems.push(anybody(&at.key("when")));
        }
        if asks {
            from_principals(rule, &at, &mut problems);
        }
    }
    problems
}

fn allows(spec: &Value) -> bool {
    matches!(spec["action"].as_str(), None | Some("ALLOW"))
}

fn items(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

fn is_header(key: &Value, header: IdentityHeader<'_>) -> bool {
    let name = key.as_str().and_then(|key| key.strip_prefix("request.headers[")?.strip_suffix(']'));
    name.is_some_and(|name| name.eq_ignore_ascii_case(header.name))
}

fn exact(values: &Value, route: &Trail<'_>, problems: &mut Vec<Problem>) {
    for (index, value) in items(values).enumerate() {
        let text = value.as_str().unwrap_or_default();
        if let Err(broken) = rules::hidden_text(text).and_then(|()| rules::user_name(text)) {
            problems.push(broken.at(route.index(index)));
        }
    }
}

fn from_principals(rule: &Value, at: &Trail<'_>, problems: &mut Vec<Problem>) {
    let mut sources = 0;
    for (index, from) in items(&rule["from"]).enumerate() {
        sources += 1;
        exact_workloads(&from["source"]["principals"], &at.key("from").index(index).key("source"), problems);
    }
    if sources == 0 {
        problems.push(anywhere(at));
    }
}

fn exact_workloads(principals: &Value, source: &Trail<'_>, problems: &mut Vec<Problem>) {
    let mut principals = items(principals).peekable();
    if principals.peek().is_none() {
        problems.push(anywhere(source));
    }
    for (index, principal) in principals.enumerate() {
        if let Err(broken) = rules::principal(principal.as_str().unwrap_or_default()) {
            problems.push(broken.at(source.key("principals").index(index)));
        }
    }
}

fn anybody(route: &Trail<'_>) -> Problem {
    Problem::new(route, "a rule that lets in everybody but some").help("name the people it lets in, under `values`")
}

fn anywhere(route: &Trail<'_>) -> Problem {
    Problem::new(route, "a rule that believes the identity header from anywhere in the mesh")
        .help("name the workloads that set it: `from: [{source: {principals: [...]}}]`")
}

#[cfg(test)]
mod tests {
    use super::{IdentityHeader, identity_rules};
    use serde_json::{Value, json};

    fn policy(rule: Value) -> Value {
        json!({"kind": "AuthorizationPolicy", "spec": {"rules": [rule]}})
    }

    #[test]
    fn a_header_is_believed_only_with_exact_names_from_exact_workloads() {
        let header = IdentityHeader { name: "kubeflow-userid" };
        let when = |value: &str| json!([{"key": "request.headers[Kubeflow-UserID]", "values": [value]}]);
        let from = json!([{"source": {"principals": ["td/ns/a/sa/b"]}}]);
        assert!(identity_rules(&policy(json!({"from": from, "when": when("a@x")})), header).is_empty());
        assert_eq!(identity_rules(&policy(json!({"when": when("a@x")})), header).len(), 1);
        assert_eq!(identity_rules(&policy(json!({"from": from, "when": when("*@x")})), header).len(), 1);
        let but = json!({"from": from, "when": [{"key": "request.headers[kubeflow-userid]", "notValues": ["a@x"]}]});
        assert_eq!(identity_rules(&policy(but), header).len(), 1);
        let wide = json!([{"source": {"principals": ["*"]}}]);
        assert_eq!(identity_rules(&policy(json!({"from": wide, "when": when("a@x")})), header).len(), 1);
    }
}
