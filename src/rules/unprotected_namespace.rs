//! Rendered Namespaces that the engine would delete.

use crate::diagnostic::rules;

rules! {
    /// A Namespace or a Profile that the engine would delete when it leaves the tree.
    ///
    /// With `gitOps.engine: argocd` each carries the annotation `argocd.argoproj.io/sync-options` with `Prune=false` and
    /// `Delete=false`, with `flux` the annotation `kustomize.toolkit.fluxcd.io/prune: disabled`. The shipped templates write
    /// them; one of your own must, too. A Profile counts, for Namespaces that a profile controller once made go with theirs.
    ///
    /// Source: the documentation of Argo CD and Flux; Kubernetes deletes everything in a deleted Namespace.
    ///
    /// Bad:
    ///
    /// ```yaml tenantry.yaml
    /// apiVersion: tenantry.dev/v1alpha1
    /// kind: Config
    /// gitOps: {engine: flux}
    /// ```
    ///
    /// ```yaml templates/tenant/namespace.yaml.j2
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata: {name: {{ tenant.name }}}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml tenantry.yaml
    /// apiVersion: tenantry.dev/v1alpha1
    /// kind: Config
    /// gitOps: {engine: flux}
    /// ```
    ///
    /// ```yaml templates/tenant/namespace.yaml.j2
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata: {name: {{ tenant.name }}, annotations: {kustomize.toolkit.fluxcd.io/prune: disabled}}
    /// ```
    pub UNPROTECTED_NAMESPACE = "unprotected-namespace": Error;
}
