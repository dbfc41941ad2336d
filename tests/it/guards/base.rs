//! What a change is judged against: commits in every state of a repository, the index, the working directory.

use super::{Cluster, PLAIN, RETIRED, config, documents};
use crate::support::git::git;

/// Retired and removed, in two commits on a branch.
fn retired_and_removed_on_a_branch() -> Cluster {
    let cluster = Cluster::of(&["team-a", "team-b"]);
    cluster.repository.git(&["checkout", "-q", "-b", "topic"]);
    cluster.tenant("team-a", RETIRED);
    cluster.render_and_commit("retire team-a");
    cluster.remove("profiles/team-a.yaml");
    cluster
}

#[test]
fn over_two_commits_of_one_branch_the_branch_it_goes_to_still_refuses() {
    let cluster = retired_and_removed_on_a_branch();
    let to_main: [&[&str]; 3] =
        [&["render", "--base", "main"], &["check", "--base", "main"], &["diff", "--base", "main"]];
    for command in to_main {
        cluster.refuses(command, &["refused[tenant-removed]", "`team-a`"]);
    }
    // Against the last commit alone it passes; what merges is judged against main.
    cluster.render_and_commit("remove team-a");
    for command in to_main {
        cluster.refuses(command, &["refused[tenant-removed]", "`team-a`"]);
    }
    cluster.refuses(&["check", "--base", "main", "--head", "topic"], &["`team-a`"]);
    cluster.refuses(&["diff", "--base", "main", "--head", "topic"], &["`team-a`"]);
}

#[test]
fn an_amended_or_squashed_commit_hides_nothing_from_main() {
    let cluster = retired_and_removed_on_a_branch();
    cluster.run(&["render"]).expect(0);
    cluster.repository.git(&["add", "-A"]);
    cluster.repository.git(&["commit", "-q", "--amend", "-m", "retire and remove team-a"]);
    cluster.refuses(&["check", "--base", "main"], &["`team-a`"]);
    cluster.refuses(&["diff", "--base", "main"], &["`team-a`"]);
}

#[test]
fn once_main_has_it_retired_its_removal_passes_against_main() {
    let cluster = retired_and_removed_on_a_branch();
    cluster.repository.git(&["checkout", "-q", "main", "--", "profiles"]);
    cluster.repository.git(&["checkout", "-q", "-f", "main"]);
    cluster.repository.git(&["merge", "-q", "--ff-only", "topic"]);
    cluster.repository.git(&["checkout", "-q", "-b", "next"]);
    cluster.remove("profiles/team-a.yaml");
    cluster.run(&["render", "--base", "main"]).expect(0);
    cluster.repository.commit("remove team-a");
    cluster.ends(&["check", "--base", "main"], 0, &[]);
}

#[test]
fn a_revert_of_the_commit_that_made_a_tenant_is_a_removal() {
    let cluster = Cluster::of(&["team-a"]);
    cluster.tenant("team-b", "");
    cluster.render_and_commit("team-b");
    cluster.repository.git(&["revert", "--no-commit", "HEAD"]);
    cluster.keeps("team-b");
    cluster.repository.git(&["commit", "-q", "-m", "revert"]);
    cluster.refuses(&["check", "--base", "HEAD~1"], &["`team-b`"]);
}

#[test]
fn a_detached_head_and_a_rendered_commit_between_two_runs_change_nothing() {
    let cluster = Cluster::of(&["team-a", "team-b"]);
    cluster.repository.git(&["checkout", "-q", "--detach"]);
    cluster.tenant("team-c", "");
    cluster.render_and_commit("team-c");
    cluster.remove("profiles/team-a.yaml");
    cluster.keeps("team-a");
    cluster.repository.commit("the file alone is gone");
    cluster.keeps("team-a");
    cluster.refuses(&["check", "--base", "main"], &["`team-a`"]);
}

#[test]
fn before_the_first_commit_the_folder_itself_is_the_base() {
    let cluster = Cluster::empty(PLAIN);
    cluster.tenant("team-a", "");
    cluster.tenant("team-b", "");
    cluster.run(&["render"]).expect(0);
    cluster.remove("profiles/team-a.yaml");
    cluster.keeps("team-a");
    cluster.ends(&["render", "--base", "main"], 2, &["main"]);
}

#[test]
fn a_tree_that_git_ignores_is_its_own_base() {
    let cluster = Cluster::empty(PLAIN);
    cluster.repository.write(".gitignore", "/rendered/\n");
    cluster.tenant("team-a", "");
    cluster.tenant("team-b", "");
    cluster.render_and_commit("inputs alone");
    cluster.remove("profiles/team-a.yaml");
    cluster.keeps("team-a");
    // The config of the commit judges all the same.
    cluster.tenant("team-a", RETIRED);
    cluster.run(&["render"]).expect(0);
    cluster.repository.write("tenantry.yaml", config(&format!("{PLAIN}\nguards: {{maxDeletedTenants: 0}}")));
    cluster.repository.commit("a guard");
    cluster.remove("profiles/team-a.yaml");
    cluster.repository.write("tenantry.yaml", config(&format!("{PLAIN}\nguards: {{maxDeletedTenants: 9}}")));
    cluster.refuses(&["render"], &["refused[mass-deletion]", "team-a", "at most 0"]);
}

