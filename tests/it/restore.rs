//! `restore`: earlier inputs come back to the byte, and no Namespace of the committed tree is lost, whatever was done since.

use crate::support::git::TestRepository;
use crate::support::sandbox::{Run, binary};
use std::collections::BTreeSet;
use std::process::Command;

fn profile(name: &str) -> String {
    format!(
        "apiVersion: kubeflow.org/v1\nkind: Profile\nmetadata:\n  name: {name}\nspec:\n  owner: {{kind: User, name: {name}@example.com}}\n"
    )
}

fn with_contributor(name: &str) -> String {
    format!(
        "{}---\napiVersion: tenantry.dev/v1alpha1\nkind: Tenant\nmetadata: {{name: {name}}}\nspec:\n  contributors:\n  - {{name: bob@example.com, role: edit}}  # until May\n",
        profile(name)
    )
}

fn run(repository: &TestRepository, arguments: &[&str]) -> Run {
    let mut command = Command::new(binary());
    command.current_dir(repository.top()).env_remove("CLICOLOR_FORCE").args(arguments);
    Run::of(command.output().expect("the binary can be run"))
}

fn repository() -> TestRepository {
    let repository = TestRepository::new(&[]);
    repository.write("tenantry.yaml", "apiVersion: tenantry.dev/v1alpha1\nkind: Config\ngitOps: {engine: none}\n");
    repository
}

