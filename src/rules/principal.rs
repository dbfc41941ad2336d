//! The mesh principals that a config names.

use super::{Broken, hidden_text};
use crate::diagnostic::rules;

rules! {
    /// A mesh principal that would open more than it names.
    ///
    /// Every tenant's policy trusts the principals of the config to say who asks. An empty one, a wildcard or a list
    /// trusts others as well.
    ///
    /// Source: Istio's AuthorizationPolicy reads `*` at either end of a principal as a wildcard; a rule without
    /// principals believes the identity header from anywhere inside the mesh.
    ///
    /// Bad:
    ///
    /// ```yaml tenantry.yaml
    /// apiVersion: tenantry.dev/v1alpha1
    /// kind: Config
    /// mesh: {ingressGatewayPrincipal: "cluster.local/ns/istio-system/*"}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml tenantry.yaml
    /// apiVersion: tenantry.dev/v1alpha1
    /// kind: Config
    /// mesh: {ingressGatewayPrincipal: cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account}
    /// ```
    pub PRINCIPAL = "principal": Error;
}

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
