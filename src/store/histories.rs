//! The histories of all cards, one after the other, for pictures of what is known.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension};

use super::{Store, StoreError, log};
use crate::model::card::CardId;
use crate::model::log::{Entry, Event, History};

/// A card whose history is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Told {
    /// `None` if no deck ever had the card on this machine.
    pub(crate) deck: Option<i64>,
    /// Whether it is in a deck now and not suspended.
    pub(crate) awake: bool,
    /// Whether another card tells a part of the same history: one of two that a text became.
    pub(crate) shared: bool,
}

impl Store {
    /// Shows every history to `visit` that may hold an answer: as far as it is not dated after
    /// `horizon_ms`, and that of a reworded card once, with what it became. One pass over the
    /// log, in the order of its index by card.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn each_history(
        &self,
        horizon_ms: i64,
        mut visit: impl FnMut(Told, &History),
    ) -> Result<(), StoreError> {
        let sql = format!(
            "select {} from log where detail is null order by card, arrival",
            log::COLUMNS
        );
        let continued = continued(&self.db)?;
        let mut query = self.db.prepare(&sql)?;
        let mut rows = query.query([])?;
        let mut entries: Vec<Entry> = Vec::new();
        loop {
            let next = rows.next()?.map(log::read_entry).transpose()?;
            let ends =
                next.is_none_or(|next| entries.last().is_some_and(|last| last.card != next.card));
            if ends && let Some(told) = self.told(&entries, &continued)? {
                let history = self.history_of(&mut entries, horizon_ms)?;
                visit(told, &history);
            }
            if ends {
                entries.clear();
            }
            match next {
                Some(entry) => entries.push(entry),
                None => return Ok(()),
            }
        }
    }

    /// Whose entries these are; `None` if another card tells of them.
    fn told(
        &self,
        entries: &[Entry],
        continued: &HashSet<CardId>,
    ) -> Result<Option<Told>, StoreError> {
        let Some(card) = entries.first().map(|entry| entry.card) else {
            return Ok(None);
        };
        let mut query = self
            .db
            .prepare_cached("select deck, retired, suspended from cards where id = ?")?;
        let found: Option<(i64, bool, bool)> = query
            .query_row([card], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        let goes_on = continued.contains(&card);
        let retired = found.is_none_or(|(_, retired, _)| retired);
        if goes_on && retired {
            return Ok(None);
        }
        Ok(Some(Told {
            deck: found.map(|(deck, ..)| deck),
            awake: found.is_some_and(|(_, retired, suspended)| !retired && !suspended),
            shared: goes_on || continues(entries),
        }))
    }

    fn history_of(&self, entries: &mut Vec<Entry>, horizon_ms: i64) -> Result<History, StoreError> {
        match entries.first() {
            Some(first) if continues(entries) => log::history(&self.db, first.card, horizon_ms),
            Some(first) => History::gather(first.card, horizon_ms, |_| Ok(std::mem::take(entries))),
            None => Ok(History::default()),
        }
    }
}

fn continues(entries: &[Entry]) -> bool {
    let continues = |entry: &Entry| matches!(entry.event, Event::Continued { .. });
    entries.iter().any(continues)
}

/// The cards that another card continues.
fn continued(db: &Connection) -> Result<HashSet<CardId>, StoreError> {
    let mut query = db.prepare("select of from log where of is not null and kind = 'continued'")?;
    let cards = query.query_map([], |row| row.get(0))?;
    Ok(cards.collect::<Result<_, _>>()?)
}
