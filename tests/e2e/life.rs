//! The life of a tenant, step by step as `life/` has it: rendered, reviewed and committed by the binary, applied with prune as a sync
//! engine does, and compared with what the review said.
//!
//! After each step the server holds the tree and nothing else; everybody may do what the reviews so far have said, and nothing
//! else; what the server calls immutable is what the plan calls a replacement, and nothing else is; no Namespace is lost.

use crate::harness::{Client, Document, How, Id, Question, documents, plane, without_server_made};
use crate::reviewed::{self, is_immutable, verbs};
use crate::support::git::TestRepository;
use crate::support::sandbox::{Run, binary, copy};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// The tenant that no step may touch.
const BYSTANDER: &str = "team-harbor";
/// The kinds that a tenant's Namespace is searched for; what is in the tree besides fails.
const KINDS: [(&str, &str); 6] = [
    ("v1", "ResourceQuota"),
    ("v1", "ServiceAccount"),
    ("rbac.authorization.k8s.io/v1", "Role"),
    ("rbac.authorization.k8s.io/v1", "RoleBinding"),
    ("security.istio.io/v1beta1", "AuthorizationPolicy"),
    ("security.istio.io/v1beta1", "RequestAuthentication"),
];

/// What somebody may do in a Namespace, as the reviews have said: the roles of the last one that named it.
type Access = BTreeMap<(String, Who), BTreeSet<String>>;

/// A user, a ServiceAccount or a group.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Who {
    user: String,
    groups: Vec<String>,
}

/// A role's mark: what it may do, and no lesser role.
const MARKS: [(&str, &[&str], &str, &str, &str); 3] = [
    ("view", &["view", "edit", "admin"], "get", "", "pods"),
    ("edit", &["edit", "admin"], "create", "", "pods"),
    ("admin", &["admin"], "create", "rbac.authorization.k8s.io", "rolebindings"),
];

#[derive(Debug, Default)]
struct Tally {
    steps: usize,
    applied: usize,
    replaced: usize,
    pruned: usize,
    questions: usize,
    allowed: usize,
    namespaces_deleted: usize,
}

struct Life<'a> {
    client: &'a Client,
    repository: TestRepository,
    /// What was applied and not pruned: an engine's inventory.
    inventory: BTreeSet<Id>,
    access: Access,
    /// The Namespaces that are there, with what tells one from another of its name.
    namespaces: BTreeMap<String, String>,
    /// The bystander's objects as they were first stored.
    bystander: Vec<Value>,
    tally: Tally,
}

#[test]
fn a_tenant_lives_as_the_reviews_tell() {
    let Some(plane) = plane("no tenant has lived") else { return };
    let repository = TestRepository::new(&["--initial-branch=main"]);
    repository.commit("Nothing yet");
    let mut life = Life {
        client: plane.client(),
        repository,
        inventory: BTreeSet::new(),
        access: Access::new(),
        namespaces: BTreeMap::new(),
        bystander: Vec::new(),
        tally: Tally::default(),
    };
    for step in steps() {
        life.step(&step);
    }
    let tally = life.tally;
    println!("e2e life: {tally:?}");
    assert!(tally.steps >= 12 && tally.replaced >= 2 && tally.pruned >= 15 && tally.namespaces_deleted == 1);
    let share = tally.allowed * 100 / tally.questions;
    assert!(tally.questions >= 1_000 && (10..=70).contains(&share), "{share} percent are allowed");
}

fn steps() -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(crate::support::conformance::repository().join("tests/e2e/life"));
    let paths = entries.expect("the life can be listed").map(|entry| entry.expect("it can be listed").path());
    let mut steps: Vec<_> = paths.filter(|path| path.is_dir()).collect();
    steps.sort();
    steps
}

