//! `explain` of an output: which lines of the input and which template made it, whatever the templates are.

use crate::support::conformance::repository;
use crate::support::sandbox::Sandbox;
use serde_json::Value;

const INPUT: &str = "\
apiVersion: kubeflow.org/v1
kind: Profile
metadata:
  name: team-a
spec:
  owner:
    kind: User
    name: alice@example.com
  resourceQuotaSpec:
    hard: {cpu: 4}
  plugins:
  - kind: WorkloadIdentity
    spec: {gcpServiceAccount: a@proj-a.iam.gserviceaccount.com, annotateOnly: true}
---
apiVersion: tenantry.dev/v1alpha1
kind: Tenant
metadata: {name: team-a}
spec:
  contributors:
  - {name: carol@example.com, role: edit}
  - {name: bob@example.com, role: view}
";

fn project() -> Sandbox {
    let sandbox = Sandbox::new();
    std::fs::create_dir(sandbox.path().join(".git")).expect("a folder can be made");
    sandbox.write("profiles/team-a.yaml", INPUT);
    let config = "apiVersion: tenantry.dev/v1alpha1\nkind: Config\nclusterRoles: {view: readers}\nnamespace:\n  labels: {a: b}\n";
    sandbox.write("tenantry.yaml", config);
    sandbox
}

/// The objects that are explained, by kind and name.
fn explained(sandbox: &Sandbox, what: &str) -> Vec<Value> {
    let run = sandbox.run(&["explain", what, "--format", "json"]).expect(0);
    let document: Value = serde_json::from_str(&run.stdout).expect("JSON");
    document["objects"].as_array().expect("a list").clone()
}

/// Parts and effects with the lines they stand on: `contributor makes 20`.
fn inputs(object: &Value) -> Vec<String> {
    let inputs = object["inputs"].as_array().expect("a list").iter();
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    inputs
        .map(|input| {
            let file = if input["file"] == "tenantry.yaml" { "config " } else { "" };
            format!("{} {} {file}{}", word(&input["part"]), word(&input["effect"]), input["line"])
        })
        .collect()
}

#[track_caller]
fn assert_inputs(sandbox: &Sandbox, what: &str, wanted: &[&str]) {
    let objects = explained(sandbox, what);
    assert_eq!(objects.len(), 1, "{what}");
    assert_eq!(inputs(&objects[0]), [&["tenant makes 4"], wanted].concat(), "{what}");
}

#[test]
fn each_shipped_object_came_from_the_lines_that_it_came_from() {
    let sandbox = project();
    for (what, wanted) in [
        ("Namespace/team-a", &["owner shapes 8", "setting shapes config 5"][..]),
        ("RoleBinding/namespaceAdmin", &["owner shapes 8"]),
        ("RoleBinding/default-editor", &[]),
        ("RoleBinding/default-viewer", &["setting shapes config 3"]),
        ("RoleBinding/user-carol-example-com-clusterrole-edit", &["contributor makes 20"]),
        ("RoleBinding/user-bob-example-com-clusterrole-view", &["contributor makes 21", "setting shapes config 3"]),
        ("AuthorizationPolicy/ns-owner-access-istio", &["owner shapes 8"]),
        ("AuthorizationPolicy/user-bob-example-com-clusterrole-view", &["contributor makes 21"]),
        ("ResourceQuota/kf-resource-quota", &["quota makes 10"]),
        ("ServiceAccount/default-editor", &["plugin shapes 13"]),
        ("ServiceAccount/default-viewer", &[]),
    ] {
        assert_inputs(&sandbox, what, wanted);
    }
    sandbox.write("profiles/team-a.yaml", INPUT.replace("  contributors:", "  lifecycle: Retired\n  contributors:"));
    assert_inputs(&sandbox, "AuthorizationPolicy/retired", &["lifecycle makes 19"]);
    assert_inputs(&sandbox, "ResourceQuota/kf-resource-quota", &["quota makes 10"]);
}

