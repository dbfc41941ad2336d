//! The keys that a mapping has so far, so that a second one is found however many there are.
//!
//! Nothing but this question: what is said about it is elsewhere.

use super::node::Entry;
use crate::diagnostic::Span;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

/// Up to here looking at every key is faster than hashing.
const FEW: usize = 12;

/// An index over a mapping's entries, by the hash of the key.
#[derive(Default)]
pub(super) struct Keys {
    index: Option<Box<Index>>,
}

/// Hashes and positions, not copies of keys. Hashing is keyed at random: nobody can choose keys that collide.
#[derive(Default)]
struct Index {
    hasher: RandomState,
    positions: HashMap<u64, usize>,
}

impl Keys {
    /// Notes the key that will be entry number `entries.len()`, or gives the place where it stands already.
    pub(super) fn insert(&mut self, key: &str, entries: &[Entry]) -> Option<Span> {
        if entries.len() < FEW {
            return find(key, entries);
        }
        self.index.get_or_insert_with(|| Box::new(Index::of(entries))).insert(key, entries)
    }
}

fn find(key: &str, entries: &[Entry]) -> Option<Span> {
    entries.iter().find(|entry| entry.key == key).map(|entry| entry.key_span)
}

impl Index {
    fn of(entries: &[Entry]) -> Self {
        let mut index = Self::default();
        for (position, entry) in entries.iter().enumerate() {
            let hash = index.hasher.hash_one(entry.key.as_str());
            index.positions.insert(hash, position);
        }
        index
    }

    fn insert(&mut self, key: &str, entries: &[Entry]) -> Option<Span> {
        let hash = self.hasher.hash_one(key);
        match self.positions.get(&hash).and_then(|position| entries.get(*position)) {
            Some(entry) if entry.key == key => Some(entry.key_span),
            // Another key of the same hash: as good as never, so the slow way is good enough.
            Some(_) => find(key, entries),
            None => {
                self.positions.insert(hash, entries.len());
                None
            }
        }
    }
}
