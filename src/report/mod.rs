//! What people are shown: diagnostics and plans as text. Writes into strings; nothing in here prints.

mod human;
pub mod machine;
mod origin;
mod plain;
pub mod review;
mod summary;

pub use human::{Written, diagnostics};
pub use origin::{Explained, ObjectReport, origins};
pub use plain::plain_line;
pub use summary::{changes, summary};
