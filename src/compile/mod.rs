//! Markdown -> cards and complaints, for decks one by one and against each other.
//!
//! A pipeline whose stages have types: bytes -> [`Source`] (`encoding`) -> front matter and body
//! (`front`) -> blocks (`blocks`) -> drafts (`grammar`, the reference of the language) -> cards
//! (`sides`, `check`). Every stage is total and complains into one list: any text gives an answer.

mod attributes;
mod blocks;
pub(crate) mod change;
mod check;
mod cloze;
mod cut;
pub(crate) mod duplicates;
mod encoding;
mod fault;
mod front;
mod grammar;
mod identity;
#[cfg(test)]
mod laws;
pub(crate) mod library;
mod likeness;
pub(crate) mod lint;
mod markup;
mod outline;
mod page;
pub(crate) mod pairing;
#[cfg(test)]
mod print;
mod question;
#[cfg(test)]
mod sample;
pub(crate) mod section;
pub(crate) mod settle;
mod shape;
pub(crate) mod shelved;
mod sides;
mod split;
#[cfg(test)]
mod tests;
mod theory;
mod wording;

pub(crate) use encoding::read;
pub(crate) use markup::tree;
pub(crate) use theory::{Section, page, theory};

use crate::model::deck::{Compiled, Deck};
use crate::model::source::Source;
use sides::Setting;

/// Compiles a deck. Total: any text gives an answer, with the healthy cards and all complaints in
/// the order of the text.
pub(crate) fn compile(source: &Source) -> Compiled {
    let text = source.text.as_str();
    let name = source.origin.stem();
    let mut diagnostics = Vec::new();
    let (front, body) = front::read(text, &mut diagnostics);
    let page = blocks::read(text, body, &mut diagnostics);
    let drafts = grammar::drafts(text, &page, &mut diagnostics);
    let titles = [&front.topic, &page.title, name].map(cut::one_line);
    let title = titles
        .into_iter()
        .find(|title| !title.is_empty())
        .unwrap_or_default();
    let setting = Setting {
        text,
        plain: &page.plain,
        title: &title,
        language: front.language,
        reverse: front.reverse,
    };
    let cards = check::cards(&setting, &drafts, &mut diagnostics);
    diagnostics.sort_by_key(|found| (found.span.start, found.span.end));
    let deck = Deck {
        origin: source.origin.clone(),
        name: name.to_owned(),
        title,
        aliases: front.aliases,
        requires: front.requires,
        tags: front.tags,
    };
    Compiled {
        deck,
        cards,
        diagnostics,
    }
}
