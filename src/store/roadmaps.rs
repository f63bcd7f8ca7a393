//! Roadmaps in the database: the files as they were read last, and the names of their items.

use rusqlite::{OptionalExtension, Row, params};

use super::rows::origin;
use super::{Store, StoreError, decisions};
use crate::model::log::Decision;
use crate::model::roadmap::ItemId;
use crate::model::source::Origin;
use crate::model::time::{Day, Stamp};

/// A roadmap as it was read last.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct StoredRoadmap {
    pub(crate) name: String,
    pub(crate) origin: Origin,
    /// The first day of the plan.
    pub(crate) start: Day,
    /// The file, byte for byte.
    pub(crate) bytes: Vec<u8>,
    /// In the order of the file.
    pub(crate) items: Vec<KnownItem>,
}

/// What is remembered of an item.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct KnownItem {
    pub(crate) id: ItemId,
    pub(crate) text: String,
    /// Whether its box in the file was ticked; `None` without a box.
    pub(crate) ticked: Option<bool>,
}

impl Store {
    /// Every roadmap, by name.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn roadmap_names(&self) -> Result<Vec<String>, StoreError> {
        let mut query = self.db.prepare("select name from roadmaps order by name")?;
        let names = query
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        Ok(names)
    }

    /// The roadmap that ships with the program, if it was taken in: its name.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn shipped_roadmap(&self) -> Result<Option<String>, StoreError> {
        let mut query = self
            .db
            .prepare("select name from roadmaps where shipped order by roadmap limit 1")?;
        Ok(query.query_row([], |row| row.get(0)).optional()?)
    }

    /// The roadmap of that name.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn roadmap(&self, name: &str) -> Result<Option<StoredRoadmap>, StoreError> {
        let read = |row: &Row<'_>| {
            let stored = StoredRoadmap {
                name: row.get(1)?,
                origin: origin(row.get(2)?, row.get(3)?),
                start: row.get(4)?,
                bytes: row.get(5)?,
                items: Vec::new(),
            };
            Ok((row.get::<_, i64>(0)?, stored))
        };
        let sql = "select roadmap, name, shipped, path, start, bytes from roadmaps where name = ?";
        let found = self
            .db
            .prepare_cached(sql)?
            .query_row([name], read)
            .optional()?;
        let Some((row, mut stored)) = found else {
            return Ok(None);
        };
        let sql = "select item, text, ticked from items where roadmap = ? order by position";
        let mut query = self.db.prepare_cached(sql)?;
        let items = query.query_map([row], |row| {
            Ok(KnownItem {
                id: row.get(0)?,
                text: row.get(1)?,
                ticked: row.get(2)?,
            })
        })?;
        stored.items = items.collect::<Result<_, _>>()?;
        Ok(Some(stored))
    }

    /// Takes in a roadmap that is new or was read again, together with what its boxes decide.
    ///
    /// # Errors
    /// When the disk or the lock refuses; then nothing has happened.
    pub(crate) fn keep_roadmap(
        &mut self,
        roadmap: &StoredRoadmap,
        decided: &[Decision],
        stamp: &dyn Fn(Option<&Stamp>) -> Stamp,
    ) -> Result<(), StoreError> {
        let write = self.write()?;
        let shipped = matches!(roadmap.origin, Origin::Shipped(_));
        let row: i64 = write.query_row(
            "insert into roadmaps (name, shipped, path, start, bytes) values (?1, ?2, ?3, ?4, ?5)
             on conflict (name) do update set shipped = ?2, path = ?3, start = ?4, bytes = ?5
             returning roadmap",
            params![
                roadmap.name,
                shipped,
                roadmap.origin.path(),
                roadmap.start,
                roadmap.bytes
            ],
            |row| row.get(0),
        )?;
        write.execute("delete from items where roadmap = ?", [row])?;
        let mut insert = write.prepare_cached(
            "insert into items (roadmap, position, item, text, ticked) values (?, ?, ?, ?, ?)",
        )?;
        for (position, item) in roadmap.items.iter().enumerate() {
            let position = position as i64;
            insert.execute(params![row, position, item.id, item.text, item.ticked])?;
        }
        drop(insert);
        decisions::append(&write, decided, stamp)?;
        write.commit()?;
        Ok(())
    }
}
