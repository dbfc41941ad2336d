//! `principal`: a mesh principal or header of the config that would open more than it names.
//!
//! Source: Istio reads a leading or trailing `*` of a principal as a wildcard, and a policy without principals trusts
//! the identity header from anywhere inside the mesh.
//!
//! Bad: `""`, `*`, `cluster.local/ns/istio-system/*`. Good:
//! `cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account`.

use super::{Broken, hidden_text};
use crate::diagnostic::Code;

/// Always an error: every tenant's policy trusts these.
pub const PRINCIPAL: Code = Code("principal");

/// Refuses a principal that is not exactly one workload's.
pub fn principal(principal: &str) -> Result<(), Broken> {
    const FORM: &str = "write it as `<trust domain>/ns/<namespace>/sa/<ServiceAccount>`";
    if principal.is_empty() {
        return Err(Broken::new("an empty principal", format!("{FORM}, or leave the key out for the default")));
    }
    if principal.contains('*') || principal.contains(',') || principal.contains(' ') {
        return Err(Broken::new("a principal must name one workload", FORM));
    }
    hidden_text(principal)
}
