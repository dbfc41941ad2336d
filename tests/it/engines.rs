//! What is rendered for Argo CD and Flux, against the definitions that they publish, and where it comes and goes.
//!
//! The definitions are named by `TENANTRY_ENGINE_CRDS`; `tests/engines/fetch` puts them there.

use crate::support::conformance::repository;
use crate::support::objects::of_tree;
use crate::support::sandbox::Sandbox;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Names the folder of the definitions.
const VARIABLE: &str = "TENANTRY_ENGINE_CRDS";

/// Validators by `apiVersion` and kind.
type Definitions = BTreeMap<(String, String), jsonschema::Validator>;

/// Refuses, in a published schema, the fields that it does not name, as a server does with strict field validation.
fn strict(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            let keeps = map.get("x-kubernetes-preserve-unknown-fields") == Some(&json!(true));
            if map.get("properties").is_some_and(Value::is_object)
                && !keeps
                && !map.contains_key("additionalProperties")
            {
                map.insert("additionalProperties".to_owned(), json!(false));
            }
            map.values_mut().for_each(strict);
        }
        Value::Array(items) => items.iter_mut().for_each(strict),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The schema of a version, whose `metadata` is that of every object.
fn validator(schema: &Value) -> jsonschema::Validator {
    let mut schema = schema.clone();
    strict(&mut schema);
    schema["properties"]["metadata"] = json!({ "type": "object", "required": ["name", "namespace"] });
    jsonschema::draft7::new(&schema).expect("a published schema is sound")
}

fn definitions(folder: &Path) -> Definitions {
    let mut found = Definitions::new();
    for crd in of_tree(folder).into_values().filter(|object| object["kind"] == "CustomResourceDefinition") {
        let text = |value: &Value| value.as_str().expect("a definition has it").to_owned();
        let (group, kind) = (text(&crd["spec"]["group"]), text(&crd["spec"]["names"]["kind"]));
        for version in crd["spec"]["versions"].as_array().expect("a definition has versions") {
            let key = (format!("{group}/{}", text(&version["name"])), kind.clone());
            found.insert(key, validator(&version["schema"]["openAPIV3Schema"]));
        }
    }
    found
}

/// The trees with something for an engine: the example, and those of the cases.
fn trees() -> Vec<PathBuf> {
    let cases = std::fs::read_dir(repository().join("tests/cases")).expect("the cases can be listed");
    let cases = cases.map(|case| case.expect("they can be listed").path().join("expected/gitops"));
    let mut trees: Vec<_> = cases.chain([repository().join("rendered/gitops")]).filter(|tree| tree.is_dir()).collect();
    trees.sort();
    trees
}

#[test]
fn what_engines_are_told_is_what_they_define() {
    let Some(folder) = std::env::var_os(VARIABLE) else {
        println!("SKIPPED: no {VARIABLE}: nothing was held against the definitions of Argo CD and Flux");
        return;
    };
    let definitions = definitions(Path::new(&folder));
    let (mut held, mut wrong, mut without) = (BTreeMap::<String, usize>::new(), Vec::new(), 0);
    for tree in trees() {
        for object in of_tree(&tree).values() {
            let key = |name: &str| object[name].as_str().unwrap_or_default().to_owned();
            let Some(validator) = definitions.get(&(key("apiVersion"), key("kind"))) else {
                without += 1;
                continue;
            };
            *held.entry(key("kind")).or_default() += 1;
            wrong.extend(
                validator
                    .iter_errors(object)
                    .map(|error| format!("{}: {}: {}: {error}", tree.display(), key("kind"), error.instance_path())),
            );
        }
    }
    println!("engines: {held:?} held against their definitions, {without} of other kinds");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(held.keys().collect::<Vec<_>>(), ["AppProject", "ApplicationSet", "Kustomization"]);
}