#[test]
fn a_shallow_clone_says_what_to_fetch_and_judges_by_what_it_has() {
    let cluster = Cluster::of(&["team-a", "team-b"]);
    cluster.repository.git(&["checkout", "-q", "-b", "topic"]);
    cluster.repository.commit("work");
    let shallow = cluster.repository.beside("shallow");
    let from = format!("file://{}", cluster.repository.top().display());
    let to = shallow.to_string_lossy().into_owned();
    git(cluster.repository.top(), &["clone", "-q", "--depth", "1", "--no-single-branch", &from, &to]);
    std::fs::remove_file(shallow.join("profiles/team-a.yaml")).expect("the file was there");
    let run = |arguments: &[&str]| {
        let mut command = cluster.command(arguments);
        crate::support::sandbox::Run::of(command.current_dir(&shallow).output().expect("the binary can be run"))
    };
    for command in ["render", "check", "diff"] {
        let refused = run(&[command]).expect(3);
        assert!(refused.stderr.contains("`team-a`"), "{}", refused.stderr);
        let unknown = run(&[command, "--base", "origin/main"]).expect(2);
        assert!(unknown.stderr.contains("fetch"), "{}", unknown.stderr);
    }
    assert!(shallow.join("rendered/tenants/team-a/namespace.yaml").exists());
}

#[test]
fn a_folder_deleted_by_hand_gets_past_the_working_directory_and_no_further() {
    let cluster = Cluster::of(&["team-a", "team-b"]);
    cluster.remove("profiles/team-a.yaml");
    cluster.remove("rendered/tenants/team-a");
    cluster.keeps("team-a");
    // Who asks for the working directory is judged by it, ...
    cluster.run(&["render", "--base-worktree"]).expect(0);
    // ... and by the commit before the change is made, in the change, and where it is to go.
    cluster.keeps("team-a");
    cluster.repository.git(&["checkout", "-q", "-b", "topic"]);
    cluster.repository.commit("deleted by hand");
    cluster.refuses(&["check", "--base", "main"], &["refused[tenant-removed]", "`team-a`"]);
    cluster.refuses(&["diff", "--base", "main", "--head", "topic"], &["`team-a`"]);
}

#[test]
fn a_folder_taken_out_of_the_index_gets_past_the_index_and_no_further() {
    let cluster = Cluster::of(&["team-a", "team-b"]);
    cluster.remove("profiles/team-a.yaml");
    cluster.refuses(&["check", "--base-index"], &["`team-a`"]);
    cluster.refuses(&["render", "--base-index"], &["`team-a`"]);
    cluster.repository.git(&["rm", "-q", "-r", "--cached", "rendered/tenants/team-a"]);
    cluster.run(&["render", "--base-index"]).expect(0);
    cluster.keeps("team-a");
    cluster.repository.git(&["checkout", "-q", "-b", "topic"]);
    cluster.repository.commit("taken out of the index");
    cluster.refuses(&["check", "--base", "main"], &["refused[tenant-removed]", "`team-a`"]);
}

#[test]
fn an_older_base_lets_a_branch_take_back_what_it_made_itself() {
    let cluster = Cluster::of(&["team-a"]);
    cluster.repository.git(&["checkout", "-q", "-b", "topic"]);
    cluster.tenant("team-b", "");
    cluster.render_and_commit("team-b");
    cluster.remove("profiles/team-b.yaml");
    cluster.keeps("team-b");
    cluster.run(&["render", "--base", "main"]).expect(0);
    assert!(!cluster.holds("rendered/tenants/team-b"));
}

#[test]
fn a_namespace_retired_by_hand_in_the_branch_is_in_use_in_main() {
    let cluster = Cluster::of(&["team-a", "team-b"]);
    cluster.repository.git(&["checkout", "-q", "-b", "topic"]);
    let path = "rendered/tenants/team-a/namespace.yaml";
    let namespace = std::fs::read_to_string(cluster.repository.top().join(path)).expect("the file is there");
    let retired = namespace.replace("  annotations:\n", "  annotations:\n    tenantry.dev/lifecycle: Retired\n");
    assert_ne!(namespace, retired);
    cluster.repository.write(path, retired);
    cluster.repository.commit("by hand");
    cluster.remove("profiles/team-a.yaml");
    cluster.refuses(&["render", "--base", "main"], &["`team-a`"]);
    cluster.run(&["render"]).expect(0);
    cluster.repository.commit("removed");
    cluster.refuses(&["check", "--base", "main"], &["`team-a`"]);
}

