//! How a run ended: the only place with exit codes.

use std::process::ExitCode;

/// How a run ended. Ordered: of several, the last decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Done; nothing differs.
    Clean,
    /// `check`: the tree is not what the inputs make.
    Differs,
    /// A guard refused; nothing was written.
    Refused,
    /// Something is wrong with input, usage, templates or files; nothing was written.
    Error,
}

impl Outcome {
    /// 0 clean, 1 differs, 2 error, 3 refused.
    pub fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Differs => 1,
            Self::Error => 2,
            Self::Refused => 3,
        }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(outcome.code())
    }
}
