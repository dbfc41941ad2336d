//! What the tests share: the conformance data, a sandbox with the binary in it, repositories, comparing trees.

pub mod conformance;
pub mod git;
pub mod objects;
pub mod sandbox;
pub mod tree;
pub mod workflow;
