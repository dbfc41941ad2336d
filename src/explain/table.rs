//! The table of all codes, module by module.

use super::codes;
use crate::diagnostic::Rule;
use crate::{config, io, plan, plugin, profile, render, restore, review, rules, source, tenant};

/// The codes of every module but `rules`, which has a list of its own.
const MODULES: [&[Rule]; 11] = [
    source::codes::RULES,
    profile::codes::RULES,
    plugin::codes::RULES,
    config::codes::RULES,
    tenant::codes::RULES,
    render::codes::RULES,
    plan::codes::RULES,
    review::codes::RULES,
    restore::codes::RULES,
    io::codes::RULES,
    codes::RULES,
];

/// Every code, in byte order.
pub fn all() -> Vec<&'static Rule> {
    let mut all: Vec<&Rule> = MODULES.iter().chain(rules::RULES).copied().flatten().collect();
    all.sort_by_key(|rule| rule.code);
    all
}

/// The rule of a code.
pub fn find(code: &str) -> Option<&'static Rule> {
    all().into_iter().find(|rule| rule.code.0 == code)
}

#[cfg(test)]
mod tests {
    use super::all;
    use crate::diagnostic::Severity;

    #[test]
    fn no_code_stands_for_two_rules_and_all_are_kebab_case() {
        let all = all();
        for pair in all.windows(2) {
            assert!(pair[0].code < pair[1].code, "{} is declared twice", pair[0].code);
        }
        let is_kebab = |code: &str| {
            code.split('-').all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase()))
        };
        assert_eq!(all.iter().find(|rule| !is_kebab(rule.code.0)).map(|rule| rule.code), None);
    }

    #[test]
    fn a_guard_has_no_level() {
        assert!(!all().iter().any(|rule| rule.severity == Severity::Refused && rule.adjustable));
    }
}
