//! Git, read and never written: baselines and inputs from commits and the index, without touching the checkout.

mod format;

pub use format::hash_of;