#[test]
fn templates_of_the_user_are_explained_as_exactly() {
    let sandbox = project();
    let people = "{% include \"_people.j2\" %}\n";
    sandbox.write("templates/tenant/people.yaml.j2", people);
    let part = "\
{# who is here #}
apiVersion: v1
kind: ConfigMap
metadata: {name: people, namespace: {{ tenant.name }}}
data:
{% for contributor in tenant.contributors %}
  {{ contributor.objectName }}: {{ contributor.role }}
{% endfor %}
{% if tenant.quota %}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: limited, namespace: {{ tenant.name }}}
{% endif %}
";
    sandbox.write("templates/_people.j2", part);
    let objects = explained(&sandbox, "rendered/tenants/team-a/people.yaml");
    let places: Vec<_> = objects.iter().map(|one| (&one["template"]["file"], &one["template"]["line"])).collect();
    let file = &Value::from("templates/_people.j2");
    assert_eq!(places, [(file, &Value::from(2)), (file, &Value::from(11))]);
    assert_eq!(objects[0]["template"]["shipped"], false);
    assert_eq!(inputs(&objects[0]), ["tenant makes 4", "contributor shapes 21", "contributor shapes 20"]);
    assert_eq!(inputs(&objects[1]), ["tenant makes 4", "quota makes 10"]);
    // The plugin's addition names its template.
    let objects = explained(&sandbox, "ServiceAccount/default-editor");
    assert_eq!(objects[0]["additions"][0]["file"], "(shipped) templates/plugins/WorkloadIdentity.yaml.j2");
    assert_eq!(objects[0]["additions"][0]["line"], 2);
}

#[test]
fn an_input_that_would_not_render_without_a_part_still_tells_what_it_is_for() {
    let sandbox = project();
    let template = |data: &str| {
        format!(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: few, namespace: {{{{ tenant.name }}}}}}\ndata:\n{data}"
        )
    };
    let one = "{% for contributor in tenant.contributors if contributor.role == \"view\" %}\n  a: {{ contributor.name }}\n{% endfor %}\n";
    sandbox.write("templates/tenant/few.yaml.j2", template(one));
    // Without Bob `data` would be null, which no ConfigMap may be.
    assert_inputs(&sandbox, "ConfigMap/few", &["contributor shapes 21"]);
    assert_inputs(
        &sandbox,
        "RoleBinding/user-bob-example-com-clusterrole-view",
        &["contributor makes 21", "setting shapes config 3"],
    );
    // Without a quota the template fails.
    sandbox.write("templates/tenant/few.yaml.j2", template("  cpu: {{ tenant.quota.hard.cpu }}\n"));
    assert_inputs(&sandbox, "ConfigMap/few", &["quota shapes 10"]);
    assert_inputs(&sandbox, "ResourceQuota/kf-resource-quota", &["quota makes 10"]);
}

#[test]
fn an_output_is_found_by_path_line_and_name_from_any_folder() {
    let sandbox = project();
    sandbox.run(&["render"]).expect(0);
    let file = sandbox.read("rendered/tenants/team-a/role-bindings.yaml");
    let line = 1 + file.lines().position(|line| line.contains("user-bob")).expect("it is rendered");
    let bob = "RoleBinding/user-bob-example-com-clusterrole-view in";
    let said = |arguments: &[&str]| sandbox.run(arguments).expect(0).stdout;
    for what in [
        format!("rendered/tenants/team-a/role-bindings.yaml:{line}"),
        format!("./rendered/tenants/team-a/role-bindings.yaml:{line}:3"),
    ] {
        let text = said(&["explain", &what]);
        assert!(text.contains(bob) && text.matches("object: ").count() == 1, "{text}");
    }
    assert_eq!(said(&["explain", "rendered/tenants/team-a/role-bindings.yaml"]).matches("object: ").count(), 5);
    let objects = explained(&sandbox, "rendered/tenants/team-a/").len();
    assert_eq!(objects, 5 + 3 + 2 + 1 + 1, "every object of the tenant");
    let text = said(&[
        "-C",
        "profiles",
        "explain",
        "--config",
        "../tenantry.yaml",
        "../rendered/tenants/team-a/namespace.yaml",
    ]);
    assert!(text.contains("Namespace/team-a in ../rendered/tenants/team-a/namespace.yaml:2"), "{text}");
    // As a shell completes it, though the working directory is another.
    let text =
        said(&["-C", "profiles", "explain", "--config", "../tenantry.yaml", "rendered/tenants/team-a/namespace.yaml"]);
    assert!(text.contains("Namespace/team-a in"), "{text}");
    // The line that is told is the line at which it begins.
    for object in explained(&sandbox, "rendered/tenants/team-a/") {
        let text = sandbox.read(object["file"].as_str().expect("a path"));
        let begins = text.lines().nth(object["line"].as_u64().expect("a line") as usize - 1);
        assert!(begins.is_some_and(|line| line.starts_with("apiVersion: ")), "{object}");
    }
}

