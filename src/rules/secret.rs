//! Keys and tokens in an input.

use crate::diagnostic::{Diagnostic, FileId, Place, Span, rules};
use regex::{Regex, RegexBuilder};
use std::sync::LazyLock;

rules! {
    /// An input holds what looks like a secret.
    ///
    /// Inputs and the tree are committed: everybody who may read the repository, now or later, has the secret, and deleting
    /// the line does not take it back. Found by form: private keys in PEM, and the tokens of AWS, Google, GitHub, GitLab and
    /// Slack. The value is not shown again.
    ///
    /// Source: the forms that the providers document, as secret scanners know them.
    ///
    /// Bad:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a, annotations: {key: AKIAIOSFODNN7EXAMPLE}}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a, annotations: {key: in the vault}}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    pub SECRET = "secret": Error, adjustable;
}

/// What each group of [`PATTERN`] finds, in its order.
const KINDS: [&str; 6] = [
    "a private key",
    "an access key of AWS",
    "an API key of Google",
    "a token of GitHub",
    "a token of GitLab",
    "a token of Slack",
];

/// All in one, so that a text is looked through once.
const PATTERN: &str = r"(-----BEGIN [A-Z0-9 ]{0,32}PRIVATE KEY-----)|\b((?:AKIA|ASIA)[A-Z2-7]{16})\b|\b(AIza[0-9A-Za-z_-]{35})|\b(gh[pousr]_[0-9A-Za-z]{36}|github_pat_[0-9A-Za-z_]{60})|\b(glpat-[0-9A-Za-z_-]{20})|\b(xox[abprs]-[0-9A-Za-z-]{10})";

/// None only if the pattern could not be compiled, which a test would notice.
static SECRETS: LazyLock<Option<Regex>> = LazyLock::new(|| RegexBuilder::new(PATTERN).unicode(false).build().ok());

/// What looks like a secret in a text: what it is, and where it stands.
fn secrets(text: &str) -> impl Iterator<Item = (&'static str, Span)> {
    SECRETS
        .iter()
        .flat_map(move |pattern| pattern.captures_iter(text))
        .filter_map(|captures| {
            let kinds = KINDS.iter().enumerate();
            kinds.filter_map(|(index, kind)| Some((*kind, captures.get(index + 1)?))).next()
        })
        .map(|(kind, found)| (kind, Span::new(found.start(), found.end())))
}

/// Where each of them stands.
pub fn secret_places(file: FileId, text: &str) -> impl Iterator<Item = Place> {
    secrets(text).map(move |(_, span)| Place::at(file, span))
}

/// The most that are told of one file; all of them are hidden in what is shown of it.
const MOST: usize = 1000;

/// The errors for them.
pub fn secrets_in(file: FileId, text: &str) -> impl Iterator<Item = Diagnostic> {
    secrets(text).take(MOST).map(move |(kind, span)| {
        Diagnostic::error(SECRET, format!("this looks like {kind}"))
            .at(Place::at(file, span), "not shown here")
            .help("take it out and have it replaced where it is valid: whoever may read this repository has it by now")
    })
}

#[cfg(test)]
mod tests {
    use super::secrets;

    #[test]
    fn secrets_are_known_by_their_form() {
        let found = |text: &str| secrets(text).map(|(kind, _)| kind).collect::<Vec<_>>();
        let token = |prefix: &str, length: usize| format!("a: {prefix}{}", "aB3dE6gH".repeat(8).split_at(length).0);
        assert_eq!(found("-----BEGIN RSA PRIVATE KEY-----\nMII"), ["a private key"]);
        assert_eq!(found("key: AKIAIOSFODNN7EXAMPLE"), ["an access key of AWS"]);
        assert_eq!(found(&token("AIza", 35)), ["an API key of Google"]);
        assert_eq!(found(&token("ghp_", 36)), ["a token of GitHub"]);
        assert_eq!(found(&token("glpat-", 20)), ["a token of GitLab"]);
        assert_eq!(found(&token("xoxb-", 12)), ["a token of Slack"]);
        for harmless in
            ["-----BEGIN CERTIFICATE-----", "AKIA", "name: alice@example.com", "arn:aws:iam::111122223333:role/x"]
        {
            assert_eq!(found(harmless), [""; 0], "{harmless}");
        }
    }
}
