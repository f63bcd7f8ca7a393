//! Journeys: the program as a person meets it, from outside. Nothing here imports the crate; one
//! file a journey.
#![allow(
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by a panic, and says that it skips by printing"
)]

mod browser;
mod cards;
mod fences;
mod fleet;
mod home;
mod servers;
mod sitting;

mod anki;
mod around;
mod aside;
mod changed_mind;
mod check;
mod commands;
mod companion;
mod complaints;
mod copies;
mod counts;
mod coverage;
mod crashes;
mod damage;
mod database;
mod edited_card;
mod end_of_sitting;
mod floors;
mod fold;
mod formats;
mod forms;
mod full_disk;
mod grammar;
mod hostile;
mod identity;
mod ids;
mod import;
mod morning;
mod moving_ground;
mod portions;
mod pulled_plug;
mod queries;
mod readme;
mod roadmap_deadline;
mod roadmap_decks;
mod roadmap_follow;
mod roadmap_import;
mod roadmap_learner;
mod roadmap_page;
mod roadmap_tick;
mod settings;
mod snippets;
mod stats;
mod stats_file;
mod stats_page;
mod stats_recount;
mod stats_tables;
mod strange_files;
mod sync;
mod sync_rounds;
mod terminals;
mod two_sittings;
mod typed_answer;
mod vectors;
mod year;
