//! Decks and their cards in the database: what is known, and how a change is taken in.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::rows::{list, origin, words};
use super::search::searchable;
use super::{Fold, Store, StoreError, log, remember, standings};
use crate::model::card::{Card, CardId, Kind};
use crate::model::deck::Deck;
use crate::model::log::{Entry, Event};
use crate::model::source::{Origin, Position};
use crate::model::time::Stamp;

/// What is remembered of a deck.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct KnownDeck {
    pub(crate) row: i64,
    pub(crate) origin: Origin,
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) aliases: Vec<String>,
    pub(crate) requires: Vec<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) level: u32,
    pub(crate) errors: u32,
}

/// By what a deck's next change is noticed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Remembered {
    pub(crate) row: i64,
    pub(crate) size: i64,
    /// Nanoseconds since 1970; 0 = look again.
    pub(crate) changed: i64,
    /// How many active cards it has.
    pub(crate) cards: u32,
}

/// An active card as the pairing of reworded cards needs it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct KnownCard {
    pub(crate) id: CardId,
    pub(crate) kind: Kind,
    pub(crate) deck: i64,
    pub(crate) position: u32,
    pub(crate) ask: String,
    pub(crate) answer: String,
    pub(crate) pinned: bool,
}

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
pub(crate) struct Intake {
    pub(crate) arrivals: Vec<Arrival>,
    /// Decks that are no longer there; cards that no arrival claims are retired.
    pub(crate) gone: Vec<i64>,
    /// `(card, from)`: the card continues the history of another one.
    pub(crate) continued: Vec<(CardId, CardId)>,
    /// Folders and files to keep up with from now on.
    pub(crate) roots: Vec<String>,
    /// Values to remember, by name.
    pub(crate) notes: Vec<(&'static str, String)>,
}

impl Store {
    /// Whether any deck was ever taken in.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn has_decks(&self) -> Result<bool, StoreError> {
        Ok(self
            .db
            .query_row("select exists (select 1 from decks)", [], |row| row.get(0))?)
    }

