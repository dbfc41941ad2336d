//! What the profile controller did to the cloud's side of an identity, and nobody does now.

use super::Broken;
use crate::diagnostic::rules;

rules! {
    /// A plugin whose identity also needs a change on the cloud's side.
    ///
    /// The profile controller did not only annotate the ServiceAccount: with AWS it added the ServiceAccount to the role's
    /// trust policy, with Google Cloud it gave it the role `roles/iam.workloadIdentityUser` on the account, and took both away
    /// again with the plugin. tenantry only renders the annotation. Do the rest where you keep such things (Terraform, say), then
    /// say so with `annotateOnly: true`, which the AWS plugin has always had; the controller ignores it on the other.
    ///
    /// Source: the profile controller's plugins `AwsIamForServiceAccount` and `WorkloadIdentity`.
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
    ///     spec: {awsIamRole: "arn:aws:iam::111122223333:role/ml/team-a"}
    /// ```
    ///
    /// Good:
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
    pub CLOUD_SIDE = "cloud-side": Warning, adjustable;
}

/// The warning for a role of AWS whose trust policy somebody must change.
pub fn aws_side(tenant: &str) -> Broken {
    Broken::new(
        "the controller also changed the trust policy of this role; nobody does that now",
        format!(
            "let the role trust `system:serviceaccount:{tenant}:default-editor` of the cluster's OIDC provider, then write `annotateOnly: true`"
        ),
    )
}

/// The warning for a Google account on which somebody must grant a role.
pub fn gcp_side(tenant: &str) -> Broken {
    Broken::new(
        "the controller also let the ServiceAccount act as this account; nobody does that now",
        format!(
            "grant roles/iam.workloadIdentityUser on the account to `serviceAccount:<project>.svc.id.goog[{tenant}/default-editor]`, then write `annotateOnly: true`"
        ),
    )
}
