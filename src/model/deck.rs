//! A deck: one Markdown file, one topic.

use super::card::Card;
use super::diagnostic::Diagnostic;
use super::source::{Origin, Span};

/// A word with its place, for complaints about it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) span: Span,
}

/// What a deck says about itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Deck {
    pub(crate) origin: Origin,
    /// The short name: the file's name without its extension. `--deck` and `requires` use it.
    pub(crate) name: String,
    /// `topic`, else the first H1, else the file's name: what people read, and what the ids of
    /// its cards are made from.
    pub(crate) title: String,
    /// Other names of the topic.
    pub(crate) aliases: Vec<String>,
    /// Topics that come first, as written.
    pub(crate) requires: Vec<Named>,
    pub(crate) tags: Vec<String>,
}

/// What the compiler makes of one source. Any text gives an answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Compiled {
    pub(crate) deck: Deck,
    /// The healthy cards, in the order of the text.
    pub(crate) cards: Vec<Card>,
    /// In the order of the text.
    pub(crate) diagnostics: Vec<Diagnostic>,
}
