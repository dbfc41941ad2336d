//! All tests against the library and the binary, in one binary of their own so that they link once.
#![allow(clippy::disallowed_methods, reason = "tests make folders, run the binary and read what it wrote")]
#![allow(unreachable_pub, reason = "a test binary has no users")]
#![allow(clippy::print_stdout, reason = "tests say what they counted and what they had to skip")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod bad_input;
mod cases;
mod commands;
mod conformance_copy;
mod controller;
mod determinism;
mod engines;
mod exit_codes;
mod explain;
mod formats;
mod fuzz;
mod git;
mod guards;
mod kubernetes;
mod kustomize;
mod layering;
mod oracle;
mod properties;
mod pull_request;
mod release;
mod repository;
mod restore;
mod review;
mod rules;
mod schema;
mod several_configs;
mod support;
mod survival;
mod tour;
mod yaml;
