//! One person under two spellings, and two people whose names look alike.

use crate::diagnostic::{Diagnostic, Diagnostics, Place, Severity};
use crate::rules::{LOOK_ALIKE_PERSON, SPELLING, look, person};
use crate::tenant::Tenant;
use std::collections::HashMap;

/// A name, and where it stands first.
type Name<'t> = (&'t str, Place);

/// Warns of each further spelling of a person, and of each name that looks like another person's; once for a name,
/// wherever it stands first.
pub(super) fn judge(tenants: &[Tenant], found: &mut Diagnostics) {
    let mut first_by_person: HashMap<_, Name<'_>> = HashMap::new();
    let mut first_by_look: HashMap<_, Name<'_>> = HashMap::new();
    for name in names(tenants) {
        let key = person(name.0);
        if let Some(first) = first_by_person.get(&key) {
            found.push(spelling(*first, name));
            continue;
        }
        let look = look(name.0);
        match first_by_look.get(&look) {
            Some(first) => found.push(look_alike(*first, name)),
            None => drop(first_by_look.insert(look, name)),
        }
        first_by_person.insert(key, name);
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

fn spelling(first: Name<'_>, second: Name<'_>) -> Diagnostic {
    let message = format!("`{}` and `{}` are spellings of one person, and two people to Kubernetes", first.0, second.0);
    Diagnostic::new(SPELLING, Severity::Warning, message)
        .at(second.1, "this spelling")
        .related(first.1, "and this one")
        .help("write the name everywhere as the identity header carries it")
}

fn look_alike(first: Name<'_>, second: Name<'_>) -> Diagnostic {
    let message = format!("the names `{}` and `{}` look alike", first.0, second.0);
    Diagnostic::new(LOOK_ALIKE_PERSON, Severity::Warning, message)
        .at(second.1, "this one")
        .related(first.1, "and this one")
        .help("make sure that both people exist; if one name is a slip, mend it")
}
