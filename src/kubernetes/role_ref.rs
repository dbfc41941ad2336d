//! The role that a RoleBinding refers to.
//!
//! Whether that role exists is not asked: the server does not ask, either.

use super::decode::{object, text, text_or_empty, unknown_fields};
use super::name::path_segment;
use super::subject::{RBAC_GROUP, wrong_group};
use crate::diagnostic::{Problem, Trail, nearest};
use serde_json::{Map, Value, json};

const FIELDS: [&str; 3] = ["apiGroup", "kind", "name"];
const KINDS: [&str; 2] = ["Role", "ClusterRole"];

/// Checks `roleRef` `{apiGroup, kind, name}` of a RoleBinding.
///
/// Source: kube-apiserver 1.35, `ValidateRoleBinding`.
pub fn role_ref(value: &Value) -> Vec<Problem> {
    let root = Trail::ROOT;
    let mut problems = Vec::new();
    let nothing = Map::new();
    let members = match object(value, &root, &mut problems) {
        None if !value.is_null() => return problems,
        members => members.unwrap_or(&nothing),
    };
    unknown_fields(members, &FIELDS, &root, &mut problems);
    check_group(members, &mut problems);
    check_kind(members, &mut problems);
    check_name(members, &mut problems);
    problems
}

/// `roleRef` as the server gives it back: with its API group. For a value without problems. Two references that are
/// equal so are one; any other change needs a new RoleBinding, as the field is immutable.
///
/// Source: kube-apiserver 1.35, `SetDefaults_RoleBinding`.
pub fn canonical_role_ref(value: &Value) -> Value {
    let [kind, name] = ["kind", "name"].map(|field| text_or_empty(value.get(field)));
    let group = match text_or_empty(value.get("apiGroup")) {
        "" => RBAC_GROUP,
        given => given,
    };
    json!({ "apiGroup": group, "kind": kind, "name": name })
}

fn check_group(members: &Map<String, Value>, problems: &mut Vec<Problem>) {
    let route = Trail::ROOT.key("apiGroup");
    let group = text(members.get("apiGroup"), &route, problems);
    if group.is_some_and(|group| !["", RBAC_GROUP].contains(&group)) {
        problems.push(wrong_group(route));
    }
}

fn check_kind(members: &Map<String, Value>, problems: &mut Vec<Problem>) {
    let route = Trail::ROOT.key("kind");
    let Some(kind) = text(members.get("kind"), &route, problems) else {
        return;
    };
    if KINDS.contains(&kind) {
        return;
    }
    let problem = Problem::new(route, "a RoleBinding refers to a `Role` or a `ClusterRole`");
    problems.push(match nearest(kind, KINDS) {
        Some(meant) => problem.help(format!("write `{meant}`")),
        None => problem,
    });
}

fn check_name(members: &Map<String, Value>, problems: &mut Vec<Problem>) {
    let route = Trail::ROOT.key("name");
    let Some(name) = text(members.get("name"), &route, problems) else {
        return;
    };
    problems.extend(path_segment(name).err().map(|invalid| invalid.at(route)));
}
