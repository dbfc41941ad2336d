//! See `bodies/input.rs`.
#![no_main]

#[path = "../bodies/input.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|data: &[u8]| body::check(data));
