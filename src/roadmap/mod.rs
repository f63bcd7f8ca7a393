//! Checklists -> plan: from a text that somebody wrote for people to stages and items, and from
//! items to the decks that teach them.
//!
//! Every function here is total: any text gives an answer. Nothing here knows what was studied.

mod dates;
pub(crate) mod decided;
pub(crate) mod identity;
mod kinds;
mod labels;
pub(crate) mod matching;
mod outline;
mod parse;
pub(crate) mod plan;
#[cfg(test)]
mod tests;
mod title;
mod wording;

pub(crate) use parse::{is_checklist, read};
