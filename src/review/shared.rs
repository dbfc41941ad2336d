//! Objects of no tenant: what tells a sync engine what to sync.

use super::files::{Files, read};
use super::object::{self, ObjectChange, ObjectVerb};
use super::risk::Risk;
use crate::object::Identity;
use std::collections::BTreeSet;

/// What happens to the objects of a folder that belongs to no tenant.
///
/// That a tenant's own Kustomization of Flux comes or goes with it is no news; of anything else it is not modelled what it lets
/// the engine do.
pub fn compare(before: &Files<'_>, after: &Files<'_>) -> Vec<ObjectChange> {
    let (before, after) = (read(before), read(after));
    let identities: BTreeSet<&Identity> = before.objects.keys().chain(after.objects.keys()).collect();
    let mut changes = Vec::new();
    for identity in identities {
        let (was, is) = (before.objects.get(identity), after.objects.get(identity));
        let Some((verb, fields, risk)) = object::compare(was, is, identity) else { continue };
        let is_news = verb == ObjectVerb::Change || identity.group != "kustomize.toolkit.fluxcd.io";
        let risk = if is_news { risk.max(Risk::Widens) } else { risk };
        let path = after.paths.get(identity).or_else(|| before.paths.get(identity)).cloned().unwrap_or_default();
        changes.push(ObjectChange { identity: identity.clone(), path, verb, fields, risk });
    }
    changes
}
