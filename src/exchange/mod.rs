//! Other people's formats: bytes of any kind <-> text.
//!
//! Never touches a file: who reads and writes them is somebody else.

pub(crate) mod encoding;
mod mojibake;
mod pages;
