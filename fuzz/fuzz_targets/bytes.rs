//! See `drill::fuzz::bytes`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| drill::fuzz::bytes(bytes));
