//! See `drill::fuzz::page`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| drill::fuzz::page(bytes));
