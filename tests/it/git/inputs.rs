//! Inputs read from Git are those that are read from the disk.

use super::kinds::open;
use crate::support::conformance::repository;
use crate::support::git::{TestRepository, git};
use crate::support::sandbox::copy;
use rayon::iter::ParallelIterator;
use std::path::Path;
use std::sync::Arc;
use tenantry::diagnostic::{Diagnostic, Sources};
use tenantry::io::git::{Repository, Snapshot};
use tenantry::io::inputs::{self, Wanted};
use tenantry::io::project::{self, Flags, Project};

/// Everything that reading gives, as text.
fn told(opened: Option<&Project>, mut found: Vec<Diagnostic>, sources: &mut Sources) -> String {
    let mut told = String::new();
    if let Some(project) = opened {
        for (key, folder) in project.inputs() {
            let wanted = Wanted { is_input: |name| name.ends_with(".yaml") || name.ends_with(".j2"), bytes: 5_000 };
            let (files, problems) = inputs::read(project, folder, wanted, sources);
            told += &format!("{key} {folder:?} {files:?}\n");
            found.extend(problems);
        }
        told += &format!("{:?} {:?} {:?}\n", project.config, project.rendered, project.hash);
    }
    let texts: Vec<_> =
        sources.par_iter().map(|(file, source)| (file, source.path.clone(), source.text.clone())).collect();
    told + &format!("{found:?} {texts:?}")
}

fn from_disk(folder: &Path, config: Option<&str>, flags: &Flags) -> String {
    let mut sources = Sources::default();
    match project::open(folder, config, flags, &mut sources) {
        Ok((project, found)) => told(project.as_ref(), found.into_iter().collect(), &mut sources),
        Err(error) => format!("{:?}", error.diagnostic().code),
    }
}

fn from_git(repository: &Arc<Repository>, of: &Snapshot, below: &str, config: Option<&str>, flags: &Flags) -> String {
    let mut sources = Sources::default();
    match project::open_at((repository, of), below, config, flags, &mut sources) {
        Ok((project, found)) => told(project.as_ref(), found.into_iter().collect(), &mut sources),
        Err(error) => format!("{:?}", error.diagnostic().code),
    }
}

/// Commits what lies there, and compares disk, commit, index and a bare clone, with these arguments.
#[track_caller]
fn is_the_same(test: &TestRepository, below: &str, config: Option<&str>, flags: &Flags) -> String {
    test.commit("inputs");
    let disk = from_disk(&test.top().join(below), config, flags);
    let here = Arc::new(open(test.top()));
    let head = Snapshot::Commit(here.head().expect("HEAD can be read").expect("there is a commit"));
    assert_eq!(from_git(&here, &head, below, config, flags), disk, "from the commit");
    assert_eq!(from_git(&here, &Snapshot::Index, below, config, flags), disk, "from the index");
    let bare = test.beside("bare.git");
    drop(std::fs::remove_dir_all(&bare));
    git(test.top(), &["clone", "-q", "--bare", ".", &bare.to_string_lossy()]);
    let bare = Arc::new(open(&bare));
    assert_eq!(from_git(&bare, &head, below, config, flags), disk, "from the bare repository");
    disk
}

#[test]
fn the_inputs_of_every_case_are_the_same_from_git() {
    let cases = std::fs::read_dir(repository().join("tests/cases")).expect("the cases can be listed");
    let cases: Vec<_> = cases.map(|case| case.expect("the cases can be listed").path()).collect();
    let test = TestRepository::new(&[]);
    for case in &cases {
        copy(case, &test.top().join(case.file_name().expect("a case has a name")));
    }
    test.git(&["add", "-A", "--force"]);
    for case in &cases {
        let below = case.file_name().expect("a case has a name").to_string_lossy().into_owned();
        let command = std::fs::read_to_string(case.join("command")).unwrap_or_default();
        let config = command.split_whitespace().skip_while(|word| *word != "--config").nth(1);
        let disk = from_disk(&test.top().join(&below), config, &Flags::default());
        let here = Arc::new(open(test.top()));
        assert_eq!(from_git(&here, &Snapshot::Index, &below, config, &Flags::default()), disk, "{below}");
    }
    println!("{} cases read from disk and from Git", cases.len());
}

