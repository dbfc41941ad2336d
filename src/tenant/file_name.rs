//! The name of a file beside that of its only tenant.

use super::Tenant;
use crate::diagnostic::Diagnostic;
use crate::profile::LoadedFile;
use crate::rules::{self, FILE_NAME};

/// Warns of a file, given by its path with `/`, that holds one tenant and is not named for it.
pub fn file_name(path: &str, loaded: &LoadedFile, tenants: &[Tenant]) -> Option<Diagnostic> {
    let ([_], [tenant]) = (loaded.profiles.as_slice(), tenants) else { return None };
    if loaded.is_incomplete {
        return None;
    }
    let broken = rules::file_name(path, tenant.name.as_str()).err()?;
    Some(broken.warning(FILE_NAME, tenant.place))
}
