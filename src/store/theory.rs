//! Full text over the prose of the pages. It is brought up to date when it is asked.

use rusqlite::params;

use super::rows::origin;
use super::search::quoted;
use super::{Store, StoreError};
use crate::model::source::Origin;

/// A deck whose prose has to be read (again).
pub(crate) struct Unread {
    pub(crate) deck: i64,
    pub(crate) origin: Origin,
    /// What to hand back once it was read.
    pub(crate) mark: String,
}

/// A stretch of a page.
pub(crate) struct Passage {
    pub(crate) line: u32,
    pub(crate) heading: String,
    pub(crate) text: String,
}

/// A passage that was found, and whose it is.
pub(crate) struct FoundPassage {
    pub(crate) deck: String,
    pub(crate) title: String,
    pub(crate) origin: Origin,
    pub(crate) passage: Passage,
}

impl Store {
    /// The decks whose prose is not the one that was read last; `build` marks the decks that ship
    /// with the program.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn unread(&self, build: &str) -> Result<Vec<Unread>, StoreError> {
        let mut query = self.db.prepare(
            "select * from (
               select deck, shipped, path,
                 case when shipped = 1 then ?1 else size || ' ' || changed end as mark, searched
               from decks where not gone)
             where searched is not mark or mark like '% 0'",
        )?;
        let unread = query
            .query_map([build], |row| {
                Ok(Unread {
                    deck: row.get(0)?,
                    origin: origin(row.get(1)?, row.get(2)?),
                    mark: row.get(3)?,
                })
            })?
            .collect::<Result<_, _>>()?;
        Ok(unread)
    }

    /// Keeps the prose of decks that were read.
    ///
    /// # Errors
    /// When the database cannot be written; then nothing has happened.
    pub(crate) fn keep_theory(
        &mut self,
        read: &[(Unread, Vec<Passage>)],
    ) -> Result<(), StoreError> {
        let write = self.write()?;
        for (Unread { deck, mark, .. }, passages) in read {
            write
                .prepare_cached("delete from sections where deck = ?")?
                .execute([deck])?;
            let mut insert = write.prepare_cached(
                "insert into sections (deck, line, heading, text) values (?, ?, ?, ?)",
            )?;
            for passage in passages {
                insert.execute(params![deck, passage.line, passage.heading, passage.text])?;
            }
            write
                .prepare_cached("update decks set searched = ?2 where deck = ?1")?
                .execute(params![deck, mark])?;
        }
        write.commit()?;
        Ok(())
    }

    /// The passages that hold all of the words, best first, at most `limit`; see [`Store::find`].
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn find_theory(
        &self,
        words: &[&str],
        limit: u32,
    ) -> Result<Vec<FoundPassage>, StoreError> {
        let mut query = self.db.prepare(
            "select name, title, shipped, path, line, sections.heading, sections.text from theory
               join sections on section = theory.rowid join decks using (deck)
             where theory match ?1 and not gone order by bm25(theory, 2.0, 1.0), section limit ?2",
        )?;
        let found = query
            .query_map(params![quoted(words), limit], |row| {
                Ok(FoundPassage {
                    deck: row.get(0)?,
                    title: row.get(1)?,
                    origin: origin(row.get(2)?, row.get(3)?),
                    passage: Passage {
                        line: row.get(4)?,
                        heading: row.get(5)?,
                        text: row.get(6)?,
                    },
                })
            })?
            .collect::<Result<_, _>>()?;
        Ok(found)
    }
}
