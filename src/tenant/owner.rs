//! The owner of a tenant: a person, as RBAC and the mesh both know them.

use super::codes;
use super::meant::did_you_mean;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Place};
use crate::kubernetes::RBAC_GROUP;
use crate::profile::{RawSubject, Text};
use crate::rules::{self, DOUBLED_PREFIX, HIDDEN_TEXT, NON_ASCII_NAME, OWNER_NAMESPACE, USER_NAME};
use serde::Serialize;

/// An RBAC subject of kind User whose name means the same to a RoleBinding and to an AuthorizationPolicy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Owner {
    /// Always `rbac.authorization.k8s.io`: the API server writes it out.
    pub api_group: &'static str,
    /// Always `User`.
    pub kind: &'static str,
    /// The name that the identity header carries, without the prefix.
    pub name: String,
    /// Kept where it was given; means nothing for a User.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// Where the name was written.
    #[serde(skip)]
    pub place: Place,
}

/// Checks `spec.owner`; none where an error was reported.
pub(super) fn check(file: FileId, raw: &RawSubject, config: &Config, found: &mut Diagnostics) -> Option<Owner> {
    let kind = check_kind(file, &raw.kind, found);
    let group = check_group(file, raw.api_group.as_ref(), found);
    let name = check_user(file, &raw.name, config, found);
    if let (Some(()), Some(namespace)) = (kind, &raw.namespace) {
        found.push(rules::owner_namespace().warning(OWNER_NAMESPACE, Place::at(file, namespace.span)));
    }
    let namespace = raw.namespace.as_ref().map(|namespace| namespace.value.clone()).filter(|text| !text.is_empty());
    kind.and(group)?;
    let place = Place::at(file, raw.name.span);
    Some(Owner { api_group: RBAC_GROUP, kind: "User", name: name?, namespace, place })
}

/// Checks a person's name by every rule that such a name has, and gives it back.
pub(super) fn check_user(file: FileId, name: &Text, config: &Config, found: &mut Diagnostics) -> Option<String> {
    let place = Place::at(file, name.span);
    if let Err(diagnostic) = judge_user(&name.value, place, config) {
        found.push(diagnostic);
        return None;
    }
    if let Err(broken) = rules::non_ascii_name(&name.value) {
        found.push(broken.warning(NON_ASCII_NAME, place));
    }
    Some(name.value.clone())
}

fn judge_user(name: &str, place: Place, config: &Config) -> Result<(), Diagnostic> {
    rules::hidden_text(name).map_err(|broken| broken.error(HIDDEN_TEXT, place))?;
    rules::user_name(name).map_err(|broken| broken.error(USER_NAME, place))?;
    rules::doubled_prefix(name, &config.settings.identity.user_id_prefix).map_err(|broken| {
        let diagnostic = broken.error(DOUBLED_PREFIX, place);
        match config.prefix_place {
            Some(prefix) => diagnostic.related(prefix, "the prefix"),
            None => diagnostic,
        }
    })
}

fn check_kind(file: FileId, kind: &Text, found: &mut Diagnostics) -> Option<()> {
    let diagnostic = |message: String, label: &str, help: &str| {
        Diagnostic::error(codes::OWNER, message).at(Place::at(file, kind.span), label).help(help)
    };
    let problem = match kind.value.as_str() {
        "User" => return Some(()),
        "Group" | "ServiceAccount" => diagnostic(
            format!("an owner of kind {}", kind.value),
            "the mesh would let in a user of that name, and nobody else",
            "write `kind: User` and the name of a person, and the others as contributors",
        ),
        other => {
            let unknown = diagnostic(format!("there is no subject of kind `{other}`"), "", "");
            did_you_mean(unknown, other, &["User"], "write `kind: User`")
        }
    };
    found.push(problem);
    None
}

fn check_group(file: FileId, group: Option<&Text>, found: &mut Diagnostics) -> Option<()> {
    let Some(group) = group.filter(|group| !group.value.is_empty() && group.value != RBAC_GROUP) else {
        return Some(());
    };
    let diagnostic = Diagnostic::error(codes::OWNER, format!("`{}` is not the API group of a User", group.value))
        .at(Place::at(file, group.span), "")
        .help(format!("write `apiGroup: {RBAC_GROUP}`, or leave it out"));
    found.push(diagnostic);
    None
}
