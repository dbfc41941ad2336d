//! The binary: parse, run, exit. Everything else is the library's.

#![forbid(unsafe_code)]

use clap::Parser;
use std::process::ExitCode;
use tenantry::{cli::Cli, commands};

/// Rendering makes and drops many small values on every thread; see benches/README.md for what this is worth.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    commands::run(&Cli::parse()).into()
}
