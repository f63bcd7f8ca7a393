//! Everything in the database that follows from nothing else, out of it and into another one.
//!
//! What goes in joins what is there: nothing that is there is changed, and nothing comes twice.

use std::collections::HashMap;
use std::path::Path;

use rusqlite::{Connection, MAIN_DB, OptionalExtension, Row, backup, params};

use super::rows::{list, origin, origin_number, words};
use super::{Store, StoreError, decisions, intake, log, remember};
use crate::model::collection::{
    CardRecord, Collection, DeckRecord, ImportRecord, KeepsakeRecord, KeptOf, LogRecord,
    RoadmapRecord,
};
use crate::model::log::{EntryId, Line};
use crate::model::source::Origin;

/// What a collection added.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Gained {
    pub(crate) decks: usize,
    pub(crate) cards: usize,
    pub(crate) roadmaps: usize,
    pub(crate) lines: usize,
}

impl Gained {
    pub(crate) fn is_nothing(self) -> bool {
        self == Self::default()
    }
}

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

    /// Takes in a collection, all of it or nothing; with `dry_run`, nothing, and says what it would
    /// have been. The standings have to be derived afterwards.
    ///
    /// # Errors
    /// When the disk or the lock refuses; then nothing has happened.
    pub(crate) fn join(
        &mut self,
        collection: &Collection,
        dry_run: bool,
    ) -> Result<Gained, StoreError> {
        let write = self.write()?;
        let mut gained = Gained::default();
        let numbers = join_imports(&write, &collection.imports)?;
        let rows = join_decks(&write, &collection.decks, &mut gained)?;
        join_cards(&write, &collection.cards, &rows, &mut gained)?;
        join_roadmaps(&write, &collection.roadmaps, &mut gained)?;
        join_keepsakes(&write, &collection.keepsakes, &numbers)?;
        join_log(&write, &collection.log, &numbers, &mut gained)?;
        for root in &collection.roots {
            write.execute("insert or ignore into roots (path) values (?)", [root])?;
        }
        if !dry_run {
            intake::count_change(&write)?;
            write.commit()?;
        }
        Ok(gained)
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

/// Gives each import a number here; one that is here already keeps its own.
fn join_imports(
    db: &Connection,
    imports: &[ImportRecord],
) -> Result<HashMap<i64, i64>, StoreError> {
    let mut known =
        db.prepare("select import from imports where at = ? and digest = ? and format = ?")?;
    let mut insert = db.prepare(
        "insert into imports (at, format, file, digest, roots, undone) values (?, ?, ?, ?, '[]', ?)
         returning import",
    )?;
    let mut numbers = HashMap::new();
    for import in imports {
        let ImportRecord {
            number,
            at_ms,
            format,
            file,
            digest,
            undone,
        } = import;
        let here = known
            .query_row(params![at_ms, digest, format], |row| row.get(0))
            .optional()?;
        let here = match here {
            Some(here) => here,
            None => insert.query_row(params![at_ms, format, file, digest, undone], |row| {
                row.get(0)
            })?,
        };
        numbers.insert(*number, here);
    }
    Ok(numbers)
}

/// The row of each deck here, and whether it is new.
fn join_decks(
    db: &Connection,
    decks: &[DeckRecord],
    gained: &mut Gained,
) -> Result<Vec<(i64, bool)>, StoreError> {
    let mut known = db.prepare("select deck from decks where shipped = ? and path = ?")?;
    let mut insert = db.prepare(
        "insert into decks (shipped, path, name, title, aliases, requires, tags, level, errors, gone, size, changed, cards)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0) returning deck",
    )?;
    let mut keep =
        db.prepare("insert or ignore into kept_decks (path, import, text) values (?, 0, ?)")?;
    let mut rows = Vec::new();
    for deck in decks {
        let kind = origin_number(&deck.origin);
        let path = deck.origin.path();
        let here: Option<i64> = known
            .query_row(params![kind, path], |row| row.get(0))
            .optional()?;
        if let Some(here) = here {
            rows.push((here, false));
            continue;
        }
        let row = insert.query_row(
            params![
                kind,
                path,
                deck.name,
                deck.title,
                list(&deck.aliases),
                list(&deck.requires),
                list(&deck.tags),
                deck.level,
                deck.errors,
                deck.gone,
                deck.size,
                deck.changed
            ],
            |row| row.get(0),
        )?;
        if let (Origin::Kept(path), Some(text)) = (&deck.origin, &deck.text) {
            keep.execute(params![path, text])?;
        }
        gained.decks += 1;
        rows.push((row, true));
    }
    Ok(rows)
}

/// A card of a deck that is here already, and is not in it, is kept as a retired one: the deck says
/// which cards it has.
fn join_cards(
    db: &Connection,
    cards: &[CardRecord],
    rows: &[(i64, bool)],
    gained: &mut Gained,
) -> Result<(), StoreError> {
    let mut insert = db.prepare(
        r#"insert or ignore into cards
             (id, deck, position, kind, kin, pinned, ask, answer, line, "column", retired, fresh, tags)
           values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"#,
    )?;
    for card in cards {
        let Some((deck, is_new)) = rows.get(card.deck).copied() else {
            continue;
        };
        let retired = card.retired || !is_new;
        let inserted = insert.execute(params![
            card.id,
            deck,
            card.position,
            card.kind,
            card.kin.map(|kin| (deck << 24) | i64::from(kin)),
            card.pinned,
            card.ask,
            card.answer,
            card.line,
            card.column,
            retired,
            !retired,
            (!card.tags.is_empty()).then(|| list(&card.tags))
        ])?;
        gained.cards += inserted;
    }
    db.execute_batch(
        "update decks set cards = (select count(*) from cards where cards.deck = decks.deck and not retired);
         update cards set level = (select level from decks where decks.deck = cards.deck) where not retired;",
    )?;
    Ok(())
}

fn join_roadmaps(
    db: &Connection,
    roadmaps: &[RoadmapRecord],
    gained: &mut Gained,
) -> Result<(), StoreError> {
    let mut insert = db.prepare(
        "insert or ignore into roadmaps (name, shipped, path, start, bytes) values (?, ?, ?, ?, ?)
         returning roadmap",
    )?;
    let mut item = db.prepare(
        "insert into items (roadmap, position, item, text, ticked) values (?, ?, ?, ?, ?)",
    )?;
    for roadmap in roadmaps {
        let values = params![
            roadmap.name,
            origin_number(&roadmap.origin),
            roadmap.origin.path(),
            roadmap.start,
            roadmap.bytes
        ];
        let row: Option<i64> = insert.query_row(values, |row| row.get(0)).optional()?;
        let Some(row) = row else { continue };
        gained.roadmaps += 1;
        for (position, (id, text, ticked)) in roadmap.items.iter().enumerate() {
            item.execute(params![row, position as i64, id, text, ticked])?;
        }
    }
    Ok(())
}

fn join_keepsakes(
    db: &Connection,
    keepsakes: &[KeepsakeRecord],
    numbers: &HashMap<i64, i64>,
) -> Result<(), StoreError> {
    let mut note = db.prepare("insert or ignore into kept_notes values (?, ?, ?, ?)")?;
    let mut card = db.prepare("insert or ignore into kept_cards values (?, ?, ?, ?, ?, ?, ?)")?;
    let mut thing = db.prepare("insert or ignore into kept_things values (?, ?, ?, ?)")?;
    for kept in keepsakes {
        let Some(import) = numbers.get(&kept.import) else {
            continue;
        };
        let KeepsakeRecord {
            format, key, text, ..
        } = kept;
        match &kept.of {
            KeptOf::Note => note.execute(params![format, key, import, text])?,
            KeptOf::Card {
                ordinal,
                card: id,
                written,
            } => card.execute(params![format, key, ordinal, import, id, written, text])?,
            KeptOf::Thing => thing.execute(params![
                format,
                key,
                import,
                text.clone().unwrap_or_default()
            ])?,
        };
    }
    Ok(())
}

fn join_log(
    db: &Connection,
    records: &[LogRecord],
    numbers: &HashMap<i64, i64>,
    gained: &mut Gained,
) -> Result<(), StoreError> {
    let mut known = db.prepare("select 1 from log where entry = ?")?;
    for record in records {
        let id: EntryId = match &record.line {
            Line::Card(entry) => entry.stamp.id,
            Line::Roadmap(stamp, _) => stamp.id,
        };
        if known.exists([id])? {
            continue;
        }
        match &record.line {
            Line::Card(entry) => {
                let import = record
                    .import
                    .and_then(|import| numbers.get(&import).copied());
                log::write(db, entry, record.batch, import, record.kept.as_deref())?;
            }
            Line::Roadmap(stamp, decision) => decisions::insert(db, stamp, decision)?,
        }
        gained.lines += 1;
    }
    Ok(())
}
