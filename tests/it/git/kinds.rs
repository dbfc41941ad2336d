//! Every kind of repository gives its files: each by both back ends where both can read it.

use crate::support::git::{TestRepository, git};
use std::path::Path;
use tenantry::io::git::{BackEnds, Entry, Environment, Kind, Repository, Snapshot, baseline, hash_of};
use tenantry::plan::Found;
use tenantry::render::{Digest, Hash, TreePath};

/// The repository around a folder, which is one.
#[track_caller]
pub fn open(folder: &Path) -> Repository {
    Repository::discover(folder).expect("git has nothing against it").expect("it is a repository")
}

/// The commit that is checked out.
#[track_caller]
fn head(repository: &Repository) -> Snapshot {
    Snapshot::Commit(repository.head().expect("HEAD can be read").expect("there is a commit"))
}

/// Two files and a link in two folders.
fn fill(repository: &TestRepository) -> String {
    repository.write("rendered/tenants/a/namespace.yaml", "a\n");
    repository.write("rendered/tenants/a/.hidden", "h\n");
    repository.write("profiles/a.yaml", "input\n");
    std::os::unix::fs::symlink("a", repository.top().join("rendered/tenants/b")).expect("a link can be made");
    repository.commit("first")
}

/// What [`fill`] committed is read from a repository.
#[track_caller]
fn is_filled(repository: &Repository, of: &Snapshot) {
    let files = repository.files(of, "rendered").expect("files can be listed");
    let listed: Vec<_> = files.iter().map(|file| (file.path.as_str(), file.kind)).collect();
    let expected =
        [("tenants/a/.hidden", Kind::Regular), ("tenants/a/namespace.yaml", Kind::Regular), ("tenants/b", Kind::Link)];
    assert_eq!(listed, expected);
    assert_eq!(files[1].id, Digest::of(b"a\n", repository.hash()));
    let read = repository.read(&[files[1].id, files[0].id, files[1].id]).expect("files can be read");
    assert_eq!(read, [b"a\n", b"h\n", b"a\n"]);
    assert_eq!(repository.read_up_to(&[files[1].id], 0).expect("files can be read"), [b"a"]);
    assert_eq!(repository.blob(of, "profiles/a.yaml").expect("it can be read").as_deref(), Some(&b"input\n"[..]));
    for absent in ["profiles", "profiles/b.yaml", "rendered/tenants/b", "profiles/a.yaml/b"] {
        assert_eq!(repository.blob(of, absent).expect("it can be looked for"), None, "{absent}");
    }
    assert_eq!(repository.entry(of, "rendered").expect("it can be looked for"), Some(Entry::Folder));
    assert_eq!(repository.entry(of, "render").expect("it can be looked for"), None);
    assert!(repository.files(of, "profiles/a.yaml").expect("it can be listed").is_empty());
    assert!(repository.files(of, "nowhere").expect("it can be listed").is_empty());
    let baseline = baseline(repository, of, "rendered", None).expect("it can be listed");
    let path = TreePath::of_tenant("a", "namespace.yaml");
    assert_eq!(baseline.files.get(&path), Some(&Found::Ours(files[1].id)));
    assert_eq!(baseline.files.get(&TreePath::of_tenants("b")), Some(&Found::Link));
    assert_eq!(baseline.files.len(), 2);
    assert_eq!(baseline.tenants.into_iter().collect::<Vec<_>>(), ["a"]);
}

#[test]
fn a_plain_repository_loose_and_packed() {
    let test = TestRepository::new(&[]);
    fill(&test);
    for packed in [false, true] {
        if packed {
            test.git(&["gc", "-q"]);
        }
        let repository = open(test.top());
        assert_eq!((repository.work_tree(), repository.hash()), (Some(test.top()), Hash::Sha1));
        is_filled(&repository, &head(&repository));
        is_filled(&repository, &Snapshot::Index);
    }
}

