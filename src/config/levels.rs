//! Which rules warn, deny or are allowed in this run.

use super::CONFIG_VALUE;
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Place, nearest};
use crate::profile::{RawRules, Text};
use crate::rules::{ADJUSTABLE, FIXED, Level, Rule};

/// The levels that differ from the rules' own.
#[derive(Clone, Debug, Default)]
pub struct Levels(Vec<(Rule, Level)>);

impl Levels {
    /// Reads `rules:` of a config; unknown codes and levels, and rules that cannot be changed, are errors.
    pub fn check(file: FileId, raw: &RawRules, found: &mut Diagnostics) -> Self {
        let mut levels = Vec::new();
        for (code, level) in &raw.value {
            match (rule(file, code), word(file, level)) {
                (Ok(rule), Ok(level)) => levels.push((rule, level)),
                (rule, level) => {
                    found.extend(rule.err());
                    found.extend(level.err());
                }
            }
        }
        Self(levels)
    }

    /// The level of a rule.
    pub fn of(&self, rule: &Rule) -> Level {
        self.0.iter().find(|(changed, _)| changed.code == rule.code).map_or(rule.default, |(_, level)| *level)
    }

    /// Gives every diagnostic of a changed rule its level; those of allowed ones fall away.
    pub fn apply(&self, found: Diagnostics) -> Diagnostics {
        found.into_iter().filter_map(|diagnostic| self.apply_one(diagnostic)).collect()
    }

    fn apply_one(&self, mut diagnostic: Diagnostic) -> Option<Diagnostic> {
        if let Some((_, level)) = self.0.iter().find(|(rule, _)| rule.code == diagnostic.code) {
            diagnostic.severity = level.severity()?;
        }
        Some(diagnostic)
    }
}

fn rule(file: FileId, code: &Text) -> Result<Rule, Diagnostic> {
    if let Some(rule) = ADJUSTABLE.iter().find(|rule| rule.code.0 == code.value) {
        return Ok(*rule);
    }
    let place = Place::at(file, code.span);
    if FIXED.iter().any(|fixed| fixed.0 == code.value) {
        let message = format!("the level of `{}` cannot be changed", code.value);
        return Err(Diagnostic::error(CONFIG_VALUE, message).at(place, "always an error").help("delete this line"));
    }
    let codes = ADJUSTABLE.iter().map(|rule| rule.code.0);
    let help = match nearest(&code.value, codes.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the codes with a level are: {}", codes.collect::<Vec<_>>().join(", ")),
    };
    Err(Diagnostic::error(CONFIG_VALUE, format!("there is no rule `{}` whose level can be set", code.value))
        .at(place, "")
        .help(help))
}

fn word(file: FileId, level: &Text) -> Result<Level, Diagnostic> {
    Level::parse(&level.value).ok_or_else(|| {
        Diagnostic::error(CONFIG_VALUE, format!("there is no level `{}`", level.value))
            .at(Place::at(file, level.span), "")
            .help(format!("write one of: {}", Level::WORDS.join(", ")))
    })
}
