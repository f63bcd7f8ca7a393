//! Files of other programs that were taken in: what each of them brought, and what only they
//! understand, kept for the way back. Every row carries the number of its import.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension, params};

use super::rows::{list, words};
use super::standings::Telling;
use super::{Store, StoreError, log};
use crate::model::card::CardId;
use crate::model::log::{Entry, Event};
use crate::model::time::Stamp;

/// What an import of another program's file adds beside its decks.
pub(crate) struct Delivery<'a> {
    pub(crate) receipt: Receipt,
    /// Shows every line for the log, in order, with the row of an answer as it was elsewhere.
    pub(crate) each_line: &'a EachLine<'a>,
    /// About how many those are.
    pub(crate) lines: usize,
    /// The history of a card that the log knows from these lines alone.
    pub(crate) told: &'a Telling<'a>,
    /// Cards that were there before, and get lines.
    pub(crate) touched: &'a [CardId],
    pub(crate) notes: &'a [KeptNote],
    pub(crate) cards: &'a [KeptCard],
    /// What notes share, by name.
    pub(crate) things: &'a [(String, String)],
    pub(crate) files: &'a [WrittenFile],
    /// Decks that are kept in the database: path and Markdown.
    pub(crate) decks: &'a [(String, String)],
}

/// See [`Delivery::each_line`].
pub(crate) type EachLine<'a> = dyn Fn(&mut dyn FnMut(&Entry, Option<&str>) -> Result<(), StoreError>) -> Result<(), StoreError>
    + 'a;

/// What is remembered of an import.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Receipt {
    /// Milliseconds since 1970 UTC.
    pub(crate) at_ms: i64,
    pub(crate) format: &'static str,
    pub(crate) file: String,
    pub(crate) digest: [u8; 32],
    /// Folders that are kept up with since.
    pub(crate) roots: Vec<String>,
}

/// What only another program understands of a note.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct KeptNote {
    pub(crate) key: String,
    pub(crate) keepsake: Option<String>,
}

/// A card of such a note, and which of ours it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct KeptCard {
    pub(crate) key: String,
    pub(crate) ordinal: u32,
    pub(crate) card: CardId,
    /// A digest of its text as the import wrote it.
    pub(crate) written: Vec<u8>,
    pub(crate) keepsake: Option<String>,
}

/// A file that an import wrote.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct WrittenFile {
    pub(crate) path: String,
    /// What was there; `None`: nothing.
    pub(crate) before: Option<Vec<u8>>,
    /// SHA-256 of what is there now.
    pub(crate) digest: [u8; 32],
}

/// An import that can be taken back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct PastImport {
    pub(crate) number: i64,
    pub(crate) file: String,
    pub(crate) roots: Vec<String>,
    pub(crate) files: Vec<WrittenFile>,
}

impl Store {
    /// How many imports of other programs' files there were, and how many of them were undone.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn imports(&self) -> Result<(u32, u32), StoreError> {
        let sql = "select count(*), coalesce(sum(undone), 0) from imports";
        Ok(self
            .db
            .query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }

