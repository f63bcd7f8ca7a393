//! The log on its way between devices: what this one wrote, and what others did.
//!
//! Lines of others are looked at one by one before any goes in, and go in together.

use rusqlite::{OptionalExtension, Row, params};

use super::log::{COLUMNS, read_line};
use super::{Fold, Store, StoreError, remember, standings};
use crate::model::card::CardId;
use crate::model::carried::{Carried, Cursor};

/// What became of a line that was looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Look {
    Known,
    New,
    /// It says something that this version does not understand.
    Strange,
}

/// What came in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Received {
    pub(crate) lines: u32,
    /// Whether something about roadmaps is among them.
    pub(crate) decisions: bool,
}

/// No device that is honest counts further; one that is not cannot exhaust the numbers.
const LAST_TURN: i64 = 1 << 53;

impl Store {
    /// Shows the lines of this device that arrived after `after` to `visit`, in that order.
    ///
    /// # Errors
    /// When the database cannot be read, or `visit` fails.
    pub(crate) fn each_own<E: From<StoreError>>(
        &self,
        after: i64,
        mut visit: impl FnMut(&Carried) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = format!(
            "select {COLUMNS}, detail, batch, arrival from log
             where arrival > ? and device is null order by arrival"
        );
        let mut query = self.db.prepare_cached(&sql).map_err(StoreError::from)?;
        let mut rows = query.query([after]).map_err(StoreError::from)?;
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            visit(&read_carried(row).map_err(StoreError::from)?)?;
        }
        Ok(())
    }

    /// The number of the last line, and how many lines of this device come after `after`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn own_lines(&self, after: i64) -> Result<(i64, u32), StoreError> {
        Ok(self.db.query_row(
            "select coalesce((select max(arrival) from log), 0),
               (select count(*) from log where arrival > ? and device is null)",
            [after],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?)
    }

    /// Prepares for [`Store::look_at`]: until [`Store::receive`], all is one look at the log.
    ///
    /// # Errors
    /// When there is no room for temporary files.
    pub(crate) fn begin_looking(&self) -> Result<(), StoreError> {
        self.db.execute_batch(
            "create temp table if not exists staged (
               entry blob primary key, device text not null, turn integer not null, kind text not null,
               card blob not null, quality integer, took_ms integer, of blob, at integer not null,
               offset_s integer not null, day integer not null, last_look integer not null,
               placed text, batch blob, detail text
             ) strict, without rowid;
             delete from staged; begin",
        )?;
        Ok(())
    }

    /// Looks at a line of another device, and puts it aside if it is new.
    ///
    /// # Errors
    /// When the database cannot be read, or there is no room for temporary files.
    pub(crate) fn look_at(&self, device: &str, line: &Carried) -> Result<Look, StoreError> {
        let mut known = self
            .db
            .prepare_cached("select 1 from log where entry = ?")?;
        if known.exists([line.id])? {
            return Ok(Look::Known);
        }
        let placed = line.detail.as_ref().filter(|_| line.kind == "placed");
        let detail = line.detail.as_ref().filter(|_| line.kind != "placed");
        let mut read = self
            .db
            .prepare_cached("select ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12")?;
        let values = params![
            line.id,
            line.kind,
            line.subject,
            line.quality,
            line.took_ms,
            line.of,
            line.at_ms,
            line.offset_s,
            line.day,
            line.last_look,
            placed,
            detail
        ];
        // Whoever reads the log later must understand it: the same code reads it here.
        if read.query_row(values, read_line).optional().is_err() {
            return Ok(Look::Strange);
        }
        let mut stage = self.db.prepare_cached(
            "insert or ignore into staged (entry, kind, card, quality, took_ms, of, at, offset_s, day,
               last_look, placed, detail, device, turn, batch)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        )?;
        let staged = stage.execute(params![
            line.id,
            line.kind,
            line.subject,
            line.quality,
            line.took_ms,
            line.of,
            line.at_ms,
            line.offset_s,
            line.day,
            line.last_look,
            placed,
            detail,
            device,
            line.turn.min(LAST_TURN),
            line.batch
        ])?;
        Ok(if staged == 0 { Look::Known } else { Look::New })
    }

    /// Ends the look; says how many lines are new.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn end_looking(&self) -> Result<u32, StoreError> {
        self.db.execute_batch("commit")?;
        Ok(self
            .db
            .query_row("select count(*) from staged", [], |row| row.get(0))?)
    }

    /// Takes in what was put aside, folds the cards that it is about, and remembers how far each
    /// file was read: all or nothing.
    ///
    /// # Errors
    /// When the disk or the lock refuses; then nothing has happened.
    pub(crate) fn receive(
        &mut self,
        cursors: &[(String, Cursor)],
        fold: Fold<'_>,
        horizon_ms: i64,
    ) -> Result<Received, StoreError> {
        let write = self.write()?;
        write.execute_batch(
            "insert or ignore into devices (name) select distinct device from staged;",
        )?;
        // Numbers grow beyond those of all lines that are known now. What others date in the future
        // comes first, so that the last line is the last that counts.
        let lines = write.execute(
            "insert into log (arrival, entry, kind, card, quality, took_ms, of, at, offset_s, day,
               last_look, placed, batch, detail, device, turn)
             select max(coalesce((select max(arrival) from log), 0), (select max(turn) from staged))
                 + row_number() over (order by at > ?1 desc, at, turn, entry),
               entry, kind, card, quality, took_ms, of, at, offset_s, day, last_look, placed, batch,
               detail, devices.device, turn
             from staged join devices on devices.name = staged.device
             where not exists (select 1 from log where log.entry = staged.entry)",
            [horizon_ms],
        )?;
        let cards: Vec<CardId> = {
            let mut query =
                write.prepare("select distinct card from staged where detail is null")?;
            let cards = query.query_map([], |row| row.get(0))?;
            cards.collect::<Result<_, _>>()?
        };
        for card in cards {
            standings::refold(&write, card, fold, horizon_ms)?;
        }
        let decisions = write.query_row(
            "select exists (select 1 from staged where detail is not null)",
            [],
            |row| row.get(0),
        )?;
        standings::hold(&write, horizon_ms)?;
        keep_cursors(&write, cursors)?;
        write.commit()?;
        Ok(Received {
            lines: u32::try_from(lines).unwrap_or(u32::MAX),
            decisions,
        })
    }

    /// How far each file was read, by its path below the shared folder.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn cursors(&self) -> Result<Vec<(String, Cursor)>, StoreError> {
        let mut query = self
            .db
            .prepare_cached("select path, upto, lines, tail, size, changed from sync_files")?;
        let cursors = query.query_map([], |row| {
            let cursor = Cursor {
                upto: row.get(1)?,
                lines: row.get(2)?,
                tail: row.get(3)?,
                size: row.get(4)?,
                changed: row.get(5)?,
            };
            Ok((row.get(0)?, cursor))
        })?;
        Ok(cursors.collect::<Result<_, _>>()?)
    }

    /// Remembers how this device left its own files, and some values by name.
    ///
    /// # Errors
    /// When the disk or the lock refuses; then nothing has happened.
    pub(crate) fn keep_progress(
        &mut self,
        cursors: &[(String, Cursor)],
        notes: &[(&str, &str)],
    ) -> Result<(), StoreError> {
        let write = self.write()?;
        keep_cursors(&write, cursors)?;
        for (name, value) in notes {
            remember(&write, name, value)?;
        }
        write.commit()?;
        Ok(())
    }

    /// Forgets how far files were read: they are those of another folder.
    ///
    /// # Errors
    /// When the disk or the lock refuses; then nothing has happened.
    pub(crate) fn forget_cursors(&mut self) -> Result<(), StoreError> {
        let write = self.write()?;
        write.execute("delete from sync_files", [])?;
        write.commit()?;
        Ok(())
    }
}

fn keep_cursors(db: &rusqlite::Connection, cursors: &[(String, Cursor)]) -> Result<(), StoreError> {
    let mut keep = db.prepare_cached(
        "insert or replace into sync_files (path, upto, lines, tail, size, changed)
         values (?, ?, ?, ?, ?, ?)",
    )?;
    for (path, cursor) in cursors {
        keep.execute(params![
            path,
            cursor.upto,
            cursor.lines,
            cursor.tail,
            cursor.size,
            cursor.changed
        ])?;
    }
    Ok(())
}

fn read_carried(row: &Row<'_>) -> rusqlite::Result<Carried> {
    let placed: Option<String> = row.get(10)?;
    let detail: Option<String> = row.get(11)?;
    Ok(Carried {
        turn: row.get(13)?,
        id: row.get(0)?,
        kind: row.get(1)?,
        subject: row.get(2)?,
        at_ms: row.get(6)?,
        offset_s: row.get(7)?,
        day: row.get(8)?,
        quality: row.get(3)?,
        took_ms: row.get(4)?,
        last_look: row.get(9)?,
        of: row.get(5)?,
        batch: row.get(12)?,
        detail: placed.or(detail),
    })
}
