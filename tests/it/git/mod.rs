//! Reading from Git, in repositories of every kind.

mod agreement;
mod inputs;
mod kinds;
mod refusals;
