//! The codes of guards over a review.

use crate::diagnostic::rules;

rules! {
    /// A template leaves out the Namespace of a tenant that is in use.
    ///
    /// A sync would delete the Namespace with everything in it. Let the template print it again; a tenant that is to go is
    /// retired first.
    ///
    /// Source: Argo CD and Flux prune what Git no longer has; Kubernetes deletes everything in a deleted Namespace.
    ///
    /// Bad: a `templates/tenant/namespace.yaml.j2` that prints nothing.
    ///
    /// Good: one that prints a Namespace for every tenant.
    pub NAMESPACE_REMOVED = "namespace-removed": Refused;
    /// One change removes more retired tenants than `guards.maxDeletedTenants` lets it.
    ///
    /// Each was retired before, so nobody uses them; so many at once are still more often a mistake than a wish. Say yes with
    /// `--allow deletes=N`, or remove them in several changes.
    ///
    /// Source: tenantry itself: what a Namespace held cannot be brought back.
    ///
    /// Bad: a change that deletes the files of 12 retired tenants.
    ///
    /// Good: the same with `tenantry render --allow deletes=12`.
    pub MASS_DELETION = "mass-deletion": Refused;
    /// One change gives or takes access in more tenants than `guards.maxChangedShare` lets it.
    ///
    /// Mostly a template or the config changed in a way that was meant for less. Look at `tenantry diff`; if it is what you
    /// want, say yes with `--allow access-changes`. Of fewer than 20 tenants any share may change.
    ///
    /// Source: tenantry itself: what nobody can read line by line is not reviewed.
    ///
    /// Bad: a template that drops the principals of every AuthorizationPolicy.
    ///
    /// Good: the same with `tenantry render --allow access-changes`, after a look at it.
    pub MASS_ACCESS_CHANGE = "mass-access-change": Refused;
}
