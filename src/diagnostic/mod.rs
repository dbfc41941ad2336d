//! What is wrong, where, and what to do about it, as values.
//!
//! Lies under every other module and imports none. No layout, no colour, no printing here: that is `report`.

mod code;
mod diagnostics;
mod fix;
mod place;
mod route;
mod rule;
mod suggest;

pub use code::Code;
pub use diagnostics::{Diagnostic, Diagnostics, Label, Severity};
pub use fix::Fix;
pub use place::{FileId, Place, SourceFile, Sources, Span};
pub use route::{Problem, Route, Step, Trail};
pub use rule::Rule;
pub(crate) use rule::rules;
pub use suggest::nearest;
