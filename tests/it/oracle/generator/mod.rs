//! Makes an input from a seed: a sound Profile, often with a Tenant, and in about half of them one or two faults.
//!
//! The faults are listed in `faults`; each is as likely as any other.

mod draft;
mod faults;
mod random;

use draft::Draft;
pub use random::Random;

/// A text, and what it is judged with.
pub struct Input {
    /// The text.
    pub bytes: Vec<u8>,
    /// The config.
    pub settings: Settings,
    /// Whether a fault was made of which no server knows: in the Tenant document, in a plugin, in several documents at once.
    pub fault_is_ours: bool,
}

/// The configs.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Settings {
    /// All defaults.
    Default,
    /// Names and cloud identities are listed.
    Listed,
    /// Names stand behind a prefix in the identity header.
    Prefixed,
}

impl Settings {
    /// Every config.
    pub const ALL: [Self; 3] = [Self::Default, Self::Listed, Self::Prefixed];

    /// The text of the config.
    pub fn text(self) -> &'static str {
        match self {
            Self::Default => "apiVersion: tenantry.dev/v1alpha1\nkind: Config\n",
            Self::Listed => {
                "apiVersion: tenantry.dev/v1alpha1\nkind: Config\nreserved: [infra-*]\n\
                 names: {allow: [team-*, infra-*, old-*], retired: [old-*]}\n\
                 cloud: {allow: {aws: [\"arn:aws:iam::111122223333:role/*\"], gcp: [\"*@proj-a.iam.gserviceaccount.com\"]}}\n"
            }
            Self::Prefixed => {
                "apiVersion: tenantry.dev/v1alpha1\nkind: Config\nidentity: {userIdPrefix: \"accounts.google.com:\"}\n"
            }
        }
    }
}

/// The input of a seed.
pub fn input(seed: u64) -> Input {
    let random = Random::new(seed);
    let settings = random.one_of(&Settings::ALL);
    let mut draft = Draft::sound(&random, settings);
    let mut fault_is_ours = false;
    let faults = random.one_of(&[0, 0, 0, 1, 1, 2]);
    for _ in 0..faults {
        fault_is_ours |= faults::add(&mut draft, &random);
    }
    Input { bytes: draft.bytes(), settings, fault_is_ours }
}
