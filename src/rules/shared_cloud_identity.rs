//! One cloud identity in two tenants.

use super::Broken;
use crate::diagnostic::rules;

rules! {
    /// Two tenants have the same cloud identity.
    ///
    /// What one of them may read and write in the cloud, the other may, too. An identity that comes from `defaultPlugins` is
    /// meant for all and not warned of.
    ///
    /// Source: AWS IAM Roles for Service Accounts and GKE Workload Identity know an identity, not the namespace that it was
    /// meant for.
    ///
    /// Bad:
    ///
    /// ```yaml profiles/team-a.yaml
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
    /// ```yaml profiles/team-b.yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-b}
    /// spec:
    ///   owner: {kind: User, name: alice@example.com}
    ///   plugins:
    ///   - kind: AwsIamForServiceAccount
    ///     spec: {awsIamRole: "arn:aws:iam::111122223333:role/ml/team-a", annotateOnly: true}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml profiles/team-a.yaml
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
    /// ```yaml profiles/team-b.yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-b}
    /// spec:
    ///   owner: {kind: User, name: alice@example.com}
    ///   plugins:
    ///   - kind: AwsIamForServiceAccount
    ///     spec: {awsIamRole: "arn:aws:iam::111122223333:role/ml/team-b", annotateOnly: true}
    /// ```
    pub SHARED_CLOUD_IDENTITY = "shared-cloud-identity": Warning, adjustable;
}

/// The warning for an identity that another tenant has, too.
pub fn shared_cloud_identity(identity: &str, first: &str, second: &str) -> Broken {
    Broken::new(
        format!("the tenants `{first}` and `{second}` both act as `{identity}` in the cloud"),
        "give each an identity of its own; one that is meant for all belongs under `defaultPlugins` of the config",
    )
}
