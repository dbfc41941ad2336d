//! How every command ends in every situation: 0 done, 1 differs, 2 error, 3 refused; 2 goes over 3, and 3 over 1.

use crate::guards::{Cluster, PLAIN, config, documents};

/// Makes what a row is about of two committed tenants.
type Situation = fn(&Cluster);

fn clean(_: &Cluster) {}

fn changed(cluster: &Cluster) {
    cluster.tenant("team-a", "contributors: [{name: bob@example.com, role: edit}]");
}

fn edited_by_hand(cluster: &Cluster) {
    let path = "rendered/tenants/team-a/namespace.yaml";
    let text = std::fs::read_to_string(cluster.repository.top().join(path)).expect("the file is there");
    cluster.repository.write(path, text.replace("owner@example.com", "other@example.com"));
}

fn foreign(cluster: &Cluster) {
    cluster.repository.write("rendered/tenants/team-a/notes.txt", "notes\n");
}

fn gone(cluster: &Cluster) {
    cluster.remove("profiles/team-a.yaml");
}

fn gone_and_changed(cluster: &Cluster) {
    gone(cluster);
    cluster.tenant("team-b", "contributors: [{name: bob@example.com, role: edit}]");
}

fn gone_and_foreign(cluster: &Cluster) {
    gone(cluster);
    foreign(cluster);
}

fn broken(cluster: &Cluster) {
    cluster.repository.write("profiles/team-b.yaml", "kind: [");
}

fn gone_and_broken(cluster: &Cluster) {
    gone(cluster);
    broken(cluster);
}

fn empty(cluster: &Cluster) {
    gone(cluster);
    cluster.remove("profiles/team-b.yaml");
}

fn warned_of(cluster: &Cluster) {
    cluster.repository.write("tenantry.yaml", config(""));
    cluster.repository.commit("no engine");
}

fn gone_and_warned_of(cluster: &Cluster) {
    warned_of(cluster);
    gone(cluster);
}

fn broken_config(cluster: &Cluster) {
    cluster.repository.write("tenantry.yaml", config("nonsense: true"));
}

fn other_version(cluster: &Cluster) {
    cluster.repository.write("tenantry.yaml", config(&format!("{PLAIN}\nversion: 99.0.0")));
}

fn other_version_and_gone(cluster: &Cluster) {
    other_version(cluster);
    gone(cluster);
}

fn broken_template(cluster: &Cluster) {
    cluster.repository.write("templates/tenant/extra.yaml.j2", "{% if %}\n");
}

fn without_git(cluster: &Cluster) {
    cluster.remove(".git");
}

fn uncommitted(cluster: &Cluster) {
    cluster.repository.write("profiles/team-a.yaml", documents("team-a", "") + "# by hand\n");
}

fn saved_and_stale(cluster: &Cluster) {
    changed(cluster);
    cluster.run(&["diff", "--out", "saved.plan"]).expect(1);
    cluster.tenant("team-b", "contributors: [{name: carol@example.com, role: view}]");
}

fn saved(cluster: &Cluster) {
    changed(cluster);
    cluster.run(&["diff", "--out", "saved.plan"]).expect(1);
}

