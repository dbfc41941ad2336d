//! Switches of a whole Namespace.

use super::mesh::drop_part;
use super::{Kind, kind, one_way};
use crate::review::world::World;
use serde_json::Value;

const ENFORCE: &str = "pod-security.kubernetes.io/enforce";
const VERSION: &str = "pod-security.kubernetes.io/enforce-version";

pub(super) const KINDS: &[Kind] = &[
    kind("namespace: no sidecar", |world, _| drop_part(labels(world), "istio-injection")),
    kind("namespace: the sidecar disabled", |world, _| set(world, "istio-injection", "disabled")),
    kind("namespace: a sidecar by a misspelt value", |world, random| {
        let word = random.word();
        set(world, "istio-injection", &word)
    }),
    one_way("namespace: the sidecar of another control plane", |world, random| {
        drop_part(labels(world), "istio-injection")?;
        let revision = random.word();
        set(world, "istio.io/rev", &revision)
    }),
    one_way("namespace: ambient in place of a sidecar", |world, _| {
        drop_part(labels(world), "istio-injection")?;
        set(world, "istio.io/dataplane-mode", "ambient")
    }),
    one_way("namespace: another waypoint", |world, random| {
        let word = random.word();
        set(world, "istio.io/use-waypoint", &word)
    }),
    kind("namespace: privileged pods", |world, _| set(world, ENFORCE, "privileged")),
    kind("namespace: no level of Pod Security", |world, _| drop_part(labels(world), ENFORCE)),
    kind("namespace: a lower level", |world, _| {
        let labels = labels(world);
        (labels[ENFORCE] == "restricted").then(|| labels[ENFORCE] = "baseline".into())
    }),
    one_way("namespace: a misspelt level", |world, random| {
        let word = random.word();
        set(world, ENFORCE, &word)
    }),
    kind("namespace: an older version of the level", |world, random| {
        let version = format!("v1.{}", 10 + random.below(15));
        set(world, VERSION, &version)
    }),
    kind("namespace: exempt from Gatekeeper", |world, random| {
        let word = random.word();
        set(world, "admission.gatekeeper.sh/ignore", &word)
    }),
    one_way("namespace: a label by which others decide", |world, random| {
        let key = *random.of(&[
            "control-plane",
            "cert-manager.io/disable-validation",
            "policy.sigstore.dev/include",
            "field.cattle.io/projectId",
            "capsule.clastix.io/tenant",
            "team-b.tree.hnc.x-k8s.io/depth",
        ]);
        let word = random.word();
        set(world, key, &word)
    }),
    one_way("namespace: an annotation by which others decide", |world, random| {
        let key =
            *random.of(&["iam.amazonaws.com/permitted", "openshift.io/sa.scc.uid-range", "field.cattle.io/projectId"]);
        world.namespace()["metadata"]["annotations"][key] = random.word().into();
        Some(())
    }),
    one_way("namespace: another owner in its annotation", |world, random| {
        world.namespace()["metadata"]["annotations"]["owner"] = random.word().into();
        Some(())
    }),
];

fn labels(world: &mut World) -> &mut Value {
    &mut world.namespace()["metadata"]["labels"]
}

fn set(world: &mut World, key: &str, value: &str) -> Option<()> {
    labels(world)[key] = value.into();
    Some(())
}