    /// What was kept of a note, and of its cards.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn kept(
        &self,
        format: &str,
        key: &str,
    ) -> Result<Option<(KeptNote, Vec<KeptCard>)>, StoreError> {
        let mut note = self.db.prepare_cached(
            r#"select keepsake from kept_notes where format = ? and "key" = ? order by import desc limit 1"#,
        )?;
        let read = |row: &rusqlite::Row<'_>| row.get(0);
        let Some(keepsake) = note.query_row(params![format, key], read).optional()? else {
            return Ok(None);
        };
        let note = KeptNote {
            key: key.to_owned(),
            keepsake,
        };
        let mut cards = self.db.prepare_cached(
            r#"select ordinal, card, written, keepsake from kept_cards
               where format = ? and "key" = ? order by ordinal, import desc"#,
        )?;
        let cards = cards.query_map(params![format, key], |row| {
            Ok(KeptCard {
                key: key.to_owned(),
                ordinal: row.get(0)?,
                card: row.get(1)?,
                written: row.get(2)?,
                keepsake: row.get(3)?,
            })
        })?;
        let mut kept: Vec<KeptCard> = cards.collect::<Result<_, _>>()?;
        kept.dedup_by_key(|card| card.ordinal);
        Ok(Some((note, kept)))
    }

    /// What was kept under a name that is no note's.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn kept_thing(
        &self,
        format: &str,
        name: &str,
    ) -> Result<Option<String>, StoreError> {
        let sql = "select keepsake from kept_things where format = ? and name = ? order by import desc limit 1";
        let mut query = self.db.prepare_cached(sql)?;
        Ok(query
            .query_row([format, name], |row| row.get(0))
            .optional()?)
    }

    /// Shows every card that came from that format to `visit`, note by note.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn each_kept_card(
        &self,
        format: &str,
        mut visit: impl FnMut(KeptCard),
    ) -> Result<(), StoreError> {
        let mut query = self.db.prepare(
            r#"select "key", ordinal, card, written, keepsake from kept_cards as k where format = ?1
                 and import = (select max(import) from kept_cards as l
                   where l.format = ?1 and l."key" = k."key" and l.ordinal = k.ordinal)
               order by "key", ordinal"#,
        )?;
        let mut rows = query.query([format])?;
        while let Some(row) = rows.next()? {
            visit(KeptCard {
                key: row.get(0)?,
                ordinal: row.get(1)?,
                card: row.get(2)?,
                written: row.get(3)?,
                keepsake: row.get(4)?,
            });
        }
        Ok(())
    }

    /// Whether an import wrote that file.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn is_ours(&self, path: &str) -> Result<bool, StoreError> {
        let sql = "select exists (select 1 from import_files join imports using (import)
          where path = ? and not undone)";
        let mut query = self.db.prepare_cached(sql)?;
        Ok(query.query_row([path], |row| row.get(0))?)
    }

    /// The Markdown of a deck that is kept in the database.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn kept_deck(&self, path: &str) -> Result<Option<String>, StoreError> {
        let sql = "select text from kept_decks where path = ? order by import desc limit 1";
        let mut query = self.db.prepare_cached(sql)?;
        Ok(query.query_row([path], |row| row.get(0)).optional()?)
    }

    /// The decks that an import put into the database, with the text before; `None`: there was none.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn decks_of_import(
        &self,
        import: i64,
    ) -> Result<Vec<(String, Option<String>)>, StoreError> {
        let mut query = self.db.prepare(
            "select path, (select text from kept_decks as b where b.path = k.path and b.import < ?1
                           order by b.import desc limit 1)
             from kept_decks as k where import = ?1",
        )?;
        let decks = query
            .query_map([import], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        Ok(decks)
    }

    /// The last import that was not undone.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn last_import(&self) -> Result<Option<PastImport>, StoreError> {
        let sql =
            "select import, file, roots from imports where not undone order by import desc limit 1";
        let found = self.db.query_row(sql, [], |row| {
            Ok(PastImport {
                number: row.get(0)?,
                file: row.get(1)?,
                roots: words(&row.get::<_, String>(2)?),
                files: Vec::new(),
            })
        });
        let Some(mut import) = found.optional()? else {
            return Ok(None);
        };
        let mut query = self.db.prepare(
            "select path, before, digest from import_files where import = ? order by path",
        )?;
        let files = query.query_map([import.number], |row| {
            Ok(WrittenFile {
                path: row.get(0)?,
                before: row.get(1)?,
                digest: row.get(2)?,
            })
        })?;
        import.files = files.collect::<Result<_, _>>()?;
        Ok(Some(import))
    }
}

