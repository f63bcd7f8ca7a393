//! Everything in the database that follows from nothing else, on its way out, and copies of the
//! whole of it put back.

use std::collections::HashMap;
use std::path::Path;

use rusqlite::{MAIN_DB, Row, backup};

use super::rows::{origin, words};
use super::{Store, StoreError, log, remember};
use crate::model::collection::{
    CardRecord, Collection, DeckRecord, ImportRecord, KeepsakeRecord, KeptOf, LogRecord,
    RoadmapRecord,
};

impl Store {
    /// Everything but the log, the settings and the texts of decks.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn collection(&self) -> Result<Collection, StoreError> {
        let mut places = HashMap::new();
        let decks = self.deck_records(&mut places)?;
        Ok(Collection {
            roots: self.roots()?,
            decks,
            cards: self.card_records(&places)?,
            roadmaps: self.roadmap_records()?,
            imports: self.import_records()?,
            keepsakes: self.keepsake_records()?,
            ..Collection::default()
        })
    }

    /// Shows every line of the log to `visit`, in order of arrival.
    ///
    /// # Errors
    /// When the database cannot be read, or `visit` fails.
    pub(crate) fn each_record<E: From<StoreError>>(
        &self,
        visit: &mut dyn FnMut(LogRecord) -> Result<(), E>,
    ) -> Result<(), E> {
        log::each_record(&self.db, visit)
    }

    /// Puts a copy of the whole database in the place of what is there.
    ///
    /// # Errors
    /// When the copy cannot be read, or the database not be written.
    pub(crate) fn put_back(&mut self, copy: &Path) -> Result<(), StoreError> {
        self.db
            .restore(MAIN_DB, copy, None::<fn(backup::Progress)>)?;
        Ok(())
    }

    /// How many lines the log has, and how many imports of any kind there were: by this somebody
    /// sees whether anything has happened since.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn mark(&self) -> Result<String, StoreError> {
        let lines: i64 = self
            .db
            .query_row("select count(*) from log", [], |row| row.get(0))?;
        Ok(format!("{lines}/{}", self.changes()?))
    }

    /// Remembers a value under a name; see [`Store::noted`].
    ///
    /// # Errors
    /// When the disk or the lock refuses.
    pub(crate) fn keep_note(&mut self, name: &str, value: &str) -> Result<(), StoreError> {
        let write = self.write()?;
        remember(&write, name, value)?;
        write.commit()?;
        Ok(())
    }

    fn deck_records(
        &self,
        places: &mut HashMap<i64, usize>,
    ) -> Result<Vec<DeckRecord>, StoreError> {
        let mut query = self.db.prepare(
            "select deck, shipped, path, name, title, aliases, requires, tags, level, errors, gone, size, changed
             from decks order by deck",
        )?;
        let decks = query.query_map([], |row| {
            places.insert(row.get(0)?, places.len());
            Ok(DeckRecord {
                origin: origin(row.get(1)?, row.get(2)?),
                name: row.get(3)?,
                title: row.get(4)?,
                aliases: words(&row.get::<_, String>(5)?),
                requires: words(&row.get::<_, String>(6)?),
                tags: words(&row.get::<_, String>(7)?),
                level: row.get(8)?,
                errors: row.get(9)?,
                gone: row.get(10)?,
                size: row.get(11)?,
                changed: row.get(12)?,
                text: None,
            })
        })?;
        Ok(decks.collect::<Result<_, _>>()?)
    }

    fn card_records(&self, places: &HashMap<i64, usize>) -> Result<Vec<CardRecord>, StoreError> {
        let mut query = self.db.prepare(
            r#"select id, deck, position, kind, kin, pinned, ask, answer, line, "column", retired, tags
               from cards order by row"#,
        )?;
        let cards = query.query_map([], |row| {
            let deck: i64 = row.get(1)?;
            let kin: Option<i64> = row.get(4)?;
            Ok(CardRecord {
                id: row.get(0)?,
                deck: places.get(&deck).copied().unwrap_or_default(),
                position: row.get(2)?,
                kind: row.get(3)?,
                kin: kin.and_then(|kin| u32::try_from(kin & 0xff_ffff).ok()),
                pinned: row.get(5)?,
                ask: row.get(6)?,
                answer: row.get(7)?,
                line: row.get(8)?,
                column: row.get(9)?,
                retired: row.get(10)?,
                tags: row
                    .get::<_, Option<String>>(11)?
                    .map_or_else(Vec::new, |tags| words(&tags)),
            })
        })?;
        Ok(cards.collect::<Result<_, _>>()?)
    }

    fn roadmap_records(&self) -> Result<Vec<RoadmapRecord>, StoreError> {
        let mut records = Vec::new();
        for name in self.roadmap_names()? {
            let Some(roadmap) = self.roadmap(&name)? else {
                continue;
            };
            let items = roadmap.items.into_iter();
            records.push(RoadmapRecord {
                name: roadmap.name,
                origin: roadmap.origin,
                start: roadmap.start,
                bytes: roadmap.bytes,
                items: items
                    .map(|item| (item.id, item.text, item.ticked))
                    .collect(),
            });
        }
        Ok(records)
    }

    fn import_records(&self) -> Result<Vec<ImportRecord>, StoreError> {
        let sql = "select import, at, format, file, digest, undone from imports order by import";
        let mut query = self.db.prepare(sql)?;
        let imports = query.query_map([], |row| {
            Ok(ImportRecord {
                number: row.get(0)?,
                at_ms: row.get(1)?,
                format: row.get(2)?,
                file: row.get(3)?,
                digest: row.get(4)?,
                undone: row.get(5)?,
            })
        })?;
        Ok(imports.collect::<Result<_, _>>()?)
    }

    fn keepsake_records(&self) -> Result<Vec<KeepsakeRecord>, StoreError> {
        let mut query = self.db.prepare(
            r#"select import, format, "key", keepsake, 0 as of, null as ordinal, null, null from kept_notes
               union all select import, format, "key", keepsake, 1, ordinal, card, written from kept_cards
               union all select import, format, name, keepsake, 2, null, null, null from kept_things
               order by import, format, "key", of, ordinal"#,
        )?;
        let keepsakes = query.query_map([], |row| {
            Ok(KeepsakeRecord {
                import: row.get(0)?,
                format: row.get(1)?,
                key: row.get(2)?,
                text: row.get(3)?,
                of: kept_of(row)?,
            })
        })?;
        Ok(keepsakes.collect::<Result<_, _>>()?)
    }
}

fn kept_of(row: &Row<'_>) -> rusqlite::Result<KeptOf> {
    Ok(match row.get::<_, i64>(4)? {
        0 => KeptOf::Note,
        1 => KeptOf::Card {
            ordinal: row.get(5)?,
            card: row.get(6)?,
            written: row.get(7)?,
        },
        _ => KeptOf::Thing,
    })
}
