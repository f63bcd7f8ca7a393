//! Journeys: the program as a person meets it, from outside. Nothing here imports the crate; one
//! file a journey.

mod cards;
mod home;
mod sitting;

mod floors;
mod grammar;
mod identity;
mod ids;
mod readme;
mod vectors;
