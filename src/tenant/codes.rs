//! The codes of problems between documents, and of values that Kubernetes or the controllers refuse.

use crate::diagnostic::rules;

rules! {
    /// A Profile's name that is no Namespace's name.
    pub TENANT_NAME = "tenant-name": Error;
    /// Labels or annotations that the API server refuses.
    pub METADATA = "metadata": Error;
    /// An owner of a kind that gets no access, or that the API server refuses.
    pub OWNER = "owner": Error;
    /// A quota that the API server refuses, or whose value it would change.
    pub QUOTA = "quota": Error;
    /// A contributor that cannot be one.
    pub CONTRIBUTOR = "contributor": Error;
    /// Two contributors whose objects would have one name.
    pub CONTRIBUTOR_COLLISION = "contributor-collision": Error;
    /// Two Profiles of one name.
    pub DUPLICATE_PROFILE = "duplicate-profile": Error;
    /// Two Tenant documents of one name.
    pub DUPLICATE_TENANT = "duplicate-tenant": Error;
    /// A Tenant document without its Profile in the same file.
    pub LONE_TENANT = "lone-tenant": Error;
    /// `--only` names a tenant that there is not.
    pub UNKNOWN_TENANT = "unknown-tenant": Error;
    /// A Tenant whose `spec.lifecycle` is none that there is.
    pub LIFECYCLE = "lifecycle": Error;
}
