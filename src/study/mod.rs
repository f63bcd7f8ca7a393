//! One sitting, as data: which cards, in which order, and what each key does to it.
//!
//! No file, no clock, no screen: the room `command` brings the cards and carries out what the
//! session decides.

pub(crate) mod queue;
pub(crate) mod scale;
pub(crate) mod session;
pub(crate) mod typed;
