//! Markdown becomes cards and complaints, for decks one by one and against each other.
//!
//! Everything here is a function of texts: no file is read and nothing is printed.

pub(crate) mod change;
pub(crate) mod duplicates;
pub(crate) mod library;
mod likeness;
pub(crate) mod lint;
mod markup;
mod measure;
pub(crate) mod pairing;
mod question;
#[cfg(test)]
mod sample;
pub(crate) mod shelved;
mod words;

pub(crate) use markup::tree;

use crate::model::{
    deck::Compiled,
    diagnostic::Diagnostic,
    source::{Origin, Source},
};
pub(crate) fn read(_: Origin, _: Vec<u8>) -> (Source, Option<Diagnostic>) {
    todo!()
}
pub(crate) fn compile(_: &Source) -> Compiled {
    todo!()
}
