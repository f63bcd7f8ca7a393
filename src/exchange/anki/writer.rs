//! A parcel -> a package that Anki's engine takes without a complaint: notes that came from Anki
//! as they came, our own with a note type of ours.

mod note_types;
mod pack;
mod rows;

use std::collections::{HashMap, HashSet};
use std::fs::File;

use rusqlite::{Connection, params};
use serde_json::{Map, Value, json};
use sha1::{Digest, Sha1};
use tempfile::NamedTempFile;

use self::note_types::{OURS, given_back, our_note_type};
use self::pack::pack;
use self::rows::{CardRow, NoteRow, kept_rows};
use super::page;
use crate::exchange::parcel::{Parcel, PastEvent};
use crate::exchange::{Packing, Refusal};

const SCHEMA: &str = "
create table col (id integer primary key, crt integer not null, mod integer not null, scm integer not null,
  ver integer not null, dty integer not null, usn integer not null, ls integer not null, conf text not null,
  models text not null, decks text not null, dconf text not null, tags text not null);
create table notes (id integer primary key, guid text not null, mid integer not null, mod integer not null,
  usn integer not null, tags text not null, flds text not null, sfld integer not null, csum integer not null,
  flags integer not null, data text not null);
create table cards (id integer primary key, nid integer not null, did integer not null, ord integer not null,
  mod integer not null, usn integer not null, type integer not null, queue integer not null, due integer not null,
  ivl integer not null, factor integer not null, reps integer not null, lapses integer not null,
  left integer not null, odue integer not null, odid integer not null, flags integer not null, data text not null);
create table revlog (id integer primary key, cid integer not null, usn integer not null, ease integer not null,
  ivl integer not null, lastIvl integer not null, factor integer not null, time integer not null, type integer not null);
create table graves (usn integer not null, oid integer not null, type integer not null);
create index ix_cards_nid on cards (nid); create index ix_revlog_cid on revlog (cid);";

/// Writes a package.
///
/// # Errors
/// When the disk refuses.
pub(super) fn write(parcel: &Parcel, packing: &Packing, to: &mut File) -> Result<(), Refusal> {
    let file = NamedTempFile::new().map_err(|error| refused(&error))?;
    let db = Connection::open(file.path()).map_err(|error| refused(&error))?;
    db.execute_batch("pragma synchronous = off; pragma journal_mode = off;")
        .and_then(|()| db.execute_batch(SCHEMA))
        .map_err(|error| refused(&error))?;
    let mut writer = Writer::new(parcel, packing, &db);
    writer.write().map_err(|error| refused(&error))?;
    drop(db);
    pack(parcel, packing.latest, &file, to).map_err(|error| refused(&error))
}

fn refused(error: &dyn std::fmt::Display) -> Refusal {
    Refusal::new(
        "the package cannot be written",
        "check the free space and the permissions",
    )
    .because(error)
}

struct Writer<'a> {
    parcel: &'a Parcel,
    packing: &'a Packing,
    db: &'a Connection,
    /// The first day of the collection, as days since 1970.
    zero: i64,
    note_ids: Ids,
    card_ids: Ids,
}

/// Numbers that nothing else has yet.
#[derive(Default)]
struct Ids(HashSet<i64>);

impl Ids {
    /// That number, or the next one that is free.
    fn take(&mut self, wish: i64) -> i64 {
        let mut id = wish.max(1);
        while !self.0.insert(id) {
            id += 1;
        }
        id
    }
}

impl<'a> Writer<'a> {
    fn new(parcel: &'a Parcel, packing: &'a Packing, db: &'a Connection) -> Self {
        let first = parcel
            .reviews
            .first()
            .map_or(packing.now.unix_ms(), |review| review.at_ms);
        let offset_ms = i64::from(packing.now.offset_s()) * 1000;
        let zero = (first.min(packing.now.unix_ms()) + offset_ms).div_euclid(86_400_000);
        Self {
            parcel,
            packing,
            db,
            zero,
            note_ids: Ids::default(),
            card_ids: Ids::default(),
        }
    }

