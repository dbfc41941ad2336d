//! Cloud identities: one that two tenants have, and whether anything says who may have which.

use crate::config::Policy;
use crate::diagnostic::Diagnostics;
use crate::plugin::{Plugin, PluginKind};
use crate::rules::{self, CLOUD_ALLOW, SHARED_CLOUD_IDENTITY};
use crate::tenant::Tenant;
use std::collections::HashMap;

/// Warns of each identity that an earlier tenant has, too, and once where the config does not say who may have which.
/// Identities of the config are meant for all.
pub(super) fn judge(tenants: &[Tenant], policy: &Policy, found: &mut Diagnostics) {
    let mut plugins: Vec<(&Tenant, &Plugin)> = tenants.iter().flat_map(own).collect();
    plugins.sort_by_key(|(_, plugin)| plugin.place);
    if let Some((_, first)) = plugins.first().filter(|_| !policy.lists_identities()) {
        found.push(rules::no_list().warning(CLOUD_ALLOW, first.place));
    }
    let mut first_by_identity: HashMap<(PluginKind, &str), (&Tenant, &Plugin)> = HashMap::new();
    for (tenant, plugin) in plugins {
        let key = (plugin.kind, plugin.identity());
        match first_by_identity.get(&key) {
            Some((first, earlier)) => {
                let broken = rules::shared_cloud_identity(plugin.identity(), first.name.as_str(), tenant.name.as_str());
                let diagnostic = broken.warning(SHARED_CLOUD_IDENTITY, plugin.place);
                found.push(diagnostic.related(earlier.place, "the first"));
            }
            None => drop(first_by_identity.insert(key, (tenant, plugin))),
        }
    }
}

/// The plugins that a tenant's own file brings.
fn own(tenant: &Tenant) -> impl Iterator<Item = (&Tenant, &Plugin)> {
    let of_file = tenant.place.file;
    tenant.plugins.iter().filter(move |plugin| plugin.place.file == of_file).map(move |plugin| (tenant, plugin))
}