    /// The folders and files to keep up with.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn roots(&self) -> Result<Vec<String>, StoreError> {
        let mut query = self.db.prepare("select path from roots order by path")?;
        let roots = query
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        Ok(roots)
    }

    /// A value that an import remembered.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn noted(&self, name: &str) -> Result<Option<String>, StoreError> {
        self.note(name)
    }

    /// What was remembered of every deck of that kind (shipped, or a file) when it was taken in
    /// last, by path.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn remembered(
        &self,
        shipped: bool,
    ) -> Result<HashMap<String, Remembered>, StoreError> {
        let mut query = self.db.prepare(
            "select path, deck, size, changed, cards from decks where shipped = ? and not gone",
        )?;
        let read = |row: &rusqlite::Row<'_>| {
            let deck = Remembered {
                row: row.get(1)?,
                size: row.get(2)?,
                changed: row.get(3)?,
                cards: row.get(4)?,
            };
            Ok((row.get(0)?, deck))
        };
        let decks = query
            .query_map([shipped], read)?
            .collect::<Result<_, _>>()?;
        Ok(decks)
    }

    /// Every deck that is not gone, by name.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn decks(&self) -> Result<Vec<KnownDeck>, StoreError> {
        let mut query = self.db.prepare(
            "select deck, shipped, path, name, title, aliases, requires, tags, level, errors
             from decks where not gone order by name, path",
        )?;
        let decks = query
            .query_map([], |row| {
                Ok(KnownDeck {
                    row: row.get(0)?,
                    origin: origin(row.get(1)?, row.get(2)?),
                    name: row.get(3)?,
                    title: row.get(4)?,
                    aliases: words(&row.get::<_, String>(5)?),
                    requires: words(&row.get::<_, String>(6)?),
                    tags: words(&row.get::<_, String>(7)?),
                    level: row.get(8)?,
                    errors: row.get(9)?,
                })
            })?
            .collect::<Result<_, _>>()?;
        Ok(decks)
    }

    /// The active cards of some decks, deck by deck in their order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn active_cards(
        &self,
        decks: impl IntoIterator<Item = i64>,
    ) -> Result<Vec<KnownCard>, StoreError> {
        let mut query = self.db.prepare_cached(
            "select id, kind, deck, position, ask, answer, pinned from cards
             where deck = ? and not retired order by position",
        )?;
        let mut cards = Vec::new();
        for deck in decks {
            let rows = query.query_map([deck], |row| {
                Ok(KnownCard {
                    id: row.get(0)?,
                    kind: row.get(1)?,
                    deck: row.get(2)?,
                    position: row.get(3)?,
                    ask: row.get(4)?,
                    answer: row.get(5)?,
                    pinned: row.get(6)?,
                })
            })?;
            for card in rows {
                cards.push(card?);
            }
        }
        Ok(cards)
    }

    /// Of those cards, the ones that the database has: `(deck, retired)` by id.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn whereabouts<'c>(
        &self,
        cards: impl Iterator<Item = &'c CardId>,
    ) -> Result<HashMap<CardId, (i64, bool)>, StoreError> {
        // One lock for all look-ups, instead of one for each.
        let read = self.db.unchecked_transaction()?;
        let mut query = read.prepare_cached("select deck, retired from cards where id = ?")?;
        let mut found = HashMap::new();
        for id in cards {
            let place = query
                .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            if let Some(place) = place {
                found.insert(*id, place);
            }
        }
        Ok(found)
    }

    /// Takes in an import, all of it or nothing. `stamp` and `fold` are as in [`Store::record`];
    /// `levels` gives every deck its place in the order of study.
    ///
    /// # Errors
    /// When the disk or the lock refuses; then nothing has happened.
    pub(crate) fn take_in(
        &mut self,
        intake: &Intake,
        stamp: &dyn Fn(Option<&Stamp>) -> Stamp,
        fold: Fold<'_>,
        levels: &dyn Fn(&[KnownDeck]) -> Vec<u32>,
        horizon_ms: i64,
    ) -> Result<(), StoreError> {
        let write = self.write()?;
        let searchable: i64 = searchable(&write)?;
        for deck in &intake.gone {
            retire(&write, *deck)?;
            write.execute(
                "update decks set gone = 1, cards = 0 where deck = ?",
                [deck],
            )?;
        }
        for arrival in &intake.arrivals {
            shelve(&write, arrival, searchable)?;
        }
        let mut last = log::last_stamp(&write)?;
        for (card, from) in &intake.continued {
            let entry = Entry {
                stamp: stamp(last.as_ref()),
                card: *card,
                event: Event::Continued { from: *from },
            };
            log::append(&write, &entry)?;
            standings::refold(&write, *card, fold, horizon_ms)?;
            last = Some(entry.stamp);
        }
        for root in &intake.roots {
            write.execute("insert or ignore into roots (path) values (?)", [root])?;
        }
        for (name, value) in &intake.notes {
            remember(&write, name, value)?;
        }
        write.commit()?;
        if intake.arrivals.is_empty() && intake.gone.is_empty() {
            return Ok(());
        }
        self.put_in_order(levels)
    }

    /// Brings every deck to its level where that has changed.
    fn put_in_order(
        &mut self,
        levels: &dyn Fn(&[KnownDeck]) -> Vec<u32>,
    ) -> Result<(), StoreError> {
        let decks = self.decks()?;
        let levels = levels(&decks);
        let moved: Vec<_> = decks
            .iter()
            .zip(levels)
            .filter(|(deck, level)| deck.level != *level)
            .collect();
        if moved.is_empty() {
            return Ok(());
        }
        let write = self.write()?;
        for (deck, level) in moved {
            write.execute(
                "update decks set level = ?2 where deck = ?1",
                params![deck.row, level],
            )?;
            write.execute(
                "update cards set level = ?2 where deck = ?1 and not retired",
                params![deck.row, level],
            )?;
        }
        write.commit()?;
        Ok(())
    }
}

/// Writes one deck: its cards are added, moved here, brought back or updated; what it had before
/// and has no longer is retired.
fn shelve(db: &Connection, arrival: &Arrival, searchable: i64) -> Result<(), StoreError> {
    let (deck, level) = shelve_deck(db, arrival)?;
    retire(db, deck)?;
    // A new card goes in as new; one that was there keeps its row, and so its standing.
    let mut insert = db.prepare_cached(
        r#"insert into cards (id, deck, position, kind, kin, pinned, ask, answer, line, "column", level)
           values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
           on conflict (id) do update set
             deck = ?2, position = ?3, kin = ?5, pinned = ?6, ask = ?7, answer = ?8, line = ?9,
             "column" = ?10, level = ?11, retired = 0,
             fresh = not (suspended or exists (select 1 from standings where card = row))"#,
    )?;
    for ((position, card), place) in arrival.cards.iter().enumerate().zip(&arrival.places) {
        insert.execute(params![
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
            level
        ])?;
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
    Ok(())
}

/// Retires all cards of a deck. (`not retired` lets the queries use the index of active cards.)
fn retire(db: &Connection, deck: i64) -> Result<(), StoreError> {
    db.prepare_cached(
        "update standings set asleep = 1
         where card in (select row from cards where deck = ? and not retired)",
    )?
    .execute([deck])?;
    db.prepare_cached("update cards set retired = 1, fresh = 0 where deck = ? and not retired")?
        .execute([deck])?;
    Ok(())
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
    let shipped = matches!(origin, Origin::Shipped(_));
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
