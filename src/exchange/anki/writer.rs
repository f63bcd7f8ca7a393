//! A parcel -> a package that Anki's engine takes without a complaint: notes that came from Anki
//! as they came, our own with a note type of ours.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{self, Write};

use rusqlite::{Connection, params};
use serde_json::{Map, Value, json};
use sha1::{Digest, Sha1};
use tempfile::NamedTempFile;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{page, proto};
use crate::exchange::parcel::{Note, Parcel, ParcelCard, PastEvent};
use crate::exchange::{Packing, Refusal};
use crate::model::log::Placement;

/// The note type of cards that never were in Anki. Its id says that its fields are what they are:
/// with other fields it gets another one.
const OURS: i64 = 1_732_400_000_001;

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
    Refusal::new("the package cannot be written", "check the free space and the permissions").because(error)
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
        let first = parcel.reviews.first().map_or(packing.now.unix_ms(), |review| review.at_ms);
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
            let id = name.rsplit(' ').next().and_then(|id| id.parse::<i64>().ok());
            let kept = serde_json::from_str::<Value>(keepsake).ok();
            if let (Some(id), Some(kept)) = (id, kept) {
                all.insert(id.to_string(), given_back(id, &kept));
            }
        }
        Value::Object(all)
    }

    fn deck_id(&self, at: usize) -> i64 {
        let title = self.parcel.decks.get(at).map(ToString::to_string).unwrap_or_default();
        if title == "Default" {
            return 1;
        }
        number_of(&title)
    }

    /// Writes the notes; returns their ids.
    fn notes(&mut self) -> rusqlite::Result<Vec<i64>> {
        let mut fields: Vec<[String; 2]> = vec![Default::default(); self.parcel.notes.len()];
        for card in self.parcel.cards.iter().filter(|card| self.parcel.notes[card.note].keepsake.is_none()) {
            fields[card.note] = [page::html(&card.ask), page::html(&card.answer)];
        }
        let mut insert = self.db.prepare("insert into notes values (?, ?, ?, ?, -1, ?, ?, ?, 0, ?, ?)")?;
        let mut ids = Vec::with_capacity(self.parcel.notes.len());
        for (note, ours) in self.parcel.notes.iter().zip(fields) {
            let row = NoteRow::of(note, &ours, self.packing.now.unix_ms() / 1000);
            let id = self.note_ids.take(row.id);
            let first = row.fields.split('\x1f').next().unwrap_or_default();
            insert.execute(params![
                id, row.guid, row.note_type, row.changed, row.tags, row.fields, first, row.flags, row.more
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
            let wish = if row.id == 0 { number_of(&format!("{} {}", self.parcel.notes[card.note].key, card.ordinal)) } else { row.id };
            let id = self.card_ids.take(wish);
            insert.execute(params![
                id,
                notes[card.note],
                self.deck_id(card.deck),
                // A note of ours makes one card.
                if self.parcel.notes[card.note].keepsake.is_some() { card.ordinal } else { 0 },
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
        let mut insert = self.db.prepare("insert into revlog values (?, ?, -1, ?, ?, ?, ?, ?, ?)")?;
        for review in &self.parcel.reviews {
            let Some(card) = cards.get(review.card as usize) else { continue };
            let took = match review.event {
                PastEvent::Answered { took_ms, .. } => took_ms.unwrap_or(0),
                PastEvent::StartedOver => 0,
            };
            let [button, interval, last, factor, kind] = review.row.unwrap_or([0, 0, 0, 0, 4]);
            insert.execute(params![
                ids.take(review.at_ms), card, button, interval, last, factor.max(0), took, kind
            ])?;
        }
        for (card, id) in self.parcel.cards.iter().zip(cards) {
            for (at_ms, took, [button, interval, last, factor, kind]) in kept_rows(card) {
                insert.execute(params![
                    ids.take(at_ms), id, button, interval, last, factor.max(0), took, kind
                ])?;
            }
        }
        Ok(())
    }
}

struct NoteRow {
    id: i64,
    guid: String,
    note_type: i64,
    changed: i64,
    tags: String,
    fields: String,
    flags: i64,
    more: String,
}

impl NoteRow {
    fn of(note: &Note, ours: &[String; 2], now: i64) -> Self {
        let kept: Option<Value> = note.keepsake.as_deref().and_then(|kept| serde_json::from_str(kept).ok());
        let Some(kept) = kept else {
            let tags = note.tags.join(" ");
            return Self {
                id: number_of(&note.key),
                guid: note.key.clone(),
                note_type: OURS,
                changed: now,
                tags: if tags.is_empty() { tags } else { format!(" {tags} ") },
                fields: ours.join("\x1f"),
                flags: 0,
                more: String::new(),
            };
        };
        let number = |name: &str| kept.get(name).and_then(Value::as_i64).unwrap_or(0);
        let text = |name: &str| kept.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        Self {
            id: number("id"),
            guid: note.key.clone(),
            note_type: number("type"),
            changed: number("mod"),
            tags: text("tags"),
            fields: text("fields"),
            flags: number("flags"),
            more: text("data"),
        }
    }
}

struct CardRow {
    id: i64,
    state: i64,
    queue: i64,
    due: i64,
    interval: i64,
    factor: i64,
    answers: i64,
    lapses: i64,
    left: i64,
    flags: i64,
    more: Value,
}

/// A greater number of `due` is an instant and no day.
const FIRST_INSTANT: i64 = 1_000_000_000;

impl CardRow {
    fn of(card: &ParcelCard, answers: i64, place: i64, zero: i64) -> Self {
        let kept: Option<Value> = card.keepsake.as_deref().and_then(|kept| serde_json::from_str(kept).ok());
        let number = |name: &str| kept.as_ref().and_then(|kept| kept.get(name)?.as_i64()).unwrap_or(0);
        let more = kept.as_ref().and_then(|kept| kept.get("data")?.as_str());
        let more = more.and_then(|more| serde_json::from_str(more).ok()).filter(Value::is_object);
        let flags = number("flags");
        let untouched = kept.as_ref().is_some_and(|kept| kept.get("moved").is_none());
        let mut row = if untouched {
            let filtered = number("odid") != 0;
            let due = if filtered && number("odue") != 0 { number("odue") } else { number("due") };
            let state = number("type");
            let days = state == 2 || due < FIRST_INSTANT && matches!(state, 1 | 3);
            let due = if days { due + number("zero") - zero } else { due };
            Self {
                state,
                queue: queue(state, due),
                due,
                interval: number("ivl"),
                factor: number("factor"),
                answers: number("reps"),
                lapses: number("lapses"),
                left: number("left"),
                ..Self::blank()
            }
        } else {
            match card.schedule {
                Some(placement) => Self::placed(placement, answers, zero),
                None => Self {
                    due: place,
                    ..Self::blank()
                },
            }
        };
        if card.suspended {
            row.queue = -1;
        }
        Self {
            id: number("id"),
            flags,
            more: if untouched { more.unwrap_or_else(|| json!({})) } else { json!({}) },
            ..row
        }
    }

    fn placed(placement: Placement, answers: i64, zero: i64) -> Self {
        Self {
            state: 2,
            queue: 2,
            due: placement.due.number() - zero,
            interval: i64::from(placement.interval.0.max(1)),
            factor: i64::from(placement.ease.0) * 10,
            answers: answers.max(1),
            lapses: i64::from(placement.lapses),
            ..Self::blank()
        }
    }

    fn blank() -> Self {
        Self {
            id: 0,
            state: 0,
            queue: 0,
            due: 0,
            interval: 0,
            factor: 0,
            answers: 0,
            lapses: 0,
            left: 0,
            flags: 0,
            more: json!({}),
        }
    }

    /// Notes when the card was answered last, which Anki would otherwise add and report.
    fn remember(&mut self, last_s: i64) {
        if self.state != 0
            && let Some(more) = self.more.as_object_mut()
        {
            more.entry("lrt").or_insert(json!(last_s));
        }
    }
}

/// Which queue a card of that state waits in, when it is neither suspended nor buried.
fn queue(state: i64, due: i64) -> i64 {
    match state {
        1 | 3 if due >= FIRST_INSTANT => 1,
        1 | 3 => 3,
        state => state,
    }
}

/// Rows of the log that mean nothing to anybody but Anki.
fn kept_rows(card: &ParcelCard) -> Vec<(i64, i64, [i64; 5])> {
    let kept: Option<Value> = card.keepsake.as_deref().and_then(|kept| serde_json::from_str(kept).ok());
    let rows = kept.and_then(|mut kept| serde_json::from_value(kept.get_mut("rows")?.take()).ok());
    rows.unwrap_or_default()
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

const CSS: &str = ".card { font-family: system-ui, sans-serif; font-size: 18px; line-height: 1.45; max-width: 46em;
  margin: 1.5em auto; padding: 0 1em; text-align: left; color: #222; background: #fdfdfd; }
code { font-family: ui-monospace, monospace; font-size: 0.92em; background: #eef0f2; border-radius: 4px; padding: 0.1em 0.3em; }
pre { background: #eef0f2; border-left: 4px solid #7a9cc6; border-radius: 4px; padding: 0.7em 1em; overflow-x: auto; }
pre code { background: none; padding: 0; }
table { border-collapse: collapse; } th, td { border: 1px solid #bbb; padding: 0.3em 0.6em; }
blockquote { border-left: 4px solid #ccc; margin-left: 0; padding-left: 1em; color: #555; }
img { max-width: 100%; } hr#answer { border: 0; border-top: 1px solid #bbb; margin: 1.2em 0; }
.nightMode.card { color: #ddd; background: #222; } .nightMode code, .nightMode pre { background: #333; }
";

fn our_note_type() -> Value {
    let kept = json!({
        "name": "drill", "cloze": false, "fields": ["Front", "Back"], "css": CSS,
        "templates": [{"name": "Card 1", "front": "{{Front}}", "back": "{{FrontSide}}\n\n<hr id=answer>\n\n{{Back}}"}],
    });
    given_back(OURS, &kept)
}

/// A note type as Anki's older schema has it.
fn given_back(id: i64, kept: &Value) -> Value {
    let text = |of: &Value, name: &str| of.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let list = |name: &str| kept.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let fields: Vec<Value> = (list("fields").iter().enumerate())
        .map(|(ord, name)| {
            json!({"name": name, "ord": ord, "sticky": false, "rtl": false, "font": "Arial", "size": 20, "media": []})
        })
        .collect();
    let templates: Vec<Value> = (list("templates").iter().enumerate())
        .map(|(ord, card)| {
            json!({
                "name": text(card, "name"), "ord": ord, "qfmt": text(card, "front"), "afmt": text(card, "back"),
                "bqfmt": "", "bafmt": "", "did": null, "bfont": "", "bsize": 0,
            })
        })
        .collect();
    let cloze = kept.get("cloze").and_then(Value::as_bool).unwrap_or(false);
    json!({
        "id": id, "name": text(kept, "name"), "type": i64::from(cloze), "mod": 0, "usn": -1, "sortf": 0, "did": null,
        "css": text(kept, "css"), "flds": fields, "tmpls": templates, "req": [], "tags": [], "vers": [],
        "latexPre": "\\documentclass[12pt]{article}\n\\special{papersize=3in,5in}\n\\usepackage[utf8]{inputenc}\n\\usepackage{amssymb,amsmath}\n\\pagestyle{empty}\n\\setlength{\\parindent}{0in}\n\\begin{document}\n",
        "latexPost": "\\end{document}", "latexsvg": false,
    })
}

/// Puts the collection and the media into a zip.
fn pack(parcel: &Parcel, latest: bool, collection: &NamedTempFile, to: &mut File) -> io::Result<()> {
    let mut zip = ZipWriter::new(to);
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let deflated = stored.compression_method(CompressionMethod::Deflated).large_file(true);
    let mut version = Vec::new();
    proto::put_number(&mut version, 1, if latest { 3 } else { 2 });
    zip.start_file("meta", stored)?;
    zip.write_all(&version)?;
    let mut file = File::open(collection.path())?;
    if latest {
        zip.start_file("collection.anki21b", stored.large_file(true))?;
        zstd::stream::copy_encode(&mut file, &mut zip, 0)?;
    } else {
        zip.start_file("collection.anki21", deflated)?;
        io::copy(&mut file, &mut zip)?;
    }
    let mut list = Vec::new();
    let mut map = Map::new();
    for (at, medium) in parcel.media.iter().enumerate() {
        let bytes = (medium.fetch)()?;
        zip.start_file(at.to_string(), stored.large_file(true))?;
        if latest {
            let mut entry = Vec::new();
            proto::put_bytes(&mut entry, 1, medium.name.as_bytes());
            proto::put_number(&mut entry, 2, bytes.len() as u64);
            proto::put_bytes(&mut entry, 3, &Sha1::digest(&bytes));
            proto::put_bytes(&mut list, 1, &entry);
            zstd::stream::copy_encode(bytes.as_slice(), &mut zip, 0)?;
        } else {
            map.insert(at.to_string(), json!(medium.name));
            zip.write_all(&bytes)?;
        }
    }
    zip.start_file("media", stored)?;
    if latest {
        zstd::stream::copy_encode(list.as_slice(), &mut zip, 0)?;
    } else {
        zip.write_all(Value::Object(map).to_string().as_bytes())?;
    }
    zip.finish()?;
    Ok(())
}
