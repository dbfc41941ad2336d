//! What holds for every set of sound tenants, and not only for those that somebody thought of.
//!
//! Through the library's stages, as `commands` puts them together; the binary runs only where files are the point.

use crate::support::objects::{Key, by_key, of_text};
use crate::support::sandbox::Sandbox;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use tenantry::config::Config;
use tenantry::diagnostic::{FileId, Sources};
use tenantry::plan::{Baseline, Found, plan};
use tenantry::render::{Budget, Hash, OutputTree, Renderer, TemplateSet, TreePath};
use tenantry::source::Limits;
use tenantry::tenant::{Role, Tenants, binding_name, resolve};
use tenantry::{profile, rules};

/// A tenant as somebody would write it.
#[derive(Clone, Debug)]
struct Draft {
    name: String,
    owner: String,
    contributors: Vec<(String, Role)>,
    quota: BTreeMap<&'static str, String>,
}

impl Draft {
    /// Its file. JSON is YAML, and no writer of ours takes part.
    fn text(&self) -> String {
        let metadata = json!({ "name": self.name });
        let spec =
            json!({ "owner": { "kind": "User", "name": self.owner }, "resourceQuotaSpec": { "hard": self.quota } });
        let profile = json!({ "apiVersion": "kubeflow.org/v1", "kind": "Profile", "metadata": metadata, "spec": spec });
        let contributors = self.contributors.iter().map(|(name, role)| json!({ "name": name, "role": role.name() }));
        let spec = json!({ "contributors": contributors.collect::<Vec<_>>() });
        let tenant =
            json!({ "apiVersion": "tenantry.dev/v1alpha1", "kind": "Tenant", "metadata": metadata, "spec": spec });
        format!("{profile}\n---\n{tenant}\n")
    }

    fn people(&self) -> BTreeSet<&str> {
        self.contributors.iter().map(|(name, _)| name.as_str()).chain([self.owner.as_str()]).collect()
    }
}

/// Every file of a tree and its text, and the tree.
type Files = BTreeMap<String, String>;

/// All stages but the first and the last.
fn rendered(texts: &[String]) -> (Files, OutputTree) {
    let mut sources = Sources::default();
    let config = Config::default();
    let mut tenants = Vec::new();
    for text in texts {
        let file: FileId = sources.add("profile.yaml", text.as_str());
        let (loaded, found) = profile::load(file, text.as_bytes(), &Limits::default());
        let (resolved, more) = resolve(file, &loaded, &config);
        assert!(!found.stops() && !more.stops(), "{text}\n{found:?}\n{more:?}");
        tenants.extend(resolved);
    }
    let (tenants, found) = Tenants::join(tenants, &config);
    assert!(!found.stops(), "{found:?}");
    let (templates, _) = TemplateSet::overlay(Vec::new(), &mut sources);
    let (renderer, _) = Renderer::new(&templates, &config, Hash::Sha256);
    let all: Vec<_> = tenants.as_slice().iter().collect();
    let (made, found) = renderer.all(&all, &Budget::new(usize::MAX, &|_, _| false), &|| {});
    assert!(found.is_empty(), "{found:?}");
    let mut files = Files::new();
    for (tenant, folder) in all.iter().zip(made.kept) {
        for file in folder.expect("the budget holds everything").files {
            let path = TreePath::of_tenant(tenant.name.as_str(), &file.name).to_string();
            files.insert(path, String::from_utf8(file.bytes).expect("rendered files are UTF-8"));
        }
    }
    (files, made.tree)
}

fn texts(drafts: &[Draft]) -> Vec<String> {
    drafts.iter().map(Draft::text).collect()
}

/// The objects of one tenant.
fn objects(files: &Files, tenant: &str) -> BTreeMap<Key, Value> {
    let prefix = format!("tenants/{tenant}/");
    let of_tenant =
        files.iter().filter(|(path, _)| path.starts_with(&prefix) && !path.ends_with("/kustomization.yaml"));
    by_key(of_tenant.flat_map(|(_, text)| of_text(text)))
}

