//! The codes of what the file system and Git refuse.

use crate::diagnostic::rules;

rules! {
    /// The operating system refused something.
    ///
    /// The message names the file and what the system said.
    ///
    /// Source: the operating system.
    ///
    /// Bad: a full disk, a folder that may not be written.
    ///
    /// Good: none.
    pub IO = "io": Error;
    /// A file among the inputs that cannot be read as one.
    ///
    /// A symbolic link, a folder named like a file, a pipe, or a file that may not be read.
    ///
    /// Source: tenantry itself: a link cannot be followed through the history of Git.
    ///
    /// Bad: `profiles/team-a.yaml` as a symbolic link.
    ///
    /// Good: the file itself.
    pub INPUT_FILE = "input-file": Error;
    /// Another run holds the rendered folder.
    ///
    /// Wait for it to end.
    ///
    /// Source: tenantry itself: two runs at once would write over each other.
    ///
    /// Bad: two `tenantry render` at once.
    ///
    /// Good: one after the other.
    pub LOCKED = "locked": Error;
    /// Git could not read something.
    ///
    /// The message holds what git said. Some repositories (SHA-256, sparse index, reftable) need the program `git`, and one
    /// that is new enough for them.
    ///
    /// Source: Git.
    ///
    /// Bad: a repository with `extensions.refStorage = reftable`, and git 2.39.
    ///
    /// Good: the same with git 2.45 or newer.
    pub GIT = "git": Error;
    /// The clone does not hold the history or the files that a comparison needs.
    ///
    /// A shallow clone: `git fetch --unshallow`, or `fetch-depth: 0` for actions/checkout. A partial clone: fetch without its
    /// filter; nothing is fetched on the way, so that a comparison never waits for a server.
    ///
    /// Source: Git: what two branches have in common is found by walking their commits.
    ///
    /// Bad: actions/checkout as it is, which fetches one commit.
    ///
    /// Good: actions/checkout with `fetch-depth: 0`.
    pub GIT_HISTORY = "git-history": Error;
    /// A repository that belongs to another user.
    ///
    /// Its settings could run programs, so git refuses it until told to trust it, and tenantry asks git.
    ///
    /// Source: `safe.directory` in git-config(1).
    ///
    /// Bad: a checkout by root, and a run by somebody else.
    ///
    /// Good: the same after `git config --global --add safe.directory FOLDER`.
    pub GIT_OWNER = "git-owner": Error;
    /// A revision that is no commit of this clone.
    ///
    /// A branch of the server is there once it was fetched.
    ///
    /// Source: gitrevisions(7).
    ///
    /// Bad: `--base origin/mian`.
    ///
    /// Good: `--base origin/main`, after `git fetch origin main`.
    pub GIT_REVISION = "git-revision": Error;
    /// There is no Git repository here.
    ///
    /// What is compared with Git lies in a repository.
    ///
    /// Source: tenantry itself.
    ///
    /// Bad: `tenantry diff` in a folder that was unpacked from an archive.
    ///
    /// Good: `tenantry diff` in a clone.
    pub NO_REPOSITORY = "no-repository": Error;
}
