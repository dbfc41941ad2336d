//! Many tenants at once: removals of retired ones, and changes of access.

use super::{Cluster, PLAIN, RETIRED};

fn names(count: usize) -> Vec<String> {
    (0..count).map(|index| format!("team-{index:02}")).collect()
}

fn cluster(count: usize) -> Cluster {
    let names = names(count);
    Cluster::of(&names.iter().map(String::as_str).collect::<Vec<_>>())
}

/// So many of its tenants, retired and gone; one stays.
fn with_removed(count: usize, keys: &str) -> Cluster {
    let cluster = Cluster::empty(keys);
    for name in names(count) {
        cluster.tenant(&name, RETIRED);
    }
    cluster.tenant("stays", "");
    cluster.render_and_commit("retired");
    names(count).iter().for_each(|name| cluster.remove(&format!("profiles/{name}.yaml")));
    cluster
}

fn with_changed_access(cluster: &Cluster, count: usize) {
    for name in names(count) {
        cluster.tenant(&name, "contributors: [{name: bob@example.com, role: view}]");
    }
}

#[test]
fn five_retired_tenants_go_at_once_and_six_by_a_word_of_exactly_that_many() {
    with_removed(5, PLAIN).run(&["render"]).expect(0);
    let cluster = with_removed(6, PLAIN);
    let words = ["refused[mass-deletion]", "6 retired tenants", "at most 5", "team-00, team-01", "`--allow deletes=6`"];
    for command in super::COMMANDS {
        cluster.refuses(command, &words);
    }
    cluster.refuses(&["render", "--allow", "deletes=5"], &words);
    // It is a number and no wish: less than the config lets is less.
    cluster.refuses(&["render", "--allow", "deletes=0"], &["at most 0"]);
    cluster.ends(&["render", "--allow", "deletes=many"], 2, &["deletes=12"]);
    cluster.refuses(&["render", "--allow", "access-changes"], &words);
    cluster.run(&["render", "--allow", "deletes=6"]).expect(0);
    assert!(!cluster.holds("rendered/tenants/team-00") && cluster.holds("rendered/tenants/stays"));
}

#[test]
fn yes_to_retired_tenants_is_no_yes_to_one_in_use() {
    let cluster = with_removed(6, PLAIN);
    cluster.remove("profiles/stays.yaml");
    cluster.tenant("new", "");
    cluster.refuses(&["render", "--allow", "deletes=7"], &["refused[tenant-removed]", "`stays`"]);
    cluster.refuses(&["render"], &["refused[tenant-removed]", "refused[mass-deletion]"]);
}

#[test]
fn the_config_may_set_the_number_to_none() {
    let cluster = with_removed(1, &format!("{PLAIN}\nguards: {{maxDeletedTenants: 0}}"));
    cluster.refuses(&["render"], &["1 retired tenant would", "at most 0", "`--allow deletes=1`"]);
    cluster.run(&["render", "--allow", "deletes=1"]).expect(0);
}

#[test]
fn of_nineteen_tenants_any_share_may_change() {
    let cluster = cluster(19);
    with_changed_access(&cluster, 19);
    cluster.run(&["render"]).expect(0);
}

#[test]
fn of_twenty_tenants_four_may_change_and_five_by_a_word() {
    let cluster = cluster(20);
    with_changed_access(&cluster, 4);
    cluster.ends(&["render", "--dry-run"], 0, &[]);
    with_changed_access(&cluster, 5);
    let words = ["refused[mass-access-change]", "5 of 20 tenants", "20 percent", "team-04", "`--allow access-changes`"];
    for command in super::COMMANDS {
        cluster.refuses(command, &words);
    }
    cluster.refuses(&["render", "--allow", "deletes=20"], &words);
    // Newcomers make the share no smaller.
    (0..30).for_each(|index| cluster.tenant(&format!("new-{index}"), ""));
    cluster.refuses(&["render"], &words);
    cluster.ends(&["render", "--only", "team-00", "--dry-run"], 0, &[]);
    cluster.run(&["render", "--allow", "access-changes"]).expect(0);
}

#[test]
fn quotas_and_labels_are_no_access() {
    let cluster = cluster(20);
    let labels = "namespace: {labels: {team: ml}}";
    cluster.repository.write("tenantry.yaml", super::config(&format!("{PLAIN}\n{labels}")));
    cluster.run(&["render"]).expect(0);
}

#[test]
fn retiring_many_is_a_change_of_their_access() {
    let cluster = cluster(20);
    names(5).iter().for_each(|name| cluster.tenant(name, RETIRED));
    cluster.refuses(&["render"], &["refused[mass-access-change]", "5 of 20"]);
}
