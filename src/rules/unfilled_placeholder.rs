//! Values that a template engine, a shell or a person should have filled.

use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Place, Span, rules};

rules! {
    /// A value is a placeholder that was not filled in.
    ///
    /// Most placeholders are legal YAML, and the controllers take them as they are: a namespace is then granted to a
    /// user named `${USER_EMAIL}`. Looked for in names, owners, contributors, quotas and plugins, and in the config.
    /// Inside of a value count `$(`, `${`, `{{` and `{%`; as a whole value `$word`, `<...>`, `%s` and `EMAIL`.
    ///
    /// Source: 56 of 163 Profile files read in public repositories hold one.
    ///
    /// Bad:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: "${USER_EMAIL}"}}
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
    pub UNFILLED_PLACEHOLDER = "unfilled-placeholder": Error, adjustable;
}

/// The errors for the placeholders among these texts.
pub fn unfilled(file: FileId, texts: &[(String, Span)]) -> Diagnostics {
    let found = texts.iter().filter_map(|(text, span)| Some((placeholder(text)?, *span)));
    found
        .map(|(text, span)| {
            Diagnostic::error(UNFILLED_PLACEHOLDER, format!("`{text}` was not filled in"))
                .at(Place::at(file, span), "a placeholder")
                .help("fill it first (`kustomize build`, `helm template`, `envsubst`), or write the value here")
        })
        .collect()
}

/// The placeholder in `text`, if it holds or is one.
pub fn placeholder(text: &str) -> Option<&str> {
    inside(text).or_else(|| whole(text).then_some(text))
}

/// Openings that count wherever they stand.
fn inside(text: &str) -> Option<&str> {
    const OPENINGS: [(&str, &str); 4] = [("$(", ")"), ("${", "}"), ("{{", "}}"), ("{%", "%}")];
    OPENINGS.iter().find_map(|(opening, closing)| {
        let start = text.find(opening)?;
        let rest = &text[start..];
        let end = rest.find(closing).map_or(rest.len(), |at| at + closing.len());
        Some(&rest[..end])
    })
}

/// Forms that count only as the whole value: `$word`, `<...>`, `%s`, `EMAIL`.
fn whole(text: &str) -> bool {
    let is_word =
        |word: &str| !word.is_empty() && word.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    text == "EMAIL"
        || text == "%s"
        || text.strip_prefix('$').is_some_and(is_word)
        || (text.len() > 2 && text.starts_with('<') && text.ends_with('>'))
}

#[cfg(test)]
mod tests {
    use super::placeholder;

    #[test]
    fn what_must_be_filled_is_found_and_the_rest_left_alone() {
        for (text, found) in [
            ("$(user)", "$(user)"),
            ("${EMAIL}", "${EMAIL}"),
            ("a-{{ x }}-b", "{{ x }}"),
            ("{% raw %}", "{% raw %}"),
            ("$name", "$name"),
            ("<user email>", "<user email>"),
            ("%s", "%s"),
            ("EMAIL", "EMAIL"),
        ] {
            assert_eq!(placeholder(text), Some(found), "{text}");
        }
        for text in ["{brace}", "50%", "a<b>", "$2y$12$abc/def", "email", "cost$", "<>"] {
            assert_eq!(placeholder(text), None, "{text}");
        }
    }
}
