//! Checklists -> plan: from a text that somebody wrote for people to stages and items, from items
//! to the decks that teach them, and from cards and a date to the days in between.
//!
//! Every function here is total: any text gives an answer. What was studied is handed in.

pub(crate) mod burn_down;
mod dates;
pub(crate) mod decided;
pub(crate) mod forecast;
pub(crate) mod identity;
mod kinds;
mod labels;
pub(crate) mod last_look;
pub(crate) mod learner;
mod likeness;
pub(crate) mod matching;
mod outline;
pub(crate) mod pace;
mod parse;
pub(crate) mod plan;
#[cfg(test)]
mod tests;
mod title;
mod wording;

pub(crate) use parse::{is_checklist, read};
