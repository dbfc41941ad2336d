//! What each person, group or ServiceAccount has in a tenant: roles, and the rules of the mesh that carry a name.

use super::mesh::{Atom, Policies, is_gained};
use super::principal::Principal;
use super::rbac::{RoleRef, bindings};
use super::{AccessChange, Effect, Held, Side};
use crate::config::Settings;
use std::collections::{BTreeMap, BTreeSet};

/// What somebody has on one side.
#[derive(Default)]
struct Person {
    roles: BTreeSet<RoleRef>,
    mesh: Vec<Atom>,
}

/// Whether a rule of the mesh is told of a person: it asks for one exact value of the identity header.
pub(super) fn of_person(atom: &Atom, settings: &Settings) -> Option<String> {
    let [constraint] = atom.asks(&header(settings)) else { return None };
    let value = constraint.only_value()?;
    let name = value.strip_prefix(settings.identity.user_id_prefix.as_str()).unwrap_or(value);
    (!name.contains('*')).then(|| name.to_owned())
}

fn header(settings: &Settings) -> String {
    format!("request.headers[{}]", settings.identity.user_id_header.to_ascii_lowercase())
}

/// Both sides' policies, read once.
pub(super) struct Meshes<'p> {
    pub before: &'p Policies,
    pub after: &'p Policies,
}

/// What each principal gains, loses, or has otherwise than before.
pub(super) fn compare(before: Side<'_>, after: Side<'_>, meshes: &Meshes<'_>) -> Vec<AccessChange> {
    // A rule is told of a person whichever side's header it asks for: it is told nowhere else.
    let name_of =
        |atom: &Atom| of_person(atom, before.settings).or_else(|| of_person(atom, after.settings)).map(Principal::User);
    let (old, new) = (people(before, meshes.before, &name_of), people(after, meshes.after, &name_of));
    let everyone: BTreeSet<&Principal> = old.keys().chain(new.keys()).collect();
    let nobody = Person::default();
    let mut changes = Vec::new();
    for who in everyone {
        let was = old.get(who).unwrap_or(&nobody);
        let is = new.get(who).unwrap_or(&nobody);
        changes.extend(one(who, was, is, before.settings, meshes));
    }
    changes
}

fn people(
    side: Side<'_>,
    policies: &Policies,
    name_of: &dyn Fn(&Atom) -> Option<Principal>,
) -> BTreeMap<Principal, Person> {
    let mut people: BTreeMap<Principal, Person> = BTreeMap::new();
    for (who, roles) in bindings(side) {
        people.entry(who).or_default().roles = roles;
    }
    for atom in policies.allowed() {
        if let Some(who) = name_of(atom) {
            people.entry(who).or_default().mesh.push(atom.clone());
        }
    }
    people
}

fn one(who: &Principal, was: &Person, is: &Person, settings: &Settings, meshes: &Meshes<'_>) -> Option<AccessChange> {
    let roles = &settings.cluster_roles;
    let lacks = |has: &BTreeSet<RoleRef>, wanted: &BTreeSet<RoleRef>| {
        wanted.iter().any(|role| !has.iter().any(|held| held.covers(role, roles)))
    };
    let way = is.mesh.iter().find(|atom| is_gained(atom, meshes.before));
    let gains = lacks(&was.roles, &is.roles) || way.is_some();
    let loses = lacks(&is.roles, &was.roles) || was.mesh.iter().any(|atom| is_gained(atom, meshes.after));
    let held = |person: &Person| Held {
        roles: person.roles.iter().map(|role| role.words(roles)).collect(),
        mesh: !person.mesh.is_empty(),
    };
    let (before, after) = (held(was), held(is));
    if !gains && !loses && before == after {
        return None;
    }
    let effect = match (gains, loses) {
        (true, _) => Effect::Widens,
        (false, true) => Effect::Narrows,
        (false, false) => Effect::Same,
    };
    let way = match way {
        Some(atom) => format!("comes in through the mesh by {}", atom.words()),
        None => "comes in through the mesh by less than before".to_owned(),
    };
    Some(AccessChange::Person { who: who.clone(), before, after, way: Some(way), effect })
}
