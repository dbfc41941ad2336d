//! What a change opens or closes, as values and in words.

use super::principal::Principal;
use serde::Serialize;
use std::collections::BTreeSet;

/// What a change does to the reach of somebody. Ordered: the last is the one to look at first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Effect {
    /// The same reach, said otherwise.
    Same,
    /// Less than before.
    Narrows,
    /// More than before, or something whose reach is not modelled.
    Widens,
}

/// Where somebody has access.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Where {
    /// By RBAC and through the mesh.
    Both,
    /// By RBAC alone.
    Kubernetes,
    /// Through the mesh alone.
    Mesh,
    /// Nowhere.
    Nowhere,
}

/// What somebody has in a tenant.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Held {
    /// Roles by RBAC, in words: `edit`, or `ClusterRole name` for one that is none of the three.
    pub roles: BTreeSet<String>,
    /// Whether the mesh lets requests in that carry the name.
    pub mesh: bool,
}

impl Held {
    /// Where.
    pub fn place(&self) -> Where {
        match (self.roles.is_empty(), self.mesh) {
            (false, true) => Where::Both,
            (false, false) => Where::Kubernetes,
            (true, true) => Where::Mesh,
            (true, false) => Where::Nowhere,
        }
    }

    /// The roles, and where they hold if it is not both in Kubernetes and in the mesh.
    fn words(&self, whole: bool) -> String {
        let roles = self.roles.iter().map(String::as_str).collect::<Vec<_>>().join(" and ");
        match self.place() {
            Where::Kubernetes if whole => format!("{roles} (Kubernetes only)"),
            Where::Both | Where::Kubernetes => roles,
            Where::Mesh => "access through the mesh only".to_owned(),
            Where::Nowhere => "nothing".to_owned(),
        }
    }
}

/// One thing that a change does to access in a tenant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AccessChange {
    /// Somebody has something else than before.
    Person {
        /// Who.
        who: Principal,
        /// What they had.
        before: Held,
        /// What they have.
        after: Held,
        /// How they come in otherwise than before, where `before` and `after` read alike.
        way: Option<String>,
        /// What it does.
        effect: Effect,
    },
    /// The tenant belongs to another person.
    Owner {
        /// Whose it was.
        before: Option<String>,
        /// Whose it is.
        after: Option<String>,
    },
    /// A ServiceAccount acts as another cloud identity, or has something else that reaches out of the cluster.
    Account {
        /// The ServiceAccount.
        account: String,
        /// What of it, in words: `cloud identity`, `automatic token`, ...
        what: String,
        /// What it was.
        before: Option<String>,
        /// What it is.
        after: Option<String>,
        /// What it does.
        effect: Effect,
    },
    /// A switch of the whole Namespace: the sidecar, Pod Security.
    Namespace {
        /// Which, in words.
        what: String,
        /// What it was.
        before: Option<String>,
        /// What it is.
        after: Option<String>,
        /// What it does.
        effect: Effect,
    },
    /// The mesh or a Role lets in, or keeps out, something that is no single person.
    Opening {
        /// What, as a sentence without subject: `lets in ...`.
        words: String,
        /// What it does.
        effect: Effect,
    },
    /// An object changed of whose kind it is not known here what it reaches.
    Unknown {
        /// The object.
        object: String,
    },
}

impl AccessChange {
    /// What it does to the reach of somebody.
    pub fn effect(&self) -> Effect {
        match self {
            Self::Person { effect, .. }
            | Self::Account { effect, .. }
            | Self::Namespace { effect, .. }
            | Self::Opening { effect, .. } => *effect,
            // Controllers and the dashboard take whom it names for the owner, whatever RBAC says.
            Self::Owner { after: Some(_), .. } => Effect::Widens,
            Self::Owner { after: None, .. } => Effect::Narrows,
            Self::Unknown { .. } => Effect::Widens,
        }
    }

    /// `+` for a gain, `-` for a loss, `^` for another than before, `?` for what cannot be told.
    pub fn mark(&self) -> char {
        match self {
            Self::Person { before, after, .. } => match (before.place(), after.place()) {
                (Where::Nowhere, _) => '+',
                (_, Where::Nowhere) => '-',
                _ => '^',
            },
            Self::Unknown { .. } => '?',
            Self::Owner { .. } | Self::Account { .. } | Self::Namespace { .. } => '^',
            Self::Opening { effect: Effect::Widens, .. } => '+',
            Self::Opening { effect: Effect::Narrows | Effect::Same, .. } => '-',
        }
    }

    /// The change in words, in a tenant.
    pub fn words(&self, tenant: &str) -> String {
        match self {
            Self::Person { who, before, after, way, .. } => person(who, before, after, way.as_deref(), tenant),
            Self::Owner { before, after } => {
                format!("owner of {tenant}: {}", arrow(before.as_deref(), after.as_deref()))
            }
            Self::Account { account, what, before, after, .. } => {
                format!("{what} of {account} in {tenant}: {}", arrow(before.as_deref(), after.as_deref()))
            }
            Self::Namespace { what, before, after, .. } => {
                format!("{what} of {tenant}: {}", arrow(before.as_deref(), after.as_deref()))
            }
            Self::Opening { words, .. } => format!("{tenant} {words}"),
            Self::Unknown { object } => format!("{object} in {tenant}: unknown reach"),
        }
    }
}

fn arrow(before: Option<&str>, after: Option<&str>) -> String {
    format!("{} -> {}", before.unwrap_or("none"), after.unwrap_or("none"))
}

fn person(who: &Principal, before: &Held, after: &Held, way: Option<&str>, tenant: &str) -> String {
    // The mesh asks for no ServiceAccount and no group by its name.
    let may_be_both = matches!(who, Principal::User(_));
    let same_place = before.place() == after.place() || !may_be_both;
    match (before.place(), after.place()) {
        (Where::Nowhere, _) => format!("{who} gets {} in {tenant}", after.words(may_be_both)),
        (_, Where::Nowhere) => format!("{who} loses everything in {tenant} ({})", before.words(may_be_both)),
        _ => match way {
            Some(way) if before == after => format!("{who} in {tenant}: {way}"),
            Some(_) | None => {
                format!("{who} {} -> {} in {tenant}", before.words(!same_place), after.words(!same_place))
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{AccessChange, Effect, Held, Principal};

    fn held(roles: &[&str], mesh: bool) -> Held {
        Held { roles: roles.iter().map(ToString::to_string).collect(), mesh }
    }

    #[test]
    fn a_person_is_told_in_a_sentence() {
        let words = |before, after| {
            let who = Principal::User("bob@example.com".to_owned());
            AccessChange::Person { who, before, after, way: None, effect: Effect::Same }.words("team-a")
        };
        assert_eq!(words(Held::default(), held(&["edit"], true)), "bob@example.com gets edit in team-a");
        assert_eq!(
            words(Held::default(), held(&["edit"], false)),
            "bob@example.com gets edit (Kubernetes only) in team-a"
        );
        assert_eq!(words(held(&["view"], true), Held::default()), "bob@example.com loses everything in team-a (view)");
        assert_eq!(words(held(&["view"], true), held(&["edit"], true)), "bob@example.com view -> edit in team-a");
        assert_eq!(
            words(held(&["view"], true), held(&["view"], false)),
            "bob@example.com view -> view (Kubernetes only) in team-a"
        );
    }
}
