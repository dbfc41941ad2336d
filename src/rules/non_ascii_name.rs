//! Letters beyond ASCII in a person's name.

use super::Broken;
use super::look_alike::look;
use crate::diagnostic::rules;

rules! {
    /// A person's name holds letters beyond ASCII.
    ///
    /// It may well be right. But such letters have doubles: a Cyrillic `а` is no `a`, an `é` can be written in two ways, and
    /// a header may reach the mesh in another encoding. KFAM leaves them out of the names of its objects.
    ///
    /// Source: RBAC and Istio compare names as bytes; RFC 9110 leaves bytes beyond ASCII in a header's value undefined.
    ///
    /// Bad:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: "аlice@example.com"}}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    pub NON_ASCII_NAME = "non-ascii-name": Warning, adjustable;
}

/// Warns of letters beyond ASCII, first of one that passes for ASCII.
pub fn non_ascii_name(name: &str) -> Result<(), Broken> {
    let Some(first) = name.chars().find(|letter| !letter.is_ascii()) else { return Ok(()) };
    let words = name.split(|letter: char| !letter.is_alphanumeric());
    if let Some(bare) = without_quotes(name) {
        let message = "the name has typographic quotes, which are a part of it";
        return Err(Broken::new(message, format!("write it as `{bare}`")).instead(bare));
    }
    Err(match words.filter_map(double_in).next() {
        Some((letter, ascii)) => Broken::new(
            format!("`{letter}` (U+{:04X}) in this name looks like `{ascii}` and is another letter", u32::from(letter)),
            format!("write the name anew by hand, if `{ascii}` is meant"),
        ),
        None => Broken::new(
            format!("the name holds letters beyond ASCII, the first is `{first}` (U+{:04X})", u32::from(first)),
            "compare it with what the identity header carries, byte by byte",
        ),
    })
}

/// The name without the quotes that a word processor puts around it.
fn without_quotes(name: &str) -> Option<&str> {
    const QUOTES: [char; 8] =
        ['\u{2018}', '\u{2019}', '\u{201a}', '\u{201c}', '\u{201d}', '\u{201e}', '\u{ab}', '\u{bb}'];
    let bare = name.trim_matches(QUOTES);
    (bare != name && bare.is_ascii()).then_some(bare)
}

/// A letter that passes for ASCII, in a word of which the rest is ASCII or passes for it, too.
fn double_in(word: &str) -> Option<(char, char)> {
    let is_of_its_script = |letter: char| !letter.is_ascii() && double(letter).is_none();
    if word.chars().any(is_of_its_script) {
        return None;
    }
    word.chars().filter(|letter| !letter.is_ascii()).find_map(|letter| Some((letter, double(letter)?)))
}

/// The ASCII letter that one looks like.
fn double(letter: char) -> Option<char> {
    let looks = look(letter.encode_utf8(&mut [0; 4]));
    let mut looks = looks.chars();
    match (looks.next(), looks.next()) {
        (Some(one), None) if one.is_ascii_alphanumeric() => Some(one),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::non_ascii_name;

    #[test]
    fn a_letter_that_passes_for_another_is_named() {
        let message = |name: &str| non_ascii_name(name).err().map(|broken| broken.message).unwrap_or_default();
        assert!(message("\u{430}lice").contains("U+0430"), "{}", message("\u{430}lice"));
        assert!(message("\u{430}lice").contains("looks like `a`"));
        for whole in ["Zoë", "Ольга", "Жан"] {
            assert!(message(whole).contains("beyond ASCII"), "{whole}");
        }
        assert_eq!(message("alice@example.com"), "");
    }
}
