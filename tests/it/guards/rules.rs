//! A change does not lower the guard that it would trip: what judges is the base's.

use super::{Cluster, PLAIN, RETIRED, config, documents};

/// Six retired tenants that are gone, and one that stays; the config says these keys now.
fn removed(before: &str, after: &str) -> Cluster {
    let cluster = Cluster::empty(before);
    let names: Vec<String> = (0..6).map(|index| format!("team-{index}")).collect();
    names.iter().for_each(|name| cluster.tenant(name, RETIRED));
    cluster.tenant("stays", "");
    cluster.render_and_commit("retired");
    names.iter().for_each(|name| cluster.remove(&format!("profiles/{name}.yaml")));
    cluster.repository.write("tenantry.yaml", config(after));
    cluster
}

const LOWERED: &str = "gitOps: {engine: none}\nguards: {maxDeletedTenants: 100, maxChangedShare: 100}";

#[test]
fn a_guard_lowered_in_the_same_change_is_the_base_s() {
    let cluster = removed(PLAIN, LOWERED);
    for command in super::COMMANDS {
        cluster.refuses(command, &["refused[mass-deletion]", "at most 5"]);
    }
    cluster.repository.git(&["checkout", "-q", "-b", "topic"]);
    cluster.repository.commit("lower the guard, and use it");
    cluster.refuses(&["check", "--base", "main"], &["at most 5"]);
    cluster.refuses(&["diff", "--base", "main", "--head", "topic"], &["at most 5"]);
}

#[test]
fn a_guard_lowered_in_a_change_of_its_own_counts() {
    let cluster = removed(LOWERED, PLAIN);
    cluster.run(&["render"]).expect(0);
}

#[test]
fn a_config_that_is_new_or_gone_lowers_nothing() {
    let cluster = removed(PLAIN, LOWERED);
    // The base has none: its guards are the defaults.
    let new = Cluster::empty(PLAIN);
    let files = cluster.files();
    files.iter().for_each(|(path, bytes)| new.repository.write(path, bytes));
    new.remove("tenantry.yaml");
    new.repository.commit("without a config");
    new.repository.write("tenantry.yaml", config(LOWERED));
    new.refuses(&["render"], &["refused[mass-deletion]", "at most 5"]);
    // The base has a strict one, and it is deleted.
    let strict = "gitOps: {engine: none}\nguards: {maxDeletedTenants: 1}";
    let gone = removed(strict, PLAIN);
    gone.remove("tenantry.yaml");
    gone.refuses(&["render"], &["refused[mass-deletion]", "at most 1"]);
}

#[test]
fn profiles_by_flag_or_in_a_new_folder_are_judged_by_the_base_all_the_same() {
    let cluster = removed(PLAIN, &format!("{LOWERED}\nprofiles: people"));
    cluster.rename("profiles", "people");
    cluster.refuses(&["render"], &["refused[mass-deletion]", "at most 5"]);
    cluster.repository.write("tenantry.yaml", config(LOWERED));
    cluster.refuses(&["render", "--profiles", "people"], &["refused[mass-deletion]", "at most 5"]);
    // A main branch that has a config and no profiles yet judges as well.
    let first = Cluster::empty("gitOps: {engine: none}\nnames: {allow: [team-*]}");
    first.repository.commit("a config");
    first.repository.write("tenantry.yaml", config(PLAIN));
    first.repository.write("profiles/other.yaml", documents("other", ""));
    first.ends(&["render"], 2, &["other"]);
}

#[test]
fn a_rule_s_level_lowered_in_the_same_change_is_the_base_s() {
    let cluster = Cluster::with(&format!("{PLAIN}\nrules: {{engine-unset: deny}}"), &["team-a"]);
    cluster.repository.write("tenantry.yaml", config("rules: {engine-unset: allow}"));
    for command in [&["render"][..], &["check"], &["diff"]] {
        cluster.ends(command, 2, &["error[engine-unset]"]);
    }
    cluster.repository.commit("lower the level");
    cluster.run(&["check", "--base", "HEAD"]).expect(0);
}

#[test]
fn a_list_of_cloud_identities_widened_in_the_same_change_is_the_base_s() {
    let allow = |role: &str| {
        config(&format!("{PLAIN}\ncloud: {{allow: {{aws: [\"arn:aws:iam::111122223333:role/{role}\"]}}}}"))
    };
    let cluster = Cluster::empty(PLAIN);
    cluster.repository.write("tenantry.yaml", allow("ml-*"));
    cluster.tenant("team-a", "");
    cluster.render_and_commit("tenants");
    let plugin = "owner: {kind: User, name: owner@example.com}\n  plugins: [{kind: AwsIamForServiceAccount, spec: \
                  {awsIamRole: \"arn:aws:iam::111122223333:role/admin\", annotateOnly: true}}]";
    let profile = documents("team-a", "").replace("owner: {kind: User, name: owner@example.com}", plugin);
    cluster.repository.write("profiles/team-a.yaml", profile);
    cluster.repository.write("tenantry.yaml", allow("*"));
    for command in [&["render"][..], &["check"], &["diff"]] {
        cluster.ends(command, 2, &["cloud-identity", "role/admin"]);
    }
    // In two changes it is two reviews.
    cluster.repository.git(&["checkout", "-q", "HEAD", "--", "profiles"]);
    cluster.repository.commit("a wider list");
    let profile = documents("team-a", "").replace("owner: {kind: User, name: owner@example.com}", plugin);
    cluster.repository.write("profiles/team-a.yaml", profile);
    cluster.run(&["render"]).expect(0);
}
