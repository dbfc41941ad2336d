//! Numbers from a seed, the same on every machine.

use std::cell::Cell;

/// SplitMix64.
pub struct Random(Cell<u64>);

impl Random {
    /// The numbers of a seed.
    pub fn new(seed: u64) -> Self {
        Self(Cell::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d))
    }

    fn next(&self) -> u64 {
        self.0.set(self.0.get().wrapping_add(0x9e37_79b9_7f4a_7c15));
        let mut mixed = self.0.get();
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub fn below(&self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).expect("a small number")
    }

    /// Whether it happens, once in `times`.
    pub fn once_in(&self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of these.
    pub fn one_of<T: Copy>(&self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    /// Text of one of these characters each.
    pub fn text(&self, characters: &str, length: usize) -> String {
        let characters: Vec<char> = characters.chars().collect();
        (0..length).map(|_| self.one_of(&characters)).collect()
    }
}
