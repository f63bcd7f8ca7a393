//! See `drill::fuzz::plan`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| drill::fuzz::plan(bytes));
