//! Git, read and never written: baselines and inputs from commits and the index, without touching the checkout.
//!
//! Two back ends behind one trait: a library, which is fast and needs no program, and the program `git` for what the library
//! cannot read (SHA-256, sparse and split indexes, reftable, partial clones, rarer revision expressions). Whatever the library
//! refuses is asked of the program, whose word is the last. Owners are checked by both; nothing switches that off.
//!
//! Of the variables that git sets for its hooks only three count: see [`Environment`]. Nothing is fetched, no filter, hook or
//! pager runs, replacement objects are not followed, and no name from a repository is ever a path to write to.

mod back_end;
mod baseline;
mod environment;
mod error;
mod format;
mod inputs;
mod library;
mod listing;
mod program;
mod repository;
mod run;

pub use back_end::{Commit, Entry, GitFile, Kind, Snapshot};
pub use baseline::baseline;
pub use environment::Environment;
pub use error::GitError;
pub use format::hash_of;
pub(super) use inputs::{contents, entries};
pub use repository::{BackEnds, Repository};
