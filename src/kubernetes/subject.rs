//! The subjects of a RoleBinding.
//!
//! What a Profile takes as owner is in `owner`: that is the CRD's rule, not RBAC's.

use super::decode::{list, object, text, text_or_empty, unknown_fields};
use super::name::dns_subdomain;
use crate::diagnostic::{Problem, Trail, nearest};
use serde_json::{Map, Value};

/// The API group of users, groups and roles.
pub const RBAC_GROUP: &str = "rbac.authorization.k8s.io";

/// The fields of a subject, in the order in which the server writes them.
pub(super) const FIELDS: [&str; 4] = ["apiGroup", "kind", "name", "namespace"];
const KINDS: [&str; 3] = ["User", "Group", "ServiceAccount"];

/// Checks one subject `{apiGroup, kind, name, namespace}` of a RoleBinding.
///
/// `namespace` is never looked at: on a User or Group it is kept and means nothing, and a ServiceAccount without one
/// is a ServiceAccount of the binding's own namespace.
///
/// Source: kube-apiserver 1.35, `ValidateRoleBindingSubject`.
pub fn subject(value: &Value) -> Vec<Problem> {
    subject_at(value, &Trail::ROOT)
}

/// Checks the whole list of a RoleBinding's subjects. Null is an empty list; a list may be empty or repeat a subject.
///
/// Source: kube-apiserver 1.35, `ValidateRoleBinding`.
pub fn subjects(value: &Value) -> Vec<Problem> {
    let root = Trail::ROOT;
    let mut problems = Vec::new();
    for (position, item) in list(Some(value), &root, &mut problems).unwrap_or_default().iter().enumerate() {
        problems.extend(subject_at(item, &root.index(position)));
    }
    problems
}

/// A subject as the server gives it back: with the API group of a User or Group, without empty fields. For a value
/// without problems.
///
/// Source: kube-apiserver 1.35, `SetDefaults_Subject`.
pub fn canonical_subject(value: &Value) -> Value {
    let kind = text_or_empty(value.get("kind"));
    let group = match text_or_empty(value.get("apiGroup")) {
        "" if kind == "User" || kind == "Group" => RBAC_GROUP,
        given => given,
    };
    let namespace = text_or_empty(value.get("namespace"));
    let texts = [group, kind, text_or_empty(value.get("name")), namespace];
    let present = FIELDS.into_iter().zip(texts).filter(|(_, text)| !text.is_empty());
    present.map(|(field, text)| (field.to_owned(), Value::from(text))).collect()
}

/// A list of subjects as the server gives it back, in its order; null when it is empty, as the field is left out then.
pub fn canonical_subjects(value: &Value) -> Value {
    match value.as_array() {
        Some(items) if !items.is_empty() => items.iter().map(canonical_subject).collect(),
        Some(_) | None => Value::Null,
    }
}

fn subject_at(value: &Value, route: &Trail<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let nothing = Map::new();
    let members = match object(value, route, &mut problems) {
        None if !value.is_null() => return problems,
        members => members.unwrap_or(&nothing),
    };
    unknown_fields(members, &FIELDS, route, &mut problems);
    // Read for its type alone: any text will do.
    text(members.get("namespace"), &route.key("namespace"), &mut problems);
    let kind = text(members.get("kind"), &route.key("kind"), &mut problems);
    check_kind(kind, route, &mut problems);
    check_name(members, kind, route, &mut problems);
    check_group(members, kind, route, &mut problems);
    problems
}

fn check_kind(kind: Option<&str>, route: &Trail<'_>, problems: &mut Vec<Problem>) {
    match kind {
        Some("") => problems.push(missing_kind(route)),
        Some(other) if !KINDS.contains(&other) => problems.push(unknown_kind(other, route)),
        Some(_) | None => {}
    }
}

fn check_name(members: &Map<String, Value>, kind: Option<&str>, route: &Trail<'_>, problems: &mut Vec<Problem>) {
    let route = route.key("name");
    let Some(name) = text(members.get("name"), &route, problems) else {
        return;
    };
    if name.is_empty() {
        problems.push(Problem::new(route, "a subject needs a name").help("add `name`"));
    } else if kind == Some("ServiceAccount") {
        problems.extend(dns_subdomain(name).err().map(|invalid| invalid.at(route)));
    }
}

fn check_group(members: &Map<String, Value>, kind: Option<&str>, route: &Trail<'_>, problems: &mut Vec<Problem>) {
    let route = route.key("apiGroup");
    let Some(group) = text(members.get("apiGroup"), &route, problems) else {
        return;
    };
    match kind {
        Some("User" | "Group") if !["", RBAC_GROUP].contains(&group) => problems.push(wrong_group(route)),
        Some("ServiceAccount") if !group.is_empty() => {
            let message = "the API group of a ServiceAccount is the empty one";
            problems.push(Problem::new(route, message).help("take `apiGroup` out"));
        }
        Some(_) | None => {}
    }
}

/// The problem of an API group that is neither empty nor the one of RBAC.
pub(super) fn wrong_group(route: Trail<'_>) -> Problem {
    Problem::new(route, format!("must be `{RBAC_GROUP}` or empty")).help(format!("write `{RBAC_GROUP}`"))
}

fn missing_kind(route: &Trail<'_>) -> Problem {
    Problem::new(route.key("kind"), "a subject needs a kind").help("add `kind: User`, `Group` or `ServiceAccount`")
}

fn unknown_kind(kind: &str, route: &Trail<'_>) -> Problem {
    let problem = Problem::new(route.key("kind"), "a subject is a `User`, a `Group` or a `ServiceAccount`");
    match nearest(kind, KINDS) {
        Some(meant) => problem.help(format!("write `{meant}`")),
        None => problem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_kind_in_lower_case_is_refused_with_the_word_that_was_meant() {
        let problems = subject(&json!({ "kind": "user", "name": "alice@example.com" }));
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].help.as_deref(), Some("write `User`"));
    }

    #[test]
    fn the_server_writes_out_the_group_of_a_user() {
        let canonical = canonical_subject(&json!({ "kind": "User", "name": "a", "namespace": "" }));
        assert_eq!(canonical, json!({ "apiGroup": RBAC_GROUP, "kind": "User", "name": "a" }));
    }
}
