//! What happens to one object.

use super::fields::{FieldChange, fields};
use super::normal::is_without_order;
use super::risk::Risk;
use crate::kubernetes::document::immutable;
use crate::object::Identity;
use serde::Serialize;
use serde_json::Value;

/// What happens to an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum ObjectVerb {
    /// It is not there yet.
    Create,
    /// It says something else.
    Change,
    /// It says something else in a field that cannot change: it is deleted and created anew.
    Replace,
    /// It goes.
    Remove,
}

/// An object that is not the same on both sides.
#[derive(Clone, Debug, PartialEq)]
pub struct ObjectChange {
    /// Which.
    pub identity: Identity,
    /// The file it lies in, below the tenant's folder.
    pub path: String,
    /// What happens to it.
    pub verb: ObjectVerb,
    /// What differs, of one that changes or is replaced.
    pub fields: Vec<FieldChange>,
    /// How much is at stake.
    pub risk: Risk,
}

/// The kinds that a quota is made of.
const CAPACITY: [&str; 3] = ["ResourceQuota", "LimitRange", "PodDisruptionBudget"];
/// The kinds that hold data which goes with them.
const DATA: [&str; 3] = ["Namespace", "PersistentVolumeClaim", "PersistentVolume"];

/// What happens to an object, and the class it has whatever it means for access; none where both sides are the same.
pub(super) fn compare(
    before: Option<&Value>,
    after: Option<&Value>,
    identity: &Identity,
) -> Option<(ObjectVerb, Vec<FieldChange>, Risk)> {
    let holds_data = DATA.contains(&identity.kind.as_str());
    let of_kind = if CAPACITY.contains(&identity.kind.as_str()) { Risk::Capacity } else { Risk::Neutral };
    match (before, after) {
        (None, None) => None,
        (None, Some(_)) => Some((ObjectVerb::Create, Vec::new(), of_kind)),
        (Some(_), None) => Some((ObjectVerb::Remove, Vec::new(), if holds_data { Risk::Destroys } else { of_kind })),
        (Some(before), Some(after)) if before == after => None,
        (Some(before), Some(after)) => {
            let fields = fields(before, after, is_without_order(identity));
            let fixed = !immutable(before, after).is_empty();
            Some(match (fixed, holds_data) {
                (true, true) => (ObjectVerb::Replace, fields, Risk::Destroys),
                (true, false) => (ObjectVerb::Replace, fields, Risk::Replaces),
                (false, _) if only_text(&fields) => (ObjectVerb::Change, fields, Risk::Neutral),
                (false, _) => (ObjectVerb::Change, fields, of_kind),
            })
        }
    }
}

fn only_text(fields: &[FieldChange]) -> bool {
    fields.iter().all(|field| field.path.starts_with("metadata"))
}