#[test]
fn objects_of_many_tenants_are_counted_beyond_a_bound_and_narrowed_by_tenant() {
    let sandbox = project();
    for index in 0..30 {
        sandbox.write(&format!("profiles/t-{index}.yaml"), INPUT.replace("team-a", &format!("t-{index}")));
    }
    let run = sandbox.run(&["explain", "ServiceAccount/default-editor"]).expect(0);
    assert_eq!(run.stdout.matches("object: ").count(), 20);
    assert!(run.stdout.contains("11 more are not shown; `tenantry explain TENANT/KIND/NAME`"), "{}", run.stdout);
    assert_eq!(explained(&sandbox, "ServiceAccount/default-editor").len(), 31);
    assert_eq!(explained(&sandbox, "t-7/ServiceAccount/default-editor").len(), 1);
}

#[test]
fn what_the_inputs_do_not_make_is_an_error_with_the_nearest_name() {
    let sandbox = project();
    for (what, wanted) in [
        ("rendered/tenants/team-a/rolebindings.yaml", "did you mean `rendered/tenants/team-a/role-bindings.yaml`?"),
        ("rendered/tenants/team-b/namespace.yaml", "did you mean `team-a`?"),
        ("rendered/tenants/team-a/zzz.yaml", "the files of team-a are: authorization-policies.yaml, "),
        ("RoleBinding/namespaceadmin", "did you mean `RoleBinding/namespaceAdmin`?"),
        ("team-a/Rolebinding/namespaceAdmin", "did you mean `team-a/RoleBinding/namespaceAdmin`?"),
        ("nobody/Namespace/x", "there is no tenant `nobody`"),
        ("a/b/c/d/e", "name a file of the rendered folder"),
    ] {
        let run = sandbox.run(&["explain", what]).expect(2);
        assert!(run.stderr.contains(wanted) && run.stdout.is_empty(), "{what}: {}", run.stderr);
    }
    sandbox.run(&["explain", "Namespace/team-a", "--format", "sarif"]).expect(2);
    sandbox.write("profiles/b.yaml", "oops: 1\n");
    let run = sandbox.run(&["explain", "Namespace/team-a"]).expect(2);
    assert!(run.stderr.contains("profiles/b.yaml:1:1"), "{}", run.stderr);
}

#[test]
fn the_json_is_what_its_schema_says() {
    let path = repository().join("docs/schema/report-v1.json");
    let schema: Value =
        serde_json::from_str(&std::fs::read_to_string(path).expect("the schema is there")).expect("JSON");
    let validator = jsonschema::draft7::new(&schema).expect("the schema is sound");
    let sandbox = project();
    for what in ["rendered/tenants/team-a", "rendered/tenants/kustomization.yaml", "Nothing/there"] {
        let run = sandbox.run(&["explain", what, "--format", "json"]);
        let document: Value = serde_json::from_str(&run.stdout).expect("JSON");
        let errors: Vec<_> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{what}: {errors:?}\n{}", run.stdout);
    }
}

#[test]
fn a_secret_that_is_only_warned_of_is_not_shown() {
    let sandbox = project();
    sandbox.write("tenantry.yaml", "apiVersion: tenantry.dev/v1alpha1\nkind: Config\nrules: {secret: warn}\n");
    sandbox.write(
        "profiles/team-a.yaml",
        INPUT.replace("  name: team-a\nspec", "  name: team-a # AKIAIOSFODNN7EXAMPLE\nspec"),
    );
    let run = sandbox.run(&["explain", "Namespace/team-a"]).expect(0);
    assert!(run.stdout.contains("name: team-a #") && !run.stdout.contains("AKIA"), "{}", run.stdout);
}
