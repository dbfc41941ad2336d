//! The codes of problems with asking for a code.

use crate::diagnostic::rules;

rules! {
    /// `explain` names a code that there is not.
    ///
    /// `tenantry explain` without a code lists all of them.
    ///
    /// Source: tenantry itself.
    ///
    /// Bad: `tenantry explain hiden-text`.
    ///
    /// Good: `tenantry explain hidden-text`.
    pub UNKNOWN_CODE = "unknown-code": Error;
}
