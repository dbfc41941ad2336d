//! A review in words: what changes for whom, for a terminal and for a comment on a pull request.
//!
//! Both show the same lines, which `lines` makes: the gravest first, equal ones over many tenants once.

mod human;
mod lines;
mod markdown;
mod text;

pub use human::human;
pub use markdown::{PART, markdown};

use crate::review::Review;

/// A tree and what happens to it.
pub struct Reviewed<'a> {
    /// The folder, as people are shown it.
    pub rendered: &'a str,
    /// What happens.
    pub review: &'a Review,
}
