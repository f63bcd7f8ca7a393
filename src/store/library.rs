//! Decks and their cards in the database: what is known of them.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension};

use super::rows::{origin, words};
use super::{Store, StoreError, note};
use crate::model::card::{CardId, Kind};
use crate::model::source::Origin;

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
    /// How many active cards it has.
    pub(crate) cards: u32,
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
        note(&self.db, name)
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
        decks(&self.db)
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
}

pub(super) fn decks(db: &Connection) -> Result<Vec<KnownDeck>, StoreError> {
    let mut query = db.prepare(
        "select deck, shipped, path, name, title, aliases, requires, tags, level, errors, cards
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
                cards: row.get(10)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(decks)
}
