//! Markdown becomes cards and complaints, for decks one by one and against each other.
//!
//! Everything here is a function of texts: no file is read and nothing is printed.

pub(crate) mod duplicates;
pub(crate) mod library;
mod likeness;
pub(crate) mod lint;
pub(crate) mod pairing;
mod question;
#[cfg(test)]
mod sample;
mod shape;
pub(crate) mod shelved;
mod words;
