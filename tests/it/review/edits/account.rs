//! ServiceAccounts.

use super::mesh::{drop_part, push};
use super::{Kind, kind, one_way};
use crate::review::random::Random;
use crate::review::world::{TENANT, World};
use serde_json::{Value, json};

pub(super) const KINDS: &[Kind] = &[
    one_way("account: another role of AWS", |world, random| {
        annotate(world, random, "eks.amazonaws.com/role-arn", "arn:aws:iam::1:role/")
    }),
    kind("account: one of GCP beside that of AWS", |world, random| {
        annotate(world, random, "iam.gke.io/gcp-service-account", "x@y.iam.gserviceaccount.com")
    }),
    kind("account: one of Azure beside that of AWS", |world, random| {
        annotate(world, random, "azure.workload.identity/client-id", "0000")
    }),
    kind("account: something else that names an identity", |world, random| {
        let key =
            *random.of(&["azure.workload.identity/tenant-id", "vault.hashicorp.com/role", "iam.amazonaws.com/role"]);
        annotate(world, random, key, "x")
    }),
    kind("account: a label of an identity", |world, random| {
        account(world, random)["metadata"]["labels"]["azure.workload.identity/use"] = "true".into();
        Some(())
    }),
    kind("account: the token is mounted", |world, random| {
        account(world, random)["automountServiceAccountToken"] = true.into();
        Some(())
    }),
    kind("account: the token is mounted by default", |world, random| {
        drop_part(account(world, random), "automountServiceAccountToken")
    }),
    kind("account: any Secret may be mounted", |world, random| {
        drop_part(&mut account(world, random)["metadata"]["annotations"], "kubernetes.io/enforce-mountable-secrets")
    }),
    kind("account: a Secret to pull with", |world, random| secret(world, random, "imagePullSecrets")),
    kind("account: a Secret", |world, random| secret(world, random, "secrets")),
    kind("account: a new one", |world, random| {
        let metadata = json!({"name": random.word(), "namespace": TENANT});
        world.objects.push(json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": metadata}));
        Some(())
    }),
];

fn account<'w>(world: &'w mut World, random: &mut Random) -> &'w mut Value {
    world.get("ServiceAccount", random.of::<&str>(&["default-editor", "default-viewer"]))
}

fn annotate(world: &mut World, random: &mut Random, key: &str, value: &str) -> Option<()> {
    let value = format!("{value}{}", random.word());
    account(world, random)["metadata"]["annotations"][key] = value.into();
    Some(())
}

fn secret(world: &mut World, random: &mut Random, list: &str) -> Option<()> {
    let secret = json!({"name": random.word()});
    let account = account(world, random);
    if account[list].is_null() {
        account[list] = json!([]);
    }
    push(&mut account[list], secret)
}
