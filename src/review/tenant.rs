//! What happens to one tenant.

use super::files::{Files, Read, Unreadable, read};
use super::object::{self, ObjectChange, ObjectVerb};
use super::risk::Risk;
use crate::access::{self, AccessChange, Effect, Objects, Side};
use crate::config::Settings;
use crate::object::{Identity, is_retired_namespace};
use crate::render::OWNERSHIP;
use serde::Serialize;
use std::collections::BTreeSet;

/// What happens to a tenant as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum TenantVerb {
    /// It is new.
    Create,
    /// Something in it changes.
    Change,
    /// It is retired: nobody has access any more, everything is kept.
    Retire,
    /// It was retired and is in use again.
    Revive,
    /// Its folder goes, and its Namespace with everything in it.
    Delete,
}

/// A tenant that is not the same on both sides.
#[derive(Clone, Debug, PartialEq)]
pub struct TenantChange {
    /// Its name.
    pub name: String,
    /// What happens to it.
    pub verb: TenantVerb,
    /// Who gains and loses what.
    pub access: Vec<AccessChange>,
    /// Its objects that are not the same, by identity.
    pub objects: Vec<ObjectChange>,
    /// Files of the base that are no objects, and come or go.
    pub unreadable: Vec<Unreadable>,
    /// Whether a Namespace of the base is not there any more.
    pub loses_namespace: bool,
    /// Whether the base had it as Retired.
    pub was_retired: bool,
    /// How much is at stake.
    pub risk: Risk,
}

impl TenantChange {
    /// The change of a tenant, if anything changes in it, to which something comes whose reach is not known.
    #[must_use]
    pub fn with_unknown(name: &str, change: Option<Self>, object: String) -> Self {
        let mut change = change.unwrap_or_else(|| Self {
            name: name.to_owned(),
            verb: TenantVerb::Change,
            access: Vec::new(),
            objects: Vec::new(),
            unreadable: Vec::new(),
            loses_namespace: false,
            was_retired: false,
            risk: Risk::Neutral,
        });
        change.access.push(AccessChange::Unknown { object });
        change.risk = change.risk.max(Risk::Widens);
        change
    }

    /// Whether somebody gains or loses something.
    pub fn changes_access(&self) -> bool {
        self.access.iter().any(|change| change.effect() != Effect::Same)
    }
}

/// The files of a tenant on both sides; none where it is not there.
pub struct Sides<'a> {
    /// In the base.
    pub before: Option<&'a Files<'a>>,
    /// In the new tree.
    pub after: Option<&'a Files<'a>>,
    /// The settings that name people and roles in the base.
    pub before_settings: &'a Settings,
    /// The settings of the new tree.
    pub after_settings: &'a Settings,
}

/// What changes in a tenant; none where only the spelling of its files does.
pub fn compare(name: &str, sides: &Sides<'_>) -> Option<TenantChange> {
    let empty = Files::new();
    let (before, after) = (read(sides.before.unwrap_or(&empty)), read(sides.after.unwrap_or(&empty)));
    let old = Side { tenant: name, objects: &before.objects, settings: sides.before_settings };
    let new = Side { tenant: name, objects: &after.objects, settings: sides.after_settings };
    let mut access = access::compare(old, new);
    access.extend(transforms(&before, &after));
    let of_access = access.iter().map(|change| Risk::from(change.effect())).max().unwrap_or_default();
    let objects = objects(&before, &after, old, new, of_access);
    let unreadable = unreadable(&before, &after);
    if objects.is_empty() && access.is_empty() && unreadable.is_empty() {
        return None;
    }
    let was_retired = namespaces(&before.objects).any(|(_, namespace)| is_retired_namespace(namespace));
    let is_retired = namespaces(&after.objects).any(|(_, namespace)| is_retired_namespace(namespace));
    let verb = match (sides.before.is_some(), sides.after.is_some()) {
        (false, _) => TenantVerb::Create,
        (true, false) => TenantVerb::Delete,
        (true, true) if is_retired && !was_retired => TenantVerb::Retire,
        (true, true) if was_retired && !is_retired => TenantVerb::Revive,
        (true, true) => TenantVerb::Change,
    };
    let grave = if unreadable.is_empty() { Risk::Neutral } else { Risk::Widens };
    let of_objects = objects.iter().map(|change| change.risk).max().unwrap_or_default();
    let loses_namespace = match verb {
        TenantVerb::Create => false,
        TenantVerb::Delete => is_rendered(&before, sides.before),
        TenantVerb::Change | TenantVerb::Retire | TenantVerb::Revive => lost(&before, &after),
    };
    Some(TenantChange {
        name: name.to_owned(),
        verb,
        access,
        objects,
        unreadable,
        loses_namespace,
        was_retired,
        risk: if loses_namespace { Risk::Destroys } else { grave.max(of_access).max(of_objects) },
    })
}

