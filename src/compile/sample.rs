//! Decks for tests, written without the grammar: a text, and the cards that stand in it.

use crate::model::card::{Card, CardId, Kind};
use crate::model::deck::{Compiled, Deck, Named};
use crate::model::prose::Prose;
use crate::model::source::{Origin, Span};

use super::shelved::Shelved;

pub(super) struct Sample {
    pub(super) text: String,
    pub(super) compiled: Compiled,
}

impl Sample {
    /// A deck of `(kind, ask, answer)`, each written as a heading and a text. The id of a card
    /// follows from its question alone.
    pub(super) fn new(name: &str, cards: &[(Kind, &str, &str)]) -> Self {
        let mut text = String::new();
        let cards = cards.iter().map(|&(kind, ask, answer)| {
            let start = text.len();
            text.push_str(&format!("## {ask}\n{answer}\n\n"));
            Card {
                id: id(ask),
                kind,
                kin: None,
                pinned: false,
                tags: Vec::new(),
                ask: Prose(ask.to_owned()),
                answer: Prose(answer.to_owned()),
                span: Span::new(start, text.len() - 2),
            }
        });
        let cards = cards.collect();
        let deck = Deck {
            origin: Origin::File(format!("/{name}.md")),
            name: name.to_owned(),
            title: name.to_owned(),
            aliases: Vec::new(),
            requires: Vec::new(),
            tags: Vec::new(),
        };
        Self {
            text,
            compiled: Compiled {
                deck,
                cards,
                diagnostics: Vec::new(),
            },
        }
    }

    pub(super) fn titled(mut self, title: &str, aliases: &[&str]) -> Self {
        self.compiled.deck.title = title.to_owned();
        self.compiled.deck.aliases = aliases.iter().map(|&alias| alias.to_owned()).collect();
        self
    }

    /// The first item spans 1..2, the next 2..3.
    pub(super) fn requiring(mut self, names: &[&str]) -> Self {
        let named = |(at, &name): (usize, &&str)| Named {
            name: name.to_owned(),
            span: Span::new(at + 1, at + 2),
        };
        self.compiled.deck.requires = names.iter().enumerate().map(named).collect();
        self
    }

    pub(super) fn shelved(&self) -> Shelved<'_> {
        Shelved {
            text: &self.text,
            compiled: &self.compiled,
            path: Origin::to_string,
        }
    }
}

/// The first 16 bytes of a text, which is all that the tests need to tell cards apart.
pub(super) fn id(ask: &str) -> CardId {
    let mut bytes = [0; 16];
    bytes
        .iter_mut()
        .zip(ask.bytes())
        .for_each(|(to, from)| *to = from);
    CardId(bytes)
}
