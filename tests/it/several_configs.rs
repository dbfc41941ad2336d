//! Several clusters from one folder of profiles: a config for each, with settings and a rendered folder of its own.

use crate::support::sandbox::{Run, Sandbox};
use std::collections::BTreeMap;
use std::path::Path;

const STAGING: &str = "clusters/staging.yaml";
const PROD: &str = "clusters/prod.yaml";

/// A repository with two configs over one folder of profiles.
fn repository() -> Sandbox {
    let sandbox = Sandbox::new();
    std::fs::create_dir(sandbox.path().join(".git")).expect("a folder can be made");
    for name in ["team-a", "team-b"] {
        let text = format!(
            "apiVersion: kubeflow.org/v1\nkind: Profile\nmetadata:\n  name: {name}\nspec:\n  owner:\n    kind: User\n    \
             name: {name}@example.com\n"
        );
        sandbox.write(&format!("profiles/{name}.yaml"), text);
    }
    config(&sandbox, "staging", "../profiles", "../rendered/staging");
    config(&sandbox, "prod", "../profiles", "../rendered/prod");
    sandbox
}

/// Writes `clusters/NAME.yaml` with these folders and a header of its own, `x-NAME`.
fn config(sandbox: &Sandbox, name: &str, profiles: &str, rendered: &str) {
    let text = format!(
        "apiVersion: tenantry.dev/v1alpha1\nkind: Config\nprofiles: {profiles}\nrendered: {rendered}\n\
         identity:\n  userIdHeader: x-{name}\n"
    );
    sandbox.write(&format!("clusters/{name}.yaml"), text);
}

/// Every file of a folder; nothing where there is none.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let entries = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.file_type().is_file());
    let path = |entry: &walkdir::DirEntry| entry.path().strip_prefix(folder).expect("below").display().to_string();
    files.map(|entry| (path(&entry), std::fs::read_to_string(entry.path()).expect("a file is UTF-8"))).collect()
}

/// Both configs in one run.
fn both(sandbox: &Sandbox, command: &str, further: &[&str]) -> Run {
    let mut arguments = vec![command, "--config", STAGING, "--config", PROD];
    arguments.extend(further);
    sandbox.run(&arguments)
}

/// Fails unless a run is refused, says all this, and writes nothing.
#[track_caller]
fn assert_refused(sandbox: &Sandbox, arguments: &[&str], said: &[&str]) {
    let before = files(sandbox.path());
    let run = sandbox.run(arguments).expect(2);
    for text in said {
        assert!(run.stderr.contains(text), "{text:?} is not said:\n{}", run.stderr);
    }
    assert!(before == files(sandbox.path()), "{arguments:?} wrote something");
}

#[test]
fn each_config_renders_with_its_own_settings_into_its_own_folder() {
    let sandbox = repository();
    sandbox.run(&["render", "--config", STAGING]).expect(0);
    assert!(!sandbox.path().join("rendered/prod").exists(), "the other config is not touched");
    let staging = files(&sandbox.path().join("rendered/staging"));
    sandbox.run(&["render", "--config", PROD]).expect(0);
    let prod = files(&sandbox.path().join("rendered/prod"));
    assert!(staging.keys().eq(prod.keys()), "the same tenants");
    for (tree, header, other) in [(&staging, "[x-staging]", "x-prod"), (&prod, "[x-prod]", "x-staging")] {
        let policies = &tree["tenants/team-a/authorization-policies.yaml"];
        assert!(policies.contains(header) && !policies.contains(other), "{policies}");
    }
    assert_eq!(staging, files(&sandbox.path().join("rendered/staging")), "what was rendered first stays");
    both(&sandbox, "check", &[]).expect(0);
}

#[test]
fn one_run_with_both_configs_writes_what_two_runs_write() {
    let apart = repository();
    apart.run(&["render", "--config", STAGING]).expect(0);
    apart.run(&["render", "--config", PROD]).expect(0);
    let together = repository();
    both(&together, "check", &[]).expect(1);
    let run = both(&together, "render", &[]).expect(0);
    let lines: Vec<_> = run.stdout.lines().collect();
    assert!(lines[0].contains("into rendered/staging:") && lines[1].contains("into rendered/prod:"), "{}", run.stdout);
    assert_eq!(files(&apart.path().join("rendered")), files(&together.path().join("rendered")));
}

