//! See `bodies/writer.rs`.
#![no_main]

#[path = "../bodies/writer.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|data: &[u8]| body::check(data));
