//! Tenants whose names look alike.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{LOOK_ALIKE_TENANT, look};
use crate::tenant::Tenant;
use std::collections::HashMap;

/// Warns of each tenant whose name looks like that of an earlier one.
pub(super) fn judge(tenants: &[Tenant], found: &mut Diagnostics) {
    let mut by_place: Vec<&Tenant> = tenants.iter().collect();
    by_place.sort_by_key(|tenant| tenant.place);
    let mut first_by_look: HashMap<String, &Tenant> = HashMap::with_capacity(tenants.len());
    for tenant in by_place {
        match first_by_look.get(&look(tenant.name.as_str())) {
            Some(first) => found.push(look_alike(first, tenant)),
            None => drop(first_by_look.insert(look(tenant.name.as_str()), tenant)),
        }
    }
}

fn look_alike(first: &Tenant, second: &Tenant) -> Diagnostic {
    let message = format!("the names `{}` and `{}` look alike", first.name, second.name);
    Diagnostic::new(LOOK_ALIKE_TENANT, Severity::Warning, message)
        .at(second.place, "this one")
        .related(first.place, "and this one")
        .help("give one of them another name, or delete the one that is a slip")
}
