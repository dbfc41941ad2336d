//! The switches of a whole Namespace: sidecar, Pod Security, exemption from admission.
//!
//! Source: Istio, "Installing the Sidecar"; Kubernetes, "Pod Security Admission"; Gatekeeper, "Exempting Namespaces".

use super::{AccessChange, Effect, Objects, Side};
use serde_json::Value;
use std::collections::BTreeSet;

const OWNER: &str = "owner";
const INJECTION: &str = "istio-injection";
const REVISION: &str = "istio.io/rev";
const DATAPLANE: &str = "istio.io/dataplane-mode";
const ENFORCE: &str = "pod-security.kubernetes.io/enforce";
const ENFORCE_VERSION: &str = "pod-security.kubernetes.io/enforce-version";
const GATEKEEPER: &str = "admission.gatekeeper.sh/ignore";
/// Labels by which the mesh decides something else; what, is not modelled.
const MESH: [&str; 4] = ["istio.io/", "topology.istio.io/", "security.istio.io/", "networking.istio.io/"];

/// What the Namespace of a tenant opens or closes.
pub(super) fn compare(before: Side<'_>, after: Side<'_>) -> Vec<AccessChange> {
    let (old, new) = (namespace(before.objects), namespace(after.objects));
    let mut changes = Vec::new();
    let owner = |namespace: Option<&Value>| annotation(namespace, OWNER);
    if owner(old) != owner(new) && !before.is_empty() && !after.is_empty() {
        changes.push(AccessChange::Owner { before: owner(old), after: owner(new) });
    }
    // A Namespace that is new or gone opens nothing by its labels: what is in it does.
    if let (Some(old), Some(new)) = (old, new) {
        changes.extend(
            [sidecar(old, new), pod_security(old, new), version(old, new), exemption(old, new)].into_iter().flatten(),
        );
        changes.extend(others(old, new));
    }
    changes
}

fn namespace(objects: &Objects) -> Option<&Value> {
    objects
        .iter()
        .find(|(identity, _)| identity.group.is_empty() && identity.kind == "Namespace")
        .map(|(_, value)| value)
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
    let mesh = |namespace: &Value| {
        let injection = label(namespace, INJECTION);
        match (injection, label(namespace, REVISION), label(namespace, DATAPLANE)) {
            (Some("enabled"), _, _) => Some("on".to_owned()),
            (None, Some(revision), _) => Some(format!("on, revision {revision}")),
            (_, _, Some("ambient")) => Some("ambient".to_owned()),
            _ => None,
        }
    };
    let (old, new) = (mesh(old), mesh(new));
    let effect = if old.is_none() { Effect::Narrows } else { Effect::Widens };
    let word = |side: &Option<String>| side.clone().unwrap_or_else(|| "off".to_owned());
    (old != new).then(|| switch("sidecar", Some(&word(&old)), Some(&word(&new)), effect))
}

/// The level that is enforced, from lenient to strict. Without a label it is the cluster's, which is taken for the most lenient.
fn pod_security(old: &Value, new: &Value) -> Option<AccessChange> {
    let rank = |level: Option<&str>| match level {
        Some("restricted") => 2,
        Some("baseline") => 1,
        Some(_) | None => 0,
    };
    let (old, new) = (label(old, ENFORCE), label(new, ENFORCE));
    let effect = match rank(new).cmp(&rank(old)) {
        std::cmp::Ordering::Less => Effect::Widens,
        std::cmp::Ordering::Equal => Effect::Same,
        std::cmp::Ordering::Greater => Effect::Narrows,
    };
    (old != new).then(|| switch("Pod Security level", old, new, effect))
}

fn version(old: &Value, new: &Value) -> Option<AccessChange> {
    let given = |namespace| label(namespace, ENFORCE_VERSION).filter(|version| *version != "latest");
    let (old, new) = (given(old), given(new));
    // An older version checks less; without one it is the cluster's own.
    let minor = |version: Option<&str>| {
        version.and_then(|version| version.strip_prefix("v1.")?.parse::<u32>().ok()).unwrap_or(u32::MAX)
    };
    let effect = if minor(new) < minor(old) { Effect::Widens } else { Effect::Narrows };
    (old != new).then(|| switch("Pod Security version", old, new, effect))
}

fn exemption(old: &Value, new: &Value) -> Option<AccessChange> {
    let (old, new) = (label(old, GATEKEEPER), label(new, GATEKEEPER));
    let effect = if new.is_some() { Effect::Widens } else { Effect::Narrows };
    (old != new).then(|| switch("exemption from Gatekeeper", old, new, effect))
}

fn others(old: &Value, new: &Value) -> Vec<AccessChange> {
    let keys = |namespace: &Value| -> BTreeSet<String> {
        let labels = namespace["metadata"]["labels"].as_object().into_iter().flatten().map(|(key, _)| key.clone());
        labels
            .filter(|key| MESH.iter().any(|start| key.starts_with(start)) && key != REVISION && key != DATAPLANE)
            .collect()
    };
    let changed = keys(old).union(&keys(new)).cloned().collect::<Vec<_>>();
    changed
        .iter()
        .filter(|key| label(old, key) != label(new, key))
        .map(|key| switch(&format!("mesh label {key}"), label(old, key), label(new, key), Effect::Widens))
        .collect()
}
