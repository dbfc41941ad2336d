//! Characters in a name that people cannot see, or that reorder what they see.

use super::Broken;
use crate::diagnostic::rules;

rules! {
    /// A name holds a character that nobody sees, or starts or ends with a space.
    ///
    /// Two names that look alike on a review are two people to Kubernetes and to the mesh, which compare names byte by
    /// byte. Covers controls, bidirectional marks, zero-width and other invisible characters, and spaces other than
    /// U+0020.
    ///
    /// Source: RBAC and Istio compare names as bytes; Unicode Technical Report 36, "Unicode Security Considerations".
    ///
    /// Bad:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: "alice\u200b@example.com"}}
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
    pub HIDDEN_TEXT = "hidden-text": Error;
}

/// Refuses `text` if it holds such a character, or starts or ends with a space.
pub fn hidden_text(text: &str) -> Result<(), Broken> {
    if let Some(hidden) = text.chars().find(|character| is_hidden(*character)) {
        let message = format!("the name holds the invisible character U+{:04X}", u32::from(hidden));
        return Err(Broken::new(message, "delete that character, or write the name anew by hand"));
    }
    let trimmed = text.trim_matches(' ');
    if trimmed != text {
        let broken = Broken::new("the name starts or ends with a space", format!("write it as `{trimmed}`"));
        return Err(broken.instead(trimmed));
    }
    Ok(())
}

/// Characters that show nothing, or that are not what they show.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || (character.is_whitespace() && character != ' ')
        || matches!(character,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
            | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}
