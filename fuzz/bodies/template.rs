//! Templates: whatever a template says, rendering ends, and what comes out can be read again.

use tenantry::config::Config;
use tenantry::diagnostic::Sources;
use tenantry::render::{Hash, Renderer, TemplateSet, TemplateSource};
use tenantry::source::{self, Limits};
use tenantry::tenant::Tenants;
use tenantry::{load, resolve};

const PROFILE: &str = "apiVersion: kubeflow.org/v1\nkind: Profile\nmetadata: {name: team-a}\nspec:\n  \
                       owner: {kind: User, name: alice@example.com}\n  resourceQuotaSpec: {hard: {cpu: 4}}\n---\n\
                       apiVersion: tenantry.dev/v1alpha1\nkind: Tenant\nmetadata: {name: team-a}\nspec:\n  \
                       contributors: [{name: bob@example.com, role: edit}]\n";

/// Renders a tenant with `data` as a further template.
pub fn check(data: &[u8]) {
    let text = String::from_utf8_lossy(data).into_owned();
    let mut sources = Sources::default();
    let file = sources.add("profiles/team-a.yaml", PROFILE);
    let config = Config::default();
    let (loaded, _) = load(file, PROFILE.as_bytes(), &Limits::default());
    let (tenants, _) = resolve(file, &loaded, &config);
    let (tenants, _) = Tenants::join(tenants, &config);
    let template = sources.add("templates/tenant/extra.yaml.j2", text.as_str());
    let user = vec![TemplateSource { path: "tenant/extra.yaml.j2".to_owned(), file: template, text, users: true }];
    let (templates, _) = TemplateSet::overlay(user, &mut sources);
    let (renderer, found) = Renderer::new(&templates, &config, Hash::Sha256);
    if !found.is_empty() {
        return;
    }
    for tenant in tenants.as_slice() {
        let Ok(folder) = renderer.tenant(tenant) else { continue };
        for file in &folder.files {
            let (_, found) = source::read(template, &file.bytes, &Limits::generated());
            assert!(found.is_empty(), "{} cannot be read: {found:?}", file.name);
        }
    }
}
