//! Profiles made for tests that need many, or two versions of the same.

use crate::support::sandbox::Sandbox;

/// The first line of every rendered file.
pub const OWNERSHIP: &str = tenantry::render::OWNERSHIP;

/// A Profile and, with contributors, what it cannot say itself.
pub fn profile(name: &str, owner: &str, contributors: usize, cpu: Option<usize>) -> String {
    let mut text = format!(
        "apiVersion: kubeflow.org/v1\nkind: Profile\nmetadata:\n  name: {name}\nspec:\n  owner:\n    kind: User\n    \
         name: {owner}@example.com\n"
    );
    if let Some(cpu) = cpu {
        text.push_str(&format!("  resourceQuotaSpec:\n    hard:\n      cpu: {cpu}\n"));
    }
    if contributors > 0 {
        text.push_str(&format!(
            "---\napiVersion: tenantry.dev/v1alpha1\nkind: Tenant\nmetadata:\n  name: {name}\nspec:\n  contributors:\n"
        ));
        for index in 0..contributors {
            let role = ["edit", "view", "admin"][index % 3];
            text.push_str(&format!("  - {{name: person-{index}@example.com, role: {role}}}\n"));
        }
    }
    text
}

/// Writes so many Profiles of all shapes, in two folders.
pub fn many(sandbox: &Sandbox, count: usize) {
    for index in 0..count {
        let name = format!("team-{index:03}");
        let folder = if index % 2 == 0 { "even" } else { "odd" };
        let text = profile(&name, &format!("owner-{index}"), index % 4, (index % 3 > 0).then_some(index));
        sandbox.write(&format!("profiles/{folder}/{name}.yaml"), text);
    }
}

/// Writes the older inputs of a repository: so many tenants, each with a quota.
pub fn old(sandbox: &Sandbox, count: usize) {
    for index in 0..count {
        let name = format!("team-{index:03}");
        sandbox.write(&format!("profiles/{name}.yaml"), profile(&name, "first-owner", 2, Some(8)));
    }
}

/// Turns the older inputs into newer ones: every second tenant has another owner and one contributor more, every fourth
/// lost its quota and with it a file, and there is a new tenant for every fifth.
pub fn new(sandbox: &Sandbox, count: usize) {
    for index in (0..count).step_by(2) {
        let name = format!("team-{index:03}");
        let cpu = (index % 4 != 0).then_some(9);
        sandbox.write(&format!("profiles/{name}.yaml"), profile(&name, "second-owner", 3, cpu));
    }
    for index in (0..count).step_by(5) {
        let name = format!("newcomer-{index:03}");
        sandbox.write(&format!("profiles/{name}.yaml"), profile(&name, "third-owner", 1, Some(1)));
    }
}
