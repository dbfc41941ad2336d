//! Reading from Git, in repositories of every kind.

mod agreement;
mod kinds;
mod refusals;
