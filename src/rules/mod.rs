//! What tenantry itself refuses or warns of, beyond what the API server refuses: one rule a file.
//!
//! A rule is a code, a level, and a function over plain values that says whether it is broken. Each file says which
//! system does what, so that the reason can be checked. Rules know nothing of tenants, so that the constructors of
//! checked types can run them; what needs several tenants at once is judged in `tenant` with the codes from here.

mod cloud_identity;
mod hidden_text;
mod level;
mod platform_namespace;
mod principal;
mod unfilled_placeholder;
mod user_name;

pub use cloud_identity::{AWS_ROLE, GCP_ACCOUNT, GCP_SHAPE, aws_role, gcp_account, gcp_shape};
pub use hidden_text::{HIDDEN_TEXT, hidden_text};
pub use level::{Level, Rule};
pub use platform_namespace::{PLATFORM_NAMESPACE, platform_namespace};
pub use principal::{PRINCIPAL, principal};
pub use unfilled_placeholder::{UNFILLED_PLACEHOLDER, placeholder};
pub use user_name::{USER_NAME, user_name};

use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::profile::codes::{CLUSTER_DUMP, OTHER_OBJECT};

/// A rule broken by a value: what is wrong, and the next edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// The next edit.
    pub help: String,
}

impl Broken {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }

    /// This as an error at a place.
    pub fn error(self, code: Code, place: Place) -> Diagnostic {
        Diagnostic::error(code, self.message).at(place, "").help(self.help)
    }

    /// This as a warning at a place.
    pub fn warning(self, code: Code, place: Place) -> Diagnostic {
        Diagnostic::new(code, Severity::Warning, self.message).at(place, "").help(self.help)
    }
}

/// A Profile with `metadata.namespace`: dropped, a Profile is cluster-scoped. (Kubernetes refuses it; people write it.)
pub const PROFILE_NAMESPACE: Code = Code("profile-namespace");
/// A `namespace` on an owner of kind User: kept on the subject, where it means nothing.
pub const OWNER_NAMESPACE: Code = Code("owner-namespace");
/// A quota that Kubernetes takes and that limits something else than it says: keys that are never enforced
/// (`nvidia.com/gpu` counts only as `requests.nvidia.com/gpu`), requests above their limits, one request limited twice.
pub const QUOTA_HINT: Code = Code("quota-hint");
/// A plugin's key that nobody reads: the controller ignores it, so a misspelt one has no effect.
pub const PLUGIN_KEY: Code = Code("plugin-key");

/// Every rule whose level `rules:` of the config may change.
pub const ADJUSTABLE: &[Rule] = &[
    UNFILLED_PLACEHOLDER,
    GCP_SHAPE,
    Rule::warn(QUOTA_HINT),
    Rule::warn(CLUSTER_DUMP),
    Rule::warn(OTHER_OBJECT),
    Rule::warn(PROFILE_NAMESPACE),
    Rule::warn(OWNER_NAMESPACE),
    Rule::warn(PLUGIN_KEY),
];

/// Codes that always stop a run, whatever `rules:` says.
pub const FIXED: &[Code] = &[USER_NAME, HIDDEN_TEXT, PLATFORM_NAMESPACE, PRINCIPAL, AWS_ROLE, GCP_ACCOUNT];

#[cfg(test)]
mod tests {
    use super::{ADJUSTABLE, FIXED};
    use std::collections::BTreeSet;

    #[test]
    fn no_code_stands_for_two_rules() {
        let codes: Vec<_> = ADJUSTABLE.iter().map(|rule| rule.code).chain(FIXED.iter().copied()).collect();
        assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len());
    }
}
