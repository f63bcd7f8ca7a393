//! The histories of all cards, one after the other, for pictures of what is known.

use std::collections::{HashMap, HashSet};
use std::convert::Infallible;

use rusqlite::Connection;

use super::{Store, StoreError, log};
use crate::model::card::CardId;
use crate::model::log::{Entry, Event, History};

/// A card whose history is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Told {
    /// `None` if no deck ever had the card on this machine.
    pub(crate) deck: Option<i64>,
    /// Whether it is in a deck now and not suspended.
    pub(crate) awake: bool,
    /// Whether another card tells a part of the same history: one of two that a text became.
    pub(crate) shared: bool,
}

impl Store {
    /// Shows every history to `visit`: as far as it is not dated after `horizon_ms`, and that of
    /// a reworded card once, with what it became. One pass over the log.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn each_history(
        &self,
        horizon_ms: i64,
        mut visit: impl FnMut(Told, &History),
    ) -> Result<(), StoreError> {
        let archive = Archive::read(&self.db)?;
        let cards = cards(&self.db)?;
        for card in archive.cards() {
            let card_now = cards.get(&card).copied();
            let goes_on = archive.continued.contains(&card);
            if goes_on && card_now.is_none_or(|(_, retired, _)| retired) {
                continue;
            }
            let mut told = Told::default();
            if let Some((deck, retired, suspended)) = card_now {
                told.deck = Some(deck);
                told.awake = !retired && !suspended;
            }
            let history = History::gather(card, horizon_ms, |part| {
                told.shared |= goes_on || part != card;
                Ok::<_, Infallible>(archive.entries_of(part))
            });
            let Ok(history) = history;
            visit(told, &history);
        }
        Ok(())
    }
}

/// All that the log says about cards, in memory: to read it in the order of its index by card
/// would take three times as long.
struct Archive {
    /// In order of arrival.
    entries: Vec<Entry>,
    /// The card of each entry and its place, sorted.
    index: Vec<(CardId, u32)>,
    /// The cards that another card continues.
    continued: HashSet<CardId>,
}

impl Archive {
    fn read(db: &Connection) -> Result<Self, StoreError> {
        let sql = format!(
            "select {} from log where detail is null order by arrival",
            log::COLUMNS
        );
        let mut query = db.prepare(&sql)?;
        let entries = query.query_map([], log::read_entry)?;
        let entries = entries.collect::<Result<Vec<Entry>, _>>()?;
        let mut index: Vec<_> = entries.iter().map(|entry| entry.card).zip(0..).collect();
        index.sort_unstable();
        let continued = entries.iter().filter_map(|entry| match entry.event {
            Event::Continued { from } => Some(from),
            Event::Answered(_)
            | Event::Retracted { .. }
            | Event::Suspended
            | Event::Resumed
            | Event::Buried
            | Event::Placed(_) => None,
        });
        Ok(Self {
            continued: continued.collect(),
            index,
            entries,
        })
    }

    /// Every card once.
    fn cards(&self) -> impl Iterator<Item = CardId> {
        let parts = self.index.chunk_by(|one, other| one.0 == other.0);
        parts.filter_map(|part| part.first().map(|(card, _)| *card))
    }

    /// What the log says about one card, in order of arrival.
    fn entries_of(&self, card: CardId) -> Vec<Entry> {
        let from = self.index.partition_point(|(other, _)| *other < card);
        let own = self.index[from..]
            .iter()
            .take_while(|(other, _)| *other == card);
        own.map(|(_, place)| self.entries[*place as usize])
            .collect()
    }
}

/// The deck of every card, whether it is retired, and whether it is suspended.
fn cards(db: &Connection) -> Result<HashMap<CardId, (i64, bool, bool)>, StoreError> {
    let mut query = db.prepare("select id, deck, retired, suspended from cards")?;
    let cards = query.query_map([], |row| {
        Ok((row.get(0)?, (row.get(1)?, row.get(2)?, row.get(3)?)))
    })?;
    Ok(cards.collect::<Result<_, _>>()?)
}