#[test]
fn the_folder_that_a_run_is_started_in_does_not_matter() {
    let root = repository();
    both(&root, "render", &[]).expect(0);
    let inside = repository();
    inside.run(&["-C", "clusters", "render", "--config", "staging.yaml", "--config", "prod.yaml"]).expect(0);
    assert_eq!(files(&root.path().join("rendered")), files(&inside.path().join("rendered")));
}

#[test]
fn a_tree_of_one_config_that_is_stale_makes_the_check_of_both_say_so() {
    let sandbox = repository();
    both(&sandbox, "render", &[]).expect(0);
    std::fs::remove_file(sandbox.path().join("rendered/prod/tenants/team-b/namespace.yaml")).expect("it was rendered");
    sandbox.run(&["check", "--config", STAGING]).expect(0);
    let run = both(&sandbox, "check", &[]).expect(1);
    assert!(run.stdout.contains("missing  rendered/prod/tenants/team-b/namespace.yaml"), "{}", run.stdout);
    assert!(run.stdout.contains("rendered/staging is what the inputs make"), "{}", run.stdout);
}

#[test]
fn one_tenant_alone_is_rendered_for_each_config() {
    let sandbox = repository();
    both(&sandbox, "render", &["--only", "team-a"]).expect(0);
    let written = files(&sandbox.path().join("rendered"));
    assert!(written.contains_key("staging/tenants/team-a/namespace.yaml"), "{:?}", written.keys());
    assert!(written.contains_key("prod/tenants/team-a/namespace.yaml"), "{:?}", written.keys());
    assert!(written.keys().all(|path| !path.contains("team-b")), "{:?}", written.keys());
}

#[test]
fn rendered_folders_that_overlap_are_an_error_that_names_both() {
    let arguments = ["render", "--config", STAGING, "--config", PROD];
    for (staging, prod) in [
        ("rendered/staging", "rendered/staging"),
        ("rendered/staging", "rendered/staging/prod"),
        ("rendered/prod/staging", "rendered/prod"),
        ("rendered", "rendered/a/b"),
    ] {
        let sandbox = repository();
        config(&sandbox, "staging", "../profiles", &format!("../{staging}"));
        config(&sandbox, "prod", "../profiles", &format!("../other/../{prod}/./"));
        let message = format!("two configs render into {staging} and {prod}\n");
        assert_refused(&sandbox, &arguments, &["error[config-path]", &message, "clusters/prod.yaml:4:11"]);
        assert_refused(&sandbox, &["check", "--config", STAGING, "--config", PROD], &[&message]);
        // Each by itself is sound.
        sandbox.run(&["render", "--dry-run", "--config", STAGING]).expect(0);
        sandbox.run(&["render", "--dry-run", "--config", PROD]).expect(0);
    }
    let sandbox = repository();
    assert_refused(
        &sandbox,
        &["render", "--config", PROD, "--config", PROD],
        &["two configs render into rendered/prod"],
    );
    let flag = ["render", "--config", STAGING, "--config", PROD, "--rendered", "one"];
    assert_refused(&sandbox, &flag, &["two configs render into one and one"]);
    // A name that only starts alike is another folder.
    config(&sandbox, "prod", "../profiles", "../rendered/staging-2");
    both(&sandbox, "render", &[]).expect(0);
}

#[test]
fn an_error_of_one_config_keeps_both_from_being_written() {
    let arguments = ["render", "--config", STAGING, "--config", PROD];
    let broken_config = repository();
    broken_config.write(PROD, "apiVersion: tenantry.dev/v1alpha1\nkind: Config\nrenderd: x\n");
    assert_refused(&broken_config, &arguments, &["clusters/prod.yaml:3:1"]);
    let broken_input = repository();
    config(&broken_input, "prod", "../others", "../rendered/prod");
    broken_input.write("others/team-c.yaml", "apiVersion: kubeflow.org/v1\nkind: Profile\nmetadata: {name: team-c}\n");
    assert_refused(&broken_input, &arguments, &["others/team-c.yaml"]);
    let broken_template = repository();
    broken_template.write("clusters/templates/tenant/extra.yaml.j2", "kind: {{ tenant.nothing.at.all }}\n");
    assert_refused(&broken_template, &arguments, &["clusters/templates/tenant/extra.yaml.j2"]);
    let foreign = repository();
    foreign.write("rendered/prod/tenants/team-a/mine.yaml", "kind: ConfigMap\n");
    assert_refused(&foreign, &arguments, &["rendered/prod/tenants/team-a/mine.yaml"]);
    let absent = repository();
    std::fs::remove_file(absent.path().join(PROD)).expect("a file can be removed");
    assert_refused(&absent, &arguments, &["cannot read clusters/prod.yaml: No such file or directory"]);

    // A refusal weighs less than an error, and stops both as well.
    let refused = repository();
    both(&refused, "render", &[]).expect(0);
    config(&refused, "staging", "../few", "../rendered/staging");
    config(&refused, "prod", "../profiles", "../rendered/production");
    refused.write("few/team-a.yaml", refused.read("profiles/team-a.yaml"));
    let before = files(refused.path());
    let run = both(&refused, "render", &[]).expect(3);
    assert!(run.stderr.contains("[tenant-removed]"), "{}", run.stderr);
    assert!(before == files(refused.path()), "a refused run wrote something");
}

