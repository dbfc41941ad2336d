//! Which names a config lets tenants have.

use super::Broken;
use crate::diagnostic::rules;

rules! {
    /// A tenant has a name that the config keeps for the platform.
    ///
    /// `reserved` of the config adds to the names that are always kept (see `platform-namespace`).
    ///
    /// Source: the profile controller takes over a Namespace that is there already when its `owner` annotation fits, and
    /// what is rendered would be applied over it.
    ///
    /// Bad:
    ///
    /// ```yaml tenantry.yaml
    /// apiVersion: tenantry.dev/v1alpha1
    /// kind: Config
    /// reserved: ["monitoring", "infra-*"]
    /// ```
    ///
    /// ```yaml profiles/infra-dns.yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: infra-dns}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml tenantry.yaml
    /// apiVersion: tenantry.dev/v1alpha1
    /// kind: Config
    /// reserved: ["monitoring", "infra-*"]
    /// ```
    ///
    /// ```yaml profiles/team-dns.yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-dns}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    pub RESERVED_NAME = "reserved-name": Error;
    /// A tenant has a name that the config does not allow.
    ///
    /// With `names.allow` in the config, every tenant's name matches one of its patterns, in which `*` stands for any text.
    ///
    /// Source: a convention of yours: tenantry only holds tenants to it.
    ///
    /// Bad:
    ///
    /// ```yaml tenantry.yaml
    /// apiVersion: tenantry.dev/v1alpha1
    /// kind: Config
    /// names: {allow: ["team-*", "kubeflow-user-*"]}
    /// ```
    ///
    /// ```yaml profiles/vision.yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: vision}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml tenantry.yaml
    /// apiVersion: tenantry.dev/v1alpha1
    /// kind: Config
    /// names: {allow: ["team-*", "kubeflow-user-*"]}
    /// ```
    ///
    /// ```yaml profiles/team-vision.yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-vision}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    pub NAME_NOT_ALLOWED = "name-not-allowed": Error;
    /// A tenant has the name of one that was removed.
    ///
    /// What outlived the old tenant (buckets, roles, dashboards, bindings elsewhere) would be the new one's. `names.retired`
    /// of the config lists names that are not given again.
    ///
    /// Source: Kubernetes and the clouds know a namespace by its name alone: policies, trust policies and buckets that name
    /// it do not notice that another team has it now.
    ///
    /// Bad:
    ///
    /// ```yaml tenantry.yaml
    /// apiVersion: tenantry.dev/v1alpha1
    /// kind: Config
    /// names: {retired: ["team-a"]}
    /// ```
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml tenantry.yaml
    /// apiVersion: tenantry.dev/v1alpha1
    /// kind: Config
    /// names: {retired: ["team-a"]}
    /// ```
    ///
    /// ```yaml profiles/team-a-2.yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a-2}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    pub RETIRED_NAME = "retired-name": Error;
}

/// The error for a name that `reserved` keeps.
pub fn reserved_name(name: &str, pattern: &str) -> Broken {
    Broken::new(format!("`{name}` is kept for the platform by `{pattern}`"), "choose another name")
}

/// The error for a name that no pattern of `names.allow` lets through.
pub fn name_not_allowed(name: &str, patterns: &[&str]) -> Broken {
    let listed = patterns.iter().map(|pattern| format!("`{pattern}`")).collect::<Vec<_>>().join(", ");
    Broken::new(format!("the name `{name}` is not allowed"), format!("choose one that matches {listed}"))
}

/// The error for a name that a removed tenant had.
pub fn retired_name(name: &str) -> Broken {
    Broken::new(
        format!("`{name}` is the name of a tenant that was removed"),
        format!("choose another name, such as `{name}-2`: what outlived the old tenant would be the new one's"),
    )
}
