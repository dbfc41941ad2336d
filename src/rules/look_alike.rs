//! Names that people take for each other.

use super::Broken;
use crate::diagnostic::rules;
use unicode_security::confusable_detection::skeleton;

rules! {
    /// Two tenants have names that look alike.
    ///
    /// On a review `team-l` passes for `team-1`, and access meant for one is given in the other.
    ///
    /// Source: Unicode Technical Standard 39, "Unicode Security Mechanisms", part 4, "Confusable Detection".
    ///
    /// Bad:
    ///
    /// ```yaml profiles/team-1.yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-1}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    ///
    /// ```yaml profiles/team-l.yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-l}
    /// spec: {owner: {kind: User, name: carol@example.com}}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml profiles/team-1.yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-1}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    ///
    /// ```yaml profiles/team-lima.yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-lima}
    /// spec: {owner: {kind: User, name: carol@example.com}}
    /// ```
    pub LOOK_ALIKE_TENANT = "look-alike-tenant": Warning, adjustable;
    /// Two people have names that look alike.
    ///
    /// One of the two may have been registered to pass for the other; or somebody mistyped a name.
    ///
    /// Source: Unicode Technical Standard 39, "Unicode Security Mechanisms", part 4, "Confusable Detection".
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
    /// spec: {contributors: [{name: bill@example.com, role: edit}, {name: bi11@example.com, role: view}]}
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
    /// spec: {contributors: [{name: bill@example.com, role: edit}]}
    /// ```
    pub LOOK_ALIKE_PERSON = "look-alike-person": Warning, adjustable;
}

/// The warning for a tenant whose name looks like that of an earlier one.
pub fn look_alike_tenant(first: &str, second: &str) -> Broken {
    look_alike(first, second, "give one of them another name, or delete the one that is a slip")
}

/// The warning for a person whose name looks like that of an earlier one.
pub fn look_alike_person(first: &str, second: &str) -> Broken {
    look_alike(first, second, "make sure that both people exist; if one name is a slip, mend it")
}

fn look_alike(first: &str, second: &str, help: &str) -> Broken {
    Broken::new(format!("the names `{first}` and `{second}` look alike"), help).label("this one")
}

/// What names that look alike have in common.
pub fn look(name: &str) -> String {
    if name.is_ascii() {
        return look_of_ascii(name);
    }
    // Capital letters have other doubles than small ones, so those of the whole are looked for twice.
    look_of_ascii(&skeleton(&skeleton(name).collect::<String>().to_lowercase()).collect::<String>())
}

/// The same for ASCII alone, of which a repository has mostly: `0` for `o`, `1` and a capital `i` for `l`, `rn` for `m`.
fn look_of_ascii(name: &str) -> String {
    let mut look = String::with_capacity(name.len());
    for character in name.chars() {
        match character {
            '0' => look.push('o'),
            '1' | 'I' | '|' => look.push('l'),
            'm' | 'M' => look.push_str("rn"),
            'w' | 'W' => look.push_str("vv"),
            _ => look.extend(character.to_lowercase()),
        }
    }
    look
}

#[cfg(test)]
mod tests {
    use super::look;

    #[test]
    fn names_that_look_alike_have_one_look() {
        for (name, other) in [
            ("team-1", "team-l"),
            ("team-0", "team-o"),
            ("modern", "rnodern"),
            ("aIice@x", "alice@x"),
            ("\u{430}lice@x", "alice@x"),
            ("bi11@x", "bill@x"),
        ] {
            assert_eq!(look(name), look(other), "{name} {other}");
        }
        assert_ne!(look("team-a"), look("team-b"));
        assert_ne!(look("team-1"), look("team-2"));
    }
}
