//! A word that is none of those that may stand there.

use crate::diagnostic::{Diagnostic, nearest};
use crate::source;

/// The help for such a word: the one that was meant, which is certain when only the case differs, or else `help`.
pub(super) fn did_you_mean(diagnostic: Diagnostic, word: &str, words: &[&str], help: &str) -> Diagnostic {
    if let Some(same) = words.iter().find(|other| other.eq_ignore_ascii_case(word)) {
        return diagnostic.help(format!("write `{same}`")).replace(source::written(same));
    }
    match nearest(word, words.iter().copied()) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help(help),
    }
}