/// Everybody whom an object lets in: subjects that are people, and values of header rules.
fn let_in(value: &Value, people: &mut BTreeSet<String>) {
    if value["kind"] == "User" {
        people.extend(value["name"].as_str().map(str::to_owned));
    }
    if value["key"].as_str().is_some_and(|key| key.starts_with("request.headers[")) {
        let values = value["values"].as_array().into_iter().flatten();
        people.extend(values.filter_map(|value| value.as_str().map(str::to_owned)));
    }
    match value {
        Value::Object(map) => map.values().for_each(|value| let_in(value, people)),
        Value::Array(items) => items.iter().for_each(|item| let_in(item, people)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn person() -> impl Strategy<Value = String> {
    let address = "[a-zA-Z0-9][a-zA-Z0-9._+-]{0,12}@[a-z]{1,8}\\.org";
    let hard =
        prop::sample::select(vec!["yes", "1e3", "null", "a: b", "it's", "Zoë", "Жанна", "李", "~", "- x", "0x10"]);
    prop_oneof![4 => address, 2 => "\\PC{1,16}", 1 => hard.prop_map(str::to_owned)].prop_filter("no name", |name| {
        rules::user_name(name).is_ok() && rules::hidden_text(name).is_ok() && rules::placeholder(name).is_none()
    })
}

fn contributors() -> impl Strategy<Value = Vec<(String, Role)>> {
    prop::collection::vec((person(), prop::sample::select(Role::ALL.to_vec())), 0..5).prop_map(|mut all| {
        let mut seen = BTreeSet::new();
        all.retain(|(name, role)| seen.insert(binding_name(name, role.name())));
        all
    })
}

fn quota() -> impl Strategy<Value = BTreeMap<&'static str, String>> {
    let key = prop::sample::select(vec!["cpu", "memory", "pods", "requests.nvidia.com/gpu", "count/jobs.batch"]);
    prop::collection::btree_map(key, (0..5000_u32).prop_map(|number| number.to_string()), 0..4)
}

fn draft() -> impl Strategy<Value = Draft> {
    (person(), contributors(), quota()).prop_map(|(owner, contributors, quota)| Draft {
        name: String::new(),
        owner,
        contributors,
        quota,
    })
}

fn drafts() -> impl Strategy<Value = Vec<Draft>> {
    let names = prop::collection::btree_set("team-[a-z0-9]([a-z0-9-]{0,40}[a-z0-9])?", 1..5);
    (names, prop::collection::vec(draft(), 5)).prop_map(|(names, drafts)| {
        names.into_iter().zip(drafts).map(|(name, draft)| Draft { name, ..draft }).collect()
    })
}

fn cases(count: u32) -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(count) }
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn neither_the_order_of_files_nor_their_number_shows_in_the_tree(
        (drafts, shuffled) in drafts().prop_flat_map(|drafts| (Just(drafts.clone()), Just(drafts).prop_shuffle()))
    ) {
        let (files, tree) = rendered(&texts(&drafts));
        let (other_files, other_tree) = rendered(&texts(&shuffled));
        prop_assert_eq!(&files, &other_files);
        prop_assert!(tree.files == other_tree.files);
        let (in_one_file, _) = rendered(&[texts(&shuffled).join("---\n")]);
        prop_assert_eq!(files, in_one_file);
    }

    #[test]
    fn a_tree_against_itself_is_nothing_to_do(drafts in drafts()) {
        let (_, tree) = rendered(&texts(&drafts));
        let files = tree.files.iter().map(|(path, digest)| (path.clone(), Found::Ours(*digest))).collect();
        let baseline = Baseline { files, ..Baseline::default() };
        let plan = plan(&tree, &baseline);
        prop_assert!(plan.is_empty());
    }

    #[test]
    fn every_path_stays_in_the_folder_of_its_tenant(drafts in drafts()) {
        let (files, tree) = rendered(&texts(&drafts));
        let names: BTreeSet<_> = drafts.iter().map(|draft| draft.name.as_str()).collect();
        for path in tree.files.keys() {
            prop_assert!(path.tenant().is_some_and(|tenant| names.contains(tenant)), "{}", path);
        }
        for path in files.keys() {
            let parts: Vec<_> = path.split('/').collect();
            let is_of = |tenant: &str, file: &str| names.contains(tenant) && !file.starts_with('.');
            let inside = matches!(parts[..], ["tenants", tenant, file] if is_of(tenant, file));
            prop_assert!(inside, "{}", path);
        }
    }

    #[test]
    fn a_tenant_lets_in_exactly_its_own_people(drafts in drafts()) {
        let (files, _) = rendered(&texts(&drafts));
        for draft in &drafts {
            let mut people = BTreeSet::new();
            for (key, object) in objects(&files, &draft.name) {
                let (_, kind, namespace, name) = key;
                let inside = namespace == draft.name || (kind == "Namespace" && name == draft.name);
                prop_assert!(inside, "{} {}/{}", kind, namespace, name);
                let_in(&object, &mut people);
            }
            let wanted: BTreeSet<_> = draft.people().into_iter().map(str::to_owned).collect();
            prop_assert_eq!(people, wanted);
        }
    }

    #[test]
    fn a_contributor_more_or_less_is_two_objects_and_nothing_else(
        drafts in drafts().prop_filter("nobody to remove", |drafts| !drafts[0].contributors.is_empty()),
        pick in any::<prop::sample::Index>(),
    ) {
        let mut without = drafts.clone();
        let at = pick.index(without[0].contributors.len());
        let (name, role) = without[0].contributors.remove(at);
        let (more, _) = rendered(&texts(&drafts));
        let (less, _) = rendered(&texts(&without));
        for draft in &drafts[1..] {
            prop_assert_eq!(objects(&more, &draft.name), objects(&less, &draft.name));
        }
        let (mut more, less) = (objects(&more, &drafts[0].name), objects(&less, &drafts[0].name));
        for (key, object) in less {
            prop_assert_eq!(more.remove(&key), Some(object));
        }
        let gone: BTreeSet<_> = more.keys().map(|(_, kind, _, name)| (kind.as_str(), name.clone())).collect();
        let object_name = binding_name(&name, role.name());
        let both = ["AuthorizationPolicy", "RoleBinding"].map(|kind| (kind, object_name.clone()));
        prop_assert_eq!(gone, both.into_iter().collect());
    }
}

proptest! {
    #![proptest_config(cases(12))]

    #[test]
    fn what_was_rendered_is_clean_and_what_changes_is_seen(drafts in drafts(), owner in person()) {
        let sandbox = Sandbox::new();
        for (index, draft) in drafts.iter().enumerate() {
            sandbox.write(&format!("profiles/{index}.yaml"), draft.text());
        }
        sandbox.run(&["render"]).expect(0);
        sandbox.run(&["check"]).expect(0);
        let changed = Draft { owner: owner.clone(), ..drafts[0].clone() };
        sandbox.write("profiles/0.yaml", changed.text());
        sandbox.run(&["check"]).expect(i32::from(owner != drafts[0].owner));
        sandbox.run(&["render"]).expect(0);
        sandbox.run(&["check"]).expect(0);
    }
}
