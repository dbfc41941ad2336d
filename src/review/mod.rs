//! The review: what a change of the tree does, tenant by tenant, object by object, field by field, and to whom.
//!
//! Functions over values: the files of a tenant on both sides go in, a [`TenantChange`] comes out. What objects mean for access is
//! decided in [`access`](crate::access); how it is shown, in [`report`](crate::report).

pub mod codes;
mod fields;
mod files;
mod guards;
mod normal;
mod object;
mod risk;
mod rules_change;
mod shared;
mod tenant;
mod whole;

pub use fields::{FieldChange, fields};
pub use files::{Files, Unreadable, beyond, objects_of};
pub use guards::{Allowed, refusals};
pub use object::{ObjectChange, ObjectVerb};
pub use risk::Risk;
pub use rules_change::{RuleChange, config as config_change, templates as template_changes};
pub use shared::compare as compare_shared;
pub use tenant::{Sides, TenantChange, TenantVerb, compare as compare_tenant};
pub use whole::Review;
