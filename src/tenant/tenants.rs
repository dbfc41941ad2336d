//! All tenants of a run, by name.

use super::{Tenant, across, codes};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics};

/// Tenants in byte order of their names, no name twice.
#[derive(Clone, Debug, Default)]
pub struct Tenants(Vec<Tenant>);

impl Tenants {
    /// Joins the tenants of all files. Of two of one name, the second is an error that names both places;
    /// what else can only be seen by looking at all of them is judged here, too.
    pub fn join(mut tenants: Vec<Tenant>, config: &Config) -> (Self, Diagnostics) {
        tenants.sort_by(|a, b| (&a.name, a.place).cmp(&(&b.name, b.place)));
        let mut found = Diagnostics::default();
        for pair in tenants.windows(2) {
            if let [first, second] = pair
                && first.name == second.name
            {
                found.push(duplicate(first, second));
            }
        }
        tenants.dedup_by(|second, first| second.name == first.name);
        found.extend(across::judge(&tenants, &config.policy));
        (Self(tenants), found)
    }

    /// The tenant of this name.
    pub fn get(&self, name: &str) -> Option<&Tenant> {
        let at = self.0.binary_search_by(|tenant| tenant.name.as_str().cmp(name)).ok()?;
        self.0.get(at)
    }

    /// All of them, in byte order of their names.
    pub fn as_slice(&self) -> &[Tenant] {
        &self.0
    }
}

fn duplicate(first: &Tenant, second: &Tenant) -> Diagnostic {
    Diagnostic::error(codes::DUPLICATE_PROFILE, format!("two Profiles are named `{}`", second.name))
        .at(second.place, "the second")
        .related(first.place, "the first")
        .help("rename one of them, or delete it if it is a copy")
}
