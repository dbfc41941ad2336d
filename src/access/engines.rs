//! Marks by which an object is left out of a build or of a sync, or is kept when the tree has it no more.
//!
//! A DENY that is not applied keeps nobody out, and a RoleBinding that is not pruned is not revoked. What such a mark does to whom is
//! not worked out: an object on which one changes has an unknown reach.
//!
//! Source: kustomize, `config.kubernetes.io/local-config`; Argo CD, "Sync Options" and "Resource Hooks"; Flux, "Kustomization",
//! "Controlling the apply behavior of resources".

use super::{AccessChange, Side};
use crate::object::Identity;
use serde_json::Value;
use std::collections::BTreeMap;

/// How the keys of such marks begin, on annotations and labels alike.
const MARKS: [&str; 7] = [
    "argocd.argoproj.io/",
    "config.kubernetes.io/",
    "config.k8s.io/",
    "helm.sh/hook",
    "internal.config.kubernetes.io/",
    "kustomize.config.k8s.io/",
    "kustomize.toolkit.fluxcd.io/",
];
/// Of those: when an object is applied, not whether.
const ORDER: &str = "argocd.argoproj.io/sync-wave";
/// Options that make an engine prune an object, or make it anew, as is rendered for what gives access: with them alone an object
/// is applied and revoked as without any.
const APPLIED: [&str; 3] = ["Force=true", "Prune=true", "Replace=true"];
/// The same of Flux, where it is `enabled`.
const ENABLED: [&str; 2] = ["kustomize.toolkit.fluxcd.io/force", "kustomize.toolkit.fluxcd.io/prune"];
/// What protects a Namespace from an engine. It opens nothing, and the guards of a plan ask for it.
const PROTECTION: [&str; 2] = ["argocd.argoproj.io/sync-options", "kustomize.toolkit.fluxcd.io/prune"];

/// One line for each object of both sides whose marks differ, and for each new one that has any.
pub(super) fn compare(before: Side<'_>, after: Side<'_>) -> Vec<AccessChange> {
    let differs = |identity: &Identity, object: &Value| {
        let old = before.objects.get(identity).map(|object| marks(identity, object)).unwrap_or_default();
        old != marks(identity, object)
    };
    let changed = after.objects.iter().filter(|(identity, object)| differs(identity, object));
    changed.map(|(identity, _)| AccessChange::Unknown { object: identity.to_string() }).collect()
}

fn marks<'v>(identity: &Identity, object: &'v Value) -> BTreeMap<&'v String, &'v Value> {
    let maps = ["annotations", "labels"].into_iter().filter_map(|map| object["metadata"][map].as_object());
    let is_protected = matches!(identity.kind.as_str(), "Namespace" | "Profile");
    let is_mark = |key: &str| {
        MARKS.iter().any(|start| key.starts_with(start)) && key != ORDER && !(is_protected && PROTECTION.contains(&key))
    };
    maps.flatten().filter(|(key, value)| is_mark(key) && !is_applied(key, value)).collect()
}

fn is_applied(key: &str, value: &Value) -> bool {
    let text = value.as_str().unwrap_or_default();
    let are_options = key == PROTECTION[0] && text.split(',').all(|option| APPLIED.contains(&option.trim()));
    are_options || (ENABLED.contains(&key) && text == "enabled")
}

#[cfg(test)]
mod tests {
    use super::is_applied;
    use serde_json::json;

    #[test]
    fn only_what_keeps_an_object_from_being_applied_or_pruned_is_a_mark() {
        let options = |text: &str| is_applied("argocd.argoproj.io/sync-options", &json!(text));
        assert!(options("Force=true,Replace=true") && options("Prune=true") && options("Replace=true, Prune=true"));
        assert!(
            !options("") && !options("Prune=false") && !options("Force=true,Prune=false") && !options("Prune=confirm")
        );
        let flux = |key: &str, text: &str| is_applied(&format!("kustomize.toolkit.fluxcd.io/{key}"), &json!(text));
        assert!(flux("force", "enabled") && flux("prune", "enabled"));
        assert!(!flux("prune", "disabled") && !flux("reconcile", "enabled") && !flux("ssa", "enabled"));
    }
}
