//! What an export takes along: cards, answers, and which card another one has become.

use std::collections::HashMap;

use super::cards::tags;
use super::{Store, StoreError, log};
use crate::model::card::{CardId, Kind};
use crate::model::log::{Entry, Event};

/// A card on its way out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct OutgoingCard {
    pub(crate) row: i64,
    pub(crate) id: CardId,
    pub(crate) kind: Kind,
    pub(crate) ask: String,
    pub(crate) answer: String,
    /// Its own and its deck's.
    pub(crate) tags: Vec<String>,
    /// Only its own.
    pub(crate) own_tags: Vec<String>,
    pub(crate) suspended: bool,
}

/// A line of the log that moved a card and was not taken back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Moved {
    pub(crate) entry: Entry,
    /// Whether an import brought it.
    pub(crate) imported: bool,
    /// Its row in the other program.
    pub(crate) kept: Option<String>,
}

impl Store {
    /// The active cards of a deck, in their order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn outgoing(&self, deck: i64) -> Result<Vec<OutgoingCard>, StoreError> {
        let mut query = self.db.prepare_cached(
            "select row, id, kind, ask, answer, decks.tags, cards.tags, suspended
             from cards join decks using (deck) where deck = ? and not retired order by position",
        )?;
        let cards = query.query_map([deck], |row| {
            let (of_deck, own) = (row.get::<_, String>(5)?, row.get::<_, Option<String>>(6)?);
            Ok(OutgoingCard {
                row: row.get(0)?,
                id: row.get(1)?,
                kind: row.get(2)?,
                ask: row.get(3)?,
                answer: row.get(4)?,
                tags: tags(&of_deck, own.as_deref()),
                own_tags: tags("[]", own.as_deref()),
                suspended: row.get(7)?,
            })
        })?;
        Ok(cards.collect::<Result<_, _>>()?)
    }

    /// Which card each card was continued by, as far as that was not taken back.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn continuations(&self) -> Result<HashMap<CardId, CardId>, StoreError> {
        let lines = log::entries_where(
            &self.db,
            "kind = 'continued' and not exists
               (select 1 from log as back where back.of = log.entry and back.kind = 'retracted')",
            [],
        )?;
        let pair = |entry: Entry| match entry.event {
            Event::Continued { from } => Some((from, entry.card)),
            Event::Answered(_)
            | Event::Retracted { .. }
            | Event::Suspended
            | Event::Resumed
            | Event::Buried
            | Event::Placed(_) => None,
        };
        Ok(lines.into_iter().filter_map(pair).collect())
    }

    /// Shows every line that moved a card to `visit`, in order of time.
    ///
    /// # Errors
    /// When the database cannot be read, or `visit` fails.
    pub(crate) fn each_move<E: From<StoreError>>(
        &self,
        mut visit: impl FnMut(Moved) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = format!(
            "select {}, import is not null, kept from log
             where kind in ('answered', 'placed') and not exists
               (select 1 from log as back where back.of = log.entry and back.kind = 'retracted')
             order by at, arrival",
            log::COLUMNS
        );
        let mut query = self.db.prepare(&sql).map_err(StoreError::from)?;
        let mut rows = query.query([]).map_err(StoreError::from)?;
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            let read = || -> rusqlite::Result<Moved> {
                Ok(Moved {
                    entry: log::read_entry(row)?,
                    imported: row.get(log::WIDTH)?,
                    kept: row.get(log::WIDTH + 1)?,
                })
            };
            visit(read().map_err(StoreError::from)?)?;
        }
        Ok(())
    }
}