/// Whether a folder was made by us, or holds a Namespace all the same; else it is somebody's notes.
fn is_rendered(read: &Read, files: Option<&Files<'_>>) -> bool {
    let is_ours = |bytes: &std::borrow::Cow<'_, [u8]>| bytes.starts_with(OWNERSHIP.as_bytes());
    namespaces(&read.objects).next().is_some() || files.is_some_and(|files| files.values().any(is_ours))
}

/// Whether a Namespace goes. What cannot be read may have been one.
fn lost(before: &Read, after: &Read) -> bool {
    let may_have_held = !before.unreadable.is_empty() && namespaces(&after.objects).next().is_none();
    may_have_held || namespaces(&before.objects).any(|(identity, _)| !after.objects.contains_key(identity))
}

fn namespaces(objects: &Objects) -> impl Iterator<Item = (&Identity, &serde_json::Value)> {
    objects.iter().filter(|(identity, _)| identity.group.is_empty() && identity.kind == "Namespace")
}

/// What happens to each object. What it would mean for access by itself is at most what all of them mean together: a policy that
/// goes may open what another one closes.
fn objects(before: &Read, after: &Read, old: Side<'_>, new: Side<'_>, most: Risk) -> Vec<ObjectChange> {
    let identities: BTreeSet<&Identity> = before.objects.keys().chain(after.objects.keys()).collect();
    let mut changes = Vec::new();
    for identity in identities {
        let (was, is) = (before.objects.get(identity), after.objects.get(identity));
        let Some((verb, fields, risk)) = object::compare(was, is, identity) else { continue };
        let by_itself = if most == Risk::Neutral { Risk::Neutral } else { of_access(identity, verb, old, new) };
        let risk = risk.max(by_itself.min(most));
        let path = after.paths.get(identity).or_else(|| before.paths.get(identity)).cloned().unwrap_or_default();
        changes.push(ObjectChange { identity: identity.clone(), path, verb, fields, risk });
    }
    changes
}

/// What the change of this object alone would mean for access: the base with this one as it is to be.
fn of_access(identity: &Identity, verb: ObjectVerb, old: Side<'_>, new: Side<'_>) -> Risk {
    if verb == ObjectVerb::Create && old.objects.is_empty() || verb == ObjectVerb::Remove && new.objects.is_empty() {
        // Of a tenant that comes or goes as a whole no object is looked at by itself.
        return Risk::Neutral;
    }
    let mut alone = old.objects.clone();
    match new.objects.get(identity) {
        Some(object) => drop(alone.insert(identity.clone(), object.clone())),
        None => drop(alone.remove(identity)),
    }
    let changes = access::compare(old, Side { objects: &alone, ..new });
    changes.iter().map(|change| Risk::from(change.effect())).max().unwrap_or_default()
}

/// Lists for kustomize that do more than name files: they may rewrite any object.
fn transforms(before: &Read, after: &Read) -> Vec<AccessChange> {
    let paths: BTreeSet<&String> = before.transforms.keys().chain(after.transforms.keys()).collect();
    let changed = paths.into_iter().filter(|path| before.transforms.get(*path) != after.transforms.get(*path));
    changed.map(|path| AccessChange::Unknown { object: path.clone() }).collect()
}

/// Files that are no objects on one side, each once.
fn unreadable(before: &Read, after: &Read) -> Vec<Unreadable> {
    let mut files: Vec<Unreadable> = before.unreadable.iter().chain(&after.unreadable).cloned().collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files.dedup();
    files
}
