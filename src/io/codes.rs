//! The codes of what the file system refuses.

use crate::diagnostic::rules;

rules! {
    /// The operating system refused something.
    pub IO = "io": Error;
    /// A file among the inputs that cannot be read as one.
    pub INPUT_FILE = "input-file": Error;
    /// Another run holds the rendered folder.
    pub LOCKED = "locked": Error;
}
