//! All tests against the library and the binary, in one binary of their own so that they link once.

mod conformance_copy;
mod controller;
mod kubernetes;
mod support;
mod yaml;
