//! Cards as a table.

use std::collections::HashSet;
use std::path::Path;

use super::{Written, file};
use crate::command::desk::Desk;
use crate::command::failure::Failure;
use crate::exchange::tabular::{self, Line};
use crate::model::collection::{CardRecord, DeckRecord};

/// # Errors
/// When the database cannot be read or the file not be written.
pub(super) fn write(
    desk: &Desk,
    path: &Path,
    separator: u8,
    scope: Option<&HashSet<i64>>,
    force: bool,
) -> Result<Written, Failure> {
    let collection = desk.store.collection()?;
    let chosen = chosen(desk, scope)?;
    let in_scope = |deck: &DeckRecord| {
        chosen
            .as_ref()
            .is_none_or(|decks| decks.contains(deck.origin.path()))
    };
    let cards = collection.cards.iter().filter(|card| !card.retired);
    let placed = cards.map(|card| (card, &collection.decks[card.deck]));
    let mut placed: Vec<(&CardRecord, &DeckRecord)> = placed
        .filter(|(_, deck)| !deck.gone && in_scope(deck))
        .collect();
    placed.sort_by_key(|(card, _)| (card.deck, card.position));
    let decks: HashSet<usize> = placed.iter().map(|(card, _)| card.deck).collect();
    let lines: Vec<Line> = placed.into_iter().map(row).collect();
    let written = Written {
        file: path.display().to_string(),
        decks: decks.len(),
        cards: lines.len(),
        ..Written::default()
    };
    let bytes = tabular::write(lines, separator);
    file::write(path, force, &mut |out| {
        out.write_all(&bytes)
            .map_err(|error| file::cannot_write(path, &error))
    })?;
    Ok(written)
}

/// The paths of the decks of a scope.
pub(super) fn chosen(
    desk: &Desk,
    scope: Option<&HashSet<i64>>,
) -> Result<Option<HashSet<String>>, Failure> {
    let Some(rows) = scope else {
        return Ok(None);
    };
    let decks = desk.store.decks()?.into_iter();
    let decks = decks.filter(|deck| rows.contains(&deck.row));
    Ok(Some(
        decks.map(|deck| deck.origin.path().to_owned()).collect(),
    ))
}

fn row((card, deck): (&CardRecord, &DeckRecord)) -> Line {
    let mut tags: Vec<String> = Vec::new();
    for tag in deck.tags.iter().chain(&card.tags) {
        // A space parts tags there.
        let tag = tag.replace(char::is_whitespace, "-");
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    Line {
        guid: card.id.to_string(),
        deck: deck.title.clone(),
        ask: card.ask.clone(),
        answer: card.answer.clone(),
        tags,
    }
}
