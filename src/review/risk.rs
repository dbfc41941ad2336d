//! How much is at stake: the class of a change.

use crate::access::Effect;
use serde::Serialize;

/// The class of a change. Ordered: of several, the last decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Risk {
    /// Labels, text.
    #[default]
    Neutral,
    /// Somebody has less reach than before.
    Narrows,
    /// A quota goes up or down.
    Capacity,
    /// Somebody has more reach than before, or an object changed whose reach is not modelled.
    Widens,
    /// A field that cannot change: the object is deleted and created anew.
    Replaces,
    /// A Namespace, or another object that holds data, goes.
    Destroys,
}

impl Risk {
    /// Every class, the gravest first.
    pub const ALL: [Self; 6] =
        [Self::Destroys, Self::Replaces, Self::Widens, Self::Capacity, Self::Narrows, Self::Neutral];

    /// Its word, in reports for people and programs alike.
    pub fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Narrows => "narrows",
            Self::Capacity => "capacity",
            Self::Widens => "widens",
            Self::Replaces => "replaces",
            Self::Destroys => "destroys",
        }
    }

    /// Whether a report never leaves it out.
    pub fn is_grave(self) -> bool {
        self >= Self::Widens
    }
}

impl From<Effect> for Risk {
    fn from(effect: Effect) -> Self {
        match effect {
            Effect::Same => Self::Neutral,
            Effect::Narrows => Self::Narrows,
            Effect::Widens => Self::Widens,
        }
    }
}
