//! How well the cards of each deck are known.

use std::collections::HashMap;

use rusqlite::params;

use super::{Store, StoreError};
use crate::model::time::Day;

/// The cards of one deck, by where they stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct DeckTally {
    pub(crate) deck: i64,
    pub(crate) cards: u32,
    pub(crate) due: u32,
    pub(crate) new: u32,
    /// Interval below `mature`.
    pub(crate) young: u32,
    pub(crate) mature: u32,
    pub(crate) suspended: u32,
}

/// The cards of one deck that are not suspended, by how well they are known.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Mastery {
    /// Never answered.
    pub(crate) new: u32,
    /// By their interval: under a week, under three weeks, and longer.
    pub(crate) learning: u32,
    pub(crate) known: u32,
    pub(crate) mature: u32,
}

impl Store {
    /// The cards of every deck; `mature` is the interval in days from which a card counts as that.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn deck_tallies(
        &self,
        today: Day,
        mature: u32,
    ) -> Result<Vec<DeckTally>, StoreError> {
        let mut query = self.db.prepare(
            "select cards.deck, count(*), coalesce(sum(s.due <= ?1 and not suspended), 0), sum(fresh),
               coalesce(sum(s.interval < ?2 and not suspended), 0),
               coalesce(sum(s.interval >= ?2 and not suspended), 0), sum(suspended)
             from cards left join standings as s on s.card = cards.row
             where not retired group by cards.deck",
        )?;
        let tallies = query
            .query_map(params![today, mature], |row| {
                Ok(DeckTally {
                    deck: row.get(0)?,
                    cards: row.get(1)?,
                    due: row.get(2)?,
                    new: row.get(3)?,
                    young: row.get(4)?,
                    mature: row.get(5)?,
                    suspended: row.get(6)?,
                })
            })?
            .collect::<Result<_, _>>()?;
        Ok(tallies)
    }

    /// How well every deck that has active cards is known, by its row.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn mastery(&self) -> Result<HashMap<i64, Mastery>, StoreError> {
        let mut query = self.db.prepare(
            "select cards.deck, count(*) - count(s.card), coalesce(sum(s.interval < 7), 0),
               coalesce(sum(s.interval between 7 and 20), 0), coalesce(sum(s.interval > 20), 0)
             from cards left join standings as s on s.card = cards.row
             where not retired and not suspended group by cards.deck",
        )?;
        let mastery = query
            .query_map([], |row| {
                let mastery = Mastery {
                    new: row.get(1)?,
                    learning: row.get(2)?,
                    known: row.get(3)?,
                    mature: row.get(4)?,
                };
                Ok((row.get(0)?, mastery))
            })?
            .collect::<Result<_, _>>()?;
        Ok(mastery)
    }
}
