//! Changes of the decks on their way into the database: all of one import, or nothing.

use rusqlite::{Connection, params};

use super::imports::{self, Delivery, PastImport};
use super::library::{KnownDeck, decks};
use super::rows::{list, origin_number};
use super::search::searchable;
use super::{Fold, Store, StoreError, log, note, remember, standings};
use crate::model::card::{Card, CardId};
use crate::model::deck::Deck;
use crate::model::log::{Entry, Event};
use crate::model::source::Position;
use crate::model::time::Stamp;

/// A deck that is new or has changed.
pub(crate) struct Arrival {
    pub(crate) deck: Deck,
    pub(crate) cards: Vec<Card>,
    /// Where each card begins, in the order of `cards`.
    pub(crate) places: Vec<Position>,
    /// How many complaints the compiler had that are errors.
    pub(crate) errors: u32,
    /// The file's length in bytes and its time of change, to notice the next change.
    pub(crate) size: i64,
    pub(crate) changed: i64,
}

/// Everything that one import changes.
#[derive(Default)]
pub(crate) struct Intake<'a> {
    /// [`Store::changes`] when this was worked out.
    pub(crate) since: u64,
    pub(crate) arrivals: Vec<Arrival>,
    /// Decks that are no longer there; cards that no arrival claims are retired.
    pub(crate) gone: Vec<i64>,
    /// `(card, from)`: the card continues the history of another one.
    pub(crate) continued: Vec<(CardId, CardId)>,
    /// Folders and files to keep up with from now on.
    pub(crate) roots: Vec<String>,
    /// Values to remember, by name.
    pub(crate) notes: Vec<(&'static str, String)>,
    /// What comes with the decks from another program.
    pub(crate) delivery: Option<&'a Delivery<'a>>,
    /// The import of another program's file that is taken back.
    pub(crate) withdrawn: Option<&'a PastImport>,
}

/// The note that counts imports.
const CHANGES: &str = "changes";

impl Store {
    /// How many imports there were: an import that was worked out before another one was stored
    /// is out of date.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn changes(&self) -> Result<u64, StoreError> {
        changes(&self.db)
    }

    /// Takes in an import, all of it or nothing: nothing, and `false`, if it is out of date.
    /// `stamp` and `fold` are as in [`Store::record`]; `levels` gives every deck its place in the
    /// order of study.
    ///
    /// # Errors
    /// When the disk or the lock refuses; then nothing has happened.
    pub(crate) fn take_in(
        &mut self,
        intake: &Intake<'_>,
        stamp: &dyn Fn(Option<&Stamp>) -> Stamp,
        fold: Fold<'_>,
        levels: &dyn Fn(&[KnownDeck]) -> Vec<u32>,
        horizon_ms: i64,
    ) -> Result<bool, StoreError> {
        let write = self.write()?;
        let changes = changes(&write)?;
        if changes != intake.since {
            return Ok(false);
        }
        remember(&write, CHANGES, &(changes + 1).to_string())?;
        let mut touched: Vec<CardId> = Vec::new();
        if let Some(delivery) = intake.delivery {
            imports::deliver(&write, delivery)?;
            touched.extend(delivery.touched);
        }
        if let Some(import) = intake.withdrawn {
            touched.extend(imports::withdraw(&write, import, stamp)?);
        }
        let searchable: i64 = searchable(&write)?;
        for deck in &intake.gone {
            retire(&write, *deck)?;
            write.execute(
                "update decks set gone = 1, cards = 0 where deck = ?",
                [deck],
            )?;
        }
        let logged = log::last_stamp(&write)?.is_some();
        for arrival in &intake.arrivals {
            let deck = shelve(&write, arrival, searchable)?;
            if logged {
                let told = intake.delivery.map(|delivery| delivery.told);
                standings::fold_newcomers(&write, deck, fold, horizon_ms, told)?;
            }
        }
        for card in touched {
            standings::refold(&write, card, fold, horizon_ms)?;
        }
        let mut last = log::last_stamp(&write)?;
        for (card, from) in &intake.continued {
            // Another device may have read the same change, and said so already.
            if log::is_continued(&write, *card, *from)? {
                continue;
            }
            let entry = Entry {
                stamp: stamp(last.as_ref()),
                card: *card,
                event: Event::Continued { from: *from },
            };
            log::append(&write, &entry, None)?;
            standings::refold(&write, *card, fold, horizon_ms)?;
            last = Some(entry.stamp);
        }
        for root in &intake.roots {
            write.execute("insert or ignore into roots (path) values (?)", [root])?;
        }
        for (name, value) in &intake.notes {
            remember(&write, name, value)?;
        }
        if !intake.arrivals.is_empty() || !intake.gone.is_empty() {
            put_in_order(&write, levels)?;
        }
        write.commit()?;
        Ok(true)
    }

    /// Brings every deck to its level where that has changed.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub(crate) fn put_in_order(
        &mut self,
        levels: &dyn Fn(&[KnownDeck]) -> Vec<u32>,
    ) -> Result<(), StoreError> {
        let write = self.write()?;
        put_in_order(&write, levels)?;
        write.commit()?;
        Ok(())
    }
}

