//! What a deadline needs to know: how somebody answers, which cards the decks on the way have, and
//! when each was asked.

use rusqlite::params;

use super::{Store, StoreError};
use crate::model::card::CardId;
use crate::model::grade::Quality;
use crate::model::log::LONGEST_MS;
use crate::model::time::Day;
use crate::roadmap::last_look::Face;
use crate::roadmap::learner::{Tally, Turn};

/// A card on the way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Traveller {
    pub(crate) id: CardId,
    pub(crate) kin: Option<i64>,
    /// Whether it was never answered.
    pub(crate) fresh: bool,
}

impl Store {
    /// The answers since that day, counted for each [`Turn`]; last looks, which are easier, and
    /// what was taken back left out.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn turns(&self, from: Day) -> Result<[Tally; 3], StoreError> {
        let mut query = self.db.prepare(
            "select turn, quality, count(*), count(took_ms), coalesce(sum(min(took_ms, ?2)), 0) from (
               select log.quality, log.took_ms, case
                   when row_number() over (partition by log.card, log.day order by log.at, log.arrival) > 1 then ?5
                   when s.introduced = log.day then ?3 else ?4 end as turn
               from log join cards on cards.id = log.card join standings as s on s.card = cards.row
               where log.day >= ?1 and log.kind = 'answered' and not log.last_look and not exists
                 (select 1 from log as back where back.of = log.entry and back.kind = 'retracted'))
             group by turn, quality",
        )?;
        let [first, review, repeat] =
            [Turn::First, Turn::Review, Turn::Repeat].map(|turn| turn as u32);
        let mut rows = query.query(params![from, LONGEST_MS, first, review, repeat])?;
        let mut tallies = [Tally::default(); 3];
        while let Some(row) = rows.next()? {
            let (turn, quality): (u32, Quality) = (row.get(0)?, row.get(1)?);
            let tally = &mut tallies[turn as usize];
            tally.grades[quality.grade() as usize] += row.get::<_, u32>(2)?;
            tally.timed += row.get::<_, u32>(3)?;
            tally.took_ms += row.get::<_, i64>(4)?.unsigned_abs();
        }
        Ok(tallies)
    }

    /// The cards of a deck that may be asked, in order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn travellers(&self, deck: i64) -> Result<Vec<Traveller>, StoreError> {
        let mut query = self.db.prepare_cached(
            "select id, kin, fresh from cards where deck = ? and not retired and not suspended
             order by position",
        )?;
        let cards = query.query_map([deck], |row| {
            Ok(Traveller {
                id: row.get(0)?,
                kin: row.get(1)?,
                fresh: row.get(2)?,
            })
        })?;
        Ok(cards.collect::<Result<_, _>>()?)
    }

    /// The cards of a deck that were answered before, as a last look sees them: asked on the day
    /// of their last answer since `from`, practice included, else on that of the last that counted.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn faces(&self, deck: i64, from: Day) -> Result<Vec<Face>, StoreError> {
        let mut query = self.db.prepare_cached(
            "select s.card, s.kin, s.due, s.interval, max(s.repeated, coalesce((
                 select max(log.day) from log
                 where log.card = cards.id and log.kind = 'answered' and log.day >= ?2 and not exists
                   (select 1 from log as back where back.of = log.entry and back.kind = 'retracted')
               ), s.repeated))
             from cards join standings as s on s.card = cards.row
             where cards.deck = ?1 and not cards.retired and not s.asleep",
        )?;
        let faces = query.query_map(params![deck, from], |row| {
            Ok(Face {
                row: row.get(0)?,
                kin: row.get(1)?,
                due: row.get(2)?,
                interval: row.get(3)?,
                asked: row.get(4)?,
                queued: false,
                chance: 0,
            })
        })?;
        Ok(faces.collect::<Result<_, _>>()?)
    }

    /// The most cards that were answered on one day from `from` on, before `to`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn busiest(&self, from: Day, to: Day) -> Result<u32, StoreError> {
        let mut query = self.db.prepare_cached(
            "select coalesce(max(cards), 0) from (
               select count(distinct card) as cards from log
               where day >= ?1 and day < ?2 and kind = 'answered' and not exists
                 (select 1 from log as back where back.of = log.entry and back.kind = 'retracted')
               group by day)",
        )?;
        Ok(query.query_row(params![from, to], |row| row.get(0))?)
    }
}
