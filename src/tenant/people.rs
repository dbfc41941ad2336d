//! The people of one tenant beside each other.

use super::{Contributor, Owner};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rules::{self, OWNER_CONTRIBUTOR, TWO_ROLES};
use std::collections::HashMap;

/// Warns of an owner among the contributors, and of a contributor with two roles.
pub(super) fn check(owner: &Owner, contributors: &[Contributor], found: &mut Diagnostics) {
    let mut first_by_name: HashMap<&str, &Contributor> = HashMap::new();
    let mut by_place: Vec<&Contributor> = contributors.iter().collect();
    by_place.sort_by_key(|contributor| contributor.place);
    for contributor in by_place {
        if let Err(broken) = rules::owner_contributor(&owner.name, &contributor.name) {
            let diagnostic = broken.warning(OWNER_CONTRIBUTOR, contributor.place);
            found.push(diagnostic.related(owner.place, "the owner"));
            continue;
        }
        match first_by_name.get(contributor.name.as_str()) {
            Some(first) => found.push(two_roles(first, contributor)),
            None => drop(first_by_name.insert(&contributor.name, contributor)),
        }
    }
}

fn two_roles(first: &Contributor, second: &Contributor) -> Diagnostic {
    let (stronger, weaker) = (first.role.min(second.role), first.role.max(second.role));
    rules::two_roles(&second.name, stronger.name(), weaker.name())
        .warning(TWO_ROLES, second.place)
        .related(first.place, "the first")
}
