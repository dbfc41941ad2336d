//! Whether a tenant is in use, or on its way out.

use super::codes;
use super::meant::did_you_mean;
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Place};
use crate::profile::Text;
use serde::Serialize;

/// Where a tenant stands in its life. A tenant is retired before it is removed: its Namespace and data stay while nobody has
/// access, so that a removal is never the first that anybody hears of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub enum Lifecycle {
    /// In use.
    #[default]
    Active,
    /// On its way out: Namespace, quota and ServiceAccounts stay; all access goes, and the mesh is closed.
    Retired,
}

impl Lifecycle {
    /// Every state.
    pub const ALL: [Self; 2] = [Self::Active, Self::Retired];

    /// The word for it in a Tenant, and in the annotation of its Namespace.
    pub fn name(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Retired => "Retired",
        }
    }

    /// Whether the tenant is on its way out.
    pub fn is_retired(self) -> bool {
        match self {
            Self::Active => false,
            Self::Retired => true,
        }
    }
}

/// Checks `spec.lifecycle`; none where an error was reported.
pub(super) fn check(file: FileId, raw: Option<&Text>, found: &mut Diagnostics) -> Option<Lifecycle> {
    let Some(text) = raw else { return Some(Lifecycle::default()) };
    let known = Lifecycle::ALL.into_iter().find(|lifecycle| lifecycle.name() == text.value);
    if known.is_none() {
        let diagnostic = Diagnostic::error(codes::LIFECYCLE, format!("there is no lifecycle `{}`", text.value))
            .at(Place::at(file, text.span), "");
        let words = Lifecycle::ALL.map(Lifecycle::name);
        found.push(did_you_mean(diagnostic, &text.value, &words, "write `Active` or `Retired`"));
    }
    known
}