/// Writes everything of a delivery but its decks.
pub(super) fn deliver(db: &Connection, delivery: &Delivery<'_>) -> Result<(), StoreError> {
    let Receipt {
        at_ms,
        format,
        file,
        digest,
        roots,
    } = &delivery.receipt;
    let import: i64 = db.query_row(
        "insert into imports (at, format, file, digest, roots) values (?, ?, ?, ?, ?) returning import",
        params![at_ms, format, file, digest, list(roots)],
        |row| row.get(0),
    )?;
    let shelved = shelve_indexes(db, delivery.lines)?;
    (delivery.each_line)(&mut |entry, kept| log::append_imported(db, entry, import, kept))?;
    for sql in shelved {
        db.execute_batch(&sql)?;
    }
    let mut insert = db.prepare("insert into kept_notes values (?, ?, ?, ?)")?;
    for note in delivery.notes {
        insert.execute(params![format, note.key, import, note.keepsake])?;
    }
    let mut insert = db.prepare("insert into kept_cards values (?, ?, ?, ?, ?, ?, ?)")?;
    for card in delivery.cards {
        let KeptCard {
            key,
            ordinal,
            card,
            written,
            keepsake,
        } = card;
        insert.execute(params![
            format, key, ordinal, import, card, written, keepsake
        ])?;
    }
    let mut insert = db.prepare("insert into kept_things values (?, ?, ?, ?)")?;
    for (name, keepsake) in delivery.things {
        insert.execute(params![format, name, import, keepsake])?;
    }
    let mut insert = db.prepare("insert into import_files values (?, ?, ?, ?)")?;
    for file in delivery.files {
        insert.execute(params![import, file.path, file.before, file.digest])?;
    }
    let mut insert = db.prepare("insert into kept_decks values (?, ?, ?)")?;
    for (path, text) in delivery.decks {
        insert.execute(params![path, import, text])?;
    }
    Ok(())
}

/// Takes down the indexes of the log, and the guard that looks at each new line, where making them
/// again at once costs less than keeping them up line by line; gives what makes them again. A line
/// that is there already is refused all the same, by its name.
fn shelve_indexes(db: &Connection, lines: usize) -> Result<Vec<String>, StoreError> {
    const MANY: i64 = 20_000;
    let before: i64 = db.query_row("select coalesce(max(arrival), 0) from log", [], |row| {
        row.get(0)
    })?;
    let lines = i64::try_from(lines).unwrap_or(i64::MAX);
    if lines < MANY || lines < before {
        return Ok(Vec::new());
    }
    let mut query = db.prepare(
        "select type, name, sql from sqlite_schema where tbl_name = 'log' and sql is not null
           and (type = 'index' or name = 'log_replaces_none')",
    )?;
    let found = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let found: Vec<(String, String, String)> = found.collect::<Result<_, _>>()?;
    let mut again = Vec::with_capacity(found.len());
    for (kind, name, sql) in found {
        db.execute_batch(&format!("drop {kind} {name}"))?;
        again.push(sql);
    }
    Ok(again)
}

/// Takes an import back but for its decks: the rows that it brought go; the log keeps its lines,
/// and gets one for each that takes it back. Returns whose lines those were.
pub(super) fn withdraw(
    db: &Connection,
    import: &PastImport,
    stamp: &dyn Fn(Option<&Stamp>) -> Stamp,
) -> Result<HashSet<CardId>, StoreError> {
    let number = import.number;
    let lines = log::entries_where(
        db,
        "import = ? and kind <> 'retracted' and not exists
           (select 1 from log as back where back.of = log.entry and back.kind = 'retracted')",
        [number],
    )?;
    let mut last = log::last_stamp(db)?;
    let mut cards = HashSet::new();
    for line in lines {
        let back = Entry {
            stamp: stamp(last.as_ref()),
            card: line.card,
            event: Event::Retracted { of: line.stamp.id },
        };
        log::append_imported(db, &back, number, None)?;
        cards.insert(line.card);
        last = Some(back.stamp);
    }
    for table in ["kept_notes", "kept_cards", "kept_things", "kept_decks"] {
        db.execute(&format!("delete from {table} where import = ?"), [number])?;
    }
    db.execute("update imports set undone = 1 where import = ?", [number])?;
    for root in &import.roots {
        db.execute("delete from roots where path = ?", [root])?;
    }
    Ok(cards)
}