fn read(repository: &TestRepository, path: &str) -> String {
    std::fs::read_to_string(repository.top().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn remove(repository: &TestRepository, path: &str) {
    std::fs::remove_file(repository.top().join(path)).expect("a file can be removed");
}

/// Renders whatever the inputs are, without a guard, and commits.
fn commit_as_it_is(repository: &TestRepository) -> String {
    let rendered = repository.top().join("rendered");
    if rendered.exists() {
        std::fs::remove_dir_all(rendered).expect("a folder can be removed");
    }
    run(repository, &["render", "--base-worktree"]).expect(0);
    repository.commit("a change")
}

/// The tenants that have a Namespace in the tree.
fn namespaces(repository: &TestRepository) -> BTreeSet<String> {
    let folder = repository.top().join("rendered/tenants");
    let entries = std::fs::read_dir(folder).expect("a tree").filter_map(Result::ok);
    let tenants = entries.filter(|entry| entry.path().join("namespace.yaml").is_file());
    tenants.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

/// Every input by path and text.
fn inputs(repository: &TestRepository) -> BTreeSet<(String, String)> {
    let top = repository.top().join("profiles");
    let entries = walkdir::WalkDir::new(&top).into_iter().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.file_type().is_file());
    let path = |entry: &walkdir::DirEntry| entry.path().strip_prefix(&top).expect("below").display().to_string();
    files.map(|entry| (path(&entry), std::fs::read_to_string(entry.path()).expect("UTF-8"))).collect()
}

#[test]
fn a_bad_merge_is_undone_and_what_was_born_in_it_is_retired() {
    let repository = repository();
    repository.write("profiles/team-a.yaml", with_contributor("team-a"));
    repository.write("profiles/team-b.yaml", profile("team-b"));
    let good = commit_as_it_is(&repository);
    // One changed, one moved, one born.
    repository.write("profiles/team-a.yaml", profile("team-a"));
    remove(&repository, "profiles/team-b.yaml");
    repository.write("profiles/sub/team-b.yaml", profile("team-b"));
    repository.write("profiles/sub/team-c.yaml", with_contributor("team-c"));
    commit_as_it_is(&repository);
    let before = inputs(&repository);
    let dry = run(&repository, &["restore", "--from", &good, "--dry-run"]).expect(0).stdout;
    assert_eq!(before, inputs(&repository), "--dry-run writes nothing");
    let said = run(&repository, &["restore", "--from", "HEAD^"]).expect(0).stdout;
    let wanted = format!(
        "restore  profiles/team-a.yaml\ncreate   profiles/team-b.yaml\nremove   profiles/sub/team-b.yaml\n\
         keep     profiles/sub/team-c.yaml (team-c, Retired)\n\
         restored profiles from {}: 3 files written, 1 removed, 1 tenant kept as Retired\n\
         Now run `tenantry render`, then look at `tenantry diff` before you commit.\n",
        &good[..12]
    );
    assert_eq!(said, wanted);
    assert_eq!(dry, wanted.replace("restored profiles", "would restore profiles"));
    assert_eq!(read(&repository, "profiles/team-a.yaml"), with_contributor("team-a"));
    let kept =
        with_contributor("team-c").replace("spec:\n  contributors", "spec:\n  lifecycle: Retired\n  contributors");
    assert_eq!(read(&repository, "profiles/sub/team-c.yaml"), kept);
    run(&repository, &["render"]).expect(0);
    assert_eq!(namespaces(&repository), ["team-a", "team-b", "team-c"].map(str::to_owned).into());
    let said = run(&repository, &["restore", "--from", &good]).expect(0).stdout;
    assert!(said.contains("profiles is as it was in"), "{said}");
}

#[test]
fn what_was_never_committed_is_not_overwritten_without_a_word() {
    let repository = repository();
    repository.write("profiles/team-a.yaml", profile("team-a"));
    let good = commit_as_it_is(&repository);
    repository.write("profiles/team-a.yaml", with_contributor("team-a"));
    commit_as_it_is(&repository);
    repository.write("profiles/team-a.yaml", with_contributor("team-a") + "# unsaved\n");
    // Born and never committed: kept in its place, so that nothing of it is lost.
    repository.write("profiles/team-b.yaml", profile("team-b"));
    let before = inputs(&repository);
    let said = run(&repository, &["restore", "--from", &good]).expect(2).stderr;
    assert!(said.contains("error[uncommitted]: profiles/team-a.yaml has changes that are not committed"), "{said}");
    assert!(!said.contains("team-b") && said.contains("--force"), "{said}");
    assert_eq!(before, inputs(&repository));
    run(&repository, &["restore", "--from", &good, "--force"]).expect(0);
    assert_eq!(read(&repository, "profiles/team-a.yaml"), profile("team-a"));
    assert!(read(&repository, "profiles/team-b.yaml").ends_with("lifecycle: Retired\n"));
}

#[test]
fn what_cannot_be_restored_is_an_error_and_nothing_is_written() {
    let repository = repository();
    repository.write("README.md", "empty\n");
    let empty = repository.commit("nothing yet");
    repository.write("profiles/broken.yaml", "a: [\n");
    let broken = repository.commit("broken");
    remove(&repository, "profiles/broken.yaml");
    repository.write("profiles/team-a.yaml", profile("team-a"));
    let good = commit_as_it_is(&repository);
    // In the tree of the last commit, and in no inputs.
    repository.write("profiles/team-b.yaml", profile("team-b"));
    commit_as_it_is(&repository);
    remove(&repository, "profiles/team-b.yaml");
    repository.commit("the inputs of team-b are gone");
    let before = inputs(&repository);
    for (from, wanted) in [
        (&*empty, "error[restore]: there are no inputs in profiles at"),
        (&*broken, "error[restore]: profiles/broken.yaml cannot be read at"),
        (&*good, "error[restore]: tenant `team-b` has a Namespace and no input"),
        ("no-such-branch", "error[git-revision]: there is no commit `no-such-branch`"),
    ] {
        let said = run(&repository, &["restore", "--from", from]).expect(2).stderr;
        assert!(said.contains(wanted), "{said}");
        assert_eq!(before, inputs(&repository));
    }
}

/// Numbers that look random and are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }
}

const NAMES: [&str; 8] = ["a", "b", "c", "d", "e", "f", "g", "h"];
const PATHS: [&str; 6] = ["one.yaml", "two.yaml", "sub/three.yaml", "sub/four.yaml", "sub/deep/five.yaml", "six.yaml"];

/// Puts some tenants into some files, several into one at times.
fn scatter(repository: &TestRepository, numbers: &mut Numbers) {
    for (path, _) in inputs(repository) {
        remove(repository, &format!("profiles/{path}"));
    }
    let mut texts: Vec<String> = vec![String::new(); PATHS.len()];
    let first = numbers.below(NAMES.len());
    for (index, name) in NAMES.iter().enumerate() {
        if index == first || numbers.below(2) == 0 {
            let text = if numbers.below(2) == 0 { profile(name) } else { with_contributor(name) };
            let file = &mut texts[numbers.below(PATHS.len())];
            file.push_str(if file.is_empty() { "" } else { "---\n" });
            file.push_str(&text);
        }
    }
    for (path, text) in PATHS.iter().zip(texts).filter(|(_, text)| !text.is_empty()) {
        repository.write(&format!("profiles/{path}"), text);
    }
}

#[test]
fn no_namespace_of_the_committed_tree_is_lost_by_any_restore() {
    let (mut kept, mut restored) = (0, 0);
    for seed in 0..24 {
        let mut numbers = Numbers(seed);
        let repository = repository();
        scatter(&repository, &mut numbers);
        let then = inputs(&repository);
        let good = commit_as_it_is(&repository);
        scatter(&repository, &mut numbers);
        commit_as_it_is(&repository);
        let living = namespaces(&repository);
        if numbers.below(3) == 0 {
            // And something that was never committed.
            scatter(&repository, &mut numbers);
        }
        run(&repository, &["restore", "--from", &good, "--force"]).expect(0);
        let now = inputs(&repository);
        assert!(then.is_subset(&now), "{seed}: the earlier files are there to the byte");
        run(&repository, &["render"]).expect(0);
        let after = namespaces(&repository);
        assert!(living.is_subset(&after), "{seed}: {living:?} {after:?}");
        run(&repository, &["check"]).expect(0);
        kept += now.difference(&then).count();
        restored += then.len();
    }
    println!("restore: 24 histories, {restored} files restored, {kept} files kept beside them");
    assert!(kept > 20);
}
