//! Journeys: the program as a person meets it, from outside. Nothing here imports the crate; one
//! file a journey.

mod home;
mod sitting;

mod changed_mind;
mod floors;
mod morning;
mod moving_ground;
mod portions;
mod pulled_plug;
mod terminals;