#[test]
fn an_unknown_field_and_a_wrong_word_break_a_definition() {
    let Some(folder) = std::env::var_os(VARIABLE) else { return };
    let definitions = definitions(Path::new(&folder));
    let key = ("kustomize.toolkit.fluxcd.io/v1".to_owned(), "Kustomization".to_owned());
    let of =
        |spec: Value| definitions[&key].is_valid(&json!({"metadata": {"name": "a", "namespace": "b"}, "spec": spec}));
    let source = json!({"kind": "GitRepository", "name": "a"});
    assert!(of(json!({"interval": "10m", "prune": true, "sourceRef": source, "deletionPolicy": "Orphan"})));
    assert!(!of(json!({"interval": "10m", "prune": true, "sourceRef": source, "deletionPolicy": "orphan"})));
    assert!(!of(json!({"interval": "10m", "prune": true, "sourceRef": source, "deletePolicy": "Orphan"})));
}

const PROFILE: &str = "apiVersion: kubeflow.org/v1\nkind: Profile\nmetadata: {name: team-a}\n\
                       spec: {owner: {kind: User, name: alice@example.com}}\n";

fn config(keys: &str) -> String {
    format!("apiVersion: tenantry.dev/v1alpha1\nkind: Config\n{keys}\n")
}

const ARGO_CD: &str = "gitOps: {engine: argocd, bootstrap: {repository: https://github.com/example/tenants.git}}";

#[test]
fn an_engine_that_is_switched_off_leaves_no_folder_and_only_foreign_files_stay() {
    let sandbox = Sandbox::new();
    sandbox.write("profiles/team-a.yaml", PROFILE);
    sandbox.write("tenantry.yaml", config(ARGO_CD));
    sandbox.run(&["render"]).expect(0);
    let folder = sandbox.path().join("rendered/gitops");
    assert!(folder.is_dir());
    sandbox.write("tenantry.yaml", config("gitOps: {engine: none}"));
    sandbox.write("rendered/gitops/notes.txt", "mine");
    let run = sandbox.run(&["render"]).expect(2);
    assert!(run.stderr.contains("rendered/gitops/notes.txt was not made by tenantry"), "{}", run.stderr);
    std::fs::remove_file(folder.join("notes.txt")).expect("a file can be removed");
    assert!(sandbox.run(&["check"]).expect(1).stdout.contains("orphaned rendered/gitops/app-project.yaml"));
    sandbox.run(&["render"]).expect(0);
    assert!(!folder.exists(), "an empty folder is left");
    sandbox.run(&["check"]).expect(0);
}

#[test]
fn the_path_is_that_of_the_rendered_folder_in_its_repository() {
    let sandbox = Sandbox::new();
    std::fs::create_dir(sandbox.path().join(".git")).expect("a folder can be made");
    sandbox.write("clusters/prod/profiles/team-a.yaml", PROFILE);
    sandbox.write("clusters/prod/tenantry.yaml", config(ARGO_CD));
    sandbox.run(&["render", "--config", "clusters/prod/tenantry.yaml"]).expect(0);
    let set = sandbox.read("clusters/prod/rendered/gitops/application-set.yaml");
    assert!(set.contains("- path: \"clusters/prod/rendered/tenants/*\""), "{set}");
}

#[test]
fn the_stream_of_all_objects_begins_with_what_tells_the_engine_and_that_of_one_tenant_has_none_of_it() {
    let sandbox = Sandbox::new();
    sandbox.write("profiles/team-a.yaml", PROFILE);
    sandbox.write("tenantry.yaml", config(ARGO_CD));
    let all = sandbox.run(&["render", "--stdout"]).expect(0).stdout;
    assert!(all.starts_with("apiVersion: argoproj.io/v1alpha1\nkind: AppProject\n"), "{all}");
    let one = sandbox.run(&["render", "--stdout", "--only", "team-a"]).expect(0).stdout;
    assert!(!one.contains("argoproj.io/v1alpha1") && one.contains("kind: Namespace"), "{one}");
}