#[test]
fn paths_that_leave_the_repository_are_errors_at_their_place_in_the_config() {
    let outside = Sandbox::new();
    let absolute = outside.path().to_string_lossy().into_owned();
    for path in ["../../x", "../../../../../../../../x", "../profiles/../../x", &absolute, "/etc"] {
        for (profiles, rendered, place) in
            [(path, "../rendered/prod", "clusters/prod.yaml:3:11"), ("../profiles", path, "clusters/prod.yaml:4:11")]
        {
            let sandbox = repository();
            config(&sandbox, "prod", profiles, rendered);
            let message = format!("error[config-path]: `{path}` lies outside of the repository");
            assert_refused(&sandbox, &["render", "--config", PROD], &[&message, place]);
            assert_refused(&sandbox, &["check", "--config", STAGING, "--config", PROD], &[&message, place]);
        }
    }
    assert!(files(outside.path()).is_empty(), "nothing is written outside");
}

#[test]
fn folders_that_cannot_be_are_errors_at_their_place_in_the_config() {
    for (profiles, rendered, place, message) in [
        (
            "../profiles",
            "../profiles/rendered",
            "4:11",
            "the profiles folder profiles and the rendered folder profiles/rendered overlap",
        ),
        ("../profiles", "../profiles", "4:11", "the profiles folder profiles and the rendered folder profiles overlap"),
        (
            "../rendered/in",
            "../rendered",
            "4:11",
            "the profiles folder rendered/in and the rendered folder rendered overlap",
        ),
        (
            "../profiles",
            "templates/x",
            "4:11",
            "the templates folder clusters/templates and the rendered folder clusters/templates/x overlap",
        ),
        ("../profiles", "../.git", "4:11", "`../.git` lies inside of `.git`"),
        ("../profiles", "../.git/x", "4:11", "`../.git/x` lies inside of `.git`"),
        ("../profiles", "../x/.git", "4:11", "`../x/.git` lies inside of `.git`"),
        ("../.git/x", "../rendered", "3:11", "`../.git/x` lies inside of `.git`"),
        ("../profiles", "\"..\"", "4:11", "`..` is the repository itself"),
        ("../nowhere", "../rendered", "3:11", "the profiles folder nowhere is not there"),
    ] {
        let sandbox = repository();
        sandbox.write("rendered/in/team-a.yaml", "kind: Profile\n");
        config(&sandbox, "prod", profiles, rendered);
        let place = format!("clusters/prod.yaml:{place}");
        assert_refused(&sandbox, &["render", "--config", PROD], &["error[config-path]", message, &place]);
    }
}

#[test]
fn flags_win_over_the_file_and_start_at_the_working_directory() {
    let sandbox = repository();
    sandbox.write("others/team-c.yaml", sandbox.read("profiles/team-a.yaml").replace("team-a", "team-c"));
    sandbox.write("shapes/tenant/resource-quota.yaml.j2", "");
    let flags = ["--profiles", "others", "--rendered", "elsewhere", "--templates", "shapes"];
    sandbox.run(&[&["render", "--config", PROD][..], &flags].concat()).expect(0);
    let written = files(&sandbox.path().join("elsewhere"));
    assert!(written.contains_key("tenants/team-c/namespace.yaml"), "{:?}", written.keys());
    assert!(written["tenants/team-c/authorization-policies.yaml"].contains("x-prod"), "the settings are the file's");
    assert!(!sandbox.path().join("rendered").exists(), "the folder of the file is not touched");
    sandbox.run(&[&["check", "--config", PROD][..], &flags].concat()).expect(0);

    // `-C` moves the working directory, and flags with it.
    let moved =
        ["-C", "clusters", "check", "--config", "prod.yaml", "--profiles", "../others", "--rendered", "../elsewhere"];
    sandbox.run(&moved).expect(0);

    for (flag, path, message) in [
        ("--rendered", "../x", "`../x` lies outside of the repository"),
        ("--rendered", "/etc", "`/etc` lies outside of the repository"),
        ("--rendered", ".", "`.` is the repository itself"),
        ("--rendered", ".git/x", "`.git/x` lies inside of `.git`"),
        ("--rendered", "profiles/x", "the profiles folder profiles and the rendered folder profiles/x overlap"),
        (
            "--profiles",
            "rendered/prod/x",
            "the profiles folder rendered/prod/x and the rendered folder rendered/prod overlap",
        ),
        ("--templates", "nowhere", "the templates folder nowhere is not there"),
    ] {
        assert_refused(&sandbox, &["render", "--config", PROD, flag, path], &["error[config-path]", message]);
    }
}

