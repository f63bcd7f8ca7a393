//! See `drill::fuzz::line`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| drill::fuzz::line(bytes));
