//! The parts of a tenant's input, one by one: where each stands, and the tenant without it.
//!
//! For finding out what came from which: see `render::origin`.

use super::{Lifecycle, Quota, Tenant};
use crate::diagnostic::Place;
use serde_json::Value;

/// A part of what people write for a tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The owner.
    Owner,
    /// The contributor at this index.
    Contributor(usize),
    /// The quota.
    Quota,
    /// The plugin at this index.
    Plugin(usize),
    /// That it is retired.
    Lifecycle,
}

impl Part {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Contributor(_) => "contributor",
            Self::Quota => "quota",
            Self::Plugin(_) => "plugin",
            Self::Lifecycle => "lifecycle",
        }
    }
}

impl Tenant {
    /// Every part of it, and where it was written: a plugin perhaps in the config.
    pub fn parts(&self) -> Vec<(Part, Place)> {
        let contributors = self.contributors.iter().enumerate();
        let plugins = self.plugins.iter().enumerate();
        let retired = self.lifecycle_place.filter(|_| self.lifecycle.is_retired());
        std::iter::once((Part::Owner, self.owner.place))
            .chain(contributors.map(|(index, one)| (Part::Contributor(index), one.place)))
            .chain(self.quota.as_ref().map(|quota: &Quota| (Part::Quota, quota.place)))
            .chain(plugins.map(|(index, one)| (Part::Plugin(index), one.place)))
            .chain(retired.map(|place| (Part::Lifecycle, place)))
            .collect()
    }

    /// The tenant without a part; with another owner instead of none, and in use instead of retired.
    #[must_use]
    pub fn without(&self, part: Part) -> Self {
        let mut other = self.clone();
        let profile = other.profile.as_mut().map(|profile| &mut profile.spec);
        match part {
            Part::Owner => {
                other.owner.name.push('x');
                if let Some(name) = profile.and_then(|spec| spec.pointer_mut("/owner/name")) {
                    *name = Value::from(other.owner.name.as_str());
                }
            }
            Part::Contributor(index) => drop(other.contributors.remove(index)),
            Part::Quota => {
                other.quota = None;
                profile.and_then(Value::as_object_mut).and_then(|spec| spec.shift_remove("resourceQuotaSpec"));
            }
            Part::Plugin(index) => {
                let kind = other.plugins.remove(index).kind.name();
                if let Some(plugins) = profile.and_then(|spec| spec.get_mut("plugins")?.as_array_mut()) {
                    plugins.retain(|plugin| plugin["kind"] != kind);
                }
            }
            Part::Lifecycle => other.lifecycle = Lifecycle::Active,
        }
        other
    }
}