#[test]
fn a_rendered_folder_among_the_inputs_of_another_config_is_an_error() {
    for (rendered, key) in [("../inputs/out", "profiles"), ("../inputs", "profiles"), ("templates/out", "templates")] {
        let sandbox = repository();
        sandbox.write("inputs/team-a.yaml", sandbox.read("profiles/team-a.yaml"));
        sandbox.write("clusters/templates/README.md", "");
        config(&sandbox, "prod", "../inputs", "../rendered/prod");
        // From beside the other config, so that the templates are only the other's.
        config(&sandbox, "staging", "../../profiles", &format!("../{rendered}"));
        sandbox.write("clusters/other/staging.yaml", sandbox.read(STAGING));
        let arguments = ["render", "--config", "clusters/other/staging.yaml", "--config", PROD];
        let message = format!("the {key} folder");
        assert_refused(&sandbox, &arguments, &["error[config-path]", &message, "overlap", "other/staging.yaml:4:11"]);
    }
}

#[test]
fn an_error_in_a_profile_that_both_configs_read_is_told_once() {
    let sandbox = repository();
    sandbox.write("profiles/team-a.yaml", "apiVersion: kubeflow.org/v1\nkind: Profile\nmetadata: {name: team-a}\n");
    let run = both(&sandbox, "check", &[]).expect(2);
    assert_eq!(run.stderr.matches("profiles/team-a.yaml:").count(), 1, "{}", run.stderr);
    assert!(run.stderr.ends_with("1 error; nothing was written\n"), "{}", run.stderr);
}

#[test]
fn a_secret_is_judged_by_the_levels_of_the_config_that_reads_it_whatever_their_order() {
    let sandbox = repository();
    let profile = sandbox.read("profiles/team-a.yaml").replace("team-a", "team-c");
    let secret = profile.replace("metadata:\n", "metadata:\n  annotations: {key: AKIAIOSFODNN7EXAMPLE}\n");
    sandbox.write("others/team-c.yaml", secret);
    let allow = "rules: {secret: allow}\n";
    config(&sandbox, "staging", "../others", "../rendered/staging");
    sandbox.write(STAGING, sandbox.read(STAGING) + allow);
    for order in [[STAGING, PROD], [PROD, STAGING]] {
        sandbox.run(&["render", "--dry-run", "--config", order[0], "--config", order[1]]).expect(0);
    }
    // Read by both, it is an error of the one that does not allow it, and told once.
    config(&sandbox, "prod", "../others", "../rendered/prod");
    for order in [[STAGING, PROD], [PROD, STAGING]] {
        let run = sandbox.run(&["render", "--config", order[0], "--config", order[1]]).expect(2);
        assert_eq!(run.stderr.matches("error[secret]").count(), 1, "{}", run.stderr);
    }
    // Templates and the config itself are read by their project as well.
    config(&sandbox, "prod", "../profiles", "../rendered/prod");
    sandbox.write("clusters/templates/_note.j2", "{# AKIAIOSFODNN7EXAMPLE #}");
    let run = sandbox.run(&["render", "--config", PROD]).expect(2);
    assert!(run.stderr.contains("clusters/templates/_note.j2:1:4"), "{}", run.stderr);
    sandbox.write(PROD, sandbox.read(PROD) + "# AKIAIOSFODNN7EXAMPLE\n" + allow);
    sandbox.run(&["render", "--config", PROD]).expect(0);
    sandbox.write(PROD, sandbox.read(PROD).replace(allow, ""));
    let run = sandbox.run(&["render", "--config", PROD]).expect(2);
    assert!(run.stderr.contains("clusters/prod.yaml:7:3"), "{}", run.stderr);
}
