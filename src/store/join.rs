//! A collection from another database joins what is there: nothing that is there is changed, and
//! nothing comes twice.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::rows::{list, origin_number};
use super::{Store, StoreError, decisions, imports, intake, log, remember};
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
        let shelved = imports::shelve_indexes(&write, collection.log.len())?;
        join_log(&write, &collection.log, &numbers, &mut gained)?;
        for index in shelved {
            write.execute_batch(&index)?;
        }
        for root in &collection.roots {
            write.execute("insert or ignore into roots (path) values (?)", [root])?;
        }
        if !dry_run && !gained.is_nothing() {
            intake::count_change(&write)?;
            // Should the machine stop before they are derived, they are when it starts again.
            remember(&write, "edition", "")?;
            write.commit()?;
        }
        Ok(gained)
    }
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