impl Life<'_> {
    fn step(&mut self, inputs: &Path) {
        let name = inputs.file_name().expect("a step has a name").to_string_lossy().into_owned();
        self.person_deletes_what_has_left(&name);
        for part in ["profiles", "templates", "tenantry.yaml"] {
            let there = self.repository.top().join(part);
            if there.is_dir() {
                std::fs::remove_dir_all(&there).expect("folders can be removed");
            }
            copy(&inputs.join(part), &there);
        }
        let review = reviewed::tenants(&self.repository, &[]);
        self.said(&name, &review, "before");
        self.run(&["render", "--quiet"]);
        self.run(&["check"]);
        self.repository.commit(&name);
        let tree = documents(&self.repository.top().join("rendered/tenants"));
        self.sync(&name, &tree, &verbs(&review));
        self.note(&review);
        self.said(&name, &review, "after");
        self.server_holds(&name, &tree);
        self.everybody_may_what_was_said(&name);
        self.no_namespace_is_lost(&name, &tree);
        self.bystander_is_untouched(&name);
        self.tally.steps += 1;
    }

    #[track_caller]
    fn run(&self, arguments: &[&str]) {
        let output = Command::new(binary()).current_dir(self.repository.top()).args(arguments).output();
        Run::of(output.expect("the binary can be run")).expect(0);
    }

    /// Applies the tree as an engine does: Namespaces first, then the rest, then what left the tree goes, but Namespaces.
    fn sync(&mut self, name: &str, tree: &BTreeMap<Id, Document>, verbs: &BTreeMap<Id, String>) {
        let namespaces = tree.iter().filter(|(id, _)| id.kind == "Namespace");
        let others = tree.iter().filter(|(id, _)| id.kind != "Namespace");
        for (id, document) in namespaces.chain(others) {
            let verb = verbs.get(id).map_or("", String::as_str);
            let answer = self.client.apply(document, How::ForReal);
            let immutable = is_immutable(&answer);
            assert_eq!(
                immutable,
                verb == "replace",
                "{name}: {id}: the plan says {verb:?}, the server {}",
                answer.message()
            );
            if immutable {
                self.client.delete(id).object();
                self.client.apply(document, How::ForReal).object();
                self.tally.replaced += 1;
            } else {
                assert!(answer.accepted(), "{name}: {id}: {}", answer.message());
            }
            assert_eq!(verb == "create", !self.inventory.contains(id), "{name}: {id}: the plan says {verb:?}");
            self.tally.applied += 1;
        }
        let left: Vec<_> = self.inventory.iter().filter(|id| !tree.contains_key(id)).cloned().collect();
        for id in left {
            assert_eq!(verbs.get(&id).map(String::as_str), Some("remove"), "{name}: {id} has left the tree");
            self.inventory.remove(&id);
            if id.kind != "Namespace" {
                self.client.delete(&id).object();
                self.tally.pruned += 1;
            }
        }
        self.inventory.extend(tree.keys().cloned());
    }

    /// What a person does after a tenant was removed, and no engine: only a Namespace that was retired may go.
    fn person_deletes_what_has_left(&mut self, name: &str) {
        let left: Vec<_> =
            self.namespaces.keys().map(|name| namespace(name)).filter(|id| !self.inventory.contains(id)).collect();
        for id in left {
            let live = self.client.get(&id).unwrap_or_else(|| panic!("{name}: {id} was lost"));
            let lifecycle = &live["metadata"]["annotations"]["tenantry.dev/lifecycle"];
            assert_eq!(lifecycle, "Retired", "{name}: {id} has left the tree and was not retired");
            self.client.delete(&id).object();
            self.client.wait_until_gone(&id);
            self.namespaces.remove(&id.name);
            self.access.retain(|(namespace, _), _| *namespace != id.name);
            self.tally.namespaces_deleted += 1;
        }
    }

    /// Asks of everybody whom the review names whether it holds on this side.
    fn said(&mut self, name: &str, review: &[Value], side: &str) {
        for tenant in review {
            for (who, entry) in people(tenant) {
                let namespace = tenant["name"].as_str().expect("a tenant has a name");
                self.holds(&format!("{name}: {side}"), namespace, &who, &roles(&entry[side]));
            }
        }
    }

    /// Keeps what the review says from now on.
    fn note(&mut self, review: &[Value]) {
        for tenant in review {
            let namespace = tenant["name"].as_str().expect("a tenant has a name");
            for (who, entry) in people(tenant) {
                self.access.insert((namespace.to_owned(), who), roles(&entry["after"]));
            }
        }
    }

    /// Asks of everybody ever named, and of a stranger, in every Namespace there is or was.
    fn everybody_may_what_was_said(&mut self, name: &str) {
        let stranger = Who { user: "stranger@example.com".to_owned(), groups: Vec::new() };
        let everybody: BTreeSet<_> = self.access.keys().map(|(_, who)| who.clone()).chain([stranger]).collect();
        let everywhere: BTreeSet<_> = self.access.keys().map(|(namespace, _)| namespace.clone()).collect();
        for namespace in &everywhere {
            for who in &everybody {
                let roles = self.access.get(&(namespace.clone(), who.clone())).cloned().unwrap_or_default();
                self.holds(name, namespace, who, &roles);
            }
        }
    }

    /// Whether somebody may do exactly what these roles allow.
    fn holds(&mut self, name: &str, namespace: &str, who: &Who, roles: &BTreeSet<String>) {
        for (mark, within, verb, group, resource) in MARKS {
            let question = Question {
                user: who.user.clone(),
                groups: who.groups.clone(),
                verb,
                group,
                resource,
                namespace: namespace.to_owned(),
            };
            let expected = within.iter().any(|role| roles.contains(*role));
            let allowed = self.client.may(&question);
            assert_eq!(allowed, expected, "{name}: {mark} in {namespace} for {who:?}, who should have {roles:?}");
            self.tally.questions += 1;
            self.tally.allowed += usize::from(allowed);
        }
    }

    /// The server's objects are the tree's, in every Namespace that a tenant has or had.
    fn server_holds(&self, name: &str, tree: &BTreeMap<Id, Document>) {
        let mut held = BTreeMap::new();
        let there = tree.keys().filter(|id| id.kind == "Namespace").map(|id| id.name.clone());
        let namespaces: BTreeSet<_> = there.chain(self.namespaces.keys().cloned()).collect();
        for namespace in &namespaces {
            for (version, kind) in KINDS {
                held.extend(
                    self.client
                        .list(version, kind, namespace)
                        .into_iter()
                        .map(|object| (Id::of(&object), without_server_made(object))),
                );
            }
        }
        for (id, document) in tree {
            let stored = match id.kind.as_str() {
                "Namespace" => self.client.get(id).map(without_server_made),
                _ => held.remove(id),
            };
            assert_eq!(stored.as_ref(), Some(&document.object), "{name}: {id}");
        }
        assert!(held.is_empty(), "{name}: the server holds more than the tree: {:?}", held.keys());
    }

    /// Every Namespace is the one that it was, with what somebody has put there.
    fn no_namespace_is_lost(&mut self, name: &str, tree: &BTreeMap<Id, Document>) {
        for id in tree.keys().filter(|id| id.kind == "Namespace") {
            if !self.namespaces.contains_key(&id.name) {
                let work = json!({ "apiVersion": "v1", "kind": "ConfigMap", "metadata": { "name": "somebodys-work" } });
                let made = self.client.create(&work, &id.name, How::ForReal).object();
                self.namespaces.insert(id.name.clone(), made["metadata"]["uid"].to_string());
            }
        }
        for (namespace, work) in &self.namespaces {
            let id = Id {
                version: "v1".into(),
                kind: "ConfigMap".into(),
                namespace: namespace.clone(),
                name: "somebodys-work".into(),
            };
            let found = self.client.get(&id).unwrap_or_else(|| panic!("{name}: what was in {namespace} is lost"));
            assert_eq!(found["metadata"]["uid"].to_string(), *work, "{name}: {namespace} is another one");
            let phase =
                self.client.get(&self::namespace(namespace)).expect("it holds something")["status"]["phase"].clone();
            assert_eq!(phase, "Active", "{name}: {namespace}");
        }
    }

    fn bystander_is_untouched(&mut self, name: &str) {
        let lists = KINDS.iter().flat_map(|(version, kind)| self.client.list(version, kind, BYSTANDER));
        let mut objects: Vec<_> = lists.collect();
        objects.extend(self.client.get(&namespace(BYSTANDER)));
        if self.bystander.is_empty() {
            self.bystander = objects;
        } else {
            assert_eq!(self.bystander, objects, "{name}: {BYSTANDER} was touched");
        }
    }
}

