//! All tests against the library and the binary, in one binary of their own so that they link once.
#![allow(clippy::disallowed_methods, reason = "tests make folders, run the binary and read what it wrote")]

mod bad_input;
mod cases;
mod commands;
mod conformance_copy;
mod controller;
mod determinism;
mod kubernetes;
mod kustomize;
mod layering;
mod properties;
mod repository;
mod several_configs;
mod support;
mod survival;
mod yaml;
