//! A config that does not say which engine syncs the tree.

use super::Broken;
use crate::diagnostic::rules;

rules! {
    /// No sync engine is named, so that nothing keeps Namespaces from its pruning.
    ///
    /// Argo CD and Flux delete what the tree no longer has, and Kubernetes deletes everything in a deleted Namespace. With
    /// `gitOps.engine` every Namespace carries the annotation that keeps the engine from it. Name the engine before the
    /// first tenant is synced; where there is none, or one that does not prune, `engine: none` says so.
    ///
    /// Source: the documentation of Argo CD (sync options `Prune=false` and `Delete=false`) and of Flux
    /// (`kustomize.toolkit.fluxcd.io/prune`).
    ///
    /// Bad:
    ///
    /// ```yaml tenantry.yaml
    /// apiVersion: tenantry.dev/v1alpha1
    /// kind: Config
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml tenantry.yaml
    /// apiVersion: tenantry.dev/v1alpha1
    /// kind: Config
    /// gitOps: {engine: argocd}
    /// ```
    pub ENGINE_UNSET = "engine-unset": Warning, adjustable;
}

/// Warns of a config without an engine.
pub fn engine_unset() -> Broken {
    Broken::new(
        "no sync engine is named: Namespaces are not protected from pruning",
        "write `gitOps: {engine: argocd}` or `gitOps: {engine: flux}` into tenantry.yaml; `gitOps: {engine: none}` if none prunes",
    )
}
