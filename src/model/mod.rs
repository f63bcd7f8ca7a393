//! The words that every room shares: cards, answers, days, places in a text.
//!
//! Nothing here reads a file, a clock or a screen, and nothing here decides anything that
//! belongs to a single room.

pub(crate) mod card;
pub(crate) mod carried;
pub(crate) mod chance;
pub(crate) mod deck;
pub(crate) mod diagnostic;
pub(crate) mod grade;
pub(crate) mod log;
pub(crate) mod prose;
pub(crate) mod roadmap;
pub(crate) mod source;
pub(crate) mod standing;
pub(crate) mod time;
pub(crate) mod words;
