//! `kubectl kustomize` of every folder with a list gives exactly the objects below it.

mod tenants;

use crate::support::conformance::{copy, repository};
use crate::support::objects::{by_key, differences, of_text, of_tree};
use crate::support::sandbox::Sandbox;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Names a kustomize binary to use before kubectl.
const VARIABLE: &str = "TENANTRY_KUSTOMIZE";

/// A program that builds a folder, with the arguments before the folder's path.
struct Program(PathBuf, &'static str);

impl Program {
    fn find() -> Option<Self> {
        if let Some(named) = std::env::var_os(VARIABLE) {
            return Some(Self(named.into(), "build"));
        }
        let works =
            Command::new("kubectl").args(["kustomize", "--help"]).output().is_ok_and(|output| output.status.success());
        if !works {
            println!("SKIPPED: neither {VARIABLE} nor kubectl: no rendered tree was built by kustomize");
        }
        works.then(|| Self("kubectl".into(), "kustomize"))
    }

    /// What building a folder gives, or what is wrong with it.
    fn build(&self, folder: &Path) -> Result<String, String> {
        let output = Command::new(&self.0).arg(self.1).arg(folder).output().map_err(|error| error.to_string())?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
    }

    /// How what is built from a folder differs from the objects below it.
    fn check(&self, folder: &Path) -> Vec<String> {
        let found = match self.build(folder) {
            Ok(stream) => differences(&of_tree(folder), &by_key(of_text(&stream))),
            Err(error) => vec![error],
        };
        found.into_iter().map(|difference| format!("{}: {difference}", folder.display())).collect()
    }
}

/// The folders below a tree that have a list.
fn lists(tree: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(tree).sort_by_file_name().into_iter().filter_map(Result::ok);
    let lists = entries.filter(|entry| entry.file_name() == "kustomization.yaml");
    lists.filter_map(|entry| entry.path().parent().map(Path::to_owned)).collect()
}

#[test]
fn the_example_is_built_to_exactly_its_objects_folder_by_folder() {
    let Some(program) = Program::find() else { return };
    let folders = lists(&repository().join("rendered"));
    let found: Vec<_> = folders.par_iter().flat_map_iter(|folder| program.check(folder)).collect();
    println!("kustomize: {} folders of the example, {} differences", folders.len(), found.len());
    assert!(folders.len() > 10, "the example has a list of tenants and one for each");
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_recorded_case_is_built_to_exactly_its_objects() {
    let Some(program) = Program::find() else { return };
    let cases: Vec<_> = std::fs::read_dir(copy().join("controller")).expect("the copy is there").collect();
    let built: Vec<_> = cases
        .into_par_iter()
        .filter_map(|case| build_case(&program, &case.expect("it can be listed").path()))
        .collect();
    let found: Vec<_> = built.iter().flatten().cloned().collect();
    println!("kustomize: {} recorded cases, {} differences", built.len(), found.len());
    assert!(!built.is_empty(), "there are recorded cases");
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_case_with_an_engine_is_built_to_exactly_its_objects() {
    let Some(program) = Program::find() else { return };
    let entries = std::fs::read_dir(repository().join("tests/cases")).expect("the cases can be listed");
    let trees = entries.map(|case| case.expect("they can be listed").path().join("expected"));
    let trees: Vec<_> = trees.filter(|tree| tree.join("gitops").is_dir()).collect();
    let folders: Vec<_> = trees.iter().flat_map(|tree| lists(tree)).collect();
    let found: Vec<_> = folders.par_iter().flat_map_iter(|folder| program.check(folder)).collect();
    println!(
        "kustomize: {} folders of {} cases with an engine, {} differences",
        folders.len(),
        trees.len(),
        found.len()
    );
    assert!(trees.len() > 5, "there are cases with an engine");
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn three_hundred_generated_tenants_are_built_to_exactly_their_objects() {
    let Some(program) = Program::find() else { return };
    let engines = ["argocd", "flux", "none"];
    let made: Vec<_> = engines.par_iter().map(|engine| tenants::render(engine)).collect();
    let trees: Vec<_> = made.iter().map(|sandbox| sandbox.path().join("rendered")).collect();
    // Not the list of them all: the time of a build grows faster than what is built.
    let folders: Vec<_> =
        trees.iter().flat_map(|tree| lists(tree)).filter(|folder| !folder.ends_with("tenants")).collect();
    let found: Vec<_> = folders.par_iter().flat_map_iter(|folder| program.check(folder)).collect();
    let mut kinds = BTreeMap::<String, usize>::new();
    for (_, kind, _, _) in trees.iter().flat_map(|tree| of_tree(tree).into_keys()) {
        *kinds.entry(kind).or_default() += 1;
    }
    println!("kustomize: {} folders of generated tenants, {} differences; {kinds:?}", folders.len(), found.len());
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert_eq!(folders.len(), engines.len() * tenants::EACH);
    let floors = [
        ("Namespace", 300),
        ("Profile", 100),
        ("ServiceAccount", 600),
        ("RoleBinding", 2000),
        ("AuthorizationPolicy", 1700),
        ("ResourceQuota", 230),
        ("LimitRange", 230),
        ("NetworkPolicy", 300),
        ("ConfigMap", 300),
    ];
    for (kind, floor) in floors {
        assert!(kinds.get(kind).is_some_and(|count| *count >= floor), "fewer than {floor} of {kind}");
    }
}

fn build_case(program: &Program, case: &Path) -> Option<Vec<String>> {
    if !case.join("expected.json").is_file() {
        return None;
    }
    let sandbox = Sandbox::copy_of(case);
    sandbox.run(&["render"]).expect(0);
    Some(program.check(&sandbox.path().join("rendered/tenants")))
}