#[test]
fn from_a_folder_below_the_top_paths_still_begin_at_the_top() {
    let test = TestRepository::new(&[]);
    fill(&test);
    for back_ends in [BackEnds::Library, BackEnds::Program] {
        let folder = test.top().join("rendered/tenants");
        let repository = Repository::discover_with(&folder, &Environment::default(), back_ends);
        let repository = repository.expect("git has nothing against it").expect("it is a repository");
        is_filled(&repository, &head(&repository));
        is_filled(&repository, &Snapshot::Index);
    }
}

#[test]
fn a_rendered_folder_deep_in_the_repository() {
    let test = TestRepository::new(&[]);
    test.write("clusters/eu/rendered/tenants/a/x.yaml", "a\n");
    test.commit("first");
    let repository = open(test.top());
    let baseline = baseline(&repository, &head(&repository), "clusters/eu/rendered", None).expect("it can be listed");
    assert_eq!(baseline.files.into_keys().collect::<Vec<_>>(), [TreePath::of_tenant("a", "x.yaml")]);
}

#[test]
fn a_linked_worktree() {
    let test = TestRepository::new(&[]);
    fill(&test);
    let linked = test.beside("linked");
    test.git(&["worktree", "add", "-q", "-b", "other", &linked.to_string_lossy()]);
    let repository = open(&linked);
    assert_eq!(repository.work_tree(), Some(linked.as_path()));
    is_filled(&repository, &head(&repository));
    is_filled(&repository, &Snapshot::Index);
    assert_eq!(hash_of(&linked), Hash::Sha1);
}

#[test]
fn a_bare_repository_has_commits_and_no_files_in_its_index() {
    let test = TestRepository::new(&[]);
    fill(&test);
    let bare = test.beside("bare.git");
    test.git(&["clone", "-q", "--bare", ".", &bare.to_string_lossy()]);
    let repository = open(&bare);
    assert_eq!(repository.work_tree(), None);
    is_filled(&repository, &head(&repository));
    assert!(repository.files(&Snapshot::Index, "").expect("it can be listed").is_empty());
}

#[test]
fn a_submodule_is_a_repository_of_its_own_and_no_folder_outside() {
    let inner = TestRepository::new(&[]);
    fill(&inner);
    let outer = TestRepository::new(&[]);
    outer.git(&["submodule", "-q", "add", &inner.top().to_string_lossy(), "sub"]);
    outer.commit("first");
    let repository = open(&outer.top().join("sub/profiles"));
    assert_eq!(repository.work_tree(), Some(outer.top().join("sub").as_path()));
    is_filled(&repository, &head(&repository));
    let outside = open(outer.top());
    let files = outside.files(&head(&outside), "").expect("it can be listed");
    let listed: Vec<_> = files.iter().map(|file| (file.path.as_str(), file.kind)).collect();
    assert_eq!(listed, [(".gitmodules", Kind::Regular), ("sub", Kind::Submodule)]);
    assert!(outside.files(&head(&outside), "sub").expect("it can be listed").is_empty());
    assert_eq!(hash_of(&outer.top().join("sub")), Hash::Sha1);
}

#[test]
fn an_unborn_branch_has_no_commit_and_an_index() {
    let test = TestRepository::new(&[]);
    test.write("a.yaml", "a\n");
    test.git(&["add", "-A"]);
    for back_ends in [BackEnds::Both, BackEnds::Program] {
        let repository = Repository::discover_with(test.top(), &Environment::default(), back_ends);
        let repository = repository.expect("git has nothing against it").expect("it is a repository");
        assert_eq!(repository.head().expect("HEAD can be read"), None);
        let files = repository.files(&Snapshot::Index, "").expect("it can be listed");
        assert_eq!(files.into_iter().map(|file| file.path).collect::<Vec<_>>(), ["a.yaml"]);
    }
}

#[test]
fn a_repository_of_sha256() {
    let test = TestRepository::new(&["--object-format=sha256"]);
    let id = fill(&test);
    let repository = open(test.top());
    assert_eq!((repository.hash(), hash_of(test.top())), (Hash::Sha256, Hash::Sha256));
    assert_eq!(repository.head().expect("HEAD can be read").expect("a commit").to_string(), id);
    is_filled(&repository, &head(&repository));
    is_filled(&repository, &Snapshot::Index);
}

