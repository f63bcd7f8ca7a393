//! The cached standings. They always equal the fold of the log; this file is how.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{Fold, Store, StoreError, log, note, remember};
use crate::model::card::CardId;
use crate::model::log::{EntryId, History};
use crate::model::standing::Standing;

/// The columns of a standing, for [`read_standing`].
pub(super) const COLUMNS: &str =
    "s.due, s.interval, s.ease, s.repetition, s.lapses, s.again_on, s.introduced, s.repeated";

impl Store {
    /// Makes the standings those of `edition` as of `horizon_ms`: everything is folded again if
    /// another scheduler or another setting made them, and what concerns entries from the future
    /// if their time has come, or the clock went back before them. Almost always there is nothing
    /// to do, and three small look-ups say so.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub(crate) fn settle(
        &mut self,
        edition: &str,
        fold: Fold<'_>,
        horizon_ms: i64,
    ) -> Result<(), StoreError> {
        if note(&self.db, "edition")?.as_deref() != Some(edition) {
            return self.derive(edition, fold, horizon_ms);
        }
        let wrongly_held = changed_holds(&self.db, horizon_ms)?;
        if wrongly_held.is_empty() {
            return Ok(());
        }
        let write = self.write()?;
        hold(&write, horizon_ms)?;
        for card in wrongly_held {
            refold(&write, card, fold, horizon_ms)?;
        }
        write.commit()?;
        Ok(())
    }

    /// Folds the whole log again.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub(crate) fn derive(
        &mut self,
        edition: &str,
        fold: Fold<'_>,
        horizon_ms: i64,
    ) -> Result<(), StoreError> {
        let write = self.write()?;
        derive(&write, edition, fold, horizon_ms)?;
        write.commit()?;
        Ok(())
    }

    /// Where a card stands, by its row.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn standing(&self, row: i64) -> Result<Option<Standing>, StoreError> {
        let sql = format!("select {COLUMNS} from standings as s where s.card = ?");
        Ok(self
            .db
            .prepare_cached(&sql)?
            .query_row([row], |row| read_standing(row, 0))
            .optional()?)
    }
}

/// Folds the whole log again.
pub(super) fn derive(
    db: &Connection,
    edition: &str,
    fold: Fold<'_>,
    horizon_ms: i64,
) -> Result<(), StoreError> {
    db.execute("delete from standings", [])?;
    db.execute("update cards set suspended = 0 where suspended", [])?;
    db.execute(
        "update cards set fresh = not retired where fresh <> not retired",
        [],
    )?;
    for card in logged_cards(db)? {
        refold_one(db, card, fold, horizon_ms)?;
    }
    hold(db, horizon_ms)?;
    remember(db, "edition", edition)
}

/// Folds the card and all that continue it; returns where the card itself stands.
pub(super) fn refold(
    db: &Connection,
    card: CardId,
    fold: Fold<'_>,
    horizon_ms: i64,
) -> Result<Option<Standing>, StoreError> {
    let heirs = log::heirs(db, card)?;
    for heir in heirs.into_iter().filter(|heir| *heir != card) {
        refold_one(db, heir, fold, horizon_ms)?;
    }
    refold_one(db, card, fold, horizon_ms)
}

/// The histories of cards that nothing but the import at hand has told the log of: gathering them
/// from there would cost more than the rest of a large import.
pub(super) type Telling<'a> = dyn Fn(CardId) -> Option<History> + 'a;

