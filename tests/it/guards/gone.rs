//! A tenant whose Profile is not where it was, or not at all.

use super::{Cluster, PLAIN, RETIRED, config, documents};
use crate::support::sandbox::Sandbox;
use crate::support::tree;

#[test]
fn a_deleted_file_removes_no_namespace() {
    let cluster = Cluster::of(&["team-a", "team-b"]);
    cluster.remove("profiles/team-a.yaml");
    cluster.keeps("team-a");
    for more in ["deletes=1", "deletes=1000", "access-changes"] {
        cluster.refuses(&["render", "--allow", more], &["`team-a`"]);
    }
}

#[test]
fn another_name_in_the_same_file_is_another_tenant() {
    let cluster = Cluster::of(&["team-a", "team-b"]);
    cluster.remove("profiles/team-a.yaml");
    cluster.tenant("team-c", "");
    cluster.keeps("team-a");
    // Together with the old one it is a newcomer.
    cluster.tenant("team-a", "");
    cluster.run(&["render"]).expect(0);
    assert!(cluster.holds("rendered/tenants/team-a") && cluster.holds("rendered/tenants/team-c"));
}

#[test]
fn a_file_may_move_between_folders_and_two_tenants_into_each_other_s() {
    let cluster = Cluster::of(&["team-a", "team-b"]);
    cluster.rename("profiles/team-a.yaml", "profiles/research/team-a.yaml");
    cluster.ends(&["render"], 0, &[]);
    cluster.ends(&["check"], 0, &[]);
    cluster.repository.write("profiles/team-b.yaml", documents("team-a", ""));
    cluster.repository.write("profiles/research/team-a.yaml", documents("team-b", ""));
    cluster.ends(&["check", "--fix"], 0, &[]);
    assert!(cluster.holds("rendered/tenants/team-a") && cluster.holds("rendered/tenants/team-b"));
}

#[test]
fn a_name_in_capitals_is_no_name() {
    let cluster = Cluster::of(&["team-a", "team-b"]);
    cluster.remove("profiles/team-a.yaml");
    cluster.repository.write("profiles/team-a.yaml", documents("Team-A", ""));
    for command in [["render"], ["check"], ["diff"]] {
        cluster.ends(&command, 2, &["Team-A"]);
    }
}

#[test]
fn a_broken_file_is_an_error_before_it_is_a_loss() {
    let cluster = Cluster::of(&["team-a", "team-b"]);
    cluster.repository.write("profiles/team-a.yaml", "kind: [");
    for command in [["render"], ["check"], ["diff"]] {
        cluster.ends(&command, 2, &["team-a.yaml"]);
    }
    // A file that no reader of profiles looks at is no file at all.
    cluster.remove("profiles/team-a.yaml");
    cluster.repository.write("profiles/team-a.yaml.bak", documents("team-a", ""));
    cluster.keeps("team-a");
}

#[test]
fn an_empty_or_mistyped_folder_of_profiles_removes_nothing() {
    let cluster = Cluster::of(&["team-a", "team-b"]);
    cluster.repository.write("doc/readme.md", "nothing");
    cluster.refuses(&["render", "--profiles", "doc"], &["refused[empty-profiles]", "`--profiles`"]);
    cluster.ends(&["render", "--profiles", "profile"], 2, &["profile", "not there"]);
    cluster.repository.write("tenantry.yaml", config(&format!("{PLAIN}\nprofiles: doc")));
    cluster.refuses(&["check"], &["refused[empty-profiles]"]);
    cluster.repository.write("doc/team-a.yaml", documents("team-a", ""));
    cluster.keeps("team-b");
    cluster.repository.write("tenantry.yaml", config(PLAIN));
    cluster.remove("profiles/team-a.yaml");
    cluster.remove("profiles/team-b.yaml");
    cluster.refuses(&["render"], &["refused[empty-profiles]"]);
    cluster.remove("profiles");
    cluster.ends(&["render"], 2, &["not there"]);
}

#[test]
fn only_another_tenant_removes_nobody() {
    let cluster = Cluster::of(&["team-a", "team-b"]);
    cluster.remove("profiles/team-a.yaml");
    cluster.tenant("team-b", "contributors: [{name: bob@example.com, role: edit}]");
    cluster.tenant("team-c", "");
    for name in ["team-b", "team-c"] {
        cluster.run(&["render", "--only", name]).expect(0);
        let list = cluster.repository.top().join("rendered/tenants/kustomization.yaml");
        assert!(std::fs::read_to_string(list).expect("the list is there").contains("- team-a\n"));
        assert!(cluster.holds("rendered/tenants/team-a/namespace.yaml"));
    }
    cluster.ends(&["render", "--only", "team-a"], 2, &["there is no tenant `team-a`"]);
    cluster.keeps("team-a");
}

