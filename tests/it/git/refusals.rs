//! What cannot be read is refused, with the command that helps.

use super::kinds::open;
use crate::support::git::{TestRepository, git};
use crate::support::sandbox::Sandbox;
use std::path::Path;
use tenantry::io::git::{BackEnds, Environment, GitError, Repository, Snapshot};

/// The code and the help of an error.
fn told(error: &GitError) -> (&'static str, String) {
    let diagnostic = error.diagnostic();
    (diagnostic.code.0, format!("{}; {}", diagnostic.message, diagnostic.help.unwrap_or_default()))
}

#[track_caller]
fn is_told<T: std::fmt::Debug>(result: Result<T, GitError>, code: &str, texts: &[&str]) {
    let (given, said) = told(&result.expect_err("it is refused"));
    assert_eq!(given, code, "{said}");
    texts.iter().for_each(|text| assert!(said.contains(text), "{text:?} is not in: {said}"));
}

#[test]
fn no_repository() {
    let sandbox = Sandbox::new();
    let ceiling = sandbox.path().canonicalize().expect("it is there");
    assert!(Repository::discover(&ceiling).expect("nothing is wrong").is_none(), "{} lies in one", ceiling.display());
    is_told(Repository::around(&ceiling, "here"), "no-repository", &["no Git repository around here", "git init"]);
}

#[test]
fn a_broken_repository_is_none() {
    let sandbox = Sandbox::new();
    sandbox.write(".git", "gitdir: /nowhere\n");
    let found = Repository::discover(sandbox.path());
    assert!(matches!(found, Ok(None) | Err(_)), "{found:?}");
}

#[test]
fn an_unknown_revision_names_what_to_fetch() {
    let test = TestRepository::new(&[]);
    test.commit("first");
    let id = "0123456789012345678901234567890123456789";
    let unknown =
        |revision: &str, texts: &[&str]| is_told(open(test.top()).commit(revision).map(|_| ()), "git-revision", texts);
    unknown("mian", &["no commit `mian`", "name a branch"]);
    test.git(&["remote", "add", "origin", "https://example.invalid/x.git"]);
    unknown("origin/main", &["git fetch origin main"]);
    unknown("refs/remotes/origin/a b", &["name a branch"]);
    unknown("origin/feature/x", &["git fetch origin feature/x"]);
    unknown("release", &["git fetch origin release, then name it `origin/release`"]);
    unknown(id, &["git fetch origin 0123456789"]);
    unknown("HEAD:", &[]);
    unknown("nul\0byte", &[]);
    unknown("--output=x", &["begins with `-`"]);
    unknown("-x", &["refs/heads/NAME"]);
}

/// A clone of so many commits, none of which the two branches share.
fn shallow() -> (TestRepository, std::path::PathBuf) {
    let test = TestRepository::new(&[]);
    test.commit("first");
    test.git(&["branch", "feature"]);
    test.commit("second");
    test.git(&["checkout", "-q", "feature"]);
    test.commit("third");
    let clone = test.beside("clone");
    let url = format!("file://{}", test.top().display());
    test.git(&["clone", "-q", "--depth=1", "--no-single-branch", &url, &clone.to_string_lossy()]);
    (test, clone)
}

#[test]
fn a_shallow_clone_without_the_common_ancestor() {
    let (_test, clone) = shallow();
    for back_ends in [BackEnds::Both, BackEnds::Library, BackEnds::Program] {
        let repository = Repository::discover_with(&clone, &Environment::default(), back_ends);
        let repository = repository.expect("git has nothing against it").expect("it is a repository");
        let commit = |name: &str| repository.commit(name).expect("it is a commit");
        let base = repository.merge_base(&commit("origin/main"), &commit("origin/feature"));
        is_told(base, "git-history", &["shallow", "git fetch --unshallow", "fetch-depth: 0"]);
    }
}

#[test]
fn branches_that_share_nothing() {
    let test = TestRepository::new(&[]);
    test.commit("first");
    test.git(&["checkout", "-q", "--orphan", "other"]);
    test.commit("second");
    for back_ends in [BackEnds::Both, BackEnds::Library, BackEnds::Program] {
        let repository = Repository::discover_with(test.top(), &Environment::default(), back_ends);
        let repository = repository.expect("git has nothing against it").expect("it is a repository");
        let commit = |name: &str| repository.commit(name).expect("it is a commit");
        is_told(repository.merge_base(&commit("main"), &commit("other")), "git-history", &["no common ancestor"]);
    }
}

