//! See `bodies/reader.rs`.
#![no_main]

#[path = "../bodies/reader.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|data: &[u8]| body::check(data));
