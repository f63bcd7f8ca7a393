//! What waits for today, straight from the indexes: no query here touches a card's text.

use std::collections::{BTreeMap, HashSet};

use rusqlite::{Connection, OptionalExtension};

use super::{Store, StoreError};
use crate::model::time::Day;
use crate::study::queue::{Done, Ticket};

/// The cards with a history that may be asked today.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Supply {
    /// To be recalled once more today.
    pub(crate) again: Vec<Ticket>,
    pub(crate) due: Vec<Ticket>,
    pub(crate) done: Done,
}

/// The rows of the cards that were put off on the day `?1`.
const BURIED: &str = "(select cards.row from log join cards on cards.id = log.card
  where log.day = ?1 and log.kind = 'buried' and not exists
    (select 1 from log as back where back.of = log.entry and back.kind = 'retracted'))";

impl Store {
    /// The cards with a history that may be asked on that day, and how far the day has come.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn supply(&self, today: Day) -> Result<Supply, StoreError> {
        let done = self.done(today)?;
        let again = waiting(
            &self.db,
            &format!(
                "select card, deck, kin, due from standings
                 where again_on = ?1 and not asleep and card not in {BURIED} order by repeated, card"
            ),
            today,
        )?;
        let due = waiting(
            &self.db,
            &format!(
                "select card, deck, kin, due from standings
                 where due <= ?1 and not asleep and card not in {BURIED}"
            ),
            today,
        )?;
        Ok(Supply { again, due, done })
    }

    /// Shows the new cards that may be asked on that day to `wanted`, in the order in which they are introduced, until it
    /// answers that it has had enough.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn each_fresh(
        &self,
        today: Day,
        mut wanted: impl FnMut(Ticket) -> std::ops::ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let sql = format!(
            "select row, deck, kin, null from cards where fresh and row not in {BURIED}
             order by level, deck, position"
        );
        let mut query = self.db.prepare_cached(&sql)?;
        let mut rows = query.query([today])?;
        while let Some(row) = rows.next()? {
            if wanted(read_waiting(row)?).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// How many cards are due on that day, and which texts the siblings among them are cut from.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn due(&self, today: Day) -> Result<(u32, HashSet<i64>), StoreError> {
        let awake = format!("due <= ?1 and not asleep and card not in {BURIED}");
        let single = format!("select count(*) from standings where kin is null and {awake}");
        let kin = format!("select distinct kin from standings where kin is not null and {awake}");
        let mut single = self.db.prepare_cached(&single)?;
        let mut kin = self.db.prepare_cached(&kin)?;
        let kin = kin
            .query_map([today], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        Ok((single.query_row([today], |row| row.get(0))?, kin))
    }

    /// How many cards of some decks (`None`: of all) are due on each day up to `to`; what is
    /// overdue counts for `today`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn load(
        &self,
        today: Day,
        to: Day,
        decks: Option<&HashSet<i64>>,
    ) -> Result<BTreeMap<Day, u32>, StoreError> {
        let mut query = self.db.prepare_cached(
            "select max(due, ?1) as day, deck, count(*) from standings
             where due <= ?2 and not asleep group by day, deck",
        )?;
        let mut rows = query.query([today, to])?;
        let mut load = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let (day, deck, due) = (row.get(0)?, row.get(1)?, row.get::<_, u32>(2)?);
            if decks.is_none_or(|decks| decks.contains(&deck)) {
                *load.entry(day).or_default() += due;
            }
        }
        Ok(load)
    }

    /// The next day after `today` on which cards are due, and how many.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn next_due(&self, today: Day) -> Result<Option<(Day, u32)>, StoreError> {
        let mut query = self.db.prepare_cached(
            "select due, count(*) from standings where due > ? and not asleep group by due order by due limit 1",
        )?;
        Ok(query
            .query_row([today], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?)
    }

    /// How many cards must still be recalled once more on that day.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn again(&self, today: Day) -> Result<u32, StoreError> {
        let sql = format!(
            "select count(*) from standings
             where again_on = ?1 and not asleep and card not in {BURIED}"
        );
        let mut query = self.db.prepare_cached(&sql)?;
        Ok(query.query_row([today], |row| row.get(0))?)
    }

    /// What was done on that day.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn done(&self, today: Day) -> Result<Done, StoreError> {
        let mut query = self.db.prepare_cached(
            "select distinct cards.row, cards.kin, s.introduced = ?1 from log
               join cards on cards.id = log.card left join standings as s on s.card = cards.row
             where log.day = ?1 and log.kind = 'answered' and not exists
               (select 1 from log as back where back.of = log.entry and back.kind = 'retracted')",
        )?;
        let mut rows = query.query([today])?;
        let mut done = Done::default();
        while let Some(row) = rows.next()? {
            done.answered += 1;
            done.introduced += u32::from(row.get::<_, Option<bool>>(2)?.unwrap_or(false));
            done.kin.extend(row.get::<_, Option<i64>>(1)?);
        }
        Ok(done)
    }
}

fn waiting(db: &Connection, sql: &str, day: Day) -> Result<Vec<Ticket>, StoreError> {
    let mut query = db.prepare_cached(sql)?;
    let cards = query
        .query_map([day], read_waiting)?
        .collect::<Result<_, _>>()?;
    Ok(cards)
}

fn read_waiting(row: &rusqlite::Row<'_>) -> rusqlite::Result<Ticket> {
    Ok(Ticket {
        row: row.get(0)?,
        deck: row.get(1)?,
        kin: row.get(2)?,
        due: row.get(3)?,
        last_look: false,
    })
}
