//! Every code with the page that explains it: what `tenantry explain` prints, and `docs/rules.md`.
//!
//! The pages are the doc comments beside the checks; nothing is explained here.

pub mod codes;
mod page;
mod table;

pub use page::{list, page, reference};
pub use table::{all, find};