fn put_in_order(
    db: &Connection,
    levels: &dyn Fn(&[KnownDeck]) -> Vec<u32>,
) -> Result<(), StoreError> {
    let decks = decks(db)?;
    let levels = levels(&decks);
    let moved = decks.iter().zip(levels);
    for (deck, level) in moved.filter(|(deck, level)| deck.level != *level) {
        db.execute(
            "update decks set level = ?2 where deck = ?1",
            params![deck.row, level],
        )?;
        db.execute(
            "update cards set level = ?2 where deck = ?1 and not retired",
            params![deck.row, level],
        )?;
    }
    Ok(())
}

fn changes(db: &Connection) -> Result<u64, StoreError> {
    let noted = note(db, CHANGES)?;
    Ok(noted.and_then(|count| count.parse().ok()).unwrap_or(0))
}

/// Writes one deck: its cards are added, moved here, brought back or updated; what it had before
/// and has no longer is retired. Returns the deck's row.
fn shelve(db: &Connection, arrival: &Arrival, searchable: i64) -> Result<i64, StoreError> {
    let (deck, level) = shelve_deck(db, arrival)?;
    let mut known = retire(db, deck)?;
    // A new card goes in as new; one that was there keeps its row, and so its standing. (Two
    // statements, because most cards of a large import are new and an upsert costs twice as much.)
    let mut insert = db.prepare_cached(
        r#"insert or ignore into cards
             (id, deck, position, kind, kin, pinned, ask, answer, line, "column", level, tags)
           values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"#,
    )?;
    let mut update = db.prepare_cached(
        r#"update cards set
             deck = ?2, position = ?3, kind = ?4, kin = ?5, pinned = ?6, ask = ?7, answer = ?8,
             line = ?9, "column" = ?10, level = ?11, tags = ?12, retired = 0,
             fresh = not (suspended or exists (select 1 from standings where card = row))
           where id = ?1"#,
    )?;
    for ((position, card), place) in arrival.cards.iter().enumerate().zip(&arrival.places) {
        let values = params![
            card.id,
            deck,
            position as i64,
            card.kind,
            card.kin.map(|kin| (deck << 24) | i64::from(kin.0)),
            card.pinned,
            card.ask.as_str(),
            card.answer.as_str(),
            place.line,
            place.column,
            level,
            (!card.tags.is_empty()).then(|| list(&card.tags))
        ];
        if insert.execute(values)? == 0 {
            known = true;
            update.execute(values)?;
        }
    }
    if !known {
        return Ok(deck);
    }
    db.prepare_cached(
        "update standings set (deck, kin, asleep) =
           (select deck, kin, retired or suspended from cards where row = card)
         where card in (select row from cards where deck = ? and not retired)",
    )?
    .execute([deck])?;
    db.prepare_cached(
        "insert or ignore into search_stale
         select row from cards where deck = ? and not retired and row <= ?",
    )?
    .execute([deck, searchable])?;
    Ok(deck)
}

/// Retires all cards of a deck; returns whether it had any. (`not retired` lets the queries use the
/// index of active cards.)
fn retire(db: &Connection, deck: i64) -> Result<bool, StoreError> {
    let mut any =
        db.prepare_cached("select exists (select 1 from cards where deck = ? and not retired)")?;
    if !any.query_row([deck], |row| row.get(0))? {
        return Ok(false);
    }
    db.prepare_cached(
        "update standings set asleep = 1
         where card in (select row from cards where deck = ? and not retired)",
    )?
    .execute([deck])?;
    db.prepare_cached("update cards set retired = 1, fresh = 0 where deck = ? and not retired")?
        .execute([deck])?;
    Ok(true)
}

/// Writes what a deck says of itself; returns its row and its level in the order of study.
fn shelve_deck(db: &Connection, arrival: &Arrival) -> Result<(i64, u32), StoreError> {
    let Deck {
        origin,
        name,
        title,
        aliases,
        requires,
        tags,
    } = &arrival.deck;
    let requires: Vec<&str> = requires.iter().map(|topic| topic.name.as_str()).collect();
    let mut upsert = db.prepare_cached(
        "insert into decks (shipped, path, name, title, aliases, requires, tags, errors, size, changed, cards)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
         on conflict (shipped, path) do update set name = ?3, title = ?4, aliases = ?5, requires = ?6,
           tags = ?7, errors = ?8, size = ?9, changed = ?10, cards = ?11, gone = 0
         returning deck, level",
    )?;
    let shipped = origin_number(origin);
    let shelved = upsert.query_row(
        params![
            shipped,
            origin.path(),
            name,
            title,
            list(aliases),
            list(&requires),
            list(tags),
            arrival.errors,
            arrival.size,
            arrival.changed,
            arrival.cards.len() as i64
        ],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(shelved)
}
