//! The switches of a whole Namespace: sidecar, Pod Security, exemption from admission.
//!
//! Source: Istio, "Installing the Sidecar"; Kubernetes, "Pod Security Admission"; Gatekeeper, "Exempting Namespaces".

use super::{AccessChange, Effect, Side};
use serde_json::Value;
use std::collections::BTreeSet;

const OWNER: &str = "owner";
const INJECTION: &str = "istio-injection";
const REVISION: &str = "istio.io/rev";
const DATAPLANE: &str = "istio.io/dataplane-mode";
const ENFORCE: &str = "pod-security.kubernetes.io/enforce";
const ENFORCE_VERSION: &str = "pod-security.kubernetes.io/enforce-version";
const GATEKEEPER: &str = "admission.gatekeeper.sh/ignore";
/// Labels and annotations by which the mesh, admission or others give or bound something; what, is not modelled.
const OTHERS: [&str; 19] = [
    "ambient.istio.io/",
    "capsule.clastix.io/",
    "cert-manager.io/disable-validation",
    "cnrm.cloud.google.com/",
    "control-plane",
    "field.cattle.io/",
    "hnc.x-k8s.io/",
    "iam.amazonaws.com/",
    "istio.io/",
    "kyverno.io/",
    "linkerd.io/",
    "networking.istio.io/",
    "openpolicyagent.org/",
    "openshift.io/",
    "policy.sigstore.dev/",
    "scheduler.alpha.kubernetes.io/",
    "security.istio.io/",
    "security.openshift.io/",
    "topology.istio.io/",
];

/// What the Namespace of a tenant opens or closes.
pub(super) fn compare(before: Side<'_>, after: Side<'_>) -> Vec<AccessChange> {
    let (old, new) = (namespace(before), namespace(after));
    let mut changes = Vec::new();
    let owner = |namespace: Option<&Value>| annotation(namespace, OWNER);
    if owner(old) != owner(new) && !before.is_empty() && !after.is_empty() {
        changes.push(AccessChange::Owner { before: owner(old), after: owner(new) });
    }
    match (old, new) {
        (Some(old), Some(new)) => {
            let switches =
                [sidecar(old, new), ambient(old, new), pod_security(old, new), version(old, new), exemption(old, new)];
            changes.extend(switches.into_iter().flatten());
            changes.extend(others(old, new));
        }
        // It may be there all the same, under other switches.
        (None, Some(_)) if !before.is_empty() => {
            changes.push(AccessChange::Unknown { object: format!("Namespace/{}", after.tenant) });
        }
        // One of a tenant that is new or gone opens nothing by its labels: what is in it does.
        (None, _) | (_, None) => {}
    }
    changes
}

fn namespace(side: Side<'_>) -> Option<&Value> {
    side.of_kind("", "Namespace").next().map(|(_, value)| value)
}

fn annotation(namespace: Option<&Value>, key: &str) -> Option<String> {
    namespace?["metadata"]["annotations"][key].as_str().map(str::to_owned)
}

fn label<'v>(namespace: &'v Value, key: &str) -> Option<&'v str> {
    namespace["metadata"]["labels"][key].as_str()
}

fn switch(what: &str, before: Option<&str>, after: Option<&str>, effect: Effect) -> AccessChange {
    let owned = |value: Option<&str>| value.map(str::to_owned);
    AccessChange::Namespace { what: what.to_owned(), before: owned(before), after: owned(after), effect }
}

/// Without a sidecar no policy of the mesh is in force. Another control plane may be none.
fn sidecar(old: &Value, new: &Value) -> Option<AccessChange> {
    let mesh = |namespace: &Value| match (label(namespace, INJECTION), label(namespace, REVISION)) {
        (Some("enabled"), _) => Some("on".to_owned()),
        (None, Some(revision)) => Some(format!("on, revision {revision}")),
        (Some(_), _) | (None, None) => None,
    };
    let (old, new) = (mesh(old), mesh(new));
    let effect = if old.is_none() { Effect::Narrows } else { Effect::Widens };
    let word = |side: &Option<String>| side.clone().unwrap_or_else(|| "off".to_owned());
    (old != new).then(|| switch("sidecar", Some(&word(&old)), Some(&word(&new)), effect))
}

/// Pods without a sidecar are in the mesh by the node, or not at all.
fn ambient(old: &Value, new: &Value) -> Option<AccessChange> {
    let is_on = |namespace| if label(namespace, DATAPLANE) == Some("ambient") { "on" } else { "off" };
    let (old, new) = (is_on(old), is_on(new));
    let effect = if new == "on" { Effect::Narrows } else { Effect::Widens };
    (old != new).then(|| switch("ambient mesh", Some(old), Some(new), effect))
}

/// The level that is enforced, from lenient to strict. Without a label it is the cluster's, which may be any: what is written in
/// its place is more only if it is the most lenient, and what is written no more is always more.
fn pod_security(old: &Value, new: &Value) -> Option<AccessChange> {
    let rank = |level: Option<&str>| match level {
        Some("restricted") => 2,
        Some("baseline") => 1,
        Some(_) | None => 0,
    };
    let (old, new) = (label(old, ENFORCE), label(new, ENFORCE));
    let is_less = rank(new) > rank(old) || old == Some("privileged") && new.is_none();
    let effect = if is_less { Effect::Narrows } else { Effect::Widens };
    (old != new).then(|| switch("Pod Security level", old, new, effect))
}

