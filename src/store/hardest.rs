//! The cards that are forgotten most.

use std::collections::HashSet;

use super::{Store, StoreError};
use crate::model::standing::{LEECH_EASE, LEECH_LAPSES};

/// The hardest cards, leeches first.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Hard {
    /// Their rows.
    pub(crate) cards: Vec<i64>,
    /// How many leeches there are, also beyond those.
    pub(crate) leeches: u32,
}

impl Store {
    /// The `count` hardest of the cards of some decks (`None`: of all) that were forgotten at
    /// all; none that is suspended.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn hardest(
        &self,
        count: usize,
        decks: Option<&HashSet<i64>>,
    ) -> Result<Hard, StoreError> {
        let mut query = self.db.prepare(
            "select card, deck, lapses >= ?1 or ease <= ?2 as leech from standings
             where not asleep and (lapses > 0 or leech) order by leech desc, lapses desc, ease, card",
        )?;
        let mut rows = query.query((LEECH_LAPSES, LEECH_EASE))?;
        let mut hard = Hard::default();
        while let Some(row) = rows.next()? {
            let (card, deck, leech) = (row.get(0)?, row.get(1)?, row.get::<_, bool>(2)?);
            if decks.is_some_and(|decks| !decks.contains(&deck)) {
                continue;
            }
            if !leech && hard.cards.len() >= count {
                break;
            }
            hard.leeches += u32::from(leech);
            if hard.cards.len() < count {
                hard.cards.push(card);
            }
        }
        Ok(hard)
    }
}
