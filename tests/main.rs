//! Journeys: the program as a person meets it, from outside. Nothing here imports the crate; one
//! file a journey.

mod cards;
mod home;
mod sitting;

mod check;
mod complaints;
mod floors;
mod forms;
mod identity;
mod ids;
mod import;
mod readme;
mod snippets;
mod vectors;
mod year;
