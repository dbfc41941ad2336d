//! From quantity to text: the shortest whole number with the biggest suffix.
//!
//! For quantities whose own spelling is not kept; which those are is decided in `parse`.

use super::Quantity;
use super::suffix::{self, Notation};

/// Binary quantities below this are printed as plain numbers.
const SMALLEST_BINARY: u64 = 1024;

/// The text that the server makes for a quantity without a kept spelling.
pub(super) fn print(quantity: &Quantity) -> String {
    if quantity.magnitude.is_zero() {
        return "0".to_owned();
    }
    let sign = if quantity.negative { "-" } else { "" };
    let unsigned = match quantity.notation {
        Notation::Plain => plain(quantity),
        Notation::Exponent => with_exponent(quantity),
        Notation::Binary => match quantity.magnitude.to_u64() {
            Some(number) if number >= SMALLEST_BINARY => binary(number),
            Some(_) | None => plain(quantity),
        },
    };
    format!("{sign}{unsigned}")
}

fn plain(quantity: &Quantity) -> String {
    let (number, power) = in_thousands(quantity);
    format!("{number}{}", suffix::plain(power))
}

fn with_exponent(quantity: &Quantity) -> String {
    match in_thousands(quantity) {
        (number, 0) => number,
        (number, power) => format!("{number}e{power}"),
    }
}

fn binary(number: u64) -> String {
    let mut rest = number;
    let mut power = 0;
    while rest >= 1024 && rest.is_multiple_of(1024) {
        rest /= 1024;
        power += 1;
    }
    format!("{rest}{}", suffix::binary(power))
}

/// The shortest whole number, and the power of ten that goes with it: the biggest that is a multiple of three.
fn in_thousands(quantity: &Quantity) -> (String, i64) {
    let (digits, exponent) = quantity.magnitude.trimmed();
    let surplus = exponent.rem_euclid(3);
    let zeros = (0..surplus).map(|_| '0');
    (digits.iter().map(|&digit| char::from(b'0' + digit)).chain(zeros).collect(), exponent - surplus)
}
