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

    /// How strong it is among the three roles; none where it is none of them, or more than one.
    fn rank(&self, roles: &ClusterRoles) -> Option<(u8, &'static str)> {
        let ranked = [(3, "admin", &roles.admin), (2, "edit", &roles.edit), (1, "view", &roles.view)];
        let mut found = ranked.into_iter().filter(|(_, _, name)| self.kind == "ClusterRole" && self.name == **name);
        let (rank, word, _) = found.next()?;
        found.next().is_none().then_some((rank, word))
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
        for who in items(&binding["subjects"]).map(Principal::of_subject) {
            bound.entry(who).or_default().insert(RoleRef::of(binding));
        }
    }
    bound
}

/// One thing that a Role allows: group, resource, verb, and the one object that it is about, if it is about one.
type Permission = ([String; 3], Option<String>);

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
    let (groups, resources, verbs) = (texts(&rule["apiGroups"]), texts(&rule["resources"]), texts(&rule["verbs"]));
    // No names means every object.
    let given = texts(&rule["resourceNames"]);
    let names = if given.is_empty() { vec![None] } else { given.into_iter().map(Some).collect() };
    let mut all = Vec::new();
    for group in &groups {
        for resource in &resources {
            for verb in &verbs {
                let what = [group.clone(), resource.clone(), verb.clone()];
                all.extend(names.iter().map(|name| (what.clone(), name.clone())));
            }
        }
    }
    all
}

fn covers((wide, wide_name): &Permission, (narrow, narrow_name): &Permission) -> bool {
    let field = |at: usize| wide[at] == "*" || wide[at] == narrow[at];
    let subresource = || {
        let (wide, narrow) = (wide[1].strip_prefix("*/"), narrow[1].split_once('/'));
        wide.zip(narrow).is_some_and(|(wide, (_, narrow))| wide == narrow)
    };
    field(0) && (field(1) || subresource()) && field(2) && (wide_name.is_none() || wide_name == narrow_name)
}

fn words(([group, resource, verb], name): &Permission) -> String {
    let resource = if group.is_empty() { resource.clone() } else { format!("{resource}.{group}") };
    match name {
        None => format!("{verb} {resource}"),
        Some(name) => format!("{verb} {resource} {name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{RoleRef, covers, of_rule};
    use crate::config::Settings;
    use serde_json::json;

    #[test]
    fn admin_covers_edit_and_nothing_covers_an_unknown_role_but_itself() {
        let roles = Settings::default().cluster_roles;
        let role = |name: &str| RoleRef { kind: "ClusterRole".to_owned(), name: name.to_owned() };
        assert!(role("kubeflow-admin").covers(&role("kubeflow-view"), &roles));
        assert!(!role("kubeflow-view").covers(&role("kubeflow-edit"), &roles));
        assert!(!role("kubeflow-admin").covers(&role("cluster-admin"), &roles));
        assert!(role("x").covers(&role("x"), &roles) && !role("x").covers(&role("kubeflow-view"), &roles));
        let own = RoleRef { kind: "Role".to_owned(), name: "kubeflow-admin".to_owned() };
        assert!(!own.covers(&role("kubeflow-view"), &roles));
    }

    #[test]
    fn a_role_of_two_ranks_has_none() {
        let mut roles = Settings::default().cluster_roles;
        roles.view = roles.admin.clone();
        let role = |name: &str| RoleRef { kind: "ClusterRole".to_owned(), name: name.to_owned() };
        assert!(!role(&roles.admin).covers(&role("kubeflow-edit"), &roles));
    }

    #[test]
    fn a_permission_covers_what_it_names_and_what_its_stars_stand_for() {
        let one = |groups: &str, resources: &str, verbs: &str, names: &[&str]| {
            let rule = json!({"apiGroups": [groups], "resources": [resources], "verbs": [verbs],
                              "resourceNames": names});
            of_rule(&rule).remove(0)
        };
        let all_pods = one("", "pods", "get", &[]);
        assert!(covers(&all_pods, &one("", "pods", "get", &["a"])));
        assert!(!covers(&one("", "pods", "get", &["a"]), &all_pods));
        assert!(!covers(&one("", "pods", "get", &[""]), &all_pods));
        assert!(!covers(&all_pods, &one("", "pods/exec", "get", &[])));
        assert!(covers(&one("*", "*", "*", &[]), &one("apps", "deployments/scale", "update", &[])));
        assert!(covers(&one("", "*/log", "get", &[]), &one("", "pods/log", "get", &[])));
        assert!(of_rule(&json!({"resources": ["pods"], "verbs": ["get"]})).is_empty(), "of no group, so of nothing");
    }
}
