//! `drill`: spaced repetition for the terminal.
//!
//! The rooms, from the ground up. Imports go down only, and rooms on one floor never import one
//! another; `tests/floors.rs` holds them to it, `DESIGN.md` says why.

mod compile;
mod model;
