//! When a card is due: a function from its history to its standing, and nothing else.
//!
//! A scheduler reads no clock, rolls no dice and keeps no state of its own; what the four keys of
//! a sitting would do is the standing of the history with one more answer.

mod sm2;
mod spread;

#[cfg(test)]
mod laws;
#[cfg(test)]
mod vectors;

pub(crate) use sm2::Sm2;
pub(crate) use spread::spread;

use crate::model::log::History;
use crate::model::standing::Standing;

/// An algorithm for spacing repetitions.
pub(crate) trait Scheduler {
    /// Names the algorithm and every parameter that its results depend on. Cached standings of
    /// another edition are derived again.
    fn edition(&self) -> String;

    /// Where a card with that history stands; `None` if it was never answered.
    fn standing(&self, history: &History) -> Option<Standing>;

    /// Where the card stood after each turn of its history: what [`Scheduler::standing`] says of
    /// every beginning of it, found in one go.
    fn standings(&self, history: &History) -> Vec<Option<Standing>>;
}
