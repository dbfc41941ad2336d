//! What can only be seen by looking at all tenants at once.
//!
//! Each file looks for one thing, in the order of the inputs, so that of two places the later one is pointed at and the
//! earlier one named.

mod identities;
mod names;
mod people;

use super::Tenant;
use crate::config::Policy;
use crate::diagnostic::Diagnostics;

/// Judges tenants beside each other. No two of them have one name.
pub(super) fn judge(tenants: &[Tenant], policy: &Policy) -> Diagnostics {
    let mut found = Diagnostics::default();
    names::judge(tenants, &mut found);
    people::judge(tenants, &mut found);
    identities::judge(tenants, policy, &mut found);
    found
}
