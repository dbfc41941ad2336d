//! Several configs over one folder of profiles: one cluster each, with its own settings and its own tree.

use crate::support::sandbox::Sandbox;
use crate::support::tree::read;

const PROFILE: &str = "\
apiVersion: kubeflow.org/v1
kind: Profile
metadata: {name: team-a}
spec:
  owner: {kind: User, name: alice@example.com}
";

fn config(rendered: &str, header: &str) -> String {
    format!(
        "apiVersion: tenantry.dev/v1alpha1\nkind: Config\nprofiles: ../profiles\nrendered: {rendered}\n\
         identity: {{userIdHeader: {header}}}\n"
    )
}

/// A repository with a profile and two clusters.
fn two_clusters() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write(".git/HEAD", "ref: refs/heads/main\n");
    sandbox.write("profiles/team-a.yaml", PROFILE);
    sandbox.write("clusters/staging.yaml", config("../rendered/staging", "x-staging-user"));
    sandbox.write("clusters/prod.yaml", config("../rendered/prod", "x-prod-user"));
    sandbox
}

const BOTH: [&str; 5] = ["render", "--config", "clusters/staging.yaml", "--config", "clusters/prod.yaml"];

#[test]
fn each_config_renders_with_its_own_settings_into_its_own_folder() {
    let apart = two_clusters();
    apart.run(&["render", "--config", "clusters/staging.yaml"]).expect(0);
    assert!(!apart.path().join("rendered/prod").exists());
    apart.run(&["render", "--config", "clusters/prod.yaml"]).expect(0);
    let policies =
        |cluster: &str| apart.read(&format!("rendered/{cluster}/tenants/team-a/authorization-policies.yaml"));
    assert!(policies("staging").contains("x-staging-user") && !policies("staging").contains("x-prod-user"));
    assert!(policies("prod").contains("x-prod-user") && !policies("prod").contains("x-staging-user"));

    let together = two_clusters();
    together.run(&BOTH).expect(0);
    assert_eq!(read(&together.path().join("rendered")), read(&apart.path().join("rendered")));
    together.run(&["check", "--config", "clusters/staging.yaml", "--config", "clusters/prod.yaml"]).expect(0);
    together.write("rendered/prod/tenants/team-a/namespace.yaml", "mine");
    together.run(&["check", "--config", "clusters/staging.yaml", "--config", "clusters/prod.yaml"]).expect(1);
}

#[test]
fn two_configs_that_write_into_one_folder_are_refused() {
    for rendered in ["../rendered/staging", "../rendered", "../rendered/staging/inner"] {
        let sandbox = two_clusters();
        sandbox.write("clusters/prod.yaml", config(rendered, "x-prod-user"));
        let refused = sandbox.run(&BOTH).expect(2);
        assert!(refused.stderr.contains("two configs render into rendered/staging and rendered"), "{}", refused.stderr);
        assert!(refused.stderr.contains("clusters/prod.yaml:4:11"), "{}", refused.stderr);
        assert!(!sandbox.path().join("rendered").exists());
    }
}

#[test]
fn an_error_of_one_config_keeps_both_from_being_written() {
    let sandbox = two_clusters();
    sandbox.write("clusters/prod.yaml", config("../rendered/prod", "\"not a header\""));
    let refused = sandbox.run(&BOTH).expect(2);
    assert!(refused.stderr.contains("clusters/prod.yaml:5:26"), "{}", refused.stderr);
    assert!(!sandbox.path().join("rendered").exists());
}

#[test]
fn an_error_of_an_input_that_both_read_is_told_once() {
    let sandbox = two_clusters();
    sandbox.write("profiles/team-b.yaml", PROFILE.replace("team-a", "Team_B"));
    let refused = sandbox.run(&BOTH).expect(2);
    assert_eq!(refused.stderr.matches("profiles/team-b.yaml:3:18").count(), 1, "{}", refused.stderr);
}

#[test]
fn no_path_leaves_the_repository_or_crosses_another() {
    for (rendered, message) in [
        ("../../elsewhere", "lies outside of the repository"),
        ("/tmp", "lies outside of the repository"),
        ("\"..\"", "is the repository itself"),
        ("../.git/x", "lies inside of `.git`"),
        ("../profiles/rendered", "overlap"),
    ] {
        let sandbox = two_clusters();
        sandbox.write("clusters/prod.yaml", config(rendered, "x-prod-user"));
        let refused = sandbox.run(&["render", "--config", "clusters/prod.yaml"]).expect(2);
        assert!(refused.stderr.contains(message), "{rendered}: {}", refused.stderr);
        assert!(refused.stderr.contains("clusters/prod.yaml:4:11"), "{rendered}: {}", refused.stderr);
    }
}

#[test]
fn a_flag_goes_over_the_file_and_is_read_from_the_working_directory() {
    let sandbox = two_clusters();
    sandbox.run(&["render", "--config", "clusters/prod.yaml", "--rendered", "out/prod"]).expect(0);
    assert!(sandbox.path().join("out/prod/tenants/team-a/namespace.yaml").is_file());
    assert!(!sandbox.path().join("rendered").exists());
}
