//! The binary: parse, run, exit. Everything else is the library's.

use clap::Parser;
use std::process::ExitCode;
use tenantry::{cli::Cli, commands};

fn main() -> ExitCode {
    commands::run(&Cli::parse()).into()
}
