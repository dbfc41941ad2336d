//! The owner of a tenant: a person, as RBAC and the mesh both know them.

use super::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Place, Severity, nearest};
use crate::kubernetes::RBAC_GROUP;
use crate::profile::{RawSubject, Text};
use crate::rules::{self, HIDDEN_TEXT, OWNER_NAMESPACE, USER_NAME};
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
}

/// Checks `spec.owner`; none where an error was reported. `prefix` is `identity.userIdPrefix`.
pub(super) fn check(file: FileId, raw: &RawSubject, prefix: &str, found: &mut Diagnostics) -> Option<Owner> {
    let kind = check_kind(file, &raw.kind, found);
    let group = check_group(file, raw.api_group.as_ref(), found);
    let name = check_user(file, &raw.name, prefix, found);
    if let (Some(()), Some(namespace)) = (kind, &raw.namespace) {
        let diagnostic = Diagnostic::new(OWNER_NAMESPACE, Severity::Warning, "a User has no namespace")
            .at(Place::at(file, namespace.span), "kept on the subject, where it means nothing")
            .help("delete this line");
        found.push(diagnostic);
    }
    let namespace = raw.namespace.as_ref().map(|namespace| namespace.value.clone()).filter(|text| !text.is_empty());
    kind.and(group)?;
    Some(Owner { api_group: RBAC_GROUP, kind: "User", name: name?, namespace })
}

/// Checks a person's name by every rule that such a name has, and gives it back.
pub(super) fn check_user(file: FileId, name: &Text, prefix: &str, found: &mut Diagnostics) -> Option<String> {
    let place = Place::at(file, name.span);
    let hidden = rules::hidden_text(&name.value).map_err(|broken| broken.error(HIDDEN_TEXT, place));
    let judged =
        hidden.and_then(|()| rules::user_name(&name.value, prefix).map_err(|broken| broken.error(USER_NAME, place)));
    match judged {
        Ok(()) => Some(name.value.clone()),
        Err(diagnostic) => {
            found.push(diagnostic);
            None
        }
    }
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
            let help = match nearest(other, ["User"]) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "write `kind: User`".to_owned(),
            };
            diagnostic(format!("there is no subject of kind `{other}`"), "", &help)
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
