//! A mutation test of the review: edits that widen access are all reported as such, and edits that change nothing as nothing.
//!
//! The edits, and the writer of the files, share no code with the program.

mod edits;
mod hostile;
mod inputs;
mod random;
mod repository;
mod spelling;
mod world;

use edits::{Back, GROUPS, Group, Kind};
use random::Random;
use spelling::{files, misspelt, restated};
use std::borrow::Cow;
use std::collections::BTreeMap;
use tenantry::access::Effect;
use tenantry::config::Settings;
use tenantry::review::{Risk, Sides, TenantChange, compare_tenant};
use world::{TENANT, World};

/// How many edits of each kind.
const EDITS: usize = 40;
/// How many edits that change nothing.
const NEUTRAL: u64 = 1_000;

/// Files as they lie in a folder: name and text.
type Texts = BTreeMap<String, String>;

/// What changes in a tenant between these files; none of them for a tenant that is not there.
fn changed(before: &Texts, after: &Texts) -> Option<TenantChange> {
    let settings = Settings::default();
    let bytes = |files: &Texts| -> tenantry::review::Files<'static> {
        files.iter().map(|(name, text)| (name.clone(), Cow::Owned(text.clone().into_bytes()))).collect()
    };
    let (before, after) = (bytes(before), bytes(after));
    let sides =
        Sides { before: Some(&before), after: Some(&after), before_settings: &settings, after_settings: &settings };
    compare_tenant(TENANT, &sides)
}

/// Whether a change says that somebody has more than before.
fn widens(change: Option<&TenantChange>) -> bool {
    change.is_some_and(|change| {
        change.risk >= Risk::Widens && change.access.iter().any(|access| access.effect() == Effect::Widens)
    })
}

/// What came of the edits of a group.
#[derive(Default)]
struct Tally {
    edits: usize,
    missed: Vec<String>,
    alarms: Vec<String>,
}

impl Tally {
    fn of_group(group: &Group) -> Self {
        let mut tally = Self::default();
        for kind in group.kinds {
            tally.edit(kind, group.of);
            println!("review: {EDITS} edits of kind {:?}", kind.name);
        }
        tally
    }

    fn edit(&mut self, kind: &Kind, of: &[&str]) {
        let mut random = Random::named(kind.name);
        let mut done = 0;
        for _ in 0..EDITS * 20 {
            let before = World::new(&mut random).only(of);
            let mut after = before.clone();
            if (kind.edit)(&mut after, &mut random).is_some() {
                self.judge(kind, &files(&before.objects), &files(&after.objects));
                done += 1;
            }
            if done == EDITS {
                break;
            }
        }
        self.edits += done;
        assert_eq!(done, EDITS, "{}: too few tenants have anything to edit", kind.name);
    }

    fn judge(&mut self, kind: &Kind, before: &Texts, after: &Texts) {
        let change = changed(before, after);
        if !widens(change.as_ref()) {
            self.missed.push(format!("{}: {:?}", kind.name, change.map(|change| change.access)));
        }
        if kind.back == Back::Narrows {
            let back = changed(after, before);
            if widens(back.as_ref()) {
                self.alarms.push(format!("{}: {:?}", kind.name, back.map(|change| change.access)));
            }
        }
    }

    #[track_caller]
    fn is_clean(&self) {
        let first = |these: &[String]| these[..these.len().min(10)].join("\n");
        println!("review: {} edits, {} missed, {} alarms", self.edits, self.missed.len(), self.alarms.len());
        assert!(self.missed.is_empty(), "{} missed:\n{}", self.missed.len(), first(&self.missed));
        assert!(self.alarms.is_empty(), "{} alarms:\n{}", self.alarms.len(), first(&self.alarms));
    }
}

#[test]
fn every_wider_policy_is_reported_and_its_way_back_is_not() {
    Tally::of_group(&GROUPS[0]).is_clean();
}

#[test]
fn every_weaker_guard_is_reported_and_its_way_back_is_not() {
    Tally::of_group(&GROUPS[1]).is_clean();
}

#[test]
fn every_other_edit_that_widens_access_is_reported_and_its_way_back_is_not() {
    GROUPS[2..].iter().for_each(|group| Tally::of_group(group).is_clean());
    let kinds: usize = GROUPS.iter().map(|group| group.kinds.len()).sum();
    println!("review: {kinds} kinds of edits in all, {EDITS} of each");
    assert!(kinds >= 80);
}

#[test]
fn an_edit_that_changes_nothing_is_reported_as_nothing() {
    let mut told = Vec::new();
    for seed in 0..NEUTRAL {
        let mut random = Random::new(seed);
        let world = World::new(&mut random);
        let (before, after) = (files(&world.objects), misspelt(&world.objects, &mut random));
        let change = if seed % 2 == 0 { changed(&before, &after) } else { changed(&after, &before) };
        if let Some(change) = change {
            told.push(format!("seed {seed}: {change:?}\n{}", after.values().cloned().collect::<String>()));
        }
    }
    println!("review: {NEUTRAL} edits that change nothing, {} reported", told.len());
    assert!(told.is_empty(), "{} reported, the first: {}", told.len(), told[0]);
}

#[test]
fn what_is_said_otherwise_and_means_the_same_is_neutral() {
    for seed in 0..EDITS as u64 {
        let world = World::new(&mut Random::new(seed));
        let (before, after) = (files(&world.objects), files(&restated(&world.objects)));
        let change = changed(&before, &after).expect("the objects are others");
        assert_eq!((change.risk, change.access), (Risk::Neutral, Vec::new()));
    }
}
