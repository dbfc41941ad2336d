//! What a ServiceAccount reaches by itself: cloud identities, tokens, pull secrets.
//!
//! Source: the documentation of EKS ("IAM roles for service accounts"), GKE ("Workload Identity Federation"), Azure Workload
//! Identity; Kubernetes, "Configure Service Accounts for Pods". Every annotation of a ServiceAccount is taken for an identity:
//! whoever reads one reads it for that. Of labels only those of a cloud are.

use super::{AccessChange, Effect, Side, items, text};
use crate::object::Identity;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Annotations that name the identity itself.
const IDENTITIES: [&str; 3] =
    ["eks.amazonaws.com/role-arn", "iam.gke.io/gcp-service-account", "azure.workload.identity/client-id"];
/// How keys of clouds begin, on labels as well.
const CLOUDS: [&str; 3] = ["azure.workload.identity/", "eks.amazonaws.com/", "iam.gke.io/"];
/// The annotation that keeps an account from Secrets: with another value, or without it, there is more to reach.
const MOUNTABLE: &str = "kubernetes.io/enforce-mountable-secrets";
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
    let (mut was, mut is) = (held(before), held(after));
    was.retain(|(account, what), _| what != TOKEN || stays(account));
    is.retain(|(account, what), _| what != TOKEN || stays(account));
    let keys: BTreeSet<&Key> = was.keys().chain(is.keys()).collect();
    let one = |key: &Key| {
        let of = |side: &BTreeMap<Key, BTreeSet<String>>| side.get(key).cloned().unwrap_or_default();
        change(key, &of(&was), &of(&is))
    };
    let mut changes: Vec<AccessChange> = keys.into_iter().filter_map(one).collect();
    if !before.is_empty() {
        changes.extend(new.difference(&old).map(|identity| born(&identity.name)));
    }
    changes
}

/// One thing of an account: more where it has anything that it had not.
fn change(key: &Key, old: &BTreeSet<String>, new: &BTreeSet<String>) -> Option<AccessChange> {
    let keeps_in = key.1 == what(MOUNTABLE);
    let gains = if keeps_in { !old.is_subset(new) } else { !new.is_subset(old) };
    let effect = if gains { Effect::Widens } else { Effect::Narrows };
    let words = |side: &BTreeSet<String>| {
        (!side.is_empty()).then(|| side.iter().map(String::as_str).collect::<Vec<_>>().join(" and "))
    };
    let (account, what) = key.clone();
    (old != new).then(|| AccessChange::Account { account, what, before: words(old), after: words(new), effect })
}

/// An account that is new may be bound already, here or outside of the tree.
fn born(account: &str) -> AccessChange {
    AccessChange::Opening { words: format!("has a new ServiceAccount {account}"), effect: Effect::Widens }
}

fn held(side: Side<'_>) -> BTreeMap<Key, BTreeSet<String>> {
    let mut held: BTreeMap<Key, BTreeSet<String>> = BTreeMap::new();
    for (identity, account) in side.of_kind("", "ServiceAccount") {
        let mut has = |what: String, value: String| {
            held.entry((identity.name.clone(), what)).or_default().insert(value);
        };
        let map = |name: &str| account["metadata"][name].as_object().into_iter().flatten();
        for (key, value) in map("annotations").filter(|(key, _)| !NOTES.contains(&key.as_str())) {
            has(what(key), text(value));
        }
        for (key, value) in map("labels").filter(|(key, _)| CLOUDS.iter().any(|start| key.starts_with(start))) {
            has(format!("label {key}"), text(value));
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

#[cfg(test)]
mod tests {
    use super::compare;
    use crate::access::{Effect, Objects, Side};
    use crate::config::Settings;
    use crate::object::Identity;
    use serde_json::{Value, json};

    fn told(before: &Value, after: &Value) -> Vec<(String, Effect)> {
        let settings = Settings::default();
        let objects = |more: &Value| {
            let mut account = json!({"apiVersion": "v1", "kind": "ServiceAccount",
                                     "metadata": {"name": "default-editor", "namespace": "a"}});
            let map = more["annotations"].clone();
            account["metadata"]["annotations"] = map;
            account["automountServiceAccountToken"] = more["automount"].clone();
            let identity = Identity::of(&account);
            identity.into_iter().map(|identity| (identity, account.clone())).collect::<Objects>()
        };
        let (before, after) = (objects(before), objects(after));
        let side = |objects| Side { tenant: "a", objects, settings: &settings };
        let changes = compare(side(&before), side(&after)).into_iter();
        changes.map(|change| (change.words("a"), change.effect())).collect()
    }

    #[test]
    fn a_second_cloud_identity_does_not_hide_behind_the_first() {
        let one = json!({"annotations": {"eks.amazonaws.com/role-arn": "arn"}});
        let two =
            json!({"annotations": {"iam.gke.io/gcp-service-account": "gsa", "eks.amazonaws.com/role-arn": "arn"}});
        let told = |before, after| told(before, after).remove(0);
        let words = "cloud identity of default-editor in a: arn -> arn and gsa".to_owned();
        assert_eq!(told(&one, &two), (words, Effect::Widens));
        assert_eq!(told(&two, &one).1, Effect::Narrows);
    }

    #[test]
    fn a_token_that_pods_carry_again_and_secrets_that_are_free_again_widen() {
        let effect = |before: Value, after: Value| told(&before, &after).remove(0).1;
        assert_eq!(effect(json!({"automount": false}), json!({})), Effect::Widens);
        assert_eq!(effect(json!({}), json!({"automount": false})), Effect::Narrows);
        let kept = json!({"annotations": {"kubernetes.io/enforce-mountable-secrets": "true"}});
        assert_eq!(effect(kept.clone(), json!({})), Effect::Widens);
        assert_eq!(effect(json!({}), kept), Effect::Narrows);
    }
}
