//! Who is given something: a person, a group, a ServiceAccount.

use serde_json::Value;
use std::fmt;

/// Somebody who may be given access, as RBAC and the mesh know them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Principal {
    /// A person, by the name that the identity header carries.
    User(String),
    /// A group of the cluster's authenticator.
    Group(String),
    /// A ServiceAccount.
    ServiceAccount {
        /// Where it lies.
        namespace: String,
        /// Its name.
        name: String,
    },
}

impl Principal {
    /// The principal that an RBAC subject names; one of a kind that the server does not know is a person of an odd name. The user
    /// `system:serviceaccount:<namespace>:<name>` is the ServiceAccount.
    pub(super) fn of_subject(subject: &Value) -> Self {
        let text = |key: &str| subject[key].as_str().unwrap_or_default().to_owned();
        match subject["kind"].as_str().unwrap_or_default() {
            "User" => Self::of_user(&text("name")),
            "Group" => Self::Group(text("name")),
            "ServiceAccount" => Self::ServiceAccount { namespace: text("namespace"), name: text("name") },
            kind => Self::User(format!("{kind} {}", text("name"))),
        }
    }

    fn of_user(name: &str) -> Self {
        let account = name.strip_prefix("system:serviceaccount:").and_then(|rest| rest.split_once(':'));
        match account {
            Some((namespace, name)) => Self::ServiceAccount { namespace: namespace.to_owned(), name: name.to_owned() },
            None => Self::User(name.to_owned()),
        }
    }
}

impl fmt::Display for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(name) => f.write_str(name),
            Self::Group(name) => write!(f, "group {name}"),
            Self::ServiceAccount { namespace, name } => write!(f, "ServiceAccount {namespace}/{name}"),
        }
    }
}
