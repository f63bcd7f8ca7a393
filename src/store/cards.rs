//! Single cards: what a sitting shows of one, and how people name one.

use rusqlite::{OptionalExtension, Row};

use super::rows::{origin, words};
use super::{Store, StoreError, log};
use crate::model::card::{CardId, Kind};
use crate::model::source::Origin;

/// A card as it is shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct StoredCard {
    pub(crate) row: i64,
    pub(crate) id: CardId,
    pub(crate) kind: Kind,
    pub(crate) kin: Option<i64>,
    pub(crate) deck: String,
    pub(crate) title: String,
    pub(crate) origin: Origin,
    pub(crate) line: u32,
    pub(crate) column: u32,
    pub(crate) ask: String,
    pub(crate) answer: String,
    pub(crate) tags: Vec<String>,
    pub(crate) suspended: bool,
    pub(crate) retired: bool,
}

/// What a name that a person gave stands for.
pub(crate) enum Lookup {
    Found(Box<StoredCard>),
    Nothing,
    /// Several ids begin like that: how many.
    Several(u32),
}

const SQL: &str = r#"select row, id, kind, kin, decks.name, title, shipped, path, line, "column",
    ask, answer, decks.tags, suspended, retired, cards.tags from cards join decks using (deck)"#;

impl Store {
    /// A card by its row.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn card(&self, row: i64) -> Result<Option<StoredCard>, StoreError> {
        let sql = format!("{SQL} where row = ?");
        Ok(self
            .db
            .prepare_cached(&sql)?
            .query_row([row], read_card)
            .optional()?)
    }

    /// A card by its id.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn card_by_id(&self, id: CardId) -> Result<Option<StoredCard>, StoreError> {
        let sql = format!("{SQL} where id = ?");
        Ok(self
            .db
            .prepare_cached(&sql)?
            .query_row([id], read_card)
            .optional()?)
    }

    /// The card by its id, or the one that it has become: reworded, or moved. `None` if neither
    /// is in any deck.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn heir(&self, id: CardId) -> Result<Option<StoredCard>, StoreError> {
        for heir in log::heirs(&self.db, id)? {
            let card = self.card_by_id(heir)?;
            if let Some(card) = card.filter(|card| !card.retired) {
                return Ok(Some(card));
            }
        }
        Ok(None)
    }

    /// The card whose id begins with those hex digits.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn card_by_prefix(&self, digits: &str) -> Result<Lookup, StoreError> {
        let Some((low, high)) = bounds(digits) else {
            return Ok(Lookup::Nothing);
        };
        let sql = format!("{SQL} where id between ?1 and ?2 limit 2");
        let mut query = self.db.prepare_cached(&sql)?;
        let mut found: Vec<StoredCard> = query
            .query_map([low, high], read_card)?
            .collect::<Result<_, _>>()?;
        match (found.pop(), found.is_empty()) {
            (None, _) => Ok(Lookup::Nothing),
            (Some(card), true) => Ok(Lookup::Found(Box::new(card))),
            (Some(_), false) => {
                let mut count = self
                    .db
                    .prepare_cached("select count(*) from cards where id between ? and ?")?;
                Ok(Lookup::Several(
                    count.query_row([low, high], |row| row.get(0))?,
                ))
            }
        }
    }
}

/// The least and the greatest id that begin with those digits; `None` if they are not hex.
fn bounds(digits: &str) -> Option<(CardId, CardId)> {
    if digits.len() > 32 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let id = |filler: &str| {
        let padded = format!("{digits}{}", filler.repeat(32 - digits.len()));
        u128::from_str_radix(&padded, 16)
            .ok()
            .map(|number| CardId(number.to_be_bytes()))
    };
    Some((id("0")?, id("f")?))
}

/// The tags of a deck and those of a card in it, each once.
pub(super) fn tags(deck: &str, card: Option<&str>) -> Vec<String> {
    let mut tags = words(deck);
    for tag in card.map(words).unwrap_or_default() {
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}

fn read_card(row: &Row<'_>) -> rusqlite::Result<StoredCard> {
    Ok(StoredCard {
        row: row.get(0)?,
        id: row.get(1)?,
        kind: row.get(2)?,
        kin: row.get(3)?,
        deck: row.get(4)?,
        title: row.get(5)?,
        origin: origin(row.get(6)?, row.get(7)?),
        line: row.get(8)?,
        column: row.get(9)?,
        ask: row.get(10)?,
        answer: row.get(11)?,
        tags: tags(
            &row.get::<_, String>(12)?,
            row.get::<_, Option<String>>(15)?.as_deref(),
        ),
        suspended: row.get(13)?,
        retired: row.get(14)?,
    })
}
