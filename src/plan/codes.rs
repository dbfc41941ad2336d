//! The codes of guards.

use crate::diagnostic::rules;

rules! {
    /// A tenant that was rendered has no Profile any more: its Namespace and all data would go.
    pub TENANT_REMOVED = "tenant-removed": Refused;
    /// There are no Profiles at all, and a tree of tenants.
    pub EMPTY_PROFILES = "empty-profiles": Refused;
    /// A file under `rendered/` that tenantry did not make.
    pub FOREIGN_FILE = "foreign-file": Error;
}
