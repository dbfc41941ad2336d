//! What people are shown: diagnostics and plans as text. Writes into strings; nothing in here prints.

mod human;
mod plain;
mod summary;

pub use human::{Written, diagnostics};
pub use summary::{changes, summary};
