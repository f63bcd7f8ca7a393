//! Markdown becomes cards and complaints, for decks one by one and against each other.
//!
//! Everything here is a function of texts: no file is read and nothing is printed.

pub(crate) mod change;
mod markup;

pub(crate) use markup::tree;
