//! Going back to earlier inputs without losing a Namespace born since: which files to write, and what in them.
//!
//! Texts in, texts out: no file is read or written here, and no Git is known. What is kept is edited as text, so that a reviewer
//! sees one line and not a file written anew; every edit is read back.

pub mod codes;
mod document;
mod merge;
mod retire;

pub use merge::{Given, InputText, Restore, plan};
