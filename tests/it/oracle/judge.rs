//! What we make of an input, and what a server must make of it: `tests/e2e` asks the same of a running one.

use super::generator::{Input, Settings};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tenantry::config::{self, Config};
use tenantry::diagnostic::{Severity, Sources};
use tenantry::kubernetes::own_quota_rules;
use tenantry::render::{Hash, Renderer, TemplateSet};
use tenantry::source::{self, Limits};
use tenantry::tenant::Tenants;
use tenantry::{load, profile, resolve, rules};

/// Codes that mirror the server: what they refuse, it refuses, too.
const MIRROR: [&str; 7] =
    ["metadata", "missing-field", "no-value", "quota", "tenant-name", "unknown-field", "wrong-type"];

/// What we make of an input.
pub struct Ours {
    /// The codes of errors.
    pub errors: BTreeSet<&'static str>,
    /// All codes.
    pub codes: BTreeSet<&'static str>,
    /// The documents as they were read; none where one was not sound.
    pub documents: Vec<Value>,
    /// The objects that are rendered; none where there is an error.
    pub objects: Vec<Value>,
}

/// What we make of each of these inputs, by its config.
pub fn judge_all(inputs: &[Input]) -> Vec<Ours> {
    let configs = Settings::ALL.map(config_of);
    let (templates, _) = TemplateSet::overlay(Vec::new(), &mut Sources::default());
    let renderers = configs.each_ref().map(|config| Renderer::new(&templates, config, Hash::Sha256).0);
    let judged = |input: &Input| judge(input, &configs[input.settings as usize], &renderers[input.settings as usize]);
    inputs.par_iter().map(judged).collect()
}

fn config_of(settings: Settings) -> Config {
    let text = settings.text();
    let file = Sources::default().add("tenantry.yaml", text);
    let (raw, found) = profile::load_config(file, text.as_bytes(), &Limits::default());
    assert!(found.is_empty(), "{found:?}");
    let (config, found) = config::resolve(file, raw.expect("the config can be read"));
    assert!(found.is_empty(), "{found:?}");
    config
}

fn judge(input: &Input, config: &Config, renderer: &Renderer<'_>) -> Ours {
    let mut sources = Sources::default();
    // A config takes the first number, as in a run.
    sources.add("tenantry.yaml", "");
    let text = source::text_of(&input.bytes);
    let file = sources.add("profiles/a.yaml", text.clone());
    let (loaded, mut found) = load(file, &input.bytes, &Limits::default());
    let (tenants, more) = resolve(file, &loaded, config);
    found.follow(more);
    let (tenants, more) = Tenants::join(tenants, config);
    found.extend(more);
    found.extend(rules::secrets_in(file, &text));
    let codes = |least: Severity| found.iter().filter(|one| one.severity >= least).map(|one| one.code.0).collect();
    let errors: BTreeSet<_> = codes(Severity::Error);
    let objects = if errors.is_empty() { rendered(&tenants, renderer) } else { Vec::new() };
    let (documents, unread) = source::read(file, &input.bytes, &Limits::default());
    let documents =
        if unread.is_empty() { documents.iter().map(|one| one.root.to_json()).collect() } else { Vec::new() };
    Ours { codes: codes(Severity::Note), errors, documents, objects }
}

fn rendered(tenants: &Tenants, renderer: &Renderer<'_>) -> Vec<Value> {
    let mut objects = Vec::new();
    for tenant in tenants.as_slice() {
        let folder = renderer.tenant(tenant).unwrap_or_else(|found| panic!("{}: {found:?}", tenant.name));
        for file in folder.files.iter().filter(|file| file.name != "kustomization.yaml") {
            objects.extend(crate::support::objects::of_text(&String::from_utf8_lossy(&file.bytes)));
        }
    }
    objects
}

pub fn profiles(ours: &Ours) -> impl Iterator<Item = Value> {
    ours.documents.iter().filter(|document| document["kind"] == "Profile").cloned().map(|mut profile| {
        // What a cluster wrote is dropped before anything else.
        profile.as_object_mut().map(|members| members.shift_remove("status"));
        profile
    })
}

/// Whether a refusal must be the server's, too: it is by a mirror alone, of a part that reaches the server.
pub fn is_mirrored(input: &Input, ours: &Ours) -> bool {
    let quota = |profile: &Value| own_quota_rules(&profile["spec"]["resourceQuotaSpec"]);
    !input.fault_is_ours
        && !ours.documents.is_empty()
        && ours.errors.iter().all(|code| MIRROR.contains(code))
        && ours.documents.iter().all(|document| quota(document).is_empty())
}

/// The objects that the controller makes of a Profile, and the Profile: one of them must be refused.
pub fn made_of(profile: Value) -> Vec<Value> {
    let name = profile["metadata"]["name"].clone();
    let owner = &profile["spec"]["owner"];
    let role = json!({ "apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "kubeflow-admin" });
    let binding = json!({
        "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding",
        "metadata": { "name": "namespaceAdmin" }, "roleRef": role, "subjects": [owner],
    });
    let namespace = json!({ "apiVersion": "v1", "kind": "Namespace", "metadata": { "name": name } });
    let quota = json!({
        "apiVersion": "v1", "kind": "ResourceQuota", "metadata": { "name": "kf-resource-quota" },
        "spec": profile["spec"]["resourceQuotaSpec"],
    });
    vec![profile, namespace, binding, quota]
}
