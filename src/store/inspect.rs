//! Is everything as it should be? Looks only; `derive` repairs what can be derived.

use std::collections::{HashMap, HashSet};

use super::{Fold, Store, StoreError, log, standings};
use crate::model::card::CardId;
use crate::model::log::Entry;
use crate::model::standing::Standing;

/// Something that is not as it should be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Finding {
    /// SQLite's own check of the file: what it says.
    Broken(String),
    /// A line of the log takes back, or continues, something that the log does not have.
    Dangling(Entry),
    /// An entry from the future, which is held back until then.
    Held(Entry),
    /// A cached standing differs from what the log says.
    Stale {
        card: CardId,
        cached: Option<Standing>,
        folded: Option<Standing>,
    },
}

impl Store {
    /// Looks at the file, the log and the caches.
    ///
    /// # Errors
    /// When the database cannot be read at all.
    pub(crate) fn inspect(
        &self,
        fold: Fold<'_>,
        horizon_ms: i64,
    ) -> Result<Vec<Finding>, StoreError> {
        let mut findings = self.inspect_file()?;
        self.inspect_log(horizon_ms, &mut findings)?;
        let cached = self.cached()?;
        let cards = standings::logged_cards(&self.db)?;
        for card in &cards {
            let Some(cached) = cached.get(card) else {
                continue;
            };
            let folded = fold(&log::history(&self.db, *card, horizon_ms)?);
            if *cached != folded {
                findings.push(Finding::Stale {
                    card: *card,
                    cached: *cached,
                    folded,
                });
            }
        }
        let logged: HashSet<&CardId> = cards.iter().collect();
        let unfounded = cached
            .iter()
            .filter(|(card, cached)| cached.is_some() && !logged.contains(card));
        findings.extend(unfounded.map(|(card, cached)| Finding::Stale {
            card: *card,
            cached: *cached,
            folded: None,
        }));
        Ok(findings)
    }

    fn inspect_file(&self) -> Result<Vec<Finding>, StoreError> {
        let mut query = self.db.prepare("pragma integrity_check(20)")?;
        let lines: Vec<String> = query
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        let mut findings: Vec<Finding> = lines
            .into_iter()
            .filter(|line| line != "ok")
            .map(Finding::Broken)
            .collect();
        let mut query = self.db.prepare("pragma foreign_key_check")?;
        let orphans = query.query_map([], |row| row.get::<_, String>(0))?;
        for table in orphans {
            findings.push(Finding::Broken(format!(
                "a row of `{}` points nowhere",
                table?
            )));
        }
        Ok(findings)
    }

    fn inspect_log(&self, horizon_ms: i64, findings: &mut Vec<Finding>) -> Result<(), StoreError> {
        let dangling = log::entries_where(
            &self.db,
            "of is not null and kind = 'retracted'
               and not exists (select 1 from log as own where own.entry = log.of)",
            [],
        )?;
        let held = log::entries_where(&self.db, "at > ?", [horizon_ms])?;
        findings.extend(dangling.into_iter().map(Finding::Dangling));
        findings.extend(held.into_iter().map(Finding::Held));
        Ok(())
    }

    /// The cached standing of every card of every deck.
    fn cached(&self) -> Result<HashMap<CardId, Option<Standing>>, StoreError> {
        let sql = format!(
            "select id, s.card, {} from cards left join standings as s on s.card = cards.row",
            standings::COLUMNS
        );
        let mut query = self.db.prepare(&sql)?;
        let mut rows = query.query([])?;
        let mut cached = HashMap::new();
        while let Some(row) = rows.next()? {
            let standing = match row.get::<_, Option<i64>>(1)? {
                Some(_) => Some(standings::read_standing(row, 2)?),
                None => None,
            };
            cached.insert(row.get(0)?, standing);
        }
        Ok(cached)
    }
}
