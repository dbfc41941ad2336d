//! Quantities as the API server reads, rounds, stores and prints them: `1.5Gi`, `500m`, `1e3`.
//!
//! Nothing here knows which resource a quantity is of: counts, signs and limits are the quota's business.

mod decimal;
mod error;
mod parse;
mod print;
mod suffix;

pub use error::{OwnRule, QuantityError};

use decimal::Decimal;
use std::cmp::Ordering;
use suffix::Notation;

/// Decimal places that a quota keeps.
const MILLI: i64 = -3;
/// The largest exponent that [`Quantity::parse`] reads, and the smallest with a minus sign.
const MOST_EXPONENT: u32 = 1000;
/// The largest exponent in what we print: no limit of ours is crossed again by our own text.
const MOST_PRINTED_EXPONENT: u32 = u32::MAX;

/// An exact decimal number with the notation in which it was written. Quantities are equal and ordered by value alone.
#[derive(Clone, Debug)]
pub struct Quantity {
    negative: bool,
    magnitude: Decimal,
    notation: Notation,
    /// The text as it was given, where the server counts that as canonical already.
    spelling: Option<String>,
}

impl Quantity {
    /// Reads a quantity strictly: what both the server's parser and the Profile CRD's pattern take. No spaces around
    /// it, at least one digit, an exponent of at most 1000.
    ///
    /// # Errors
    /// Those of the server, and as [`QuantityError::Own`] those of ours ([`OwnRule`]).
    pub fn parse(text: &str) -> Result<Self, QuantityError> {
        if text.starts_with(' ') || text.ends_with(' ') {
            let trimmed = text.trim_matches(' ');
            return Err(Self::parse(trimmed).err().unwrap_or(QuantityError::Own(OwnRule::SurroundingSpace)));
        }
        let quantity = Self::parse_as_server(text)?;
        if begins_with_number(text) { Ok(quantity) } else { Err(QuantityError::Own(OwnRule::NoDigits)) }
    }

    /// Reads a quantity as the server's parser does: a missing number is 0 (`+`, `.`, `k`). Spaces are an error here,
    /// too: what trims them is the server's JSON decoder, before it parses.
    ///
    /// # Errors
    /// Those of the server, and [`OwnRule::Exponent`], as what the server makes of such an exponent is an accident.
    ///
    /// Source: kube-apiserver 1.35, `resource.ParseQuantity`.
    pub fn parse_as_server(text: &str) -> Result<Self, QuantityError> {
        parse::parse(text, MOST_EXPONENT)
    }

    /// The text that is the same for every quantity of this value, however it was written: with a binary suffix where that is far
    /// shorter.
    pub fn by_value(&self) -> String {
        let print = |notation| print::print(&Self { notation, spelling: None, ..self.clone() });
        let (plain, binary) = (print(Notation::Plain), print(Notation::Binary));
        if binary.len() + 2 < plain.len() { binary } else { plain }
    }

    /// The text that the server prints for it.
    ///
    /// Source: kube-apiserver 1.35, `Quantity.CanonicalizeBytes`.
    pub fn canonical(&self) -> String {
        self.spelling.clone().unwrap_or_else(|| print::print(self))
    }

    /// The quantity as a quota holds it in the end: rounded up to 1/1000, stored as text and read again.
    ///
    /// # Errors
    /// None for a quantity that came from one of the parsers here.
    ///
    /// Source: kube-apiserver 1.35, `SetDefaults_ResourceList`, which runs before an object is stored and after.
    pub fn as_server_stores(&self) -> Result<Self, QuantityError> {
        let stored_text = self.rounded_to_milli().canonical();
        Ok(parse::parse(&stored_text, MOST_PRINTED_EXPONENT)?.rounded_to_milli())
    }

    /// The same as [`Quantity::as_server_stores`], within our own rules: what it prints is always read again, by us
    /// and by the server, as the same value.
    ///
    /// # Errors
    /// [`OwnRule::LostSuffix`] and [`OwnRule::Exponent`].
    pub fn for_quota(&self) -> Result<Self, QuantityError> {
        let stored = Self::parse(&self.as_server_stores()?.canonical())?;
        // A suffix may be lost on the way to storage, or the next time that what is stored is written.
        if stored != self.rounded_to_milli() || stored.as_server_stores()? != stored {
            return Err(QuantityError::Own(OwnRule::LostSuffix));
        }
        Ok(stored)
    }

    /// Zero, the value of null.
    pub fn zero() -> Self {
        Self { negative: false, magnitude: Decimal::zero(), notation: Notation::Plain, spelling: None }
    }

    /// A whole number.
    pub fn from_u64(number: u64) -> Self {
        let magnitude = Decimal::new(&number.to_string(), "", 0);
        Self { negative: false, magnitude, notation: Notation::Plain, spelling: None }
    }

    /// Whether it is less than zero. `-0` is not.
    pub fn is_negative(&self) -> bool {
        self.negative && !self.magnitude.is_zero()
    }

    /// Whether it is a whole number.
    pub fn is_integer(&self) -> bool {
        self.magnitude.is_integer()
    }

    /// The same value, written with a power of ten.
    fn with_exponent(&self) -> String {
        print::print(&Self { notation: Notation::Exponent, spelling: None, ..self.clone() })
    }

    fn rounded_to_milli(&self) -> Self {
        let mut rounded = self.clone();
        if self.magnitude.is_finer_than(MILLI) {
            rounded.spelling = None;
            rounded.magnitude.round_up_to(MILLI);
        }
        rounded
    }
}

fn begins_with_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let number = unsigned.strip_prefix('.').unwrap_or(unsigned);
    number.starts_with(|character: char| character.is_ascii_digit())
}

impl Ord for Quantity {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.is_negative(), other.is_negative()) {
            (false, false) => self.magnitude.cmp(&other.magnitude),
            (true, true) => other.magnitude.cmp(&self.magnitude),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

impl PartialOrd for Quantity {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Quantity {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Quantity {}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantity(text: &str) -> Quantity {
        Quantity::parse(text).unwrap()
    }

    #[test]
    fn quantities_compare_by_value() {
        assert_eq!(quantity("1.5Gi"), quantity("1536Mi"));
        assert_eq!(quantity("-0"), quantity("0"));
        assert!(quantity("1G") < quantity("1Gi"));
        assert!(quantity("-1") < quantity("-1m"));
    }

    #[test]
    fn a_quota_rounds_up_and_what_it_prints_is_a_fixed_point() {
        for (given, stored) in [("1.0000001", "1001m"), ("1.5Gi", "1536Mi"), ("1.953125Ki", "2k"), ("1e-30", "1e-3")] {
            let printed = quantity(given).for_quota().unwrap().canonical();
            assert_eq!(printed, stored);
            assert_eq!(quantity(&printed).for_quota().unwrap().canonical(), stored);
        }
    }

    #[test]
    fn own_rules_say_that_they_are_ours() {
        assert_eq!(Quantity::parse("1e1001").unwrap_err(), QuantityError::Own(OwnRule::Exponent));
        assert_eq!(Quantity::parse(".").unwrap_err(), QuantityError::Own(OwnRule::NoDigits));
        assert_eq!(Quantity::parse(" 1").unwrap_err(), QuantityError::Own(OwnRule::SurroundingSpace));
        assert_eq!(quantity("1000000P").for_quota().unwrap_err(), QuantityError::Own(OwnRule::LostSuffix));
        assert_eq!(quantity("10000e1000").for_quota().unwrap_err(), QuantityError::Own(OwnRule::Exponent));
    }
}
