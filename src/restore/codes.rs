//! The codes of what keeps a restore from being carried out.

use crate::diagnostic::rules;

rules! {
    /// A restore would overwrite or remove files whose changes were never committed.
    ///
    /// Nobody could bring them back. Commit or stash them, or say `--force`.
    ///
    /// Source: tenantry itself.
    ///
    /// Bad: `tenantry restore --from HEAD~3` while profiles/team-a.yaml is edited.
    ///
    /// Good: the same after `git commit`.
    pub UNCOMMITTED = "uncommitted": Error;
    /// The inputs of a revision cannot be restored without losing a Namespace.
    ///
    /// A file of that revision cannot be read, or there are no inputs in it; or a tenant of the committed tree has no input
    /// that could be kept as Retired. The message names them.
    ///
    /// Source: tenantry itself.
    ///
    /// Bad: a revision from before the first Profile.
    ///
    /// Good: one whose inputs were rendered.
    pub RESTORE = "restore": Error;
}
