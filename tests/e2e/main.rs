//! Rendered tenants against a real control plane: kube-apiserver with RBAC, etcd, and the controllers that tell on tenants.
//!
//! Its program is named by `TENANTRY_CONTROL_PLANE`; `.ci/run` builds it. See README.md.
#![allow(clippy::disallowed_methods, reason = "tests make folders, run programs and read what they wrote")]
#![allow(unreachable_pub, reason = "a test binary has no users")]
#![allow(clippy::print_stdout, reason = "tests say what they counted and what they had to skip")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod access;
mod apply;
mod begins;
mod edges;
mod generated;
#[path = "../it/oracle/generator/mod.rs"]
mod generator;
mod harness;
mod immutable;
#[path = "../it/oracle/judge.rs"]
#[allow(dead_code, reason = "what the tests in it/ need, and these do not")]
mod judge;
mod life;
mod replace;
mod reviewed;
#[path = "../it/support/mod.rs"]
#[allow(dead_code, reason = "what the tests in it/ need, and these do not")]
mod support;
