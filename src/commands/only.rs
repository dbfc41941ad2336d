//! `--only`: a name that is no tenant's.

use crate::diagnostic::{Diagnostic, nearest};
use crate::tenant::Tenants;
use crate::tenant::codes::UNKNOWN_TENANT;

/// The error for a name that is no tenant's.
pub(super) fn unknown_tenant(name: &str, tenants: &Tenants) -> Diagnostic {
    let diagnostic = Diagnostic::error(UNKNOWN_TENANT, format!("there is no tenant `{name}`"));
    match nearest(name, tenants.as_slice().iter().map(|tenant| tenant.name.as_str())) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help("name a tenant as its Profile's metadata.name has it"),
    }
}