    fn write(&mut self) -> rusqlite::Result<()> {
        self.db.execute_batch("begin")?;
        let notes = self.notes()?;
        let cards = self.cards(&notes)?;
        self.answers(&cards)?;
        self.collection()?;
        self.db.execute_batch("commit")
    }

    fn collection(&self) -> rusqlite::Result<()> {
        let offset_s = i64::from(self.packing.now.offset_s());
        let created = self.zero * 86_400 - offset_s;
        let now = self.packing.now.unix_ms();
        let conf = json!({
            "schedVer": 2, "sched2021": true, "creationOffset": -offset_s / 60, "rollover": self.packing.rollover,
            "nextPos": self.parcel.cards.len() + 1, "curDeck": 1, "activeDecks": [1], "sortType": "noteFld",
        });
        let options = json!({"1": {
            "id": 1, "name": "Default", "mod": 0, "usn": 0, "maxTaken": 60, "autoplay": true, "timer": 0,
            "replayq": true, "dyn": false,
            "new": {"delays": [1.0, 10.0], "ints": [1, 4, 0], "initialFactor": 2500, "order": 1, "perDay": 20, "bury": true},
            "rev": {"perDay": 200, "ease4": 1.3, "ivlFct": 1.0, "maxIvl": 36500, "bury": true, "hardFactor": 1.2},
            "lapse": {"delays": [10.0], "mult": 0.0, "minInt": 1, "leechFails": 8, "leechAction": 1},
        }});
        let mut decks = Map::new();
        decks.insert("1".to_owned(), deck(1, "Default"));
        for (at, path) in self.parcel.decks.iter().enumerate() {
            let id = self.deck_id(at);
            decks.insert(id.to_string(), deck(id, &path.to_string()));
        }
        self.db.execute(
            "insert into col values (1, ?, ?, ?, 11, 0, 0, 0, ?, ?, ?, ?, '{}')",
            params![
                created,
                now,
                now,
                conf.to_string(),
                self.note_types().to_string(),
                Value::Object(decks).to_string(),
                options.to_string()
            ],
        )?;
        Ok(())
    }

    fn note_types(&self) -> Value {
        let mut all = Map::new();
        all.insert(OURS.to_string(), our_note_type());
        for (name, keepsake) in &self.parcel.keepsakes {
            let id = name
                .rsplit(' ')
                .next()
                .and_then(|id| id.parse::<i64>().ok());
            let kept = serde_json::from_str::<Value>(keepsake).ok();
            if let (Some(id), Some(kept)) = (id, kept) {
                all.insert(id.to_string(), given_back(id, &kept));
            }
        }
        Value::Object(all)
    }

    fn deck_id(&self, at: usize) -> i64 {
        let title = self
            .parcel
            .decks
            .get(at)
            .map(ToString::to_string)
            .unwrap_or_default();
        if title == "Default" {
            return 1;
        }
        number_of(&title)
    }

    /// Writes the notes; returns their ids.
    fn notes(&mut self) -> rusqlite::Result<Vec<i64>> {
        let mut fields: Vec<[String; 2]> = vec![Default::default(); self.parcel.notes.len()];
        for card in self
            .parcel
            .cards
            .iter()
            .filter(|card| self.parcel.notes[card.note].keepsake.is_none())
        {
            fields[card.note] = [page::html(&card.ask), page::html(&card.answer)];
        }
        let mut insert = self
            .db
            .prepare("insert into notes values (?, ?, ?, ?, -1, ?, ?, ?, 0, ?, ?)")?;
        let mut ids = Vec::with_capacity(self.parcel.notes.len());
        for (note, ours) in self.parcel.notes.iter().zip(fields) {
            let row = NoteRow::of(note, &ours, self.packing.now.unix_ms() / 1000);
            let id = self.note_ids.take(row.id);
            let first = row.fields.split('\x1f').next().unwrap_or_default();
            insert.execute(params![
                id,
                row.guid,
                row.note_type,
                row.changed,
                row.tags,
                row.fields,
                first,
                row.flags,
                row.more
            ])?;
            ids.push(id);
        }
        Ok(ids)
    }

