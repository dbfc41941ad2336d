//! Policies that let people in by the identity header. The check is in `object`.

use crate::diagnostic::rules;

rules! {
    /// A template's policy believes the identity header from the wrong side, or lets in more than it names.
    ///
    /// Any workload in the mesh can set a header. A rule that asks for the identity header therefore names the principals of
    /// those that set it truly (`from: [{source: {principals: [...]}}]`), and exact people under `values`.
    ///
    /// Source: Istio's AuthorizationPolicy believes a header from wherever the rule does not exclude, and reads `*` at
    /// either end of a value as a wildcard.
    ///
    /// Bad:
    ///
    /// ```yaml templates/tenant/extra.yaml.j2
    /// apiVersion: security.istio.io/v1beta1
    /// kind: AuthorizationPolicy
    /// metadata: {name: extra, namespace: {{ tenant.name }}}
    /// spec:
    ///   rules:
    ///   - when:
    ///     - key: {{ "request.headers[" ~ config.identity.userIdHeader ~ "]" }}
    ///       values: [{{ tenant.owner.name }}]
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml templates/tenant/extra.yaml.j2
    /// apiVersion: security.istio.io/v1beta1
    /// kind: AuthorizationPolicy
    /// metadata: {name: extra, namespace: {{ tenant.name }}}
    /// spec:
    ///   rules:
    ///   - from:
    ///     - source: {principals: [{{ config.mesh.ingressGatewayPrincipal }}]}
    ///     when:
    ///     - key: {{ "request.headers[" ~ config.identity.userIdHeader ~ "]" }}
    ///       values: [{{ tenant.owner.name }}]
    /// ```
    pub IDENTITY_HEADER = "identity-header": Error;
}
