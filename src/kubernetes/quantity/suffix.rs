//! The suffixes of quantities, both ways: from text to power and back.
//!
//! No numbers before the suffix here.

use super::error::{OwnRule, QuantityError};

/// How a quantity is written, and is to be written again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notation {
    /// With `m`, `k`, `M` and so on, or without a suffix.
    Plain,
    /// With `Ki`, `Mi` and so on.
    Binary,
    /// With `e` or `E` and a power of ten.
    Exponent,
}

/// What a suffix says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Suffix {
    /// Times ten to this power, in `Plain` or `Exponent` notation.
    Decimal(Notation, i64),
    /// Times 1024 to this power, 1 to 6.
    Binary(u32),
}

const DECIMAL: [(&str, i64); 10] =
    [("n", -9), ("u", -6), ("m", -3), ("", 0), ("k", 3), ("M", 6), ("G", 9), ("T", 12), ("P", 15), ("E", 18)];
const BINARY: [(&str, u32); 6] = [("Ki", 1), ("Mi", 2), ("Gi", 3), ("Ti", 4), ("Pi", 5), ("Ei", 6)];

/// Reads a suffix, whose exponent may be up to `most_exponent`, with either sign.
pub(super) fn interpret(text: &str, most_exponent: u32) -> Result<Suffix, QuantityError> {
    if let Some((_, power)) = DECIMAL.iter().find(|(suffix, _)| *suffix == text) {
        return Ok(Suffix::Decimal(Notation::Plain, *power));
    }
    if let Some((_, power)) = BINARY.iter().find(|(suffix, _)| *suffix == text) {
        return Ok(Suffix::Binary(*power));
    }
    let signed = text.strip_prefix(['e', 'E']).ok_or(QuantityError::Suffix)?;
    Ok(Suffix::Decimal(Notation::Exponent, exponent(signed, most_exponent)?))
}

/// The suffix for a power of ten: none for one beyond the last suffix, as the server has it.
pub(super) fn plain(power: i64) -> &'static str {
    DECIMAL.iter().find(|(_, known)| *known == power).map_or("", |(suffix, _)| suffix)
}

/// The suffix for a power of 1024.
pub(super) fn binary(power: u32) -> &'static str {
    BINARY.iter().find(|(_, known)| *known == power).map_or("", |(suffix, _)| suffix)
}

fn exponent(signed: &str, most: u32) -> Result<i64, QuantityError> {
    let (negative, digits) = match signed.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, signed.strip_prefix('+').unwrap_or(signed)),
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(QuantityError::Suffix);
    }
    // The text is a number, so that this fails only where it is too long for 32 bits.
    let size = digits.parse::<u32>().ok().filter(|&size| size <= most).ok_or(OwnRule::Exponent)?;
    Ok(if negative { -i64::from(size) } else { i64::from(size) })
}
