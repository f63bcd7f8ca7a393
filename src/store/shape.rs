//! The tables, indexes and triggers as this version makes them, compared with those of a database.

use std::collections::BTreeMap;
use std::fmt;

use rusqlite::Connection;

use super::{Fold, Store, StoreError, Unusable, schema, standings};

/// A part of the schema that is not as it should be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Flaw {
    /// `table`, `index` or `trigger`.
    kind: String,
    name: String,
    missing: bool,
}

impl Flaw {
    /// Whether whole rows, or columns, are not where queries look for them.
    pub(crate) fn is_table(&self) -> bool {
        self.kind == "table"
    }

    /// Whether something is gone that cannot be derived.
    pub(crate) fn is_loss(&self) -> bool {
        self.is_table() && (!self.missing || self.name == "log")
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            kind,
            name,
            missing,
        } = self;
        let how = if *missing {
            "is missing"
        } else {
            "was changed"
        };
        write!(f, "the {kind} `{name}` {how}")
    }
}

/// Each part by name: its kind and the statement that makes it.
type Shape = BTreeMap<String, (String, String)>;

impl Store {
    /// Makes again, in one transaction, all that follows from the log and the decks, and the parts
    /// of the schema that are missing or were changed. Tables that cannot be derived stay as they
    /// are, or come back empty.
    ///
    /// # Errors
    /// When the file is damaged, or cannot be written; then nothing has changed.
    pub(crate) fn mend(
        &mut self,
        edition: &str,
        fold: Fold<'_>,
        horizon_ms: i64,
    ) -> Result<(), StoreError> {
        let write = self.write()?;
        mend_shape(&write)?;
        write.execute_batch("reindex")?;
        standings::derive(&write, edition, fold, horizon_ms)?;
        write.execute_batch(
            "update cards set kin = (deck << 24) | (kin & 0xffffff)
               where not retired and kin >> 24 <> deck;
             update standings set (deck, kin) = (select deck, kin from cards where row = card);
             update decks set cards =
               (select count(*) from cards as own where own.deck = decks.deck and not retired);
             update cards set level = (select level from decks where decks.deck = cards.deck)
               where not retired;
             insert into search (search) values ('delete-all');
             insert into theory (theory) values ('rebuild');
             delete from search_stale;
             delete from meta where name = 'searchable'",
        )?;
        write.commit()?;
        Ok(())
    }
}

/// What is not as this version makes it. What somebody added is theirs.
pub(super) fn flaws(db: &Connection) -> Result<Vec<Flaw>, StoreError> {
    let (is, should) = (shape(db)?, expected()?);
    let flaw = |(name, (kind, sql)): (&String, &(String, String))| {
        let found = is.get(name);
        let same = found.is_some_and(|(found, made)| found == kind && made == sql);
        (!same).then(|| Flaw {
            kind: kind.clone(),
            name: name.clone(),
            missing: found.is_none(),
        })
    };
    Ok(should.iter().filter_map(flaw).collect())
}

/// Makes missing parts, and indexes and triggers that were changed.
fn mend_shape(db: &Connection) -> Result<(), StoreError> {
    let should = expected()?;
    // Tables come first: the others belong to them.
    let mut flaws = flaws(db)?;
    flaws.sort_by_key(|flaw| !flaw.is_table());
    for flaw in flaws {
        if flaw.is_loss() {
            return Err(StoreError::Unusable(Unusable::Damaged(flaw.to_string())));
        }
        let Flaw { kind, name, .. } = &flaw;
        db.execute_batch(&format!("drop {kind} if exists \"{name}\""))?;
        if let Some((_, sql)) = should.get(name) {
            db.execute_batch(sql)?;
        }
    }
    Ok(())
}

fn expected() -> Result<Shape, StoreError> {
    let mut model = Connection::open_in_memory()?;
    schema::bring_up_to_date(&mut model)?;
    shape(&model)
}

/// Without what SQLite makes by itself, also for the full-text index.
fn shape(db: &Connection) -> Result<Shape, StoreError> {
    let mut query = db.prepare(
        "select name, type, sql from sqlite_schema where sql is not null and name not in (
           select name || ending from sqlite_schema, (select '_data' as ending union select '_idx'
             union select '_docsize' union select '_config' union select '_content')
           where sql like 'create virtual table%')",
    )?;
    let parts = query.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
    Ok(parts.collect::<Result<_, _>>()?)
}
