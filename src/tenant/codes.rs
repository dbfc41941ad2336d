//! The codes of problems between documents, and of values that Kubernetes or the controllers refuse.

use crate::diagnostic::Code;

/// A Profile's name that is no Namespace's name.
pub const TENANT_NAME: Code = Code("tenant-name");
/// Labels or annotations that the API server refuses.
pub const METADATA: Code = Code("metadata");
/// An owner of a kind that gets no access, or that the API server refuses.
pub const OWNER: Code = Code("owner");
/// A quota that the API server refuses, or whose value it would change.
pub const QUOTA: Code = Code("quota");
/// A contributor that cannot be one.
pub const CONTRIBUTOR: Code = Code("contributor");
/// Two contributors whose objects would have one name.
pub const CONTRIBUTOR_COLLISION: Code = Code("contributor-collision");
/// Two Profiles of one name.
pub const DUPLICATE_PROFILE: Code = Code("duplicate-profile");
/// Two Tenant documents of one name.
pub const DUPLICATE_TENANT: Code = Code("duplicate-tenant");
/// A Tenant document without its Profile in the same file.
pub const LONE_TENANT: Code = Code("lone-tenant");