/// A command line without the program, and the code.
type Ends = (&'static str, i32);

const ROWS: &[(&str, Situation, &[Ends])] = &[
    (
        "clean",
        clean,
        &[
            ("render", 0),
            ("render --dry-run", 0),
            ("render --stdout", 0),
            ("render --only team-a", 0),
            ("render --only team-x", 2),
            ("check", 0),
            ("check --deny-warnings", 0),
            ("check --fix", 0),
            ("check --head HEAD", 0),
            ("check --base HEAD --format json", 0),
            ("check profiles/team-a.yaml", 0),
            ("check profiles/nobody.yaml", 2),
            ("check --only team-x", 2),
            ("diff", 0),
            ("diff --base main --head HEAD", 0),
            ("diff --format markdown", 0),
            ("diff --only team-x", 2),
            ("explain", 0),
            ("explain tenant-removed", 0),
            ("explain no-such-code", 2),
            ("explain Namespace/team-a", 0),
            ("explain Namespace/team-x", 2),
            ("explain rendered/tenants/team-a/namespace.yaml", 0),
            ("restore --from HEAD", 0),
            ("restore --from nowhere", 2),
            ("restore", 2),
            ("schema", 0),
            ("schema profile", 0),
            ("schema nothing", 2),
            ("completions bash", 0),
            ("completions nothing", 2),
            ("man", 0),
            ("--help", 0),
            ("--version", 0),
        ],
    ),
    (
        "usage",
        clean,
        &[
            ("", 2),
            ("rendr", 2),
            ("render --nothing", 2),
            ("render --stdout --dry-run", 2),
            ("render --stdout --format json", 2),
            ("render --format markdown", 2),
            ("render --base HEAD --base-index", 2),
            ("check --only team-a profiles/team-a.yaml", 2),
            ("check --head HEAD --base-worktree", 2),
            ("diff --allow everything", 2),
            ("diff --allow deletes=-1", 2),
            ("check --base nowhere", 2),
            ("diff --head nowhere", 2),
            ("render --base=", 2),
            ("render --base=--output=x", 2),
            ("render --config nowhere.yaml", 2),
            ("render --config tenantry.yaml --config ./tenantry.yaml", 2),
            ("render -C nowhere", 2),
            ("render --profiles nowhere", 2),
            ("render --profiles rendered", 2),
            ("render --rendered ..", 2),
            ("render --rendered .git/x", 2),
            ("render --plan nowhere.plan", 2),
        ],
    ),
    (
        "changed",
        changed,
        &[
            ("check", 1),
            ("check --deny-warnings", 1),
            ("check --format github", 1),
            ("check --only team-a", 1),
            ("check --only team-b", 0),
            ("check profiles/team-a.yaml", 0),
            ("check --head HEAD", 0),
            ("diff", 1),
            ("diff --format json", 1),
            ("diff --quiet", 1),
            ("diff --only team-b", 0),
            ("diff --head HEAD", 0),
            ("render --dry-run", 0),
            ("render", 0),
        ],
    ),
    ("edited by hand", edited_by_hand, &[("check", 1), ("diff", 0), ("render --dry-run", 0), ("render", 0)]),
    ("foreign", foreign, &[("check", 1), ("render --dry-run", 2), ("render", 2), ("render --stdout", 0)]),
    (
        "gone",
        gone,
        &[
            ("check", 3),
            ("check --deny-warnings", 3),
            ("check --format sarif", 3),
            ("check --only team-b", 0),
            ("diff", 3),
            ("diff --format markdown", 3),
            ("diff --format json", 3),
            ("diff --out saved.plan", 3),
            ("render", 3),
            ("render --dry-run", 3),
            ("render --plan saved.plan", 2),
            ("render --quiet --format gitlab", 3),
        ],
    ),
    ("gone and changed: 3 over 1", gone_and_changed, &[("check", 3), ("diff", 3), ("render", 3)]),
    ("gone and foreign: 2 over 3", gone_and_foreign, &[("check", 3), ("diff", 3), ("render", 2)]),
    (
        "broken",
        broken,
        &[("check", 2), ("diff", 2), ("render", 2), ("render --stdout", 2), ("render --only team-a", 2)],
    ),
    ("gone and broken: 2 over 3", gone_and_broken, &[("check", 2), ("diff", 2), ("render", 2)]),
    ("empty", empty, &[("check", 3), ("diff", 3), ("render", 3), ("render --stdout", 2)]),
    ("warned of", warned_of, &[("check", 0), ("check --deny-warnings", 2), ("diff", 0), ("render", 0)]),
    ("gone and warned of", gone_and_warned_of, &[("check", 3), ("check --deny-warnings", 3)]),
    ("broken config", broken_config, &[("check", 2), ("diff", 2), ("render", 2), ("restore --from HEAD", 2)]),
    ("other version", other_version, &[("check", 2), ("diff", 2), ("render", 2), ("render --stdout", 2)]),
    ("other version and gone: 2 over 3", other_version_and_gone, &[("check", 2), ("diff", 2), ("render", 2)]),
    ("broken template", broken_template, &[("check", 2), ("diff", 2), ("render", 2)]),
    (
        "without Git",
        without_git,
        &[
            ("check", 0),
            ("check --base HEAD", 2),
            ("diff --base-index", 2),
            ("diff --head HEAD", 2),
            ("restore --from HEAD", 2),
        ],
    ),
    ("uncommitted", uncommitted, &[("restore --from HEAD", 2), ("restore --from HEAD --force", 0)]),
    ("saved", saved, &[("render --plan saved.plan", 0)]),
    ("saved and stale", saved_and_stale, &[("render --plan saved.plan", 2)]),
];

#[test]
fn every_command_ends_as_the_table_says() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (name, situation, lines) in ROWS {
        let cluster = Cluster::of(&["team-a", "team-b"]);
        situation(&cluster);
        for (line, code) in *lines {
            count += 1;
            let before = cluster.files();
            let run = cluster.run(&line.split_whitespace().collect::<Vec<_>>());
            if run.code != Some(*code) {
                wrong.push(format!("{name}: `tenantry {line}` ends with {:?}, not {code}:\n{}", run.code, run.stderr));
            }
            if *code >= 2 && before != cluster.files() {
                wrong.push(format!("{name}: `tenantry {line}` has written"));
            }
        }
    }
    println!("exit codes: {count} runs");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