#[test]
fn a_partial_clone_does_not_fetch_in_silence() {
    let test = TestRepository::new(&[]);
    test.write("a.yaml", "a\n");
    test.commit("first");
    test.git(&["config", "uploadpack.allowFilter", "true"]);
    let clone = test.beside("clone");
    let url = format!("file://{}", test.top().display());
    test.git(&["clone", "-q", "--no-checkout", "--filter=blob:none", &url, &clone.to_string_lossy()]);
    let repository = open(&clone);
    let head = Snapshot::Commit(repository.head().expect("HEAD can be read").expect("there is a commit"));
    assert_eq!(repository.files(&head, "").expect("it can be listed").len(), 1);
    is_told(repository.blob(&head, "a.yaml"), "git-history", &["partial clone", "git fetch --refetch --no-filter"]);
    git(&clone, &["fetch", "-q", "--refetch", "--no-filter"]);
    assert_eq!(open(&clone).blob(&head, "a.yaml").expect("it is there now").as_deref(), Some(&b"a\n"[..]));
}

#[test]
fn conflicts_in_the_index() {
    let test = TestRepository::new(&[]);
    test.write("rendered/a.yaml", "0\n");
    test.commit("first");
    test.git(&["checkout", "-q", "-b", "other"]);
    test.write("rendered/a.yaml", "1\n");
    test.commit("second");
    test.git(&["checkout", "-q", "main"]);
    test.write("rendered/a.yaml", "2\n");
    test.commit("third");
    crate::support::git::command(test.top()).args(["merge", "-q", "other"]).output().expect("git runs");
    for back_ends in [BackEnds::Both, BackEnds::Library, BackEnds::Program] {
        let repository = Repository::discover_with(test.top(), &Environment::default(), back_ends);
        let repository = repository.expect("git has nothing against it").expect("it is a repository");
        let help = ["rendered/a.yaml has conflicts", "git add rendered/a.yaml"];
        is_told(repository.files(&Snapshot::Index, "rendered"), "git", &help);
        is_told(repository.entry(&Snapshot::Index, "rendered/a.yaml"), "git", &help);
        assert!(repository.files(&Snapshot::Index, "profiles").expect("nothing is wrong there").is_empty());
    }
}

/// Made by hand: only a newer git writes it.
#[test]
fn a_repository_that_this_git_is_too_old_for() {
    let test = TestRepository::new(&[]);
    let config = "[core]\n\trepositoryformatversion = 1\n[extensions]\n\trefStorage = reftable\n";
    test.write(".git/config", config);
    test.write(".git/HEAD", "ref: refs/heads/.invalid\n");
    test.write(".git/reftable/tables.list", "");
    match Repository::discover(test.top()) {
        Ok(found) => println!("SKIPPED: this git reads reftable: {found:?}"),
        Err(error) => is_told(Err::<(), _>(error), "git", &["refstorage", "2.45"]),
    }
}

#[test]
fn a_missing_object_is_named() {
    let test = TestRepository::new(&[]);
    test.write("a.yaml", "a\n");
    test.commit("first");
    let id = test.git(&["rev-parse", "HEAD:a.yaml"]);
    std::fs::remove_file(test.top().join(".git/objects").join(&id[..2]).join(&id[2..])).expect("it is a loose object");
    let repository = open(test.top());
    let head = Snapshot::Commit(repository.head().expect("HEAD can be read").expect("there is a commit"));
    is_told(repository.blob(&head, "a.yaml"), "git-history", &[&id, "git fsck"]);
}

/// Gives a folder and all in it to a user who runs nothing here.
fn give_away(folder: &Path) -> std::io::Result<()> {
    for entry in walkdir::WalkDir::new(folder) {
        std::os::unix::fs::lchown(entry?.path(), Some(12_345), None)?;
    }
    Ok(())
}

#[test]
fn a_repository_of_somebody_else() {
    let test = TestRepository::new(&[]);
    test.commit("first");
    if let Err(error) = give_away(test.top()) {
        println!("SKIPPED: files cannot be given to another user here: {error}");
        return;
    }
    let trusted = std::process::Command::new("git").args(["config", "--get-all", "safe.directory"]).output();
    if trusted.is_ok_and(|output| !output.stdout.is_empty()) {
        println!("SKIPPED: the settings of who runs this trust folders of others already");
        return;
    }
    let help = format!("git config --global --add safe.directory {}", test.top().display());
    for back_ends in [BackEnds::Both, BackEnds::Library, BackEnds::Program] {
        let found = Repository::discover_with(test.top(), &Environment::default(), back_ends);
        is_told(found, "git-owner", &["another user", &help]);
    }
}
