//! Tenants whose names look alike.

use crate::diagnostic::Diagnostics;
use crate::rules::{self, LOOK_ALIKE_TENANT};
use crate::tenant::Tenant;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Warns of each tenant whose name looks like that of an earlier one.
pub(super) fn judge(tenants: &[Tenant], found: &mut Diagnostics) {
    let mut by_place: Vec<&Tenant> = tenants.iter().collect();
    by_place.sort_by_key(|tenant| tenant.place);
    let mut first_by_look: HashMap<String, &Tenant> = HashMap::with_capacity(tenants.len());
    for tenant in by_place {
        match first_by_look.entry(rules::look(tenant.name.as_str())) {
            Entry::Occupied(first) => {
                let broken = rules::look_alike_tenant(first.get().name.as_str(), tenant.name.as_str());
                let diagnostic = broken.warning(LOOK_ALIKE_TENANT, tenant.place);
                found.push(diagnostic.related(first.get().place, "and this one"));
            }
            Entry::Vacant(free) => drop(free.insert(tenant)),
        }
    }
}
