//! Which rules warn, deny or are allowed in this run.

use super::CONFIG_VALUE;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId, Place, Rule, nearest};
use crate::profile::{RawRules, Text};
use crate::rules::{Level, adjustable, known};

/// The levels that a config sets.
#[derive(Clone, Debug, Default)]
pub struct Levels(Vec<Setting>);

/// One line of `rules:`.
#[derive(Clone, Debug)]
struct Setting {
    code: Code,
    level: Level,
    place: Place,
}

impl Levels {
    /// Reads `rules:` of a config; unknown codes and levels, and rules that cannot be changed, are errors.
    pub fn check(file: FileId, raw: &RawRules, found: &mut Diagnostics) -> Self {
        let mut levels = Vec::new();
        for (code, word) in &raw.value {
            match (rule(file, code), level(file, word)) {
                (Ok(rule), Ok(level)) => {
                    levels.push(Setting { code: rule.code, level, place: Place::at(file, code.span) });
                }
                (rule, level) => {
                    found.extend(rule.err());
                    found.extend(level.err());
                }
            }
        }
        Self(levels)
    }

    /// Gives every diagnostic of a changed rule its level; those of allowed ones fall away. One that the config has made
    /// heavier points there, too.
    pub fn apply(&self, found: Diagnostics) -> Diagnostics {
        found.into_iter().filter_map(|diagnostic| self.apply_one(diagnostic)).collect()
    }

    fn apply_one(&self, mut diagnostic: Diagnostic) -> Option<Diagnostic> {
        let Some(setting) = self.setting(diagnostic.code) else { return Some(diagnostic) };
        let severity = setting.level.severity()?;
        let heavier = severity > diagnostic.severity;
        diagnostic.severity = severity;
        Some(if heavier { diagnostic.related(setting.place, "made an error here") } else { diagnostic })
    }

    fn setting(&self, code: Code) -> Option<&Setting> {
        self.0.iter().find(|setting| setting.code == code)
    }
}

fn rule(file: FileId, code: &Text) -> Result<&'static Rule, Diagnostic> {
    let place = Place::at(file, code.span);
    let known = known().find(|rule| rule.code.0 == code.value);
    if let Some(rule) = known.filter(|rule| rule.adjustable) {
        return Ok(rule);
    }
    if known.is_some() {
        let message = format!("the level of `{}` cannot be changed", code.value);
        return Err(Diagnostic::error(CONFIG_VALUE, message).at(place, "always an error").help("delete this line"));
    }
    let codes: Vec<&str> = adjustable().map(|rule| rule.code.0).collect();
    let help = match nearest(&code.value, codes.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the codes with a level are: {}", codes.join(", ")),
    };
    Err(Diagnostic::error(CONFIG_VALUE, format!("there is no rule `{}` whose level can be set", code.value))
        .at(place, "")
        .help(help))
}

fn level(file: FileId, level: &Text) -> Result<Level, Diagnostic> {
    Level::parse(&level.value).ok_or_else(|| {
        Diagnostic::error(CONFIG_VALUE, format!("there is no level `{}`", level.value))
            .at(Place::at(file, level.span), "")
            .help(format!("write one of: {}", Level::WORDS.join(", ")))
    })
}