#[test]
fn what_goes_to_standard_output_alone_writes_nothing() {
    let cluster = Cluster::of(&["team-a", "team-b"]);
    cluster.remove("profiles/team-a.yaml");
    cluster.ends(&["render", "--stdout"], 0, &[]);
    cluster.keeps("team-a");
}

#[test]
fn retired_first_and_removed_in_a_change_of_its_own_is_the_way() {
    let cluster = Cluster::of(&["team-a", "team-b"]);
    cluster.tenant("team-a", RETIRED);
    cluster.render_and_commit("retire team-a");
    cluster.remove("profiles/team-a.yaml");
    cluster.run(&["render"]).expect(0);
    assert!(!cluster.holds("rendered/tenants/team-a"));
}

#[test]
fn a_retired_tenant_must_have_been_one_in_the_base() {
    let cluster = Cluster::of(&["team-a", "team-b"]);
    cluster.tenant("team-a", RETIRED);
    cluster.run(&["render"]).expect(0);
    cluster.remove("profiles/team-a.yaml");
    cluster.keeps("team-a");
    // In the index it is retired, in HEAD it is not.
    cluster.repository.git(&["add", "-A"]);
    cluster.keeps("team-a");
}

#[test]
fn without_a_repository_the_folder_itself_is_the_base() {
    let sandbox = Sandbox::new();
    sandbox.write("tenantry.yaml", config(PLAIN));
    for name in ["team-a", "team-b"] {
        sandbox.write(&format!("profiles/{name}.yaml"), documents(name, ""));
    }
    sandbox.run(&["render"]).expect(0);
    let before = tree::read(&sandbox.path().join("rendered"));
    std::fs::remove_file(sandbox.path().join("profiles/team-a.yaml")).expect("the file was there");
    for command in [&["render"][..], &["check"], &["diff"], &["render", "--base-worktree"]] {
        let run = sandbox.run(command).expect(3);
        assert!(run.stderr.contains("`team-a`"), "{}", run.stderr);
    }
    for asked in [&["render", "--base", "HEAD"][..], &["render", "--base-index"]] {
        sandbox.run(asked).expect(2);
    }
    assert!(before == tree::read(&sandbox.path().join("rendered")));
}

#[test]
fn of_two_clusters_one_loses_nothing_by_the_other() {
    let cluster = Cluster::empty(PLAIN);
    for name in ["one", "two"] {
        let keys = format!("{PLAIN}\nprofiles: ../profiles\nrendered: ../rendered/{name}");
        cluster.repository.write(&format!("clusters/{name}.yaml"), config(&keys));
    }
    let both = |verb: &'static str| [verb, "--config", "clusters/one.yaml", "--config", "clusters/two.yaml"];
    cluster.tenant("team-a", "");
    cluster.tenant("team-b", "");
    cluster.run(&both("render")).expect(0);
    cluster.repository.commit("two clusters");
    // The second takes its tenants from elsewhere now, and has one less.
    cluster.repository.write("other/team-b.yaml", documents("team-b", ""));
    let keys = format!("{PLAIN}\nprofiles: ../other\nrendered: ../rendered/two");
    cluster.repository.write("clusters/two.yaml", config(&keys));
    cluster.tenant("team-c", "");
    for verb in ["render", "check", "diff"] {
        cluster.refuses(&both(verb), &["refused[tenant-removed]", "`team-a`", "rendered/two"]);
    }
    cluster.run(&["render", "--config", "clusters/one.yaml"]).expect(0);
    assert!(cluster.holds("rendered/two/tenants/team-a/namespace.yaml"));
}

#[test]
fn a_saved_plan_of_what_is_refused_is_carried_out_by_nothing() {
    let cluster = Cluster::of(&["team-a", "team-b"]);
    cluster.tenant("team-b", "contributors: [{name: bob@example.com, role: edit}]");
    cluster.run(&["diff", "--out", "saved.plan"]).expect(1);
    // The plan was saved before, and is no yes to what came later.
    cluster.remove("profiles/team-a.yaml");
    let run = cluster.run(&["render", "--plan", "saved.plan"]);
    assert!(matches!(run.code, Some(2 | 3)), "{run:?}");
    let again = cluster.run(&["diff", "--out", "saved.plan"]).expect(3);
    assert!(again.stderr.contains("`team-a`"), "{}", again.stderr);
    let run = cluster.run(&["render", "--plan", "saved.plan"]);
    assert!(matches!(run.code, Some(2 | 3)), "{run:?}");
    assert!(cluster.holds("rendered/tenants/team-a/namespace.yaml"));
}
