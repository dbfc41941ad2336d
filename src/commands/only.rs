//! `--only`: a name that is no tenant's.

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::tenant::Tenants;

/// `--only` names a tenant that there is not.
pub(super) const ONLY: Code = Code("unknown-tenant");

/// The error for a name that is no tenant's.
pub(super) fn unknown_tenant(name: &str, tenants: &Tenants) -> Diagnostic {
    let diagnostic = Diagnostic::error(ONLY, format!("there is no tenant `{name}`"));
    match nearest(name, tenants.as_slice().iter().map(|tenant| tenant.name.as_str())) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help("name a tenant as its Profile's metadata.name has it"),
    }
}
