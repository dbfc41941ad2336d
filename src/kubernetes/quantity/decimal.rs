//! Exact decimal numbers of any length, without a sign.
//!
//! Only what quantities need: no division, no subtraction. Every operation is linear in the number of digits.

use std::cmp::Ordering;

/// The number `digits` x 10^`exponent`.
#[derive(Clone, Debug)]
pub(super) struct Decimal {
    /// 0 to 9 each, the highest first, which is not 0. None at all is zero. Zeros may stand at the end.
    digits: Vec<u8>,
    exponent: i64,
}

impl Decimal {
    /// `whole`.`fraction` x 10^`exponent`, from ASCII digits; both parts may be empty.
    pub(super) fn new(whole: &str, fraction: &str, exponent: i64) -> Self {
        let places = i64::try_from(fraction.len()).unwrap_or(i64::MAX);
        let digits = whole.bytes().chain(fraction.bytes()).map(|byte| byte.wrapping_sub(b'0'));
        Self { digits: digits.skip_while(|&digit| digit == 0).collect(), exponent: exponent.saturating_sub(places) }
    }

    /// 0.
    pub(super) fn zero() -> Self {
        Self { digits: Vec::new(), exponent: 0 }
    }

    /// 10^`exponent`.
    pub(super) fn power_of_ten(exponent: i64) -> Self {
        Self { digits: vec![1], exponent }
    }

    /// Whether it is 0.
    pub(super) fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    /// Whether it is a whole number.
    pub(super) fn is_integer(&self) -> bool {
        self.is_zero() || self.trimmed().1 >= 0
    }

    /// Whether it is written with more decimal places than a multiple of 10^`exponent` needs.
    pub(super) fn is_finer_than(&self, exponent: i64) -> bool {
        self.exponent < exponent
    }

    /// Makes it the next multiple of 10^`exponent`, unless it is one.
    pub(super) fn round_up_to(&mut self, exponent: i64) {
        if self.exponent >= exponent {
            return;
        }
        let surplus = usize::try_from(exponent.saturating_sub(self.exponent)).unwrap_or(usize::MAX);
        let lost = self.digits.split_off(self.digits.len().saturating_sub(surplus));
        self.exponent = exponent;
        if lost.iter().any(|&digit| digit != 0) {
            self.increment();
        }
    }

    /// Multiplies it by 1024 as often as `times` says.
    pub(super) fn multiply_by_1024(&mut self, times: u32) {
        for _ in 0..times {
            let mut carry: u32 = 0;
            for digit in self.digits.iter_mut().rev() {
                carry += u32::from(*digit) * 1024;
                *digit = last_digit(carry);
                carry /= 10;
            }
            while carry > 0 {
                self.digits.insert(0, last_digit(carry));
                carry /= 10;
            }
        }
    }

    /// The digits without zeros at the end, and the exponent that goes with them.
    pub(super) fn trimmed(&self) -> (&[u8], i64) {
        let zeros = self.digits.iter().rev().take_while(|&&digit| digit == 0).count();
        let exponent = self.exponent.saturating_add(i64::try_from(zeros).unwrap_or(i64::MAX));
        (&self.digits[..self.digits.len() - zeros], exponent)
    }

    /// Whether the last three digits, as they were written, are 0.
    pub(super) fn ends_in_three_zeros(&self) -> bool {
        self.digits.ends_with(&[0, 0, 0])
    }

    /// Whether the exponent, as it was written, is a multiple of three.
    pub(super) fn has_exponent_divisible_by_three(&self) -> bool {
        self.exponent % 3 == 0
    }

    /// The value, where it is a whole number of at most 64 bits.
    pub(super) fn to_u64(&self) -> Option<u64> {
        let (digits, exponent) = self.trimmed();
        let zeros = match digits {
            [] => 0,
            [_, ..] => u32::try_from(exponent).ok()?,
        };
        let number = digits.iter().try_fold(0_u64, |sum, &digit| sum.checked_mul(10)?.checked_add(u64::from(digit)))?;
        number.checked_mul(10_u64.checked_pow(zeros)?)
    }

    fn increment(&mut self) {
        for digit in self.digits.iter_mut().rev() {
            if *digit < 9 {
                *digit += 1;
                return;
            }
            *digit = 0;
        }
        self.digits.insert(0, 1);
    }

    /// The power of ten of the digit before the first one: a bigger one is a bigger number.
    fn height(&self) -> i64 {
        self.exponent.saturating_add(i64::try_from(self.digits.len()).unwrap_or(i64::MAX))
    }
}

fn last_digit(number: u32) -> u8 {
    u8::try_from(number % 10).unwrap_or_default()
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.is_zero(), other.is_zero()) {
            (false, false) => (self.height(), self.trimmed().0).cmp(&(other.height(), other.trimmed().0)),
            (one_is_zero, other_is_zero) => other_is_zero.cmp(&one_is_zero),
        }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nines_carry_and_small_remainders_round_up_to_one() {
        let mut nines = Decimal::new("0", "9999", 0);
        nines.round_up_to(-3);
        assert_eq!(nines, Decimal::new("1", "", 0));
        let mut tiny = Decimal::new("", "1", -1000);
        tiny.round_up_to(-3);
        assert_eq!(tiny, Decimal::power_of_ten(-3));
    }

    #[test]
    fn whole_numbers_of_64_bits_come_out() {
        assert_eq!(Decimal::new("18446744073709551615", "0", 0).to_u64(), Some(u64::MAX));
        assert_eq!(Decimal::new("18446744073709551616", "", 0).to_u64(), None);
        assert_eq!(Decimal::new("1", "5", 0).to_u64(), None);
        assert_eq!(Decimal::new("0", "0", 0).to_u64(), Some(0));
    }
}
