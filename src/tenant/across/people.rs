//! One person under two spellings, and two people whose names look alike.

use crate::diagnostic::{Diagnostics, Place};
use crate::rules::{self, Broken, LOOK_ALIKE_PERSON, SPELLING};
use crate::tenant::Tenant;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// A name, and where it stands first.
type Name<'t> = (&'t str, Place);

/// Warns of each further spelling of a person, and of each name that looks like another person's; once for a name,
/// wherever it stands first.
pub(super) fn judge(tenants: &[Tenant], found: &mut Diagnostics) {
    let mut first_by_person: HashMap<_, Name<'_>> = HashMap::new();
    let mut first_by_look: HashMap<_, Name<'_>> = HashMap::new();
    for (name, place) in names(tenants) {
        let found_with =
            |broken: Broken, code, first: Place| broken.warning(code, place).related(first, "and this one");
        match first_by_person.entry(rules::person(name)) {
            Entry::Occupied(first) => {
                let (first, at) = *first.get();
                found.push(found_with(rules::spelling(first, name), SPELLING, at));
                continue;
            }
            Entry::Vacant(free) => drop(free.insert((name, place))),
        }
        match first_by_look.entry(rules::look(name)) {
            Entry::Occupied(first) => {
                let (first, at) = *first.get();
                found.push(found_with(rules::look_alike_person(first, name), LOOK_ALIKE_PERSON, at));
            }
            Entry::Vacant(free) => drop(free.insert((name, place))),
        }
    }
}

/// Every name once, in the order in which they stand.
fn names(tenants: &[Tenant]) -> Vec<Name<'_>> {
    let mut first: HashMap<&str, Place> = HashMap::new();
    for tenant in tenants {
        let contributors = tenant.contributors.iter().map(|one| (one.name.as_str(), one.place));
        for (name, place) in contributors.chain([(tenant.owner.name.as_str(), tenant.owner.place)]) {
            let known = first.entry(name).or_insert(place);
            *known = place.min(*known);
        }
    }
    let mut names: Vec<_> = first.into_iter().collect();
    names.sort_by_key(|(name, place)| (*place, *name));
    names
}
