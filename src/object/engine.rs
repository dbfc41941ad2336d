//! What sync engines make of an object: whether they would delete it, what their own objects allow, and where those may lie.

use super::identity::Identity;
use crate::config::{Engine, GroupKind};
use crate::diagnostic::{Problem, Route};
use serde_json::Value;
use wildmatch::WildMatch;

const ARGO_CD: &str = "argocd.argoproj.io/sync-options";
const FLUX: &str = "kustomize.toolkit.fluxcd.io/prune";

/// Whether an engine leaves this object alone when the tree has it no more. Without an engine nothing is deleted.
///
/// Source: Argo CD reads the options from a list with commas; Flux takes its key as a label or as an annotation.
pub fn is_protected(object: &Value, engine: Engine) -> bool {
    let of = |part: &str, key: &str| object["metadata"][part][key].as_str().unwrap_or_default().to_owned();
    match engine {
        Engine::None => true,
        Engine::ArgoCd => {
            let given = of("annotations", ARGO_CD);
            let options: Vec<&str> = given.split(',').map(str::trim).collect();
            ["Prune=false", "Delete=false"].iter().all(|option| options.contains(option))
        }
        Engine::Flux => ["annotations", "labels"].iter().any(|part| of(part, FLUX) == "disabled"),
    }
}

/// Whether a whole Namespace goes with this object: with itself, and with the Profile that may own it.
pub fn holds_a_namespace(object: &Value) -> bool {
    let group =
        object["apiVersion"].as_str().and_then(|version| version.rsplit_once('/')).map_or("", |(group, _)| group);
    matches!((group, object["kind"].as_str()), ("", Some("Namespace")) | ("kubeflow.org", Some("Profile")))
}

/// What is wrong with an object with which the engine would delete a Namespace.
pub fn unprotected(object: &Value, engine: Engine) -> Vec<Problem> {
    if !holds_a_namespace(object) || is_protected(object, engine) {
        return Vec::new();
    }
    let annotation = match engine {
        Engine::None => return Vec::new(),
        Engine::ArgoCd => format!("{ARGO_CD}: Prune=false,Delete=false"),
        Engine::Flux => format!("{FLUX}: disabled"),
    };
    let kind = object["kind"].as_str().unwrap_or_default();
    let message = format!("{} would delete this {kind} when it leaves the tree", engine.name());
    vec![Problem::new(Route::root().key("metadata"), message).help(format!("write the annotation `{annotation}`"))]
}

/// Only objects of the engine's own, where the engine looks for them, stand beside the tenants.
pub fn of_engine(identity: &Identity, engine: Engine, namespace: &str) -> Result<(), Problem> {
    let is_own = match engine {
        Engine::None => false,
        Engine::ArgoCd => identity.group == "argoproj.io",
        Engine::Flux => identity.group.ends_with(".toolkit.fluxcd.io"),
    };
    if !is_own {
        let message = format!("`{identity}` is no object of {}", engine.name());
        return Err(
            Problem::new(Route::root().key("kind"), message).help("only what tells the engine is rendered there")
        );
    }
    if identity.namespace.as_deref() != Some(namespace) {
        let at = Route::root().key("metadata").key("namespace");
        let message = format!("`{identity}` lies outside of the engine's namespace `{namespace}`");
        return Err(Problem::new(at, message).help("write `namespace: {{ config.gitOps.bootstrap.namespace }}`"));
    }
    Ok(())
}

/// Of these kinds those that an AppProject does not allow; none where the object is no AppProject.
///
/// Source: Argo CD: without a list no cluster-scoped kind is allowed and every other is; the lists hold globs.
pub fn not_allowed<'k>(project: &Value, kinds: impl IntoIterator<Item = &'k GroupKind>) -> Vec<&'k GroupKind> {
    if project["kind"].as_str() != Some("AppProject") {
        return Vec::new();
    }
    kinds.into_iter().filter(|kind| !is_allowed(&project["spec"], kind)).collect()
}

fn is_allowed(spec: &Value, kind: &GroupKind) -> bool {
    let is_cluster_scoped = super::scope::is_cluster_scoped(&kind.group, &kind.kind);
    let key = if is_cluster_scoped { "clusterResourceWhitelist" } else { "namespaceResourceWhitelist" };
    let Some(list) = spec[key].as_array() else { return !is_cluster_scoped };
    let matches = |pattern: &Value, text: &str| pattern.as_str().is_some_and(|glob| WildMatch::new(glob).matches(text));
    list.iter().any(|entry| matches(&entry["group"], &kind.group) && matches(&entry["kind"], &kind.kind))
}

#[cfg(test)]
mod tests {
    use super::{is_protected, not_allowed, unprotected};
    use crate::config::{Engine, GroupKind};
    use serde_json::json;

    #[test]
    fn each_engine_has_its_own_word() {
        let of = |key: &str, value: &str| json!({"kind": "Namespace", "metadata": {"annotations": {key: value}}});
        let options = |value: &str| is_protected(&of("argocd.argoproj.io/sync-options", value), Engine::ArgoCd);
        assert!(options("Prune=false,Delete=false") && options("Delete=false, Prune=false, Validate=false"));
        assert!(!options("Prune=false") && !options("Delete=false") && !options("Prune=confirm,Delete=false"));
        let flux = of("kustomize.toolkit.fluxcd.io/prune", "disabled");
        assert!(is_protected(&flux, Engine::Flux) && !is_protected(&flux, Engine::ArgoCd));
        assert!(!is_protected(&of("kustomize.toolkit.fluxcd.io/prune", "enabled"), Engine::Flux));
        assert!(is_protected(&json!({}), Engine::None));
    }

    #[test]
    fn a_namespace_and_a_profile_must_be_protected_and_nothing_else() {
        let count = |version: &str, kind: &str| {
            unprotected(&json!({"apiVersion": version, "kind": kind, "metadata": {"name": "a"}}), Engine::ArgoCd).len()
        };
        assert_eq!((count("v1", "Namespace"), count("kubeflow.org/v1", "Profile"), count("v1", "Secret")), (1, 1, 0));
    }

    #[test]
    fn a_project_allows_what_it_lists() {
        let kind = |group: &str, kind: &str| GroupKind { group: group.to_owned(), kind: kind.to_owned() };
        let kinds = [kind("", "Namespace"), kind("kubeflow.org", "Profile"), kind("", "Secret"), kind("apps", "Job")];
        let refused = |spec: serde_json::Value| not_allowed(&json!({"kind": "AppProject", "spec": spec}), &kinds).len();
        assert_eq!(refused(json!({})), 2);
        let cluster = json!([{"group": "", "kind": "Namespace"}]);
        assert_eq!(refused(json!({"clusterResourceWhitelist": cluster, "namespaceResourceWhitelist": []})), 3);
        let all = json!([{"group": "*", "kind": "*"}]);
        assert_eq!(refused(json!({"clusterResourceWhitelist": all, "namespaceResourceWhitelist": all})), 0);
        assert!(not_allowed(&json!({"kind": "ApplicationSet"}), &kinds).is_empty());
    }
}
