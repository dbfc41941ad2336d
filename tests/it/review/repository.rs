//! Edits of a committed repository, judged by the binary.

use crate::support::git::TestRepository;
use crate::support::sandbox::{NO_ENGINE, Run, binary};
use serde_json::Value;

const PROFILE: &str = "apiVersion: kubeflow.org/v1\nkind: Profile\nmetadata: {name: NAME}\nspec:\n  owner: {kind: User, name: a@example.com}\n\
                       ---\napiVersion: tenantry.dev/v1alpha1\nkind: Tenant\nmetadata: {name: NAME}\n\
                       spec:\n  contributors:\n  - {name: b@example.com, role: view}\n";
const ALL: &str = "rendered/tenants/kustomization.yaml";
const LIST: &str = "rendered/tenants/team-a/kustomization.yaml";

/// An edit of a text.
type Change<'c> = &'c dyn Fn(&str) -> String;

/// Two tenants, rendered and committed.
fn committed() -> TestRepository {
    let test = TestRepository::new(&[]);
    test.write(NO_ENGINE.0, NO_ENGINE.1);
    for name in ["team-a", "team-b"] {
        test.write(&format!("profiles/{name}.yaml"), PROFILE.replace("NAME", name));
    }
    run(&test, &["render"]).expect(0);
    test.commit("rendered");
    test
}

fn run(test: &TestRepository, arguments: &[&str]) -> Run {
    let output = std::process::Command::new(binary()).current_dir(test.top()).args(arguments).output();
    Run::of(output.expect("the binary can be run"))
}

fn edit(test: &TestRepository, path: &str, change: impl Fn(&str) -> String) {
    let text = std::fs::read_to_string(test.top().join(path)).expect("the file is there");
    let changed = change(&text);
    assert_ne!(changed, text, "{path}: nothing to edit");
    test.write(path, changed);
}

/// The review of what lies in the working directory against what is committed.
fn review(test: &TestRepository) -> Value {
    let run = run(test, &["diff", "--base", "HEAD", "--format", "json"]);
    let report: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run:?}"));
    report["plan"]["trees"][0]["review"].clone()
}

/// Which tenants have something of effect `widens`.
fn widened(review: &Value) -> Vec<&str> {
    let tenants = review["tenants"].as_array().expect("a review has tenants").iter();
    let widens = |tenant: &&Value| {
        tenant["risk"] == "widens"
            && tenant["access"].as_array().is_some_and(|all| all.iter().any(|one| one["effect"] == "widens"))
    };
    tenants.filter(widens).filter_map(|tenant| tenant["name"].as_str()).collect()
}

#[test]
fn a_list_that_did_more_than_to_name_files_had_an_unknown_reach() {
    let patches = "patches:\n- target: {kind: RoleBinding}\n  patch: '[]'\n";
    let left_out = |file: &'static str| move |text: &str| text.replace(&format!("- {file}\n"), "");
    let cases: [(&str, Change<'_>, &[&str]); 5] = [
        (LIST, &|text| format!("{text}{patches}"), &["team-a"]),
        (LIST, &left_out("role-bindings.yaml"), &["team-a"]),
        (LIST, &|text| format!("{text}- https://example.com/other\n"), &["team-a"]),
        (ALL, &|text| format!("{text}{patches}"), &["team-a", "team-b"]),
        (ALL, &left_out("team-b"), &["team-b"]),
    ];
    for (path, change, tenants) in cases {
        let test = committed();
        edit(&test, path, change);
        test.commit("by hand");
        assert_eq!(widened(&review(&test)), tenants, "{path}");
    }
}

#[test]
fn one_object_twice_is_not_read_as_the_one_that_is_in_force() {
    let test = committed();
    let file = "rendered/tenants/team-a/role-bindings.yaml";
    edit(&test, file, |text| format!("{text}---\n{}", text.split_once('\n').expect("it has lines").1));
    test.commit("by hand");
    assert_eq!(review(&test)["risk"], "widens");
}

#[test]
fn edits_of_inputs_and_config_widen_by_what_they_render() {
    let profile = "profiles/team-a.yaml";
    let cases: [(&str, &str, &str, &[&str]); 5] = [
        (profile, "role: view", "role: edit", &["team-a"]),
        (profile, "b@example.com", "c@example.com", &["team-a"]),
        (profile, "name: a@example.com", "name: d@example.com", &["team-a"]),
        ("tenantry.yaml", "kind: Config\n", "kind: Config\nidentity: {userIdHeader: x-user}\n", &["team-a", "team-b"]),
        (
            "tenantry.yaml",
            "kind: Config\n",
            "kind: Config\nclusterRoles: {view: cluster-admin}\n",
            &["team-a", "team-b"],
        ),
    ];
    for (path, from, to, tenants) in cases {
        let test = committed();
        edit(&test, path, |text| text.replace(from, to));
        let review = review(&test);
        let names: Vec<&str> =
            review["tenants"].as_array().into_iter().flatten().filter_map(|one| one["name"].as_str()).collect();
        assert_eq!(names, tenants, "{to}");
        assert!(matches!(review["risk"].as_str(), Some("widens" | "replaces")), "{to}: {review}");
    }
}

#[test]
fn what_means_the_same_is_no_review_at_all() {
    let test = committed();
    edit(&test, "profiles/team-a.yaml", |text| {
        text.replace("kind: User, name: a@example.com", "name: 'a@example.com', kind: \"User\"")
    });
    edit(&test, "rendered/tenants/team-a/role-bindings.yaml", |text| {
        text.replace("kind: User", "kind: \"User\" # a person")
    });
    test.commit("by hand");
    let review = review(&test);
    assert_eq!((review["tenants"].as_array().map(Vec::len), &review["risk"]), (Some(0), &Value::from("neutral")));
}

/// Whom the Namespace names is taken for the owner, so another one widens; that it names nobody gives nobody anything.
#[test]
fn an_owner_that_goes_narrows_in_each_format_and_another_one_widens() {
    let (template, shipped) = ("templates/tenant/namespace.yaml.j2", "tenant/namespace.yaml.j2");
    let text = tenantry::render::SHIPPED.iter().find(|(path, _)| *path == shipped).expect("it is shipped").1;
    for (line, effect, mark, told) in [
        ("    x: other", "narrows", "🔹 narrows", "owner of all 2 tenants: a@example.com -> none"),
        (
            "    owner: z@example.com",
            "widens",
            "🔺 **widens**",
            "owner of all 2 tenants: a@example.com -> z@example.com",
        ),
    ] {
        let test = committed();
        let other = text.replace("    owner: {{ tenant.owner.name }}", line);
        assert_ne!(other, text);
        test.write(template, other);
        let review = review(&test);
        let owner = |one: &&Value| one["kind"] == "owner";
        let effects: Vec<_> = review["tenants"]
            .as_array()
            .into_iter()
            .flatten()
            .flat_map(|tenant| tenant["access"].as_array().into_iter().flatten().filter(owner))
            .map(|one| one["effect"].clone())
            .collect();
        assert_eq!(effects, [effect, effect], "{review}");
        let markdown = run(&test, &["diff", "--base", "HEAD", "--format", "markdown"]).stdout;
        let shown = markdown.lines().find(|line| line.contains("owner of all")).unwrap_or_else(|| panic!("{markdown}"));
        let plain: String = shown.chars().filter(|c| !"`\\".contains(*c)).collect();
        assert!(plain.contains(mark) && plain.contains(told), "{plain}");
    }
}
