//! The words with which a config sets the level of a rule.

use crate::diagnostic::Severity;

/// What happens when a rule is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Nothing.
    Allow,
    /// A warning; the run goes on.
    Warn,
    /// An error; nothing is written.
    Deny,
}

impl Level {
    /// The three words of `rules:`.
    pub const WORDS: [&'static str; 3] = ["allow", "warn", "deny"];

    /// The level of a word of `rules:`.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "allow" => Some(Self::Allow),
            "warn" => Some(Self::Warn),
            "deny" => Some(Self::Deny),
            _ => None,
        }
    }

    /// The severity of a broken rule, none where it is allowed.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Allow => None,
            Self::Warn => Some(Severity::Warning),
            Self::Deny => Some(Severity::Error),
        }
    }
}
