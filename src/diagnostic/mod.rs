//! What is wrong, where, and what to do about it, as values.
//!
//! Lies under every other module and imports none. No layout, no colour, no printing here: that is `report`.

mod code;
mod diagnostics;
mod place;
mod route;
mod suggest;

pub use code::Code;
pub use diagnostics::{Diagnostic, Diagnostics, Label, Severity};
pub use place::{FileId, Place, SourceFile, Sources, Span};
pub use route::{Problem, Route, Step};
pub use suggest::nearest;
