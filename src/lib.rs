//! `drill`: spaced repetition for the terminal.
//!
//! The rooms, from the ground up. Imports go down only, and rooms on one floor never import one
//! another; `tests/floors.rs` holds them to it, `DESIGN.md` says why.

// Ground: the words that everyone shares.
mod model;
// Pure: functions of their arguments.
mod compile;
mod roadmap;
mod schedule;
mod stats;
// One sitting, as data.
mod study;
// The edge: terminal, database, files, browser, time.
mod clock;
mod exchange;
mod paper;
mod screen;
mod shelf;
mod store;
mod sync;
// The roof: one file a verb.
mod command;

#[cfg(any(test, fuzzing))]
pub use command::fuzz;
pub use command::run;
