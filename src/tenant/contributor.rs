//! Contributors: people with a role in somebody else's tenant.

use super::codes;
use super::meant::did_you_mean;
use super::owner::check_user;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Place};
use crate::kubernetes;
use crate::profile::{RawContributor, Text};
use serde::Serialize;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// What a contributor may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// As the owner.
    Admin,
    /// Use and change what is in the namespace.
    Edit,
    /// Look.
    View,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::Admin, Self::Edit, Self::View];

    /// The word for it in a Tenant, in annotations and in names.
    pub fn name(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Edit => "edit",
            Self::View => "view",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == word)
    }
}

/// A person with a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Contributor {
    /// The name that the identity header carries, without the prefix.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// The name of their RoleBinding and their AuthorizationPolicy.
    pub object_name: String,
    /// Where the name was written.
    #[serde(skip)]
    pub place: Place,
}

/// The name of the objects of a contributor, as Kubeflow's access management makes it.
///
/// Source: KFAM's `getBindingName`. Every run of characters outside `[a-zA-Z0-9]` becomes one `-`, in the name first,
/// then in the whole, which is then lower case. There is no cut at 63, and different names can get the same result.
pub fn binding_name(user: &str, role: &str) -> String {
    collapse(&format!("user-{}-clusterrole-{role}", collapse(user))).to_ascii_lowercase()
}

fn collapse(text: &str) -> String {
    let mut collapsed = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_ascii_alphanumeric() {
            collapsed.push(character);
        } else if !collapsed.ends_with('-') {
            collapsed.push('-');
        }
    }
    collapsed
}

/// Checks the contributors of one Tenant: sorted by the names of their objects, which differ.
pub(super) fn check(
    file: FileId,
    raw: &[RawContributor],
    config: &Config,
    found: &mut Diagnostics,
) -> Vec<Contributor> {
    let mut first_by_name: HashMap<String, &RawContributor> = HashMap::new();
    let mut contributors = Vec::new();
    for one in raw {
        let Some(contributor) = check_one(file, one, config, found) else { continue };
        match first_by_name.entry(contributor.object_name.clone()) {
            Entry::Occupied(first) => found.push(collision(file, &contributor, one, first.get())),
            Entry::Vacant(free) => {
                free.insert(one);
                contributors.push(contributor);
            }
        }
    }
    contributors.sort_by(|a, b| a.object_name.cmp(&b.object_name));
    contributors
}

fn check_one(file: FileId, raw: &RawContributor, config: &Config, found: &mut Diagnostics) -> Option<Contributor> {
    let kind = check_kind(file, raw.kind.as_ref(), found);
    let role = check_role(file, &raw.role, found);
    let name = check_user(file, &raw.name, config, found);
    kind?;
    let (name, role) = (name?, role?);
    let object_name = binding_name(&name, role.name());
    if let Err(invalid) = kubernetes::dns_subdomain(&object_name) {
        let message =
            format!("the objects of this contributor would have a name that Kubernetes refuses: {}", invalid.message);
        let diagnostic = Diagnostic::error(codes::CONTRIBUTOR, message)
            .at(Place::at(file, raw.name.span), format!("{} bytes as an object's name, 253 at most", object_name.len()))
            .help("use a shorter name for this person in the identity provider");
        found.push(diagnostic);
        return None;
    }
    Some(Contributor { name, role, object_name, place: Place::at(file, raw.name.span) })
}

fn check_kind(file: FileId, kind: Option<&Text>, found: &mut Diagnostics) -> Option<()> {
    let Some(kind) = kind.filter(|kind| kind.value != "User") else { return Some(()) };
    let diagnostic = Diagnostic::error(codes::CONTRIBUTOR, format!("a contributor of kind `{}`", kind.value))
        .at(Place::at(file, kind.span), "only User");
    let help = "name each person, with `kind: User` or without a kind";
    found.push(did_you_mean(diagnostic, &kind.value, &["User"], help));
    None
}

fn check_role(file: FileId, role: &Text, found: &mut Diagnostics) -> Option<Role> {
    let parsed = Role::parse(&role.value);
    if parsed.is_none() {
        let meant = role.value.strip_prefix("kubeflow-").unwrap_or(&role.value);
        let diagnostic = Diagnostic::error(codes::CONTRIBUTOR, format!("there is no role `{}`", role.value))
            .at(Place::at(file, role.span), "");
        found.push(did_you_mean(diagnostic, meant, &Role::ALL.map(Role::name), "write `admin`, `edit` or `view`"));
    }
    parsed
}

fn collision(file: FileId, second: &Contributor, raw: &RawContributor, first: &RawContributor) -> Diagnostic {
    let (message, help) = if raw.name.value == first.name.value {
        (
            format!("`{}` has the role {} twice", second.name, second.role.name()),
            "delete one of the two lines".to_owned(),
        )
    } else {
        let message = format!(
            "the objects of `{}` and `{}` would both be named `{}`",
            first.name.value, second.name, second.object_name
        );
        (message, "only letters and digits count in that name, without their case: keep one of the two".to_owned())
    };
    Diagnostic::error(codes::CONTRIBUTOR_COLLISION, message)
        .at(Place::at(file, raw.name.span), "the second")
        .related(Place::at(file, first.name.span), "the first")
        .help(help)
}

#[cfg(test)]
mod tests {
    use super::binding_name;

    #[test]
    fn names_are_those_of_kfam() {
        for (user, role, name) in [
            ("lalith.vaka@zq.msds.kp.org", "edit", "user-lalith-vaka-zq-msds-kp-org-clusterrole-edit"),
            ("397401@zq.msds.kp.org", "edit", "user-397401-zq-msds-kp-org-clusterrole-edit"),
            ("A.B@x", "view", "user-a-b-x-clusterrole-view"),
            ("Жан", "edit", "user-clusterrole-edit"),
            ("_x_", "admin", "user-x-clusterrole-admin"),
        ] {
            assert_eq!(binding_name(user, role), name);
        }
    }
}