#[test]
fn a_namespace_that_was_damaged_by_hand_is_brought_back_and_not_lost() {
    let cluster = Cluster::of(&["team-a", "team-b"]);
    for (name, damage) in [("team-a", "<<<<<<< HEAD\n"), ("team-b", "kind: ConfigMap\n")] {
        cluster.repository.write(&format!("rendered/tenants/{name}/namespace.yaml"), damage);
    }
    cluster.repository.commit("damaged");
    cluster.ends(&["check"], 1, &[]);
    cluster.remove("profiles/team-a.yaml");
    // Without the first line that says so, the file is nobody's to overwrite.
    cluster.ends(&["render"], 2, &["namespace.yaml", "`team-a`"]);
    cluster.repository.git(&["checkout", "-q", "HEAD", "--", "profiles"]);
    for name in ["team-a", "team-b"] {
        cluster.remove(&format!("rendered/tenants/{name}/namespace.yaml"));
    }
    cluster.run(&["render"]).expect(0);
    cluster.ends(&["check", "--base", "HEAD~1"], 0, &[]);
}

#[test]
fn notes_under_the_rendered_folder_are_nobody_s_tenant_once_they_are_moved_away() {
    let cluster = Cluster::of(&["team-a"]);
    cluster.repository.write("rendered/tenants/notes/README.md", "notes\n");
    cluster.repository.commit("notes");
    cluster.ends(&["render"], 2, &["notes/README.md"]);
    cluster.remove("rendered/tenants/notes");
    cluster.ends(&["render"], 0, &[]);
    cluster.ends(&["check"], 0, &[]);
    // A hand-written folder that holds a Namespace is another matter.
    let namespace = "apiVersion: v1\nkind: Namespace\nmetadata: {name: by-hand}\n";
    cluster.repository.write("rendered/tenants/by-hand/namespace.yaml", namespace);
    cluster.repository.commit("by hand");
    cluster.remove("rendered/tenants/by-hand");
    cluster.refuses(&["render"], &["refused[tenant-removed]", "`by-hand`"]);
}

#[test]
fn the_config_that_names_the_folder_may_move_and_the_tenants_of_the_old_one_are_looked_for() {
    let cluster = Cluster::with(&format!("{PLAIN}\nrendered: out"), &["team-a", "team-b"]);
    cluster.remove("tenantry.yaml");
    // The defaults render into another folder; whoever is in the old one must be in the new one.
    cluster.remove("profiles/team-a.yaml");
    cluster.keeps("team-a");
    cluster.repository.write("profiles/team-a.yaml", documents("team-a", ""));
    cluster.run(&["render"]).expect(0);
    assert!(cluster.holds("out/tenants/team-a") && cluster.holds("rendered/tenants/team-a"));
}

#[test]
fn another_folder_by_flag_leaves_the_first_as_it_is() {
    let cluster = Cluster::of(&["team-a", "team-b"]);
    cluster.remove("profiles/team-a.yaml");
    cluster.run(&["render", "--rendered", "other"]).expect(0);
    assert!(cluster.holds("rendered/tenants/team-a/namespace.yaml"));
    cluster.keeps("team-a");
    // The config follows: its base is the folder that it named before.
    cluster.repository.write("tenantry.yaml", config(&format!("{PLAIN}\nrendered: other")));
    cluster.keeps("team-a");
    cluster.repository.git(&["checkout", "-q", "-b", "topic"]);
    cluster.remove("rendered");
    cluster.repository.commit("moved without team-a");
    cluster.refuses(&["check", "--base", "main"], &["refused[tenant-removed]", "`team-a`"]);
}

#[test]
fn other_profiles_by_flag_and_another_folder_by_config_are_looked_through() {
    let cluster = Cluster::of(&["team-a", "team-b"]);
    cluster.repository.write("people/team-b.yaml", documents("team-b", ""));
    cluster.repository.write("tenantry.yaml", config(&format!("{PLAIN}\nrendered: other")));
    cluster.refuses(&["render", "--profiles", "people"], &["refused[tenant-removed]", "`team-a`"]);
}

#[test]
fn a_base_whose_config_cannot_be_read_from_git_lets_nothing_through() {
    let cluster = Cluster::with("gitOps: {engine: none}\nguards: {maxDeletedTenants: 0}", &["team-a", "team-b"]);
    cluster.tenant("team-b", RETIRED);
    cluster.render_and_commit("retired");
    let guarded = cluster.repository.git(&["rev-parse", "HEAD:tenantry.yaml"]);
    cluster.repository.write("tenantry.yaml", config("gitOps: {engine: none}\nguards: {maxDeletedTenants: 9}"));
    cluster.remove("profiles/team-b.yaml");
    cluster.refuses(&["render"], &["refused["]);
    // The disk gives the object back no more, or not as it was.
    let object = format!(".git/objects/{}/{}", &guarded[..2], &guarded[2..]);
    cluster.remove(&object);
    cluster.ends(&["render"], 2, &["error[git"]);
    cluster.repository.write(&object, "torn");
    cluster.ends(&["render"], 2, &["error[git"]);
}
