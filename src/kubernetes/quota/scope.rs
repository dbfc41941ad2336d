//! The scopes of a quota: which there are, what they exclude and what they can limit.
//!
//! The operators that go with a scope in a selector are in `selector`.

use super::resource;
use crate::diagnostic::{Problem, Route, Trail, nearest};
use crate::kubernetes::decode::quoted_list;
use serde_json::{Map, Value};

/// A scope that the server knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    Terminating,
    NotTerminating,
    BestEffort,
    NotBestEffort,
    PriorityClass,
    CrossNamespacePodAffinity,
    VolumeAttributesClass,
}

/// A scope, and where it stands.
pub(super) struct ScopeUse {
    pub(super) scope: Scope,
    pub(super) route: Route,
}

const NAMES: [(&str, Scope); 7] = [
    ("Terminating", Scope::Terminating),
    ("NotTerminating", Scope::NotTerminating),
    ("BestEffort", Scope::BestEffort),
    ("NotBestEffort", Scope::NotBestEffort),
    ("PriorityClass", Scope::PriorityClass),
    ("CrossNamespacePodAffinity", Scope::CrossNamespacePodAffinity),
    ("VolumeAttributesClass", Scope::VolumeAttributesClass),
];
const POD_RESOURCES: [&str; 7] =
    ["pods", "cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"];
const BEST_EFFORT_RESOURCES: [&str; 1] = ["pods"];
const VOLUME_RESOURCES: [&str; 2] = ["persistentvolumeclaims", "requests.storage"];

impl Scope {
    /// The scope of this name, or a problem.
    pub(super) fn checked(name: &str, route: &Trail<'_>, problems: &mut Vec<Problem>) -> Option<Self> {
        let known = NAMES.iter().find(|(known, _)| *known == name).map(|(_, scope)| *scope);
        if known.is_none() {
            problems.push(unknown(name, route));
        }
        known
    }

    /// Whether a selector may only ask for its existence.
    pub(super) fn only_exists(self) -> bool {
        match self {
            Self::PriorityClass | Self::VolumeAttributesClass => false,
            Self::Terminating
            | Self::NotTerminating
            | Self::BestEffort
            | Self::NotBestEffort
            | Self::CrossNamespacePodAffinity => true,
        }
    }

    /// The standard resource names that a quota of this scope may limit. Names with `/` are free.
    ///
    /// Source: kube-apiserver 1.35, `IsResourceQuotaScopeValidForResource`.
    fn resources(self) -> &'static [&'static str] {
        match self {
            Self::BestEffort => &BEST_EFFORT_RESOURCES,
            Self::VolumeAttributesClass => &VOLUME_RESOURCES,
            Self::Terminating
            | Self::NotTerminating
            | Self::NotBestEffort
            | Self::PriorityClass
            | Self::CrossNamespacePodAffinity => &POD_RESOURCES,
        }
    }

    /// The scope that can never go together with this one, if there is any.
    fn opposite(self) -> Option<Self> {
        match self {
            Self::Terminating => Some(Self::NotTerminating),
            Self::NotTerminating => Some(Self::Terminating),
            Self::BestEffort => Some(Self::NotBestEffort),
            Self::NotBestEffort => Some(Self::BestEffort),
            Self::PriorityClass | Self::CrossNamespacePodAffinity | Self::VolumeAttributesClass => None,
        }
    }

    fn name(self) -> &'static str {
        NAMES.iter().find(|(_, scope)| *scope == self).map_or("", |(name, _)| name)
    }
}

/// Checks the scopes of `scopes`, or those of the selector, among each other and with the resources: the server does
/// not compare the two places.
pub(super) fn check_uses(uses: &[ScopeUse], hard: Option<&Map<String, Value>>, problems: &mut Vec<Problem>) {
    for (position, at) in uses.iter().enumerate() {
        if let Some(earlier) = uses[..position].iter().find(|earlier| at.scope.opposite() == Some(earlier.scope)) {
            problems.push(conflict(at, earlier.scope));
        }
        // A scope that is repeated has been said to fit or not.
        if uses[..position].iter().all(|earlier| earlier.scope != at.scope) {
            check_resources(at, hard, problems);
        }
    }
}

fn check_resources(at: &ScopeUse, hard: Option<&Map<String, Value>>, problems: &mut Vec<Problem>) {
    for name in hard.into_iter().flat_map(Map::keys) {
        if resource::is_standard(name) && !at.scope.resources().contains(&name.as_str()) {
            problems.push(misfit(name, at.scope));
        }
    }
}

fn unknown(name: &str, route: &Trail<'_>) -> Problem {
    let names = NAMES.map(|(known, _)| known);
    let problem = Problem::new(route, format!("a scope is one of {}", quoted_list(&names)));
    match nearest(name, names) {
        Some(meant) => problem.help(format!("write `{meant}`")),
        None => problem,
    }
}

fn conflict(at: &ScopeUse, earlier: Scope) -> Problem {
    let message = format!("`{}` and `{}` exclude each other", earlier.name(), at.scope.name());
    Problem::new(&at.route, message).help("take one of them out")
}

fn misfit(name: &str, scope: Scope) -> Problem {
    let message = format!("a quota with the scope `{}` cannot limit `{}`", scope.name(), name.escape_debug());
    Problem::new(Trail::ROOT.key("hard").key_itself(name), message)
        .help(format!("move it to a quota without that scope, which limits only {}", quoted_list(scope.resources())))
}
