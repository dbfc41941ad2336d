//! The plan: what is to lie under `rendered/` against what lies there, as values.
//!
//! Nothing is read or written here. `check` shows a plan and `render` carries it out, so that what was shown is what is
//! done.

mod baseline;
pub mod codes;
mod compare;
mod guards;
mod moves;
mod saved;

pub use baseline::{Baseline, Found};
pub use compare::{Change, Counts, Plan, plan};
pub use guards::{empty_profiles, foreign_files, listed};
pub use moves::{Placement, namespace_moves};
pub use saved::{SavedPlan, SavedTree};
