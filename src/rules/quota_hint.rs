//! Quotas that Kubernetes takes and that limit something else than they say. The checks are in `kubernetes`.

use crate::diagnostic::rules;

rules! {
    /// A quota is accepted and limits something else than it says.
    ///
    /// A device such as `nvidia.com/gpu` is only counted as `requests.nvidia.com/gpu`. A request above its limit cannot
    /// be used up. `cpu` and `requests.cpu` limit the same. A quantity below a thousandth is rounded up. Scopes without
    /// any limit make no quota at all.
    ///
    /// Source: kube-apiserver 1.35, the warnings and the evaluators of ResourceQuota; the profile controller makes no
    /// ResourceQuota where `hard` is empty.
    ///
    /// Bad:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: alice@example.com}, resourceQuotaSpec: {hard: {nvidia.com/gpu: 2}}}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: alice@example.com}, resourceQuotaSpec: {hard: {requests.nvidia.com/gpu: 2}}}
    /// ```
    pub QUOTA_HINT = "quota-hint": Warning, adjustable;
}
