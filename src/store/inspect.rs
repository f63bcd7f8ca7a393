//! Is everything as it should be? Looks only; `mend` repairs what can be derived.

use std::collections::HashMap;

use rusqlite::{Row, ToSql};

use super::{Fold, Store, StoreError, log, shape, standings};
use crate::model::card::CardId;
use crate::model::log::{Entry, Event, History};
use crate::model::standing::Standing;

/// Something that is not as it should be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Finding {
    /// SQLite's own check of the file: what it says.
    Broken(String),
    /// A table, an index or a trigger is not as this version makes it.
    Misshapen(String),
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
    /// A card is marked as suspended, or as new, and its history says otherwise; or the other way
    /// round.
    Mismarked { card: CardId, mark: &'static str },
    /// Caches contradict one another: what, and how many of it.
    Astray(&'static str, u32),
}

/// What is kept of a card and follows from the log.
struct Kept {
    standing: Option<Standing>,
    suspended: bool,
    fresh: bool,
    retired: bool,
}

/// Caches that must agree: what to say of those rows that do not, and how to count them. `?1` is
/// the horizon.
const AGREEMENTS: [(&str, &str); 7] = [
    (
        "schedules that belong to no card",
        "select count(*) from standings where card not in (select row from cards)",
    ),
    (
        "schedules in another deck, or another state, than their cards",
        "select count(*) from standings as s join cards as c on c.row = s.card
         where s.deck <> c.deck or s.kin is not c.kin or s.asleep <> (c.retired or c.suspended)",
    ),
    (
        "cards whose siblings are said to be in another deck",
        "select count(*) from cards where not retired and kin >> 24 <> deck",
    ),
    (
        "cards in another place of the order of study than their decks",
        "select count(*) from cards join decks using (deck)
         where not retired and cards.level <> decks.level",
    ),
    (
        "decks with another number of cards than they say",
        "select count(*) from decks where cards <>
           (select count(*) from cards as own where own.deck = decks.deck and not retired)",
    ),
    (
        "entries held back that should not be, or the other way round",
        "with future as (select entry from log where at > ?1 and detail is null)
         select (select count(*) from future where entry not in (select entry from held)) +
                (select count(*) from held where entry not in (select entry from future))",
    ),
    (
        "cards that a search cannot find, or finds without need",
        "select abs((select count(*) from search) - (select count(*) from cards where row <= coalesce(
           (select cast(value as integer) from meta where name = 'searchable'), 0)))",
    ),
];

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
        let misshapen = self.misshapen()?;
        let incomplete = misshapen.iter().any(|flaw| flaw.is_table());
        findings.extend(misshapen.iter().map(|flaw| match flaw.is_loss() {
            true => Finding::Broken(flaw.to_string()),
            false => Finding::Misshapen(flaw.to_string()),
        }));
        if incomplete {
            return Ok(findings);
        }
        self.inspect_log(horizon_ms, &mut findings)?;
        self.inspect_cards(fold, horizon_ms, &mut findings)?;
        for (what, sql) in AGREEMENTS {
            let given: &[&dyn ToSql] = if sql.contains("?1") {
                &[&horizon_ms]
            } else {
                &[]
            };
            let count = self.db.query_row(sql, given, |row| row.get(0))?;
            if count > 0 {
                findings.push(Finding::Astray(what, count));
            }
        }
        Ok(findings)
    }

    /// What is not shaped as this version makes it.
    ///
    /// # Errors
    /// When the database cannot be read at all.
    pub(crate) fn misshapen(&self) -> Result<Vec<shape::Flaw>, StoreError> {
        shape::flaws(&self.db)
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
            let table = table?;
            // Schedules can be derived.
            if table != "standings" {
                findings.push(Finding::Broken(format!(
                    "a row of `{table}` points nowhere"
                )));
            }
        }
        Ok(findings)
    }

    fn inspect_log(&self, horizon_ms: i64, findings: &mut Vec<Finding>) -> Result<(), StoreError> {
        let mut query = self.db.prepare(&format!(
            "select {}, detail, arrival from log order by arrival",
            log::COLUMNS
        ))?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            if log::read_line(row).is_err() {
                let arrival: i64 = row.get(log::WIDTH + 1)?;
                findings.push(Finding::Broken(format!(
                    "line {arrival} of the log is none that drill writes"
                )));
            }
        }
        if !findings.is_empty() {
            return Ok(());
        }
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

    /// Compares what is kept of every card with its history, in one pass over the log.
    fn inspect_cards(
        &self,
        fold: Fold<'_>,
        horizon_ms: i64,
        findings: &mut Vec<Finding>,
    ) -> Result<(), StoreError> {
        let mut kept = self.kept_cards()?;
        let mut compare = |card: CardId, history: &History| {
            if let Some(kept) = kept.remove(&card) {
                findings.extend(kept.compare(card, history, fold));
            }
        };
        let sql = format!(
            "select {} from log where detail is null order by card, {}",
            log::COLUMNS,
            log::IN_TURN
        );
        let mut query = self.db.prepare(&sql)?;
        let mut rows = query.query([])?;
        let mut entries: Vec<Entry> = Vec::new();
        loop {
            let next = match rows.next()? {
                // What cannot be read was named with the lines of the log.
                Some(row) => log::read_entry(row).ok(),
                None => None,
            };
            let done = entries.first().map(|entry| entry.card);
            if let Some(card) = done.filter(|card| next.is_none_or(|next| next.card != *card)) {
                compare(
                    card,
                    &self.told(card, std::mem::take(&mut entries), horizon_ms)?,
                );
            }
            let Some(next) = next else { break };
            entries.push(next);
        }
        let mut unknown: Vec<(CardId, Kept)> = kept.into_iter().collect();
        unknown.sort_unstable_by_key(|(card, _)| *card);
        for (card, kept) in unknown {
            findings.extend(kept.compare(card, &History::default(), fold));
        }
        Ok(())
    }

    /// The history of a card with those entries; cards before it are looked up.
    fn told(
        &self,
        card: CardId,
        entries: Vec<Entry>,
        horizon_ms: i64,
    ) -> Result<History, StoreError> {
        let continues = |entry: &Entry| matches!(entry.event, Event::Continued { .. });
        if entries.iter().any(continues) {
            return log::history(&self.db, card, horizon_ms);
        }
        let mut entries = Some(entries);
        History::gather(card, horizon_ms, |_| Ok(entries.take().unwrap_or_default()))
    }

    fn kept_cards(&self) -> Result<HashMap<CardId, Kept>, StoreError> {
        let sql = format!(
            "select id, suspended, fresh, retired, s.card, {}
             from cards left join standings as s on s.card = cards.row",
            standings::COLUMNS
        );
        let read = |row: &Row<'_>| {
            let standing = match row.get::<_, Option<i64>>(4)? {
                Some(_) => Some(standings::read_standing(row, 5)?),
                None => None,
            };
            let kept = Kept {
                standing,
                suspended: row.get(1)?,
                fresh: row.get(2)?,
                retired: row.get(3)?,
            };
            Ok((row.get(0)?, kept))
        };
        let mut query = self.db.prepare(&sql)?;
        let kept = query.query_map([], read)?.collect::<Result<_, _>>()?;
        Ok(kept)
    }
}

impl Kept {
    fn compare(&self, card: CardId, history: &History, fold: Fold<'_>) -> Vec<Finding> {
        let folded = fold(history);
        let mut findings = Vec::new();
        if self.standing != folded {
            findings.push(Finding::Stale {
                card,
                cached: self.standing,
                folded,
            });
        }
        let fresh = !self.retired && !history.suspended() && folded.is_none();
        if self.suspended != history.suspended() {
            let mark = "suspended";
            findings.push(Finding::Mismarked { card, mark });
        } else if self.fresh != fresh {
            findings.push(Finding::Mismarked { card, mark: "new" });
        }
        findings
    }
}
