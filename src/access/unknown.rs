//! Objects of kinds whose reach is not modelled.

use super::{AccessChange, Side};
use crate::object::Identity;
use serde_json::Value;
use std::collections::BTreeSet;

/// The kinds whose reach is known here: decided in this folder, or none at all.
const MODELLED: [(&str, &str); 8] = [
    ("", "Namespace"),
    ("", "ServiceAccount"),
    ("", "ResourceQuota"),
    ("", "LimitRange"),
    ("policy", "PodDisruptionBudget"),
    ("rbac.authorization.k8s.io", "RoleBinding"),
    ("rbac.authorization.k8s.io", "Role"),
    ("security.istio.io", "AuthorizationPolicy"),
];

/// One line for each object of another kind that is not the same on both sides.
pub(super) fn compare(before: Side<'_>, after: Side<'_>) -> Vec<AccessChange> {
    let identities: BTreeSet<&Identity> = before.objects.keys().chain(after.objects.keys()).collect();
    let differs = |identity: &&Identity| {
        reach(identity, before.objects.get(identity)) != reach(identity, after.objects.get(identity))
    };
    let is_known = |identity: &&Identity| is_modelled(identity) && before.is_home(identity);
    let unknown = identities.into_iter().filter(|identity| !is_known(identity)).filter(differs);
    unknown.map(|identity| AccessChange::Unknown { object: identity.to_string() }).collect()
}

fn is_modelled(identity: &Identity) -> bool {
    MODELLED.contains(&(identity.group.as_str(), identity.kind.as_str()))
}

/// What of an object may reach something: of an inert Profile the owner, whom the dashboard takes for the tenant's, and what
/// else it asks for but its quota.
fn reach(identity: &Identity, object: Option<&Value>) -> Option<Value> {
    let is_profile = identity.group == "kubeflow.org" && identity.kind == "Profile";
    let mut reach = if is_profile { object?["spec"].clone() } else { object?.clone() };
    if let Some(spec) = reach.as_object_mut().filter(|_| is_profile) {
        spec.shift_remove("resourceQuotaSpec");
    }
    Some(reach)
}
