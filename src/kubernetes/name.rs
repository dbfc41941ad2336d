//! The alphabets of names and keys, one text at a time.
//!
//! Nothing here knows which object or field a text stands in: that is `object` and `metadata`.

use crate::diagnostic::{Problem, Route};

/// Most bytes in a DNS label, in the name part of a key and in a label value.
const LABEL_BYTES: usize = 63;
/// Most bytes in a DNS subdomain.
const SUBDOMAIN_BYTES: usize = 253;

/// Why a text is not the name, key or value that it should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Invalid {
    /// What is wrong: lower case, no full stop. Does not repeat the text, which may be long or unprintable.
    pub message: String,
    /// The exact next edit, where it is certain.
    pub help: Option<String>,
}

impl Invalid {
    /// This, said of the part of a value at `route`.
    #[must_use]
    pub fn at(self, route: impl Into<Route>) -> Problem {
        Problem { route: route.into(), message: self.message, help: self.help }
    }

    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }

    fn in_part(self, part: &str) -> Self {
        Self { message: format!("the {part} {}", self.message), help: self.help }
    }

    fn suggesting(mut self, better: Option<String>) -> Self {
        self.help = better.map(|better| format!("write `{better}`"));
        self
    }
}

/// A DNS-1123 label: `[a-z0-9]([-a-z0-9]*[a-z0-9])?`, at most 63 bytes.
///
/// # Errors
/// The first thing that is wrong, with a lower-cased and hyphenated text as help where that would be a label.
///
/// Source: kube-apiserver 1.35, `IsDNS1123Label`.
pub fn dns_label(text: &str) -> Result<(), Invalid> {
    checked_label(text, LABEL_BYTES).map_err(|invalid| invalid.suggesting(nearest_label(text)))
}

/// A DNS-1123 subdomain: labels joined by dots, at most 253 bytes; one label may have more than 63.
///
/// # Errors
/// The first thing that is wrong, with a mended text as help where that would be a subdomain.
///
/// Source: kube-apiserver 1.35, `IsDNS1123Subdomain`.
pub fn dns_subdomain(text: &str) -> Result<(), Invalid> {
    checked_subdomain(text).map_err(|invalid| invalid.suggesting(nearest_subdomain(text)))
}

/// A path segment, as RBAC names are: not empty, not `.` or `..`, without `/` and `%`. All else is legal, at any
/// length.
///
/// # Errors
/// The first thing that is wrong.
///
/// Source: kube-apiserver 1.35, `ValidatePathSegmentName`.
pub fn path_segment(text: &str) -> Result<(), Invalid> {
    if text.is_empty() {
        return Err(empty());
    }
    if text == "." || text == ".." {
        return Err(Invalid::new(format!("must not be `{text}`")));
    }
    match text.chars().find(|character| ['/', '%'].contains(character)) {
        Some(character) => Err(Invalid::new(format!("must not contain `{character}`"))),
        None => Ok(()),
    }
}

/// A label key, which is a "qualified name": an optional DNS subdomain with `/`, then 1 to 63 letters, digits, `-`,
/// `_` and `.` that begin and end with a letter or digit.
///
/// # Errors
/// The first thing that is wrong.
///
/// Source: kube-apiserver 1.35, `IsLabelKey`.
pub fn label_key(text: &str) -> Result<(), Invalid> {
    let Some((prefix, name)) = text.split_once('/') else {
        return name_part(text);
    };
    checked_subdomain(prefix).map_err(|invalid| invalid.in_part("part before `/`"))?;
    name_part(name).map_err(|invalid| invalid.in_part("part after `/`"))
}

/// A label value: empty, or at most 63 bytes of what a key's name is made of.
///
/// # Errors
/// The first thing that is wrong.
///
/// Source: kube-apiserver 1.35, `IsLabelValue`.
pub fn label_value(text: &str) -> Result<(), Invalid> {
    if text.is_empty() { Ok(()) } else { name_part(text) }
}

/// An annotation key: a label key once it is lower-cased, character by character as Go does it. So `Example.COM/x` is
/// legal, and so are the Kelvin sign U+212A (a `k` then) and U+0130 (an `i`).
///
/// # Errors
/// The first thing that is wrong.
///
/// Source: kube-apiserver 1.35, `ValidateAnnotations`.
pub fn annotation_key(text: &str) -> Result<(), Invalid> {
    let lowered: String = text.chars().map(lowered_alone).collect();
    label_key(&lowered)
}

