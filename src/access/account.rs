//! What a ServiceAccount reaches by itself: cloud identities, tokens, pull secrets.
//!
//! Source: the documentation of EKS ("IAM roles for service accounts"), GKE ("Workload Identity Federation"), Azure Workload
//! Identity; Kubernetes, "Configure Service Accounts for Pods". Every annotation of a ServiceAccount is taken for an identity:
//! whoever reads one reads it for that.

use super::{AccessChange, Effect, Side, items};
use crate::object::Identity;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Annotations that name the identity itself.
const IDENTITIES: [&str; 3] =
    ["eks.amazonaws.com/role-arn", "iam.gke.io/gcp-service-account", "azure.workload.identity/client-id"];
/// Annotations that programs leave for themselves and for people.
const NOTES: [&str; 2] = ["kubectl.kubernetes.io/last-applied-configuration", "kubernetes.io/description"];

/// What is said of the token that pods of an account carry.
const TOKEN: &str = "token in the pods";

/// One thing that a ServiceAccount has: the account, and what of it.
type Key = (String, String);

/// What ServiceAccounts reach otherwise than before.
pub(super) fn compare(before: Side<'_>, after: Side<'_>) -> Vec<AccessChange> {
    let accounts = |side: Side<'_>| side.of_kind("", "ServiceAccount").map(|(identity, _)| identity.clone()).collect();
    let (old, new): (BTreeSet<Identity>, BTreeSet<Identity>) = (accounts(before), accounts(after));
    // That every account has a token unless it says otherwise is news of none that comes or goes.
    let stays = |account: &str| old.intersection(&new).any(|identity| identity.name == account);
    let (mut before, mut after) = (held(before), held(after));
    before.retain(|(account, what), _| what != TOKEN || stays(account));
    after.retain(|(account, what), _| what != TOKEN || stays(account));
    let keys: BTreeSet<&Key> = before.keys().chain(after.keys()).collect();
    let mut changes = Vec::new();
    for key in keys {
        let (old, new) = (before.get(key).cloned(), after.get(key).cloned());
        if old != new {
            let effect = if new.is_some() { Effect::Widens } else { Effect::Narrows };
            changes.push(AccessChange::Account {
                account: key.0.clone(),
                what: key.1.clone(),
                before: old,
                after: new,
                effect,
            });
        }
    }
    changes
}

fn held(side: Side<'_>) -> BTreeMap<Key, String> {
    let mut held = BTreeMap::new();
    for (identity, account) in side.of_kind("", "ServiceAccount") {
        let mut has = |what: String, value: String| drop(held.insert((identity.name.clone(), what), value));
        for (key, value) in account["metadata"]["annotations"].as_object().into_iter().flatten() {
            if !NOTES.contains(&key.as_str()) {
                has(what(key), value.as_str().unwrap_or_default().to_owned());
            }
        }
        for list in ["imagePullSecrets", "secrets"] {
            for secret in items(&account[list]).filter_map(|secret| secret["name"].as_str()) {
                has(format!("secret {secret} in {list}"), "there".to_owned());
            }
        }
        if account["automountServiceAccountToken"] != Value::Bool(false) {
            has(TOKEN.to_owned(), "mounted".to_owned());
        }
    }
    held
}

fn what(annotation: &str) -> String {
    if IDENTITIES.contains(&annotation) { "cloud identity".to_owned() } else { format!("annotation {annotation}") }
}
