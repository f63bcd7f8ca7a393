//! Counts for pictures of what is known: answers by day, standings by day and by deck.

use std::collections::HashMap;

use rusqlite::params;

use super::{Store, StoreError};
use crate::model::time::Day;

/// What was done on one study day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct DayTally {
    pub(crate) day: Day,
    pub(crate) answers: u32,
    /// Time spent on answers that were timed, in milliseconds.
    pub(crate) took_ms: i64,
}

/// First answers of a day to cards that were seen before: was the card recalled?
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Recall {
    pub(crate) asked: u32,
    pub(crate) recalled: u32,
}

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
    /// Every day on which something was answered, oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn days(&self) -> Result<Vec<DayTally>, StoreError> {
        // Taken back answers are few: subtracting them is quicker than asking after each answer.
        let mut query = self.db.prepare(
            "select day, sum(answers), sum(took) from (
               select day, count(*) as answers, coalesce(sum(took_ms), 0) as took
               from log where kind = 'answered' group by day
               union all
               select day, -count(*), -coalesce(sum(took_ms), 0) from log
               where kind = 'answered' and entry in
                 (select of from log where of is not null and kind = 'retracted')
               group by day)
             group by day having sum(answers) > 0 order by day",
        )?;
        let days = query
            .query_map([], |row| {
                Ok(DayTally {
                    day: row.get(0)?,
                    answers: row.get(1)?,
                    took_ms: row.get(2)?,
                })
            })?
            .collect::<Result<_, _>>()?;
        Ok(days)
    }

    /// How many first answers of a day since `from` (and up to `to`) recalled a card that had been
    /// introduced on an earlier day.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn recall(&self, from: Day, to: Day) -> Result<Recall, StoreError> {
        let mut query = self.db.prepare(
            "select count(*), coalesce(sum(quality >= 3), 0) from (
               select log.quality, min(log.at) from log
                 join cards on cards.id = log.card join standings as s on s.card = cards.row
               where log.kind = 'answered' and log.day between ?1 and ?2
                 and s.introduced < log.day and not exists
                   (select 1 from log as back where back.of = log.entry and back.kind = 'retracted')
               group by log.card, log.day)",
        )?;
        let recall = query.query_row(params![from, to], |row| {
            Ok(Recall {
                asked: row.get(0)?,
                recalled: row.get(1)?,
            })
        })?;
        Ok(recall)
    }

    /// How many cards are due on each day up to `to`; what is overdue counts for `today`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn load(&self, today: Day, to: Day) -> Result<Vec<(Day, u32)>, StoreError> {
        let mut query = self.db.prepare(
            "select max(due, ?1) as day, count(*) from standings
             where due <= ?2 and not asleep group by day order by day",
        )?;
        let load = query
            .query_map(params![today, to], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        Ok(load)
    }

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