/// The lower case of one character as one character: Rust gives U+0130 a second one, a combining dot, and Go does not.
fn lowered_alone(character: char) -> char {
    character.to_lowercase().next().unwrap_or(character)
}

fn name_part(text: &str) -> Result<(), Invalid> {
    if text.is_empty() {
        return Err(empty());
    }
    at_most(text, LABEL_BYTES)?;
    only(text, is_name_character, "letters, digits, `-`, `_` and `.`")?;
    let is_end = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    ends(is_end(text.as_bytes().first()) && is_end(text.as_bytes().last()), "a letter or a digit")
}

fn checked_subdomain(text: &str) -> Result<(), Invalid> {
    if text.is_empty() {
        return Err(empty());
    }
    at_most(text, SUBDOMAIN_BYTES)?;
    only(
        text,
        |character| character == '.' || is_label_character(character),
        "lower case letters, digits, `-` and `.`",
    )?;
    ends(text.split('.').all(is_label_shaped), "a lower case letter or a digit, also on both sides of each `.`")
}

fn checked_label(text: &str, most: usize) -> Result<(), Invalid> {
    if text.is_empty() {
        return Err(empty());
    }
    at_most(text, most)?;
    only(text, is_label_character, "lower case letters, digits and `-`")?;
    ends(is_label_shaped(text), "a lower case letter or a digit")
}

fn is_label_shaped(text: &str) -> bool {
    !text.is_empty() && !text.starts_with('-') && !text.ends_with('-')
}

fn is_label_character(character: char) -> bool {
    character.is_ascii_lowercase() || character.is_ascii_digit() || character == '-'
}

fn is_name_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || ['-', '_', '.'].contains(&character)
}

fn empty() -> Invalid {
    Invalid::new("must not be empty")
}

fn at_most(text: &str, most: usize) -> Result<(), Invalid> {
    let bytes = text.len();
    if bytes <= most { Ok(()) } else { Err(Invalid::new(format!("must have at most {most} bytes, not {bytes}"))) }
}

fn only(text: &str, legal: impl Fn(char) -> bool, legal_ones: &str) -> Result<(), Invalid> {
    match text.chars().find(|&character| !legal(character)) {
        Some(character) => {
            let shown = character.escape_debug();
            Err(Invalid::new(format!("must not contain `{shown}`, only {legal_ones}")))
        }
        None => Ok(()),
    }
}

fn ends(sound: bool, with: &str) -> Result<(), Invalid> {
    if sound { Ok(()) } else { Err(Invalid::new(format!("must begin and end with {with}"))) }
}

fn nearest_label(text: &str) -> Option<String> {
    let mended = hyphenated(text, is_label_character)?;
    checked_label(&mended, LABEL_BYTES).is_ok().then_some(mended)
}

fn nearest_subdomain(text: &str) -> Option<String> {
    let mended = hyphenated(text, |character| character == '.' || is_label_character(character))?;
    checked_subdomain(&mended).is_ok().then_some(mended)
}

/// The text in lower case, every run of other characters as one hyphen, none at the ends. None for a text outside
/// ASCII: what a person would write instead is not certain.
fn hyphenated(text: &str, legal: impl Fn(char) -> bool) -> Option<String> {
    if !text.is_ascii() {
        return None;
    }
    let lowered = text.to_ascii_lowercase();
    let words: Vec<&str> = lowered.split(|character| !legal(character)).filter(|word| !word.is_empty()).collect();
    Some(words.join("-").trim_matches(['-', '.']).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_a_dot_is_mended_with_a_hyphen() {
        let invalid = dns_label("Hyunmin.Song").unwrap_err();
        assert_eq!(invalid.message, "must not contain `H`, only lower case letters, digits and `-`");
        assert_eq!(invalid.help.as_deref(), Some("write `hyunmin-song`"));
        assert_eq!(dns_label("송").unwrap_err().help, None);
    }

    #[test]
    fn an_annotation_key_is_lowered_like_the_server_does() {
        assert_eq!(annotation_key("Example.COM/x"), Ok(()));
        assert_eq!(annotation_key("\u{212A}\u{130}/x"), Ok(()));
        assert!(label_key("Example.COM/x").is_err());
    }
}