/// Folds the cards of a deck that the log knew before any deck had them.
pub(super) fn fold_newcomers(
    db: &Connection,
    deck: i64,
    fold: Fold<'_>,
    horizon_ms: i64,
    told: Option<&Telling<'_>>,
) -> Result<(), StoreError> {
    let mut query = db.prepare_cached(
        "select id from cards where deck = ? and not retired
           and not exists (select 1 from standings where card = row)
           and exists (select 1 from log where log.card = id)",
    )?;
    let newcomers: Vec<CardId> = query
        .query_map([deck], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for card in newcomers {
        match told.and_then(|told| told(card)) {
            Some(history) => stand(db, card, &history, fold)?,
            None => refold_one(db, card, fold, horizon_ms)?,
        };
    }
    Ok(())
}

fn refold_one(
    db: &Connection,
    card: CardId,
    fold: Fold<'_>,
    horizon_ms: i64,
) -> Result<Option<Standing>, StoreError> {
    stand(db, card, &log::history(db, card, horizon_ms)?, fold)
}

/// Writes where a card with that history stands.
fn stand(
    db: &Connection,
    card: CardId,
    history: &History,
    fold: Fold<'_>,
) -> Result<Option<Standing>, StoreError> {
    let standing = fold(history);
    let mut mark = db.prepare_cached(
        "update cards set suspended = ?2, fresh = not (retired or ?2 or ?3) where id = ?1 returning row",
    )?;
    let marked: Option<i64> = mark
        .query_row(
            params![card, history.suspended(), standing.is_some()],
            |row| row.get(0),
        )
        .optional()?;
    // The log may know cards that no deck has (yet): their standing waits with them.
    if let Some(row) = marked {
        put(db, row, standing.as_ref())?;
    }
    Ok(standing)
}

fn put(db: &Connection, row: i64, standing: Option<&Standing>) -> Result<(), StoreError> {
    let Some(standing) = standing else {
        db.prepare_cached("delete from standings where card = ?")?
            .execute([row])?;
        return Ok(());
    };
    let mut insert = db.prepare_cached(
        "insert or replace into standings
           (card, deck, kin, due, interval, ease, repetition, lapses, again_on, introduced, repeated, asleep)
         select row, deck, kin, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, retired or suspended from cards where row = ?1",
    )?;
    insert.execute(params![
        row,
        standing.due,
        standing.interval,
        standing.ease,
        standing.repetition,
        standing.lapses,
        standing.again_on,
        standing.introduced,
        standing.repeated,
    ])?;
    Ok(())
}

pub(super) fn read_standing(row: &Row<'_>, first: usize) -> rusqlite::Result<Standing> {
    Ok(Standing {
        due: row.get(first)?,
        interval: row.get(first + 1)?,
        ease: row.get(first + 2)?,
        repetition: row.get(first + 3)?,
        lapses: row.get(first + 4)?,
        again_on: row.get(first + 5)?,
        introduced: row.get(first + 6)?,
        repeated: row.get(first + 7)?,
    })
}

/// Every card that the log, or the chain of continuations, says something about.
pub(super) fn logged_cards(db: &Connection) -> Result<Vec<CardId>, StoreError> {
    let mut query = db.prepare("select distinct card from log where detail is null")?;
    let cards = query
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(cards)
}

/// The cards of entries that should be held back and are not, or are and should not be.
fn changed_holds(db: &Connection, horizon_ms: i64) -> Result<HashSet<CardId>, StoreError> {
    let mut held = db.prepare_cached("select entry from held")?;
    let mut early: HashSet<EntryId> = held
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut future =
        db.prepare_cached("select entry, card from log where at > ? and detail is null")?;
    let mut future = future.query([horizon_ms])?;
    let mut changed = HashSet::new();
    while let Some(row) = future.next()? {
        if !early.remove(&row.get(0)?) {
            changed.insert(row.get(1)?);
        }
    }
    let mut card = db.prepare_cached("select card from log where entry = ?")?;
    for entry in early {
        // What was put there by hand belongs to no card.
        changed.extend(
            card.query_row([entry], |row| row.get::<_, CardId>(0))
                .optional()?,
        );
    }
    Ok(changed)
}

pub(super) fn hold(db: &Connection, horizon_ms: i64) -> Result<(), StoreError> {
    db.execute("delete from held", [])?;
    db.execute(
        "insert into held select entry from log where at > ? and detail is null",
        [horizon_ms],
    )?;
    Ok(())
}
