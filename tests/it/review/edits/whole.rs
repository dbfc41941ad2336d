//! Objects of other kinds, and marks that take an object out of what is applied.

use super::mesh::drop_part;
use super::{Kind, one_way};
use crate::review::random::Random;
use crate::review::world::{TENANT, World};
use serde_json::{Value, json};

pub(super) const KINDS: &[Kind] = &[
    one_way("object: a fence removed", |world, _| {
        world.remove("NetworkPolicy", "fence");
        Some(())
    }),
    one_way("object: a fence opened", |world, random| {
        let from = json!([{"namespaceSelector": {"matchLabels": {"a": random.word()}}}]);
        world.get("NetworkPolicy", "fence")["spec"]["ingress"] = json!([{"from": from}]);
        Some(())
    }),
    one_way("object: one more fence, which lets all in", |world, random| {
        let spec = json!({"podSelector": {}, "ingress": [{}]});
        new(world, random, "networking.k8s.io/v1", "NetworkPolicy", &spec)
    }),
    one_way("object: no mutual TLS asked for", |world, random| {
        let mode = *random.of(&["PERMISSIVE", "DISABLE"]);
        world.get("PeerAuthentication", "strict")["spec"]["mtls"]["mode"] = mode.into();
        Some(())
    }),
    one_way("object: PeerAuthentication removed", |world, _| {
        world.remove("PeerAuthentication", "strict");
        Some(())
    }),
    one_way("object: another issuer of tokens", |world, random| {
        let spec = json!({"jwtRules": [{"issuer": random.word()}]});
        new(world, random, "security.istio.io/v1", "RequestAuthentication", &spec)
    }),
    one_way("object: an EnvoyFilter", |world, random| {
        new(world, random, "networking.istio.io/v1alpha3", "EnvoyFilter", &json!({"configPatches": []}))
    }),
    one_way("object: a Sidecar", |world, random| {
        new(world, random, "networking.istio.io/v1", "Sidecar", &json!({"inboundConnectionPool": {}}))
    }),
    one_way("object: a token of a ServiceAccount as a Secret", |world, random| {
        let annotations = json!({"kubernetes.io/service-account.name": "default-editor"});
        let metadata = json!({"name": random.word(), "namespace": TENANT, "annotations": annotations});
        let kind = "kubernetes.io/service-account-token";
        world.objects.push(json!({"apiVersion": "v1", "kind": "Secret", "metadata": metadata, "type": kind}));
        Some(())
    }),
    one_way("object: a kind that nobody knows", |world, random| {
        let kind = format!("K{}", random.word());
        new(world, random, "example.com/v1", &kind, &json!({"a": "b"}))
    }),
    one_way("object: a kind of a known name in another group", |world, random| {
        let kind = *random.of(&["Role", "RoleBinding", "ServiceAccount", "AuthorizationPolicy", "ResourceQuota"]);
        new(world, random, "example.com/v1", kind, &json!({"a": "b"}))
    }),
    one_way("object: a guard that is not built", |world, random| {
        mark(world, random, "annotations", "config.kubernetes.io/local-config", "true")
    }),
    one_way("object: a guard that is not synced", |world, random| {
        let (map, key, value) = *random.of(&[
            ("annotations", "argocd.argoproj.io/hook", "Skip"),
            ("annotations", "kustomize.toolkit.fluxcd.io/reconcile", "disabled"),
            ("labels", "kustomize.toolkit.fluxcd.io/reconcile", "disabled"),
            ("annotations", "kustomize.toolkit.fluxcd.io/ssa", "Ignore"),
        ]);
        mark(world, random, map, key, value)
    }),
    one_way("object: a binding that is not pruned", |world, random| {
        let (key, value) = *random.of(&[
            ("argocd.argoproj.io/sync-options", "Prune=false"),
            ("kustomize.toolkit.fluxcd.io/prune", "disabled"),
        ]);
        world.get("RoleBinding", "own")["metadata"]["annotations"][key] = value.into();
        Some(())
    }),
    one_way("object: a guard that lies in another namespace", |world, random| {
        world.get("AuthorizationPolicy", "guard")["metadata"]["namespace"] = random.word().into();
        Some(())
    }),
    one_way("object: a guard without a namespace", |world, _| {
        drop_part(&mut world.get("AuthorizationPolicy", "guard")["metadata"], "namespace")
    }),
];

fn new(world: &mut World, random: &mut Random, api_version: &str, kind: &str, spec: &Value) -> Option<()> {
    let metadata = json!({"name": random.word(), "namespace": TENANT});
    world.objects.push(json!({"apiVersion": api_version, "kind": kind, "metadata": metadata, "spec": spec}));
    Some(())
}

fn mark(world: &mut World, random: &mut Random, map: &str, key: &str, value: &str) -> Option<()> {
    let name = *random.of(&["guard", "guard-of-paths"]);
    world.get("AuthorizationPolicy", name)["metadata"][map][key] = value.into();
    Some(())
}
