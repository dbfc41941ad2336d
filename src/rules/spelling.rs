//! One person under two spellings.

use super::Broken;
use crate::diagnostic::rules;
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

rules! {
    /// One person's name is spelt in two ways.
    ///
    /// To Kubernetes and to the mesh these are two people: the rights of one spelling are not those of the other, and taking
    /// away one leaves the other. Names count as one person's when they differ only in case, in a `+tag` before the `@`, or in
    /// the Unicode form of their letters.
    ///
    /// Source: RBAC and Istio compare names as bytes; most identity providers and mail systems do not (RFC 5233 for
    /// `+tag`, Unicode Standard Annex 15 for the forms).
    ///
    /// Bad:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ---
    /// apiVersion: tenantry.dev/v1alpha1
    /// kind: Tenant
    /// metadata: {name: team-a}
    /// spec: {contributors: [{name: bob@example.com, role: edit}, {name: Bob+ml@example.com, role: view}]}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ---
    /// apiVersion: tenantry.dev/v1alpha1
    /// kind: Tenant
    /// metadata: {name: team-a}
    /// spec: {contributors: [{name: bob@example.com, role: edit}]}
    /// ```
    pub SPELLING = "spelling": Warning, adjustable;
}

/// The warning for a second spelling of a person.
pub fn spelling(first: &str, second: &str) -> Broken {
    let message = format!("`{first}` and `{second}` are spellings of one person, and two people to Kubernetes");
    Broken::new(message, "write the name everywhere as the identity header carries it").label("this spelling")
}

/// What the spellings of one person have in common.
pub fn person(name: &str) -> Cow<'_, str> {
    let is_plain = name.is_ascii() && !name.bytes().any(|byte| byte.is_ascii_uppercase());
    if is_plain && !name.contains('+') {
        return Cow::Borrowed(name);
    }
    // Lower case may be several letters, and these may have another form; one form of a letter may be a `+` or `@`.
    let folded: String = name.nfkc().flat_map(char::to_lowercase).nfkc().collect();
    Cow::Owned(without_tag(&folded).unwrap_or(folded))
}

/// The name without a `+tag` before its `@`, if it has one.
fn without_tag(name: &str) -> Option<String> {
    let (local, domain) = name.split_once('@')?;
    let (local, _) = local.split_once('+')?;
    (!local.is_empty()).then(|| format!("{local}@{domain}"))
}

#[cfg(test)]
mod tests {
    use super::person;

    #[test]
    fn spellings_of_one_person_have_one_key() {
        for (name, other) in
            [("Bob@Example.com", "bob@example.com"), ("bob+ml@x", "bob@x"), ("Zoe\u{308}", "zo\u{eb}"), ("ﬁ@x", "FI@x")]
        {
            assert_eq!(person(name), person(other), "{name}");
        }
        for name in ["+tag@x", "a+b", "kube:admin"] {
            assert_eq!(person(name), name);
        }
    }
}
