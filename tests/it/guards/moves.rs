//! Namespaces that would move from one object of the sync engine to another.

use super::{Cluster, PLAIN, config, documents};

const ARGO_CD: &str = "gitOps: {engine: argocd}";

#[test]
fn a_tree_that_nothing_protects_is_not_moved() {
    let cluster = Cluster::with("", &["team-a", "team-b"]);
    cluster.repository.write("tenantry.yaml", config("rendered: other"));
    for command in super::COMMANDS {
        let words = ["refused[namespace-moves]", "`rendered` moves Namespaces", "team-a, team-b", "name the engine"];
        cluster.refuses(command, &words);
    }
    cluster.refuses(&["render", "--only", "team-a"], &["refused[namespace-moves]"]);
    // Naming the engine in the same change does not help: the cluster has the tree of the base.
    cluster.repository.write("tenantry.yaml", config(&format!("{ARGO_CD}\nrendered: other")));
    cluster.refuses(&["render"], &["refused[namespace-moves]"]);
}

#[test]
fn the_way_is_to_name_the_engine_first() {
    let cluster = Cluster::with("", &["team-a", "team-b"]);
    cluster.repository.write("tenantry.yaml", config(ARGO_CD));
    cluster.render_and_commit("an engine");
    cluster.repository.write("tenantry.yaml", config(&format!("{ARGO_CD}\nrendered: other")));
    cluster.run(&["render"]).expect(0);
    assert!(cluster.holds("other/tenants/team-a") && cluster.holds("rendered/tenants/team-a"));
}

#[test]
fn a_tree_that_nothing_syncs_may_move() {
    let cluster = Cluster::with(PLAIN, &["team-a"]);
    cluster.repository.write("tenantry.yaml", config(&format!("{PLAIN}\nrendered: other")));
    cluster.run(&["render"]).expect(0);
}

#[test]
fn a_namespace_protected_for_one_engine_is_not_for_another_tree_edited_by_hand() {
    let cluster = Cluster::with(ARGO_CD, &["team-a", "team-b"]);
    let path = "rendered/tenants/team-b/namespace.yaml";
    let namespace = std::fs::read_to_string(cluster.repository.top().join(path)).expect("the file is there");
    let bare = namespace.replace("Prune=false,Delete=false", "Prune=true");
    assert_ne!(namespace, bare);
    cluster.repository.write(path, bare);
    cluster.repository.commit("by hand");
    cluster.repository.write("tenantry.yaml", config("gitOps: {engine: flux}"));
    cluster.refuses(&["render"], &["`gitOps.engine` moves Namespaces", "deleting them: team-b", "first protect them"]);
    cluster.repository.write("tenantry.yaml", config(ARGO_CD));
    cluster.render_and_commit("protected again");
    cluster.repository.write("tenantry.yaml", config("gitOps: {engine: flux}"));
    cluster.run(&["render"]).expect(0);
}

#[test]
fn a_branch_that_protects_and_moves_at_once_is_refused_where_it_is_to_go() {
    let cluster = Cluster::with("", &["team-a"]);
    cluster.repository.git(&["checkout", "-q", "-b", "topic"]);
    cluster.repository.write("tenantry.yaml", config(ARGO_CD));
    cluster.render_and_commit("an engine");
    cluster.repository.write("tenantry.yaml", config(&format!("{ARGO_CD}\nrendered: other")));
    cluster.repository.write("profiles/team-a.yaml", documents("team-a", ""));
    cluster.render_and_commit("moved");
    cluster.refuses(&["check", "--base", "main"], &["refused[namespace-moves]", "team-a"]);
    cluster.refuses(&["diff", "--base", "main", "--head", "topic"], &["refused[namespace-moves]", "team-a"]);
}
