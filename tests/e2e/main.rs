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
mod generated;
#[path = "../it/oracle/generator/mod.rs"]
#[allow(dead_code, reason = "what the tests in it/ need, and these do not")]
mod generator;
mod harness;
mod life;
#[path = "../it/support/mod.rs"]
#[allow(dead_code, reason = "what the tests in it/ need, and these do not")]
mod support;
