//! Everything as one JSON document.

use std::path::Path;

use super::{Written, file};
use crate::command::desk::Desk;
use crate::command::failure::Failure;
use crate::command::read::source;
use crate::compile;
use crate::exchange::archive::Writer;

/// # Errors
/// When the database cannot be read or the file not be written.
pub(super) fn write(desk: &Desk, path: &Path, force: bool) -> Result<Written, Failure> {
    let mut collection = desk.store.collection()?;
    collection.settings = std::fs::read_to_string(desk.settings_file()).ok();
    let mut written = Written {
        file: path.display().to_string(),
        decks: collection.decks.iter().filter(|deck| !deck.gone).count(),
        cards: collection.cards.iter().filter(|card| !card.retired).count(),
        ..Written::default()
    };
    file::write(path, force, &mut |out| {
        written.missing.clear();
        let mut text = |deck: &crate::model::collection::DeckRecord| {
            let bytes = source(desk, &deck.origin).ok();
            if bytes.is_none() && !deck.gone {
                written.missing.push(deck.name.clone());
            }
            bytes.map(|bytes| compile::read(deck.origin.clone(), bytes).0.text)
        };
        let refuse = |error| file::cannot_write(path, &error);
        let mut writer = Writer::begin(&mut *out, &collection, &mut text).map_err(refuse)?;
        let mut lines = 0;
        desk.store.each_record(&mut |record| {
            writer.line(&record, lines == 0).map_err(refuse)?;
            lines += 1;
            Ok::<(), Failure>(())
        })?;
        written.lines = lines;
        writer.end().map_err(refuse)
    })?;
    Ok(written)
}
