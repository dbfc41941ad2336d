//! Templates that leave out a Namespace, or say of a tenant what is not so.

use super::{Cluster, RETIRED};

const TEMPLATE: &str = "templates/tenant/namespace.yaml.j2";

/// A Namespace as the shipped template prints it, between these lines.
fn template(before: &str, after: &str) -> String {
    let shipped = tenantry::render::SHIPPED.iter().find(|(path, _)| *path == "tenant/namespace.yaml.j2");
    format!("{before}{}{after}", shipped.expect("it is shipped").1)
}

#[test]
fn a_template_that_prints_no_namespace_is_refused() {
    let cluster = Cluster::of(&["team-a", "team-b"]);
    cluster.repository.write(TEMPLATE, "{# nothing #}\n");
    for command in super::COMMANDS {
        cluster.refuses(command, &["refused[namespace-removed]", "team-a, team-b", "let the templates print"]);
    }
    cluster.refuses(&["render", "--only", "team-b"], &["refused[namespace-removed]", "team-b"]);
    cluster.refuses(&["render", "--allow", "deletes=9", "--allow", "access-changes"], &["team-a, team-b"]);
}

#[test]
fn a_template_that_prints_it_for_some_is_refused_for_the_others() {
    let cluster = Cluster::of(&["team-a", "team-b", "team-c"]);
    cluster.repository.write(TEMPLATE, template("{% if tenant.name != \"team-b\" %}\n", "{% endif %}\n"));
    cluster.refuses(&["render"], &["refused[namespace-removed]", "the Namespace of team-b would leave"]);
    cluster.refuses(&["check"], &["the Namespace of team-b would leave"]);
}

#[test]
fn retiring_a_tenant_and_leaving_out_its_namespace_is_refused() {
    let cluster = Cluster::of(&["team-a", "team-b"]);
    cluster.tenant("team-a", RETIRED);
    cluster.repository.write(TEMPLATE, template("{% if tenant.lifecycle == \"Active\" %}\n", "{% endif %}\n"));
    cluster.refuses(&["render"], &["refused[namespace-removed]", "the Namespace of team-a would leave"]);
}

#[test]
fn leaving_out_the_namespaces_of_retired_tenants_counts_as_removing_them() {
    let names = ["team-a", "team-b", "team-c", "team-d", "team-e", "team-f"];
    let cluster = Cluster::of(&[&names[..], &["team-z"]].concat());
    names.iter().for_each(|name| cluster.tenant(name, RETIRED));
    cluster.render_and_commit("retired");
    cluster.repository.write(TEMPLATE, template("{% if tenant.lifecycle == \"Active\" %}\n", "{% endif %}\n"));
    cluster.refuses(&["render"], &["refused[mass-deletion]", "6 retired tenants", "`--allow deletes=6`"]);
    cluster.ends(&["render", "--allow", "deletes=6", "--dry-run"], 0, &[]);
}

#[test]
fn no_template_calls_a_tenant_in_use_retired() {
    let cluster = Cluster::of(&["team-a", "team-b"]);
    let shipped = template("", "");
    let lying = shipped.replace("{% if tenant.lifecycle == \"Retired\" %}", "{% if true %}");
    assert_ne!(shipped, lying);
    cluster.repository.write(TEMPLATE, lying);
    for command in [&["render"][..], &["check"], &["diff"]] {
        cluster.ends(command, 2, &["tenantry.dev/lifecycle"]);
    }
}

#[test]
fn a_namespace_of_another_name_is_none_of_the_tenant_s() {
    let cluster = Cluster::of(&["team-a", "team-b"]);
    cluster
        .repository
        .write(TEMPLATE, template("", "").replace("name: {{ tenant.name }}", "name: x-{{ tenant.name }}"));
    for command in [&["render"][..], &["check"], &["diff"]] {
        cluster.ends(command, 2, &["error[template-namespace]", "outside of the tenant's namespace"]);
    }
}
