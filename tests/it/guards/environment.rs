//! Variables and files that point Git elsewhere do not point the guards elsewhere.

use super::{Cluster, PLAIN};
use crate::support::git::{TestRepository, git};
use crate::support::sandbox::Run;

fn run_with(cluster: &Cluster, arguments: &[&str], variables: &[(&str, &str)]) -> Run {
    let mut command = cluster.command(arguments);
    Run::of(command.envs(variables.iter().copied()).output().expect("the binary can be run"))
}

#[test]
fn another_repository_in_the_environment_is_not_believed() {
    let cluster = Cluster::of(&["team-a", "team-b"]);
    let other = TestRepository::new(&[]);
    other.commit("nothing");
    cluster.remove("profiles/team-a.yaml");
    let (git_dir, index) = (other.top().join(".git"), other.top().join(".git/index"));
    let (git_dir, index) = (git_dir.to_string_lossy(), index.to_string_lossy());
    let empty = cluster.repository.beside("no-index");
    let attempts: [&[(&str, &str)]; 5] = [
        &[("GIT_DIR", &git_dir)],
        &[("GIT_DIR", &git_dir), ("GIT_WORK_TREE", "."), ("GIT_INDEX_FILE", &index)],
        &[("GIT_DIR", "nowhere")],
        &[("GIT_INDEX_FILE", &index)],
        &[("GIT_CEILING_DIRECTORIES", "/"), ("GIT_INDEX_FILE", &empty.to_string_lossy())],
    ];
    let before = cluster.files();
    for variables in attempts {
        for command in [&["render"][..], &["check"], &["diff"], &["check", "--base", "main"]] {
            let run = run_with(&cluster, command, variables).expect(3);
            assert!(run.stderr.contains("`team-a`"), "{variables:?}: {}", run.stderr);
        }
    }
    assert!(before == cluster.files());
}

#[test]
fn a_hook_s_own_index_is_the_index() {
    let cluster = Cluster::of(&["team-a", "team-b"]);
    cluster.remove("profiles/team-a.yaml");
    let index = cluster.repository.beside("next-index");
    std::fs::copy(cluster.repository.top().join(".git/index"), &index).expect("the index is there");
    let index = index.to_string_lossy().into_owned();
    let run = run_with(&cluster, &["check", "--base-index"], &[("GIT_INDEX_FILE", &index)]).expect(3);
    assert!(run.stderr.contains("`team-a`"), "{}", run.stderr);
}

#[test]
fn a_linked_worktree_is_judged_by_its_own_head() {
    let cluster = Cluster::of(&["team-a", "team-b"]);
    let linked = cluster.repository.beside("linked");
    cluster.repository.git(&["worktree", "add", "-q", "-b", "topic", &linked.to_string_lossy()]);
    assert!(linked.join(".git").is_file());
    std::fs::remove_file(linked.join("profiles/team-a.yaml")).expect("the file was there");
    for command in [&["render"][..], &["check"], &["diff", "--base", "main"]] {
        let mut started = cluster.command(command);
        let run = Run::of(started.current_dir(&linked).output().expect("the binary can be run")).expect(3);
        assert!(run.stderr.contains("`team-a`"), "{}", run.stderr);
    }
    assert!(linked.join("rendered/tenants/team-a/namespace.yaml").exists());
}

#[test]
fn a_git_file_that_leads_nowhere_is_an_error_or_no_repository_and_loses_nobody() {
    let cluster = Cluster::of(&["team-a", "team-b"]);
    cluster.rename(".git", "../kept.git");
    cluster.repository.write(".git", "gitdir: nowhere\n");
    cluster.remove("profiles/team-a.yaml");
    let before = cluster.files();
    for command in [&["render"][..], &["check"], &["diff"]] {
        let run = run_with(&cluster, command, &[]);
        assert!(matches!(run.code, Some(2 | 3)), "{command:?}: {run:?}");
    }
    assert!(before == cluster.files());
    let top = cluster.repository.top();
    std::fs::write(top.join(".git"), "gitdir: ../kept.git\n").expect("the file can be written");
    git(top, &["config", "core.worktree", &top.to_string_lossy()]);
    cluster.keeps("team-a");
}

#[test]
fn a_repository_inside_of_another_is_judged_by_itself() {
    let cluster = Cluster::of(&["team-a"]);
    let inner = cluster.repository.top().join("inner");
    std::fs::create_dir(&inner).expect("a folder can be made");
    git(&inner, &["init", "-q"]);
    let run = |arguments: &[&str]| {
        let mut command = cluster.command(arguments);
        Run::of(command.current_dir(&inner).output().expect("the binary can be run"))
    };
    std::fs::write(inner.join("tenantry.yaml"), super::config(PLAIN)).expect("the file can be written");
    std::fs::create_dir(inner.join("profiles")).expect("a folder can be made");
    for name in ["team-c", "team-d"] {
        let path = inner.join(format!("profiles/{name}.yaml"));
        std::fs::write(path, super::documents(name, "")).expect("the file can be written");
    }
    run(&["render"]).expect(0);
    git(&inner, &["add", "-A"]);
    git(&inner, &["commit", "-q", "-m", "inner"]);
    std::fs::remove_file(inner.join("profiles/team-c.yaml")).expect("the file was there");
    let refused = run(&["render"]).expect(3);
    assert!(refused.stderr.contains("`team-c`"), "{}", refused.stderr);
}
