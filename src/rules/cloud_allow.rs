//! Which cloud identities a tenant may have.

use super::Broken;
use crate::diagnostic::rules;

rules! {
    /// A tenant has a cloud identity that the config does not allow it.
    ///
    /// Whoever can add a plugin to a Profile can name any role: the pods of the tenant then ask for it. `cloud.allow` says
    /// which identities tenants may have; `{tenant}` in a pattern stands for the tenant's name, `*` for any text.
    ///
    /// Source: the profile controller annotates whatever a Profile names, with the rights of the platform on the cloud's
    /// side.
    ///
    /// Bad:
    ///
    /// ```yaml tenantry.yaml
    /// apiVersion: tenantry.dev/v1alpha1
    /// kind: Config
    /// cloud: {allow: {aws: ["arn:aws:iam::111122223333:role/ml/{tenant}-*"]}}
    /// ```
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec:
    ///   owner: {kind: User, name: alice@example.com}
    ///   plugins:
    ///   - kind: AwsIamForServiceAccount
    ///     spec: {awsIamRole: "arn:aws:iam::111122223333:role/admin", annotateOnly: true}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml tenantry.yaml
    /// apiVersion: tenantry.dev/v1alpha1
    /// kind: Config
    /// cloud: {allow: {aws: ["arn:aws:iam::111122223333:role/ml/{tenant}-*"]}}
    /// ```
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec:
    ///   owner: {kind: User, name: alice@example.com}
    ///   plugins:
    ///   - kind: AwsIamForServiceAccount
    ///     spec: {awsIamRole: "arn:aws:iam::111122223333:role/ml/team-a-batch", annotateOnly: true}
    /// ```
    pub CLOUD_IDENTITY = "cloud-identity": Error;
    /// Tenants have cloud identities, and the config does not say which they may have.
    ///
    /// One warning for all of them. Anybody who may change a tenant's file may give it any role or account that trusts the
    /// cluster.
    ///
    /// Source: the profile controller annotates whatever a Profile names.
    ///
    /// Bad:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec:
    ///   owner: {kind: User, name: alice@example.com}
    ///   plugins:
    ///   - kind: AwsIamForServiceAccount
    ///     spec: {awsIamRole: "arn:aws:iam::111122223333:role/ml/team-a", annotateOnly: true}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml tenantry.yaml
    /// apiVersion: tenantry.dev/v1alpha1
    /// kind: Config
    /// cloud: {allow: {aws: ["arn:aws:iam::111122223333:role/ml/{tenant}"]}}
    /// ```
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec:
    ///   owner: {kind: User, name: alice@example.com}
    ///   plugins:
    ///   - kind: AwsIamForServiceAccount
    ///     spec: {awsIamRole: "arn:aws:iam::111122223333:role/ml/team-a", annotateOnly: true}
    /// ```
    pub CLOUD_ALLOW = "cloud-allow": Warning, adjustable;
}

/// The error for an identity that no pattern allows.
pub fn not_allowed(identity: &str, tenant: &str) -> Broken {
    Broken::new(
        format!("`{identity}` is not allowed to the tenant `{tenant}`"),
        "name an identity that `cloud.allow` of the config allows, or let the platform's people add a pattern there",
    )
}

/// The warning for tenants with identities and a config without a list.
pub fn no_list() -> Broken {
    Broken::new(
        "tenants have cloud identities, and the config does not say which they may have",
        "list what is allowed in tenantry.yaml: `cloud: {allow: {aws: [...], gcp: [...]}}`, with `{tenant}` for the tenant's name",
    )
}
