//! The whole review: everything that a change does.

use super::object::ObjectChange;
use super::risk::Risk;
use super::rules_change::RuleChange;
use super::tenant::{TenantChange, TenantVerb};

/// What a change does to a tree.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Review {
    /// What the tree was compared with, in words: `HEAD (1a2b3c4)`.
    pub base: String,
    /// Changes of config and templates.
    pub rules: Vec<RuleChange>,
    /// Tenants that are not the same, by name.
    pub tenants: Vec<TenantChange>,
    /// Objects of no tenant that are not the same: what tells a sync engine what to sync.
    pub shared: Vec<ObjectChange>,
    /// The names of all tenants, of the base and of the new tree, sorted.
    pub names: Vec<String>,
    /// How many tenants the base has.
    pub base_tenants: usize,
    /// Files that differ in spelling alone.
    pub spelling: Vec<String>,
}

impl Review {
    /// Whether nothing changes for anybody.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.tenants.is_empty() && self.shared.is_empty()
    }

    /// The gravest class.
    pub fn risk(&self) -> Risk {
        let tenants = self.tenants.iter().map(|tenant| tenant.risk);
        tenants.chain(self.shared.iter().map(|object| object.risk)).max().unwrap_or_default()
    }

    /// How many tenants something of this kind happens to.
    pub fn count(&self, verb: TenantVerb) -> usize {
        self.tenants.iter().filter(|tenant| tenant.verb == verb).count()
    }

    /// Tenants of the base in which somebody gains or loses something.
    pub fn with_changed_access(&self) -> usize {
        let existing = self.tenants.iter().filter(|tenant| tenant.verb != TenantVerb::Create);
        existing.filter(|tenant| tenant.changes_access()).count()
    }
}
