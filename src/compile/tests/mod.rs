//! Decks and, whole, what they compile to.

mod forms;
mod names;
mod questions;

use super::compile;
use crate::model::source::{Lines, Origin, Source};

/// One line a card, `kind | ask | answer` (`*` after the kind if it has siblings, `#` if it is
/// pinned), then one line a complaint, `code line:column`. Line breaks inside are `/`.
fn compiled(text: &str) -> String {
    let source = Source {
        origin: Origin::Shipped("deck.md".into()),
        text: text.to_owned(),
    };
    let compiled = compile(&source);
    let lines = Lines::of(text);
    let cards = compiled.cards.iter().map(|card| {
        let kin = if card.kin.is_some() { "*" } else { "" };
        let pin = if card.pinned { "#" } else { "" };
        format!(
            "{}{kin}{pin} | {} | {}",
            card.kind.name(),
            card.ask,
            card.answer
        )
        .replace('\n', "/")
    });
    let complaints = compiled
        .diagnostics
        .iter()
        .map(|found| format!("{} {}", found.code, lines.position(found.span.start)));
    cards.chain(complaints).collect::<Vec<_>>().join("\n")
}

#[track_caller]
fn expect(text: &str, expected: &[&str]) {
    assert_eq!(compiled(text), expected.join("\n"), "{text}");
}
