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
    /// `explain` names an output that the inputs do not make.
    ///
    /// A file of the rendered folder that nothing makes any more is removed by the next `tenantry render`.
    ///
    /// Source: tenantry itself.
    ///
    /// Bad: `tenantry explain rendered/tenants/team-a/role-binding.yaml`.
    ///
    /// Good: `tenantry explain rendered/tenants/team-a/role-bindings.yaml`.
    pub UNKNOWN_OUTPUT = "unknown-output": Error;
}
