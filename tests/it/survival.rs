//! A run that fails or is killed leaves every file whole, old or new, and the next run finishes the work.

mod disks;
mod kills;
mod links;
mod locks;

use crate::support::sandbox::Sandbox;

/// A Profile with an owner and at least one contributor.
fn profile(name: &str, owner: &str, contributors: usize) -> String {
    let mut text = format!(
        "apiVersion: kubeflow.org/v1\nkind: Profile\nmetadata: {{name: {name}}}\nspec:\n  owner: {{kind: User, name: {owner}}}\n\
         ---\napiVersion: tenantry.dev/v1alpha1\nkind: Tenant\nmetadata: {{name: {name}}}\nspec:\n  contributors:\n"
    );
    for number in 0..contributors {
        text.push_str(&format!("  - {{name: c{number}@example.com, role: edit}}\n"));
    }
    text
}

/// A folder with so many tenants.
fn with_tenants(count: usize) -> Sandbox {
    let sandbox = Sandbox::new();
    for number in 0..count {
        let name = format!("team-{number:04}");
        sandbox.write(&format!("profiles/{name}.yaml"), profile(&name, "alice@example.com", 1 + number % 4));
    }
    sandbox
}
