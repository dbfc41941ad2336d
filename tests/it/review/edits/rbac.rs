//! RoleBindings and Roles.

use super::mesh::{drop_part, push};
use super::{Kind, kind, one_way};
use crate::review::random::Random;
use crate::review::world::{TENANT, World, binding, user};
use serde_json::{Value, json};

pub(super) const KINDS: &[Kind] = &[
    kind("binding: a person more", |world, random| subject(world, random, |word| user(&format!("{word}@example.com")))),
    kind("binding: a group", |world, random| subject(world, random, group)),
    kind("binding: everybody", |world, random| {
        let name = *random.of(&["system:authenticated", "system:unauthenticated", "system:serviceaccounts"]);
        subject(world, random, |_| group(name))
    }),
    kind("binding: a ServiceAccount of another namespace", |world, random| {
        subject(world, random, |word| json!({"kind": "ServiceAccount", "name": "default", "namespace": word}))
    }),
    kind("binding: another ServiceAccount of this namespace", |world, random| {
        subject(world, random, |word| json!({"kind": "ServiceAccount", "name": word, "namespace": TENANT}))
    }),
    kind("binding: a ServiceAccount by its user name", |world, random| {
        subject(world, random, |word| user(&format!("system:serviceaccount:{word}:default")))
    }),
    one_way("binding: another person", |world, random| {
        let name = random.of(&people(world)).clone();
        world.get("RoleBinding", &name)["subjects"][0]["name"] = random.word().into();
        Some(())
    }),
    one_way("binding: a group of the person's name", |world, random| {
        let name = random.of(&people(world)).clone();
        world.get("RoleBinding", &name)["subjects"][0]["kind"] = "Group".into();
        Some(())
    }),
    kind("binding: a stronger role", |world, random| {
        let name = random.of(&viewers(world)).clone();
        let role = *random.of(&["kubeflow-edit", "kubeflow-admin"]);
        world.get("RoleBinding", &name)["roleRef"]["name"] = role.into();
        Some(())
    }),
    one_way("binding: a role of the cluster", |world, random| {
        let name = random.of(&viewers(world)).clone();
        let role = *random.of(&["cluster-admin", "admin", "edit", "system:controller:job-controller"]);
        world.get("RoleBinding", &name)["roleRef"]["name"] = role.into();
        Some(())
    }),
    one_way("binding: a ClusterRole in place of a Role", |world, _| {
        world.get("RoleBinding", "own")["roleRef"]["kind"] = "ClusterRole".into();
        Some(())
    }),
    kind("binding: a new one", |world, random| {
        let role = *random.of(&["kubeflow-view", "kubeflow-edit", "cluster-admin"]);
        let person = user(&format!("{}@example.com", random.word()));
        world.objects.push(binding(&random.word(), "ClusterRole", role, &[person]));
        Some(())
    }),
    kind("binding: a second and stronger one for a person", |world, random| {
        let name = random.of(&viewers(world)).clone();
        let subjects = world.get("RoleBinding", &name)["subjects"].as_array()?.clone();
        world.objects.push(binding(&random.word(), "ClusterRole", "kubeflow-admin", &subjects));
        Some(())
    }),
    one_way("binding: one for a person of the tenant, elsewhere", |world, random| {
        let name = random.of(&viewers(world)).clone();
        let mut elsewhere = world.get("RoleBinding", &name).clone();
        elsewhere["metadata"]["namespace"] = "kube-system".into();
        world.objects.push(elsewhere);
        Some(())
    }),
    one_way("binding: one for the cluster", |world, random| {
        let mut new = binding(&random.word(), "ClusterRole", "kubeflow-view", &[user(&random.word())]);
        new["kind"] = "ClusterRoleBinding".into();
        drop_part(&mut new["metadata"], "namespace")?;
        world.objects.push(new);
        Some(())
    }),
    kind("role: a verb more", |world, random| {
        let verb = *random.of(&["create", "delete", "patch", "escalate", "impersonate", "watch"]);
        let at = random.below(2);
        push(&mut rule(world, at)["verbs"], verb.into())
    }),
    kind("role: every verb", |world, random| {
        let at = random.below(2);
        rule(world, at)["verbs"] = json!(["*"]);
        Some(())
    }),
    kind("role: a resource more", |world, random| {
        let resource = *random.of(&["secrets", "pods/exec", "serviceaccounts/token", "*", "*/scale"]);
        let at = random.below(2);
        push(&mut rule(world, at)["resources"], resource.into())
    }),
    kind("role: a group more", |world, random| {
        let group = *random.of(&["*", "rbac.authorization.k8s.io", "security.istio.io", "apps"]);
        let at = random.below(2);
        push(&mut rule(world, at)["apiGroups"], group.into())
    }),
    kind("role: every object in place of one", |world, _| drop_part(rule(world, 0), "resourceNames")),
    kind("role: an object more", |world, random| {
        let name = Value::from(random.word());
        push(&mut rule(world, 0)["resourceNames"], name)
    }),
    kind("role: a rule more", |world, random| {
        let resource = *random.of(&["secrets", "pods", "pods/exec", "roles"]);
        let rule = json!({"apiGroups": [""], "resources": [resource], "verbs": ["get"]});
        push(&mut world.get("Role", "own")["rules"], rule)
    }),
    kind("role: a new one", |world, random| {
        let rules = json!([{"apiGroups": [""], "resources": ["secrets"], "verbs": ["list"]}]);
        let metadata = json!({"name": random.word(), "namespace": TENANT});
        let api_version = "rbac.authorization.k8s.io/v1";
        world.objects.push(json!({"apiVersion": api_version, "kind": "Role", "metadata": metadata, "rules": rules}));
        Some(())
    }),
];

fn group(name: &str) -> Value {
    json!({"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": name})
}

fn subject(world: &mut World, random: &mut Random, make: impl Fn(&str) -> Value) -> Option<()> {
    let names = world.names("RoleBinding", |_| true);
    let name = random.of(&names).clone();
    let subject = make(&random.word());
    push(&mut world.get("RoleBinding", &name)["subjects"], subject)
}

/// The bindings of people.
fn people(world: &World) -> Vec<String> {
    world.names("RoleBinding", |binding| binding["subjects"][0]["kind"] == "User")
}

/// The bindings of people who may look alone.
fn viewers(world: &World) -> Vec<String> {
    let is_user = |binding: &Value| binding["subjects"][0]["kind"] == "User";
    world.names("RoleBinding", |binding| is_user(binding) && binding["roleRef"]["name"] == "kubeflow-view")
}

fn rule(world: &mut World, at: usize) -> &mut Value {
    &mut world.get("Role", "own")["rules"][at]
}
