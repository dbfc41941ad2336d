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

/// Warns of a letter beyond ASCII, the ones that pass for ASCII first.
pub fn non_ascii_name(name: &str) -> Result<(), Broken> {
    let mut letters = name.chars().filter(|letter| !letter.is_ascii());
    let Some(first) = letters.clone().next() else { return Ok(()) };
    let double = letters.find_map(|letter| Some((letter, double(letter)?)));
    Err(match double {
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
        assert!(message("Zoë").contains("beyond ASCII"));
        assert_eq!(message("alice@example.com"), "");
    }
}
