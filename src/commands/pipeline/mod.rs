//! The stages up to the plan, the same for every command: read, resolve, render, compare.

mod open;
mod prepare;
mod read;

pub(super) use open::{Run, Where, below, open, slashed};
pub(super) use prepare::{Asked, Made, Prepared, prepare, render};
pub(super) use read::{Inputs, input_files, is_profile, read, read_asked, template_files};
