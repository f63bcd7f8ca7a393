//! Full text over both sides of the cards.

use rusqlite::{Connection, OptionalExtension, params};

use super::{Store, StoreError, remember};

impl Store {
    /// The rows of the active cards that hold all of the words (the last may be the beginning of
    /// one), best first, at most `limit`.
    ///
    /// # Errors
    /// When the database cannot be read, or the index not be brought up to date.
    pub(crate) fn find(&mut self, words: &[&str], limit: u32) -> Result<Vec<i64>, StoreError> {
        self.index()?;
        let mut statement = self.db.prepare(
            "select search.rowid from search join cards on cards.row = search.rowid
             where search match ?1 and not retired order by bm25(search, 2.0, 1.0), search.rowid limit ?2",
        )?;
        let rows = statement
            .query_map(params![quoted(words), limit], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        Ok(rows)
    }

    /// Takes in what was added or changed since the last search.
    fn index(&mut self) -> Result<(), StoreError> {
        let behind: bool = self.db.query_row(
            "select exists (select 1 from search_stale) or coalesce((select max(row) from cards), 0) >
               coalesce((select cast(value as integer) from meta where name = 'searchable'), 0)",
            [],
            |row| row.get(0),
        )?;
        if !behind {
            return Ok(());
        }
        let write = self.write()?;
        fill(&write)?;
        write.commit()?;
        Ok(())
    }
}

/// The words as a query: quoted, so that none is taken for an operator; the last one may be the
/// beginning of a word.
pub(super) fn quoted(words: &[&str]) -> String {
    let quote = |word: &&str| format!("\"{}\"", word.replace('"', "\"\""));
    let words: Vec<String> = words.iter().map(quote).collect();
    format!("{}*", words.join(" "))
}

/// The last row that the index knows; changes to rows after it need not be marked.
pub(super) fn searchable(db: &Connection) -> Result<i64, StoreError> {
    let mark = db
        .query_row(
            "select cast(value as integer) from meta where name = 'searchable'",
            [],
            |row| row.get(0),
        )
        .optional()?;
    Ok(mark.unwrap_or(0))
}

fn fill(db: &Connection) -> Result<(), StoreError> {
    db.execute(
        "delete from search where rowid in (select card from search_stale)",
        [],
    )?;
    db.execute(
        "insert into search (rowid, ask, answer) select row, ask, answer from cards
         where row in (select card from search_stale)
            or row > coalesce((select cast(value as integer) from meta where name = 'searchable'), 0)",
        [],
    )?;
    db.execute("delete from search_stale", [])?;
    let last: i64 = db.query_row("select coalesce(max(row), 0) from cards", [], |row| {
        row.get(0)
    })?;
    remember(db, "searchable", &last.to_string())
}
