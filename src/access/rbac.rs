//! Who may do what by RBAC: RoleBindings, and the Roles that a tenant has of its own.
//!
//! ClusterRoles lie outside of the tree: of two that are not among the three of the config, each is as strong as can be.
//!
//! Source: Kubernetes, "Using RBAC Authorization"; the three roles of Kubeflow aggregate, so that admin holds what edit holds.

use super::principal::Principal;
use super::{AccessChange, Effect, Side, items, texts};
use crate::config::ClusterRoles;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What a RoleBinding gives.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct RoleRef {
    kind: String,
    name: String,
}

impl RoleRef {
    fn of(binding: &Value) -> Self {
        let text = |key: &str| binding["roleRef"][key].as_str().unwrap_or_default().to_owned();
        Self { kind: text("kind"), name: text("name") }
    }

    /// `admin`, `edit`, `view` where it is that role of these; else its kind and name.
    pub(super) fn words(&self, roles: &ClusterRoles) -> String {
        match self.rank(roles) {
            Some((_, word)) => word.to_owned(),
            None => format!("{} {}", self.kind, self.name),
        }
    }

    /// How strong it is among the three roles; none where it is none of them.
    fn rank(&self, roles: &ClusterRoles) -> Option<(u8, &'static str)> {
        let ranked = [(3, "admin", &roles.admin), (2, "edit", &roles.edit), (1, "view", &roles.view)];
        let found = ranked.into_iter().find(|(_, _, name)| self.kind == "ClusterRole" && self.name == **name);
        found.map(|(rank, word, _)| (rank, word))
    }

    /// Whether it holds all that the other does, as far as these roles tell.
    pub(super) fn covers(&self, other: &Self, roles: &ClusterRoles) -> bool {
        self == other || self.rank(roles).zip(other.rank(roles)).is_some_and(|((mine, _), (its, _))| mine >= its)
    }
}

/// The roles that each principal is bound to.
pub(super) fn bindings(side: Side<'_>) -> BTreeMap<Principal, BTreeSet<RoleRef>> {
    let mut bound: BTreeMap<Principal, BTreeSet<RoleRef>> = BTreeMap::new();
    for (_, binding) in side.of_kind("rbac.authorization.k8s.io", "RoleBinding") {
        for who in items(&binding["subjects"]).filter_map(Principal::of_subject) {
            bound.entry(who).or_default().insert(RoleRef::of(binding));
        }
    }
    bound
}

/// One thing that a Role allows: group, resource, verb, name of the object.
type Permission = [String; 4];

/// What the tenant's own Roles allow more or less than before.
pub(super) fn roles(before: Side<'_>, after: Side<'_>) -> Vec<AccessChange> {
    let (before, after) = (permissions(before), permissions(after));
    let mut changes = compare(&before, &after, "allows", Effect::Widens);
    changes.extend(compare(&after, &before, "no longer allows", Effect::Narrows));
    changes
}

/// What each Role of `to` allows that it does not in `from`. A Role that is not there allows nothing, but may be bound already.
fn compare(
    from: &BTreeMap<&str, Vec<Permission>>,
    to: &BTreeMap<&str, Vec<Permission>>,
    verb: &str,
    effect: Effect,
) -> Vec<AccessChange> {
    let mut changes = Vec::new();
    for (role, allowed) in to {
        let known = from.get(role).map(Vec::as_slice).unwrap_or_default();
        let more = allowed.iter().filter(|permission| !known.iter().any(|wide| covers(wide, permission)));
        let words: Vec<String> = more.map(words).collect();
        if let Some((first, rest)) = words.split_first() {
            let others = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
            changes.push(AccessChange::Opening { words: format!("Role {role} {verb} {first}{others}"), effect });
        }
    }
    changes
}

fn permissions(side: Side<'_>) -> BTreeMap<&str, Vec<Permission>> {
    let roles = side.of_kind("rbac.authorization.k8s.io", "Role");
    roles.map(|(identity, role)| (identity.name.as_str(), items(&role["rules"]).flat_map(of_rule).collect())).collect()
}

fn of_rule(rule: &Value) -> Vec<Permission> {
    let or_any = |list: &Value| {
        let given = texts(list);
        if given.is_empty() { vec![String::new()] } else { given }
    };
    let (groups, resources) = (or_any(&rule["apiGroups"]), or_any(&rule["resources"]));
    let (verbs, names) = (texts(&rule["verbs"]), or_any(&rule["resourceNames"]));
    let mut all = Vec::new();
    for group in &groups {
        for resource in &resources {
            for verb in &verbs {
                all.extend(names.iter().map(|name| [group.clone(), resource.clone(), verb.clone(), name.clone()]));
            }
        }
    }
    all
}

fn covers(wide: &Permission, narrow: &Permission) -> bool {
    let field = |at: usize| wide[at] == "*" || wide[at] == narrow[at];
    let subresource = || {
        let (wide, narrow) = (wide[1].strip_prefix("*/"), narrow[1].split_once('/'));
        wide.zip(narrow).is_some_and(|(wide, (_, narrow))| wide == narrow)
    };
    // No names means every object.
    field(0) && (field(1) || subresource()) && field(2) && (wide[3].is_empty() || wide[3] == narrow[3])
}

fn words([group, resource, verb, name]: &Permission) -> String {
    let resource = if group.is_empty() { resource.clone() } else { format!("{resource}.{group}") };
    if name.is_empty() { format!("{verb} {resource}") } else { format!("{verb} {resource} {name}") }
}
