//! The codes of problems with plugins.

use crate::diagnostic::rules;

rules! {
    /// A plugin of a kind that there is not.
    ///
    /// The profile controller skips it with a line in its log, so that the identity it should give is missing. The
    /// kinds are `WorkloadIdentity` and `AwsIamForServiceAccount`.
    ///
    /// Source: the profile controller.
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
    ///   - kind: WorkloadIdentty
    ///     spec: {gcpServiceAccount: vision@proj-a.iam.gserviceaccount.com}
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
    ///   - kind: WorkloadIdentity
    ///     spec: {gcpServiceAccount: vision@proj-a.iam.gserviceaccount.com}
    /// ```
    pub UNKNOWN_PLUGIN = "unknown-plugin": Error;
    /// Two plugins of one kind.
    ///
    /// A ServiceAccount has one identity of each cloud. Keep one.
    ///
    /// Source: the profile controller applies both in turn, again and again, and the last one wins.
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
    ///   - {kind: AwsIamForServiceAccount, spec: {awsIamRole: "arn:aws:iam::111122223333:role/a"}}
    ///   - {kind: AwsIamForServiceAccount, spec: {awsIamRole: "arn:aws:iam::111122223333:role/b"}}
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
    ///     spec: {awsIamRole: "arn:aws:iam::111122223333:role/a"}
    /// ```
    pub DUPLICATE_PLUGIN = "duplicate-plugin": Error;
    /// A plugin's spec that does not decode, or lacks what it needs.
    ///
    /// A flag is written without quotes, a role or account as text.
    ///
    /// Source: the profile controller panics on a spec that does not decode, before any plugin is applied, and tries
    /// again for ever.
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
    ///     spec: {awsIamRole: "arn:aws:iam::111122223333:role/a", annotateOnly: "true"}
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
    ///     spec: {awsIamRole: "arn:aws:iam::111122223333:role/a", annotateOnly: true}
    /// ```
    pub PLUGIN_SPEC = "plugin-spec": Error;
}
