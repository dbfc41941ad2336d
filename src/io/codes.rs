//! The codes of what the file system refuses.

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
}
