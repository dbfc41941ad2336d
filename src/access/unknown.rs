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
    let unknown = identities.into_iter().filter(|identity| !is_modelled(identity)).filter(differs);
    unknown.map(|identity| AccessChange::Unknown { object: identity.to_string() }).collect()
}

fn is_modelled(identity: &Identity) -> bool {
    MODELLED.contains(&(identity.group.as_str(), identity.kind.as_str()))
}

/// What of an object may reach something: of an inert Profile the owner alone, whom the dashboard takes for the tenant's.
fn reach<'v>(identity: &Identity, object: Option<&'v Value>) -> Option<&'v Value> {
    let is_profile = identity.group == "kubeflow.org" && identity.kind == "Profile";
    if is_profile { object.map(|object| &object["spec"]["owner"]) } else { object }
}