fn version(old: &Value, new: &Value) -> Option<AccessChange> {
    let given = |namespace| label(namespace, ENFORCE_VERSION).filter(|version| *version != "latest");
    let (old, new) = (given(old), given(new));
    // An older version checks less; without one it is the cluster's own.
    let minor = |version: Option<&str>| {
        version.map_or(Some(u32::MAX), |version| version.strip_prefix("v1.")?.parse::<u32>().ok())
    };
    // What cannot be read is less than all that can.
    let effect = if minor(new) <= minor(old) { Effect::Widens } else { Effect::Narrows };
    (old != new).then(|| switch("Pod Security version", old, new, effect))
}

fn exemption(old: &Value, new: &Value) -> Option<AccessChange> {
    let (old, new) = (label(old, GATEKEEPER), label(new, GATEKEEPER));
    let effect = if new.is_some() { Effect::Widens } else { Effect::Narrows };
    (old != new).then(|| switch("exemption from Gatekeeper", old, new, effect))
}

fn others(old: &Value, new: &Value) -> Vec<AccessChange> {
    let one_map = |map: &'static str, word: &'static str| {
        let keys = |namespace: &Value| -> BTreeSet<String> {
            let given = namespace["metadata"][map].as_object().into_iter().flatten().map(|(key, _)| key.clone());
            given.filter(|key| is_other(key)).collect()
        };
        let of = move |namespace: &Value, key: &str| namespace["metadata"][map][key].as_str().map(str::to_owned);
        let keys: BTreeSet<String> = keys(old).union(&keys(new)).cloned().collect();
        let changed = keys.into_iter().filter(move |key| of(old, key) != of(new, key));
        changed.map(move |key| {
            let what = format!("{word} {key}");
            switch(&what, of(old, &key).as_deref(), of(new, &key).as_deref(), Effect::Widens)
        })
    };
    one_map("labels", "label").chain(one_map("annotations", "annotation")).collect()
}

fn is_other(key: &str) -> bool {
    let (domain, _) = key.split_once('/').unwrap_or((key, ""));
    let is_of =
        |start: &&str| key.starts_with(*start) || domain.ends_with(&format!(".{}", start.trim_end_matches('/')));
    key != REVISION && key != DATAPLANE && OTHERS.iter().any(is_of)
}

#[cfg(test)]
mod tests {
    use super::{Effect, others, pod_security, sidecar, version};
    use serde_json::{Value, json};

    fn with(labels: &Value) -> Value {
        json!({"metadata": {"labels": labels}})
    }

    #[test]
    fn the_sidecar_is_off_by_each_label_that_takes_it_away() {
        let on = with(&json!({"istio-injection": "enabled"}));
        for off in [json!({}), json!({"istio-injection": "disabled"}), json!({"istio.io/rev": "other"})] {
            let change = sidecar(&on, &with(&off));
            assert!(change.is_some_and(|change| change.effect() == Effect::Widens), "{off}");
        }
        assert_eq!(sidecar(&with(&json!({})), &on).map(|change| change.effect()), Some(Effect::Narrows));
        // The label of injection is looked at before that of the revision.
        assert_eq!(sidecar(&on, &with(&json!({"istio-injection": "enabled", "istio.io/rev": "x"}))), None);
    }

    #[test]
    fn a_lower_level_of_pod_security_widens_and_so_does_one_that_frees_from_the_cluster_s() {
        let level = |level: &str| with(&json!({"pod-security.kubernetes.io/enforce": level}));
        let effect = |old: &Value, new: &Value| pod_security(old, new).map(|change| change.effect());
        let none = with(&json!({}));
        for (old, new) in [(level("restricted"), level("baseline")), (level("baseline"), none.clone())] {
            assert_eq!(effect(&old, &new), Some(Effect::Widens));
            assert_eq!(effect(&new, &old), Some(Effect::Narrows));
        }
        assert_eq!(effect(&none, &level("privileged")), Some(Effect::Widens));
    }

    #[test]
    fn an_older_version_of_pod_security_widens() {
        let pinned = |version: &str| with(&json!({"pod-security.kubernetes.io/enforce-version": version}));
        let effect = |old: &str, new: &str| version(&pinned(old), &pinned(new)).map(|change| change.effect());
        assert_eq!(effect("v1.30", "v1.24"), Some(Effect::Widens));
        assert_eq!(effect("latest", "v1.30"), Some(Effect::Widens));
        assert_eq!(effect("v1.24", "latest"), Some(Effect::Narrows));
        assert_eq!(effect("v1.24", "odd"), Some(Effect::Widens));
    }

    #[test]
    fn a_label_by_which_something_else_decides_widens_and_any_other_is_text() {
        let told = |key: &str| others(&with(&json!({})), &with(&json!({key: "x"}))).len();
        assert_eq!((told("istio.io/use-waypoint"), told("team.tree.hnc.x-k8s.io/depth")), (1, 1));
        assert_eq!((told("team"), told("app.kubernetes.io/part-of")), (0, 0));
    }
}