#[test]
fn a_sparse_index_is_whole() {
    let test = TestRepository::new(&[]);
    fill(&test);
    test.git(&["sparse-checkout", "set", "--cone", "--sparse-index", "profiles"]);
    let sparse = test.git(&["ls-files", "--sparse"]);
    assert!(sparse.lines().any(|line| line.ends_with('/')), "the index is not sparse: {sparse}");
    let repository = open(test.top());
    is_filled(&repository, &Snapshot::Index);
    is_filled(&repository, &head(&repository));
}

#[test]
fn a_split_index_is_whole() {
    let test = TestRepository::new(&[]);
    fill(&test);
    test.git(&["update-index", "--split-index"]);
    is_filled(&open(test.top()), &Snapshot::Index);
}

#[test]
fn a_detached_head() {
    let test = TestRepository::new(&[]);
    let first = fill(&test);
    test.commit("second");
    test.git(&["checkout", "-q", "--detach", &first]);
    let repository = open(test.top());
    assert_eq!(repository.head().expect("HEAD can be read").expect("a commit").to_string(), first);
    is_filled(&repository, &head(&repository));
}

#[test]
fn objects_of_an_alternate() {
    let test = TestRepository::new(&[]);
    fill(&test);
    let clone = test.beside("clone");
    test.git(&["clone", "-q", "--shared", ".", &clone.to_string_lossy()]);
    let repository = open(&clone);
    is_filled(&repository, &head(&repository));
}

#[test]
fn a_hook_sees_the_index_of_its_commit() {
    let test = TestRepository::new(&[]);
    fill(&test);
    let other = test.beside("index");
    std::fs::copy(test.top().join(".git/index"), &other).expect("the index can be copied");
    test.write("later.yaml", "l\n");
    test.git(&["add", "-A"]);
    for back_ends in [BackEnds::Library, BackEnds::Program] {
        let mut environment = Environment { index: Some(other.clone()), ..Environment::default() };
        let count = |environment: &Environment| {
            let repository = Repository::discover_with(test.top(), environment, back_ends);
            let repository = repository.expect("git has nothing against it").expect("it is a repository");
            repository.files(&Snapshot::Index, "").expect("it can be listed").len()
        };
        assert_eq!(count(&environment), 4);
        environment.git_dir = Some(".git".into());
        assert_eq!(count(&environment), 4);
        environment.git_dir = Some("/nowhere/.git".into());
        assert_eq!(count(&environment), 5, "another repository's variables count for nothing");
    }
}

#[test]
fn a_hook_of_a_server_sees_what_was_pushed_and_is_not_accepted_yet() {
    let test = TestRepository::new(&[]);
    let id = fill(&test);
    let quarantine = test.beside("quarantine");
    std::fs::rename(test.top().join(".git/objects"), &quarantine).expect("the objects can be moved");
    std::fs::create_dir(test.top().join(".git/objects")).expect("a folder can be made");
    let objects = vec![("GIT_OBJECT_DIRECTORY", quarantine.into_os_string())];
    let environment = Environment { objects, git_dir: Some(".git".into()), ..Environment::default() };
    let repository = Repository::discover_with(test.top(), &environment, BackEnds::Both);
    let repository = repository.expect("git has nothing against it").expect("it is a repository");
    is_filled(&repository, &Snapshot::Commit(repository.commit(&id).expect("it is there")));
    assert!(open(test.top()).commit(&id).is_err(), "without the variables it is not there");
}

#[test]
fn nothing_is_written() {
    let test = TestRepository::new(&[]);
    fill(&test);
    test.write("profiles/a.yaml", "changed\n");
    let before = crate::support::tree::read(test.top());
    for back_ends in [BackEnds::Library, BackEnds::Program] {
        let repository = Repository::discover_with(test.top(), &Environment::default(), back_ends);
        let repository = repository.expect("git has nothing against it").expect("it is a repository");
        is_filled(&repository, &head(&repository));
        is_filled(&repository, &Snapshot::Index);
    }
    assert!(before == crate::support::tree::read(test.top()), "reading changed the checkout or the repository");
    assert_eq!(git(test.top(), &["status", "--porcelain"]).trim(), "M profiles/a.yaml");
}
