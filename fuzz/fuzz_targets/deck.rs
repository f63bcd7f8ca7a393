//! See `drill::fuzz::deck`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| drill::fuzz::deck(bytes));
