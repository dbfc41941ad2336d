//! The codes of problems with asking for a code.

use crate::diagnostic::rules;

rules! {
    /// `explain` names a code that there is not.
    pub UNKNOWN_CODE = "unknown-code": Error;
}
