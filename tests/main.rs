//! Journeys: the program as a person meets it, from outside. Nothing here imports the crate; one
//! file a journey.
#![allow(
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by a panic, and says that it skips by printing"
)]

mod cards;
mod home;
mod sitting;

mod anki;
mod around;
mod changed_mind;
mod check;
mod commands;
mod complaints;
mod counts;
mod coverage;
mod database;
mod floors;
mod fold;
mod forms;
mod grammar;
mod identity;
mod ids;
mod import;
mod morning;
mod moving_ground;
mod portions;
mod pulled_plug;
mod readme;
mod roadmap_deadline;
mod roadmap_follow;
mod roadmap_import;
mod roadmap_learner;
mod roadmap_page;
mod roadmap_tick;
mod settings;
mod snippets;
mod terminals;
mod vectors;
mod year;