fn namespace(name: &str) -> Id {
    Id { version: "v1".to_owned(), kind: "Namespace".to_owned(), namespace: String::new(), name: name.to_owned() }
}

/// The entries of a tenant's review that are about somebody.
fn people(tenant: &Value) -> Vec<(Who, Value)> {
    let entries = tenant["access"].as_array().expect("a review has a list").iter();
    let about = entries.filter_map(|entry| {
        let text = |field: &str| entry["who"][field].as_str().unwrap_or_default().to_owned();
        let who = match entry["who"]["kind"].as_str()? {
            "User" => Who { user: text("name"), groups: Vec::new() },
            "Group" => Who { user: "a-member@example.com".to_owned(), groups: vec![text("name")] },
            "ServiceAccount" => Who {
                user: format!("system:serviceaccount:{}:{}", text("namespace"), text("name")),
                groups: vec!["system:serviceaccounts".to_owned()],
            },
            other => panic!("the review names a {other}"),
        };
        entry.get("before").is_some().then(|| (who, entry.clone()))
    });
    about.collect()
}

fn roles(side: &Value) -> BTreeSet<String> {
    side["roles"]
        .as_array()
        .expect("a side has roles")
        .iter()
        .map(|role| role.as_str().expect("text").to_owned())
        .collect()
}
