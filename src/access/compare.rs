//! What a change of a tenant's objects does to access in it.

use super::mesh::{self, Policies};
use super::people::{self, Meshes, of_person};
use super::{AccessChange, Side, account, engines, namespace, rbac, unknown};

/// Everything that changes for somebody, the owner first, then people, then what is open to many. Empty where nothing does.
///
/// People and roles are named by the settings of `before` where there is a side before, so that a change of the settings does
/// not hide behind its own words.
pub fn compare(before: Side<'_>, after: Side<'_>) -> Vec<AccessChange> {
    let (old, new) = (Policies::of(before), Policies::of(after));
    let meshes = Meshes { before: &old, after: &new };
    let mut changes = namespace::compare(before, after);
    changes.extend(people::compare(before, after, &meshes));
    changes.extend(rbac::roles(before, after));
    let is_told =
        |atom: &mesh::Atom| of_person(atom, before.settings).is_some() || of_person(atom, after.settings).is_some();
    changes.extend(mesh::compare(&old, &new, &is_told));
    changes.extend(account::compare(before, after));
    changes.extend(unknown::compare(before, after));
    changes.extend(engines::compare(before, after));
    changes.sort();
    changes.dedup();
    changes
}