    /// Writes the cards; returns their ids.
    fn cards(&mut self, notes: &[i64]) -> rusqlite::Result<Vec<i64>> {
        let mut last: HashMap<u32, i64> = HashMap::new();
        let mut counts: HashMap<u32, i64> = HashMap::new();
        for review in &self.parcel.reviews {
            if matches!(review.event, PastEvent::Answered { .. }) {
                last.insert(review.card, review.at_ms / 1000);
                *counts.entry(review.card).or_default() += 1;
            }
        }
        let mut insert = self.db.prepare(
            "insert into cards values (?, ?, ?, ?, ?, -1, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?)",
        )?;
        let mut ids = Vec::with_capacity(self.parcel.cards.len());
        for (at, card) in (0_u32..).zip(&self.parcel.cards) {
            let answers = counts.get(&at).copied().unwrap_or(0);
            let mut row = CardRow::of(card, answers, i64::from(at) + 1, self.zero);
            if let Some(last) = last.get(&at) {
                row.remember(*last);
            }
            let wish = if row.id == 0 {
                number_of(&format!(
                    "{} {}",
                    self.parcel.notes[card.note].key, card.ordinal
                ))
            } else {
                row.id
            };
            let id = self.card_ids.take(wish);
            insert.execute(params![
                id,
                notes[card.note],
                self.deck_id(card.deck),
                // A note of ours makes one card.
                if self.parcel.notes[card.note].keepsake.is_some() {
                    card.ordinal
                } else {
                    0
                },
                self.packing.now.unix_ms() / 1000,
                row.state,
                row.queue,
                row.due,
                row.interval,
                row.factor,
                row.answers,
                row.lapses,
                row.left,
                row.flags,
                row.more.to_string(),
            ])?;
            ids.push(id);
        }
        Ok(ids)
    }

    fn answers(&self, cards: &[i64]) -> rusqlite::Result<()> {
        let mut ids = Ids::default();
        let mut insert = self
            .db
            .prepare("insert into revlog values (?, ?, -1, ?, ?, ?, ?, ?, ?)")?;
        for review in &self.parcel.reviews {
            let Some(card) = cards.get(review.card as usize) else {
                continue;
            };
            let took = match review.event {
                PastEvent::Answered { took_ms, .. } => took_ms.unwrap_or(0),
                PastEvent::StartedOver => 0,
            };
            let [button, interval, last, factor, kind] = review.row.unwrap_or([0, 0, 0, 0, 4]);
            insert.execute(params![
                ids.take(review.at_ms),
                card,
                button,
                interval,
                last,
                factor.max(0),
                took,
                kind
            ])?;
        }
        for (card, id) in self.parcel.cards.iter().zip(cards) {
            for (at_ms, took, [button, interval, last, factor, kind]) in kept_rows(card) {
                insert.execute(params![
                    ids.take(at_ms),
                    id,
                    button,
                    interval,
                    last,
                    factor.max(0),
                    took,
                    kind
                ])?;
            }
        }
        Ok(())
    }
}

/// A number for a name: the same for the same, and of the size of Anki's own ids.
fn number_of(name: &str) -> i64 {
    let digest = Sha1::digest(name.as_bytes());
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&digest[..8]);
    1_500_000_000_000 + (u64::from_be_bytes(bytes) % 200_000_000_000) as i64
}

fn deck(id: i64, name: &str) -> Value {
    json!({
        "id": id, "name": name, "mod": 0, "usn": -1, "dyn": 0, "conf": 1, "collapsed": false, "desc": "",
        "browserCollapsed": false, "extendNew": 0, "extendRev": 0,
        "newToday": [0, 0], "revToday": [0, 0], "lrnToday": [0, 0], "timeToday": [0, 0],
    })
}
