//! Istio's AuthorizationPolicy, by its CRD.

use super::Handler;
use super::custom::{self, Definition};
use super::metadata::Scope;
use super::shape::{Field, Type, optional, required};
use crate::diagnostic::{Problem, Trail};
use serde_json::Value;

const TEXTS: Type = Type::List(&Type::Text);

const DEFINITION: Definition = Definition {
    scope: Scope::Namespaced,
    spec: Type::Object(&[
        optional("action", Type::Judged(action)),
        optional("provider", Type::Object(&[optional("name", Type::Text)])),
        optional("rules", Type::List(&Type::Object(RULE))),
        optional("selector", Type::Object(&[optional("matchLabels", Type::Map(&Type::Judged(match_label)))])),
        optional("targetRef", Type::Object(TARGET)),
        optional("targetRefs", Type::List(&Type::Object(TARGET))),
    ]),
    status: Type::Free,
    rules,
};

const RULE: &[Field] = &[
    optional("from", Type::List(&Type::Object(&[optional("source", Type::Object(SOURCE))]))),
    optional("to", Type::List(&Type::Object(&[optional("operation", Type::Object(OPERATION))]))),
    optional("when", Type::List(&Type::Object(CONDITION))),
];

const SOURCE: &[Field] = &[
    optional("ipBlocks", TEXTS),
    optional("namespaces", TEXTS),
    optional("notIpBlocks", TEXTS),
    optional("notNamespaces", TEXTS),
    optional("notPrincipals", TEXTS),
    optional("notRemoteIpBlocks", TEXTS),
    optional("notRequestPrincipals", TEXTS),
    optional("notServiceAccounts", Type::List(&Type::Judged(service_account))),
    optional("notTrustDomains", TEXTS),
    optional("principals", TEXTS),
    optional("remoteIpBlocks", TEXTS),
    optional("requestPrincipals", TEXTS),
    optional("serviceAccounts", Type::List(&Type::Judged(service_account))),
    optional("trustDomains", TEXTS),
];

const OPERATION: &[Field] = &[
    optional("hosts", TEXTS),
    optional("methods", TEXTS),
    optional("notHosts", TEXTS),
    optional("notMethods", TEXTS),
    optional("notPaths", TEXTS),
    optional("notPorts", TEXTS),
    optional("paths", TEXTS),
    optional("ports", TEXTS),
];

const CONDITION: &[Field] = &[required("key", Type::Text), optional("notValues", TEXTS), optional("values", TEXTS)];

const TARGET: &[Field] = &[
    optional("group", Type::Judged(target_group)),
    required("kind", Type::Judged(target_kind)),
    required("name", Type::Judged(target_name)),
    optional("namespace", Type::Judged(target_namespace)),
];

/// Most items of `rules`, of `from` in a rule, of `targetRefs`, of `serviceAccounts` and `notServiceAccounts`; most labels.
const MOST_RULES: usize = 512;
const MOST_TARGETS: usize = 16;
const MOST_ACCOUNTS: usize = 16;
const MOST_LABELS: usize = 4096;

/// An AuthorizationPolicy.
pub(super) const AUTHORIZATION_POLICY: Handler = Handler {
    check: |document, request, problems| custom::check(document, &DEFINITION, request, problems),
    held: |document, request| custom::held(document, &DEFINITION, request),
};

fn action(value: &Value) -> Vec<Problem> {
    let is_known = |action: &str| ["ALLOW", "DENY", "AUDIT", "CUSTOM"].contains(&action);
    judged(value, is_known, "must be ALLOW, DENY, AUDIT or CUSTOM")
}

fn match_label(value: &Value) -> Vec<Problem> {
    judged(
        value,
        |label| label.chars().count() <= 63 && !label.contains('*'),
        "must have no `*` and 63 characters at most",
    )
}

fn service_account(value: &Value) -> Vec<Problem> {
    judged(value, |account| account.chars().count() <= 320, "must have 320 characters at most")
}