#[test]
fn the_example_is_the_same_from_a_commit_the_index_and_a_bare_repository() {
    let test = TestRepository::new(&[]);
    for name in ["tenantry.yaml", "profiles", "templates"] {
        copy(&repository().join(name), &test.top().join(name));
    }
    let told = is_the_same(&test, "", None, &Flags::default());
    assert!(told.contains("profiles/team-nlp.yaml"), "{told}");
}

/// What the disk refuses, passes over or cuts, in one folder.
fn odd(test: &TestRepository) {
    let link =
        |to: &str, path: &str| std::os::unix::fs::symlink(to, test.top().join(path)).expect("a link can be made");
    test.write(
        "clusters/eu/tenantry.yaml",
        "apiVersion: tenantry.dev/v1alpha1\nkind: Config\nprofiles: in\ntemplates: made\n",
    );
    test.write("clusters/eu/in/b.yaml", "kind: Profile\n");
    test.write("clusters/eu/in/b/c.yaml", "x: \u{e9}\n");
    test.write("clusters/eu/in/b-c.yaml", "x\n");
    test.write("clusters/eu/in/.hidden/d.yaml", "x\n");
    test.write("clusters/eu/in/b/.hidden.yaml", "x\n");
    test.write("clusters/eu/in/notes.txt", "x\n");
    test.write("clusters/eu/in/kustomization.yaml", "x\n");
    test.write("clusters/eu/in/folder.yaml/inner.yaml", "x\n");
    test.write("clusters/eu/in/large.yaml", "y: 0123456789\n".repeat(1000));
    test.write("clusters/eu/in/not-utf8.yaml", b"x: \xff\n");
    test.write("clusters/eu/made/a.j2", "x\n");
    link("b.yaml", "clusters/eu/in/linked.yaml");
    link("b", "clusters/eu/in/linked");
    link("in", "clusters/eu/linked");
    link("tenantry.yaml", "clusters/eu/linked.yaml");
}

#[test]
fn what_the_disk_refuses_or_passes_over_git_does_too() {
    let test = TestRepository::new(&[]);
    odd(&test);
    let flags = |profiles: &str| Flags { profiles: Some(profiles.to_owned()), ..Flags::default() };
    let told = is_the_same(&test, "clusters/eu", None, &Flags::default());
    for text in ["is a symbolic link", "named like a file", "kustomization.yaml among", "in/b/c.yaml"] {
        assert!(told.contains(text), "{text}: {told}");
    }
    assert!(!told.contains("hidden") && !told.contains("notes"), "{told}");
    is_the_same(&test, "clusters", Some("eu/tenantry.yaml"), &Flags::default());
    is_the_same(&test, "clusters/eu/in", Some("../tenantry.yaml"), &Flags::default());
    is_the_same(&test, "clusters/eu", Some("../../../tenantry.yaml"), &Flags::default());
    for profiles in
        ["linked", "linked/b", "nowhere", "in/b.yaml", "in/b.yaml/x", ".", "../..", "../../..", "in/b", "rendered"]
    {
        is_the_same(&test, "clusters/eu", None, &flags(profiles));
    }
    for config in ["linked.yaml", "nowhere.yaml", "in", "in/b.yaml"] {
        is_the_same(&test, "clusters/eu", Some(config), &Flags::default());
    }
}

#[test]
fn a_submodule_among_the_inputs_is_refused_from_git() {
    let inner = TestRepository::new(&[]);
    inner.write("x.yaml", "x\n");
    inner.commit("first");
    let outer = TestRepository::new(&[]);
    outer.write("profiles/a.yaml", "x\n");
    outer.git(&["submodule", "-q", "add", &inner.top().to_string_lossy(), "profiles/sub"]);
    let told = from_git(&Arc::new(open(outer.top())), &Snapshot::Index, "", None, &Flags::default());
    assert!(told.contains("profiles/sub is a submodule"), "{told}");
}
