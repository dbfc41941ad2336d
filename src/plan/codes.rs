//! The codes of guards.

use crate::diagnostic::rules;

rules! {
    /// A tenant that was rendered has no Profile any more.
    ///
    /// A sync would delete its Namespace with everything in it. Was a file renamed, moved or deleted by mistake? Then
    /// bring it back.
    ///
    /// Source: Argo CD and Flux prune what Git no longer has; Kubernetes deletes everything in a deleted Namespace.
    ///
    /// Bad: a change that deletes `profiles/team-a.yaml`.
    ///
    /// Good: a change that keeps it.
    pub TENANT_REMOVED = "tenant-removed": Refused;
    /// There are no Profiles at all.
    ///
    /// Mostly `profiles:` of the config, or `--profiles`, names the wrong folder.
    ///
    /// Source: tenantry itself: an empty folder beside a tree of tenants would remove all of them.
    ///
    /// Bad: `tenantry render --profiles doc`.
    ///
    /// Good: `tenantry render`.
    pub EMPTY_PROFILES = "empty-profiles": Refused;
    /// A change moves Namespaces from one object of the sync engine to another.
    ///
    /// The old object prunes what it no longer holds, before or after the new one takes it over: the Namespace goes with
    /// everything in it. First protect the Namespaces (`gitOps.engine`, rendered, committed and synced), then move them.
    ///
    /// Source: Argo CD and Flux prune by what each Application or Kustomization held before, and obey the annotations of
    /// the live object.
    ///
    /// Bad: a change of `rendered`, of `layout` or of the number of shards, in a tree whose Namespaces have no protection.
    ///
    /// Good: the same change after one that sets `gitOps: {engine: argocd}` was rendered and synced.
    pub NAMESPACE_MOVES = "namespace-moves": Refused;
    /// A file under `rendered/` that tenantry did not make.
    ///
    /// The first line of every file of ours says so; a file without it is never overwritten or deleted, unless it holds nothing. Move it away.
    ///
    /// Source: tenantry itself.
    ///
    /// Bad: a `notes.txt` under `rendered/tenants/team-a/`.
    ///
    /// Good: a tree with nothing in it but what is rendered.
    pub FOREIGN_FILE = "foreign-file": Error;
    /// A file that was given as a saved plan is none.
    ///
    /// Source: tenantry itself: `tenantry diff --out FILE` writes plans, and nothing else does.
    ///
    /// Bad: `tenantry render --plan notes.txt`.
    ///
    /// Good: `tenantry diff --out plan.json`, then `tenantry render --plan plan.json`.
    pub SAVED_PLAN = "saved-plan": Error;
    /// Something changed since a plan was saved: inputs, templates, the config, the tree, or tenantry itself.
    ///
    /// What would be written now is not what was looked at.
    ///
    /// Source: tenantry itself: what was reviewed is what is carried out.
    ///
    /// Bad: `tenantry diff --out plan.json`, an edit of a profile, `tenantry render --plan plan.json`.
    ///
    /// Good: the same without the edit.
    pub STALE_PLAN = "stale-plan": Error;
    /// The committed tree is not what the inputs make.
    ///
    /// Somebody changed an input or a template without rendering, or the tree by hand. Run `tenantry render` and commit
    /// what it writes.
    ///
    /// Source: tenantry itself: what is reviewed is the tree, so it must be what the inputs make.
    ///
    /// Bad: a line of `rendered/tenants/team-a/namespace.yaml` that was changed by hand.
    ///
    /// Good: the file as `tenantry render` writes it.
    pub STALE_TREE = "stale-tree": Error;
}
