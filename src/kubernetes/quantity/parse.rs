//! From text to quantity, as the server's parser goes about it.
//!
//! The server has a short way for numbers that fit 64 bits and a long one for the rest. They differ in what they keep
//! of the spelling and in what they take for a number, so that both are told apart here, too. Stricter reading is not
//! done here: that is `Quantity::parse`.

use super::decimal::Decimal;
use super::error::QuantityError;
use super::suffix::{Notation, Suffix, interpret};
use super::{MILLI, Quantity};

/// Most digits of a decimal number on the short way.
const SHORT_DIGITS: usize = 18;
/// Most digits of a binary number on the short way: for Ki, Mi, Gi, Ti, Pi and Ei.
const SHORT_BINARY_DIGITS: [usize; 6] = [11, 8, 5, 2, 0, 0];
/// The smallest power of ten that is kept: everything is rounded up to it.
const NANO: i64 = MILLI * 3;
/// What a binary quantity is capped at, 2^63 - 1.
const BINARY_CAP: &str = "9223372036854775807";

/// A quantity's text in parts. Digits are ASCII.
struct Parts<'a> {
    negative: bool,
    /// Before the dot, without leading zeros.
    whole: &'a str,
    /// After the dot.
    fraction: &'a str,
    /// Whether there was any digit, a zero included.
    has_digits: bool,
    suffix: &'a str,
}

impl Parts<'_> {
    /// How many digits the server counts: an empty number before the dot as one.
    fn digits(&self) -> usize {
        self.whole.len().max(1) + self.fraction.len()
    }
}

/// Reads a quantity whose exponent is at most `most_exponent`, with either sign.
pub(super) fn parse(text: &str, most_exponent: u32) -> Result<Quantity, QuantityError> {
    if text.is_empty() {
        return Err(QuantityError::Grammar);
    }
    let parts = split(text).ok_or(QuantityError::Grammar)?;
    match interpret(parts.suffix, most_exponent)? {
        Suffix::Decimal(notation, power) => decimal(text, &parts, notation, power),
        Suffix::Binary(power) => binary(text, &parts, power),
    }
}

fn decimal(text: &str, parts: &Parts<'_>, notation: Notation, power: i64) -> Result<Quantity, QuantityError> {
    let mut magnitude = Decimal::new(parts.whole, parts.fraction, power);
    let is_short = parts.digits() <= SHORT_DIGITS && !magnitude.is_finer_than(NANO);
    if !is_short && !parts.has_digits {
        return Err(QuantityError::NoDigits);
    }
    let is_canonical = is_short
        && !parts.whole.is_empty()
        && !magnitude.ends_in_three_zeros()
        && magnitude.has_exponent_divisible_by_three();
    magnitude.round_up_to(NANO);
    Ok(Quantity { negative: parts.negative, magnitude, notation, spelling: is_canonical.then(|| text.to_owned()) })
}

fn binary(text: &str, parts: &Parts<'_>, power: u32) -> Result<Quantity, QuantityError> {
    let most_digits =
        SHORT_BINARY_DIGITS.iter().zip(1..).find(|(_, known)| *known == power).map_or(0, |(most, _)| *most);
    let is_short = parts.fraction.is_empty() && parts.digits() <= most_digits;
    if !is_short && !parts.has_digits {
        return Err(QuantityError::NoDigits);
    }
    let is_canonical = is_short && parts.whole.parse::<u64>().is_ok_and(|number| number % 8 != 0);
    let mut magnitude = Decimal::new(parts.whole, parts.fraction, 0);
    magnitude.multiply_by_1024(power);
    magnitude.round_up_to(NANO);
    let magnitude = magnitude.min(Decimal::new(BINARY_CAP, "", 0));
    // Less than one byte cannot be written with a binary suffix.
    let notation = if magnitude < Decimal::power_of_ten(0) { Notation::Plain } else { Notation::Binary };
    Ok(Quantity { negative: parts.negative, magnitude, notation, spelling: is_canonical.then(|| text.to_owned()) })
}

/// The parts of a text that looks like a quantity; whether its suffix is one is not looked at.
fn split(text: &str) -> Option<Parts<'_>> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, rest) = leading(unsigned, |character| character.is_ascii_digit());
    let (fraction, suffix) = match rest.strip_prefix('.') {
        Some(after_dot) => leading(after_dot, |character| character.is_ascii_digit()),
        None => ("", rest),
    };
    has_suffix_shape(suffix).then_some(Parts {
        negative: text.starts_with('-'),
        whole: whole.trim_start_matches('0'),
        fraction,
        has_digits: !(whole.is_empty() && fraction.is_empty()),
        suffix,
    })
}

/// Letters that occur in suffixes, then a sign, then digits; each may be missing.
fn has_suffix_shape(suffix: &str) -> bool {
    let (_, signed) = leading(suffix, |character| "eEinumkKMGTP".contains(character));
    let digits = signed.strip_prefix(['+', '-']).unwrap_or(signed);
    digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The text up to the first character that does not belong, and the rest.
fn leading(text: &str, belongs: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(|character| !belongs(character)).unwrap_or(text.len()))
}
