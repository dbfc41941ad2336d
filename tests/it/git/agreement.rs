//! The two back ends give the same of the same repository.

use crate::support::git::{TestRepository, command};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::io::Write as _;
use std::process::Stdio;
use tenantry::io::git::{BackEnds, Environment, GitFile, Repository, Snapshot};
use tenantry::render::Digest;

/// Both back ends on one repository.
fn both(test: &TestRepository) -> [Repository; 2] {
    [BackEnds::Library, BackEnds::Program].map(|back_ends| {
        let repository = Repository::discover_with(test.top(), &Environment::default(), back_ends);
        repository.expect("git has nothing against it").expect("it is a repository")
    })
}

fn names() -> impl Strategy<Value = String> {
    let odd = [
        "a", "b.yaml", "rendered", "tenants", " x", "\"q\"", "tab\tx", "*", ":(top)a", "-r", "é", "line\nx", "\\",
        "a b",
    ];
    proptest::sample::select(odd.map(str::to_owned).to_vec())
}

fn paths() -> impl Strategy<Value = String> {
    proptest::collection::vec(names(), 1..4).prop_map(|parts| parts.join("/"))
}

/// Paths of which none lies below another that is a file, and what each holds.
fn trees() -> impl Strategy<Value = Vec<(String, Vec<u8>)>> {
    let files = proptest::collection::vec((paths(), proptest::collection::vec(any::<u8>(), 0..40)), 0..12);
    files.prop_map(|files| {
        let mut tree: Vec<(String, Vec<u8>)> = Vec::new();
        for (path, bytes) in files {
            let within = |a: &str, b: &str| a == b || a.starts_with(&format!("{b}/"));
            if !tree.iter().any(|(other, _)| within(other, &path) || within(&path, other)) {
                tree.push((path, bytes));
            }
        }
        tree
    })
}

/// Everything that can be asked of a snapshot.
fn answers(repository: &Repository, of: &Snapshot, paths: &[String]) -> (Vec<GitFile>, Vec<Vec<u8>>, String) {
    let files = repository.files(of, "").expect("it can be listed");
    let ids: Vec<Digest> = files.iter().map(|file| file.id).collect();
    let read = repository.read(&ids).expect("files can be read");
    let mut told = format!("{:?}", repository.read_up_to(&ids, 7).expect("files can be read"));
    for path in paths {
        told += &format!("{path:?} {:?} {:?}\n", repository.files(of, path), repository.entry(of, path));
    }
    (files, read, told)
}

#[test]
fn both_back_ends_list_and_read_the_same() {
    let cases = 40;
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let strategy = (trees(), proptest::collection::vec(paths(), 6));
    let result = runner.run(&strategy, |(tree, asked)| {
        let test = TestRepository::new(&[]);
        tree.iter().for_each(|(path, bytes)| test.write(path, bytes));
        test.commit("first");
        let [library, program] = both(&test);
        let heads = [&library, &program].map(|one| one.head().expect("HEAD can be read").expect("there is a commit"));
        prop_assert_eq!(heads[0], heads[1]);
        for of in [Snapshot::Commit(heads[0]), Snapshot::Index] {
            let (files, read, told) = answers(&library, &of, &asked);
            prop_assert_eq!((&files, &read, told), {
                let (files, read, told) = answers(&program, &of, &asked);
                (&files.clone(), &read.clone(), told)
            });
            let mut expected = tree.clone();
            expected.sort();
            let given: Vec<_> = files.into_iter().map(|file| file.path).zip(read).collect();
            prop_assert_eq!(given, expected);
        }
        Ok(())
    });
    result.expect("the back ends agree");
}

#[test]
fn both_back_ends_find_the_same_commits() {
    let test = TestRepository::new(&[]);
    test.commit("first");
    test.git(&["tag", "-a", "-m", "annotated", "v1"]);
    test.commit("second: with words");
    test.git(&["checkout", "-q", "-b", "other", "v1"]);
    test.commit("third");
    test.git(&["branch", "-m", "feature/x"]);
    let repositories = both(&test);
    let revisions = [
        "main",
        "v1",
        "v1^{commit}",
        "HEAD",
        "@",
        "HEAD~1",
        "main^",
        "refs/heads/main",
        "feature/x",
        "main~0",
        ":/second",
        "@{-1}",
        "HEAD^{/first}",
        "main^{tree}",
        "HEAD:",
        "nowhere",
        "",
        "main..HEAD",
        "^main",
        "HEAD~99",
        "main^2",
    ];
    for revision in revisions {
        let id = |repository: &Repository| repository.commit(revision).ok();
        assert_eq!(id(&repositories[0]), id(&repositories[1]), "{revision}");
    }
    let short = &test.git(&["rev-parse", "main"])[..8];
    let bases = repositories.map(|repository| {
        let commit = |revision: &str| repository.commit(revision).expect("it is a commit");
        let (main, head, tag) = (commit(short), commit("HEAD"), commit("v1"));
        assert_eq!(repository.merge_base(&main, &head).expect("there is one"), tag);
        assert_eq!(repository.merge_base(&tag, &head).expect("there is one"), tag);
        repository.merge_base(&main, &main).expect("there is one")
    });
    assert_eq!(bases[0], bases[1]);
}

/// A commit of many files, made without writing them to the disk.
fn many(test: &TestRepository, count: usize) {
    let mut child =
        command(test.top()).args(["fast-import", "--quiet"]).stdin(Stdio::piped()).spawn().expect("git runs");
    let mut text = String::from("commit refs/heads/main\ncommitter T <t@example.com> 0 +0000\ndata 1\nx\n");
    for number in 0..count {
        let bytes = format!("file {number}\n").repeat(30);
        text += &format!(
            "M 100644 inline rendered/tenants/t{}/f{number}.yaml\ndata {}\n{bytes}\n",
            number / 6,
            bytes.len()
        );
    }
    child.stdin.take().expect("it was asked for").write_all(text.as_bytes()).expect("git reads it");
    assert!(child.wait().expect("git ends").success());
}

#[test]
fn thousands_of_files_are_read_by_both_in_their_order() {
    let test = TestRepository::new(&[]);
    let count = if cfg!(debug_assertions) { 6_000 } else { 60_000 };
    many(&test, count);
    let repositories = both(&test);
    for (repository, name) in repositories.iter().zip(["library", "program"]) {
        let of = Snapshot::Commit(repository.head().expect("HEAD can be read").expect("there is a commit"));
        let start = std::time::Instant::now();
        let files = repository.files(&of, "rendered").expect("it can be listed");
        let listed = start.elapsed();
        let read = repository.read(&files.iter().map(|file| file.id).collect::<Vec<_>>()).expect("files can be read");
        println!("{name}: {} files listed in {listed:?}, read in {:?}", files.len(), start.elapsed() - listed);
        assert_eq!(files.len(), count);
        let right = files.iter().zip(&read).all(|(file, bytes)| Digest::of(bytes, repository.hash()) == file.id);
        assert!(right, "{name}: a file holds what its id does not say");
    }
}
