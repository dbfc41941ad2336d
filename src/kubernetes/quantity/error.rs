//! Why a text is no quantity, or none that we take.
//!
//! No parsing here.

use super::Quantity;

/// Why a text is no quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuantityError {
    /// The server refuses it: it does not look like a number with a suffix.
    #[error("is no number with a suffix: digits, perhaps with a sign and a dot, then the suffix")]
    Grammar,
    /// The server refuses it: a number, but no suffix that there is.
    #[error("has no suffix that there is: n, u, m, k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi, Ei or e with a whole number")]
    Suffix,
    /// The server refuses it: a suffix without a number, which it takes for 0 only before some suffixes.
    #[error("has no digits")]
    NoDigits,
    /// We refuse it, though the server may not.
    #[error(transparent)]
    Own(#[from] OwnRule),
}

/// A rule of ours: the server accepts what it refuses, or fails over it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OwnRule {
    /// The server trims spaces, the Profile CRD does not: one spelling for both.
    #[error("has a space around it")]
    SurroundingSpace,
    /// The server reads `+`, `.` or `k` as 0, the Profile CRD refuses them: nobody means 0 so.
    #[error("has no digits")]
    NoDigits,
    /// The server cuts an exponent to 32 bits and hangs over big ones; one beyond 1000 is refused before it costs us
    /// the same.
    #[error("has an exponent beyond 1000, which the server cannot be trusted with")]
    Exponent,
    /// The server has no suffix beyond E: where it would need one to write the number anew, it stores the bare number, and
    /// `1000000P` becomes `1`.
    #[error("is so large that the server loses its suffix and stores a far smaller number")]
    LostSuffix,
}

impl QuantityError {
    /// Whether the rule is ours alone.
    pub fn is_own_rule(self) -> bool {
        match self {
            Self::Own(_) => true,
            Self::Grammar | Self::Suffix | Self::NoDigits => false,
        }
    }

    /// The next edit for `text`, which gave this error, where it is certain what was meant.
    pub fn help(self, text: &str) -> Option<String> {
        match self {
            Self::Own(OwnRule::LostSuffix) => {
                let better = Quantity::parse(text).ok()?.with_exponent();
                Quantity::parse(&better).ok()?.for_quota().ok().map(|_| format!("write `{better}`"))
            }
            Self::Own(OwnRule::Exponent) => None,
            Self::Own(OwnRule::SurroundingSpace | OwnRule::NoDigits)
            | Self::Grammar
            | Self::Suffix
            | Self::NoDigits => mended(text).map(|better| format!("write `{better}`")),
        }
    }
}

/// What people write for a suffix, and the suffix that they mean.
const SLIPS: [(&str, &str); 18] = [
    ("K", "k"),
    ("KB", "k"),
    ("kB", "k"),
    ("MB", "M"),
    ("GB", "G"),
    ("TB", "T"),
    ("ki", "Ki"),
    ("mi", "Mi"),
    ("gi", "Gi"),
    ("ti", "Ti"),
    ("KI", "Ki"),
    ("MI", "Mi"),
    ("GI", "Gi"),
    ("TI", "Ti"),
    ("KiB", "Ki"),
    ("MiB", "Mi"),
    ("GiB", "Gi"),
    ("TiB", "Ti"),
];

fn mended(text: &str) -> Option<String> {
    let dense: String = text.chars().filter(|&character| character != ' ' && character != '_').collect();
    let number = dense.trim_end_matches(|character: char| character.is_ascii_alphabetic());
    let suffix = &dense[number.len()..];
    let meant = SLIPS.iter().find(|(slip, _)| *slip == suffix).map_or(suffix, |(_, meant)| *meant);
    let better = format!("{number}{meant}");
    (better != text && Quantity::parse(&better).is_ok()).then_some(better)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_in_the_suffix_is_mended_and_nonsense_is_not() {
        assert_eq!(QuantityError::Suffix.help("512GB").as_deref(), Some("write `512G`"));
        assert_eq!(QuantityError::Grammar.help("1 Gi").as_deref(), Some("write `1Gi`"));
        assert_eq!(QuantityError::Grammar.help("lots"), None);
        assert_eq!(QuantityError::Own(OwnRule::LostSuffix).help("1000000P").as_deref(), Some("write `1e21`"));
    }
}