fn target_group(value: &Value) -> Vec<Problem> {
    let fits =
        |group: &str| group.is_empty() || (group.len() <= 253 && crate::kubernetes::dns_subdomain(group).is_ok());
    judged(value, fits, "must be an API group")
}

fn target_kind(value: &Value) -> Vec<Problem> {
    let fits = |kind: &str| {
        let bytes = kind.as_bytes();
        (1..=63).contains(&bytes.len())
            && bytes[0].is_ascii_alphabetic()
            && bytes[bytes.len() - 1].is_ascii_alphanumeric()
            && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
    };
    judged(value, fits, "must be a kind")
}

fn target_name(value: &Value) -> Vec<Problem> {
    judged(value, |name| (1..=253).contains(&name.chars().count()), "must have 1 to 253 characters")
}

fn target_namespace(value: &Value) -> Vec<Problem> {
    judged(value, str::is_empty, "must be empty: a policy selects in its own namespace")
}

fn judged(value: &Value, fits: impl Fn(&str) -> bool, message: &str) -> Vec<Problem> {
    match value.as_str() {
        Some(text) if fits(text) => Vec::new(),
        Some(_) => vec![Problem::new(Trail::ROOT, message)],
        None => vec![Problem::new(Trail::ROOT, "must be a text")],
    }
}

/// What the definition asks for beyond types.
fn rules(spec: &Value, problems: &mut Vec<Problem>) {
    let root = Trail::ROOT.key("spec");
    let has = |key: &str| usize::from(has(spec, key));
    if has("selector") + has("targetRef") + has("targetRefs") > 1 {
        problems.push(Problem::new(root, "has more than one of selector, targetRef and targetRefs"));
    }
    at_most(&spec["rules"], MOST_RULES, &root.key("rules"), problems);
    at_most(&spec["targetRefs"], MOST_TARGETS, &root.key("targetRefs"), problems);
    labels(&spec["selector"]["matchLabels"], &root.key("selector").key("matchLabels"), problems);
    for (index, rule) in items(&spec["rules"]).enumerate() {
        from(&rule["from"], &root.key("rules").index(index).key("from"), problems);
    }
}

fn from(list: &Value, route: &Trail<'_>, problems: &mut Vec<Problem>) {
    at_most(list, MOST_RULES, route, problems);
    for (index, from) in items(list).enumerate() {
        source(&from["source"], &route.index(index).key("source"), problems);
    }
}

fn labels(labels: &Value, route: &Trail<'_>, problems: &mut Vec<Problem>) {
    let members = labels.as_object().into_iter().flatten();
    let keys: Vec<&String> = members.filter(|(_, value)| !value.is_null()).map(|(key, _)| key).collect();
    if keys.len() > MOST_LABELS {
        problems.push(Problem::new(route, format!("has more than {MOST_LABELS} labels")));
    }
    let wrong = keys.into_iter().filter(|key| key.is_empty() || key.contains('*'));
    problems.extend(wrong.map(|key| Problem::new(route.key_itself(key), "must be a label's key, without `*`")));
}

fn source(source: &Value, route: &Trail<'_>, problems: &mut Vec<Problem>) {
    let has = |key: &&str| has(source, key);
    let accounts = ["serviceAccounts", "notServiceAccounts"];
    let others = ["principals", "notPrincipals", "namespaces", "notNamespaces"];
    if accounts.iter().any(has) && others.iter().any(has) {
        problems.push(Problem::new(route, "has serviceAccounts beside principals or namespaces"));
    }
    for key in accounts {
        at_most(&source[key], MOST_ACCOUNTS, &route.key(key), problems);
    }
}

fn at_most(list: &Value, most: usize, route: &Trail<'_>, problems: &mut Vec<Problem>) {
    if items(list).count() > most {
        problems.push(Problem::new(route, format!("has more than {most} items")));
    }
}

/// Whether a member is there: null falls away.
fn has(object: &Value, key: &str) -> bool {
    object.get(key).is_some_and(|value| !value.is_null())
}

fn items(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}
