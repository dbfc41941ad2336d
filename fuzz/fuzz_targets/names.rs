//! See `bodies/names.rs`.
#![no_main]

#[path = "../bodies/names.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|data: &[u8]| body::check(data));
