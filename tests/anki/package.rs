//! Packages as Anki writes them, made here: our bytes, so that a test can break any part of them.

use std::io::Write;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, params};
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;

/// Which of Anki's three layouts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Layout {
    First,
    Second,
    Latest,
}

/// A package to be written. Everything may be changed before.
pub(crate) struct Package {
    pub(crate) layout: Layout,
    pub(crate) conf: Value,
    pub(crate) note_types: Value,
    pub(crate) decks: Value,
    pub(crate) options: Value,
    /// Run after the tables are filled.
    pub(crate) sql: String,
    pub(crate) media: Vec<(String, Vec<u8>)>,
    /// What the list of media says instead of the truth.
    pub(crate) media_list: Option<Vec<u8>>,
    notes: Vec<Note>,
    cards: Vec<[i64; 15]>,
    answers: Vec<[i64; 8]>,
}

struct Note {
    guid: String,
    note_type: i64,
    fields: Vec<u8>,
    tags: String,
}

/// 2020-01-01 in UTC: day 0 of every package here.
pub(crate) const CREATED: i64 = 1_577_836_800;

/// The day number of 2026-11-20.
pub(crate) const TODAY: i64 = 2515;

pub(crate) const BASIC: i64 = 1;
pub(crate) const BOTH_WAYS: i64 = 2;
pub(crate) const CLOZE: i64 = 3;

impl Package {
    pub(crate) fn new(layout: Layout) -> Self {
        let back = "{{FrontSide}}\n\n<hr id=answer>\n\n{{Back}}";
        let basic = note_type(
            BASIC,
            "Basic",
            0,
            &["Front", "Back"],
            &[("{{Front}}", back)],
        );
        let reversed = "{{FrontSide}}<hr id=\"answer\">{{Front}}";
        let both = note_type(
            BOTH_WAYS,
            "Both ways",
            0,
            &["Front", "Back"],
            &[("{{Front}}", back), ("{{Back}}", reversed)],
        );
        let cloze = note_type(
            CLOZE,
            "Cloze",
            1,
            &["Text", "Extra"],
            &[("{{cloze:Text}}", "{{cloze:Text}}<br>{{Extra}}")],
        );
        Self {
            layout,
            conf: json!({"schedVer": 2, "sched2021": true, "creationOffset": 0}),
            note_types: json!({"1": basic, "2": both, "3": cloze}),
            decks: json!({"1": deck(1, "Default"), "2": deck(2, "Go"), "3": deck(3, "Go::Runtime")}),
            options: json!({"1": {"id": 1, "name": "Default", "new": {"initialFactor": 2500, "delays": [1, 10],
                "ints": [1, 4, 7], "order": 1, "perDay": 20}, "rev": {"perDay": 200, "ease4": 1.3, "ivlFct": 1,
                "maxIvl": 36500}, "lapse": {"delays": [10], "mult": 0, "minInt": 1, "leechFails": 8, "leechAction": 0},
                "maxTaken": 60, "autoplay": true, "timer": 0, "replayq": true, "mod": 0, "usn": 0}}),
            sql: String::new(),
            media: Vec::new(),
            media_list: None,
            notes: Vec::new(),
            cards: Vec::new(),
            answers: Vec::new(),
        }
    }

    /// Adds a note without cards; its number is its id.
    pub(crate) fn note(&mut self, guid: &str, note_type: i64, fields: &[&str], tags: &str) -> i64 {
        self.bytes_note(guid, note_type, fields.join("\x1f").into_bytes(), tags)
    }

    pub(crate) fn bytes_note(
        &mut self,
        guid: &str,
        note_type: i64,
        fields: Vec<u8>,
        tags: &str,
    ) -> i64 {
        self.notes.push(Note {
            guid: guid.to_owned(),
            note_type,
            fields,
            tags: tags.to_owned(),
        });
        self.notes.len() as i64
    }

    /// Adds a new card of a note in a deck; returns its id.
    pub(crate) fn card(&mut self, note: i64, ordinal: i64, deck: i64) -> i64 {
        self.state(note, ordinal, deck, [0, 0, 1, 0, 0, 0, 0])
    }

    /// Adds a card: type, queue, due, interval, factor, answers, lapses.
    pub(crate) fn state(&mut self, note: i64, ordinal: i64, deck: i64, state: [i64; 7]) -> i64 {
        let id = 1000 + self.cards.len() as i64;
        let [kind, queue, due, interval, factor, answers, lapses] = state;
        self.cards.push([
            id, note, deck, ordinal, kind, queue, due, interval, factor, answers, lapses, 0, 0, 0,
            0,
        ]);
        id
    }

    /// Puts the last card into a filtered deck: its own due and deck go where they are kept.
    pub(crate) fn filtered(&mut self, deck: i64) {
        let card = self.cards.last_mut().expect("a card");
        (card[12], card[13]) = (card[6], card[2]);
        (card[6], card[2]) = (-100_000, deck);
    }

    /// Adds an answer: when (ms), button, interval, the one before, factor, time, type.
    pub(crate) fn answer(&mut self, card: i64, answer: [i64; 7]) {
        let [at, button, interval, before, factor, took, kind] = answer;
        self.answers
            .push([at, card, button, interval, before, factor, took, kind]);
    }

    /// A question and an answer as a new card in the deck `Go`.
    pub(crate) fn basic(&mut self, guid: &str, front: &str, back: &str) -> i64 {
        let note = self.note(guid, BASIC, &[front, back], "");
        self.card(note, 0, 2)
    }

    pub(crate) fn write(&self, file: &Path) -> PathBuf {
        let database = file.with_extension("db");
        std::fs::remove_file(&database).ok();
        self.collection(&database).expect("a collection");
        let bytes = std::fs::read(&database).expect("a database");
        std::fs::remove_file(&database).expect("a database");
        let latest = self.layout == Layout::Latest;
        let packed = |bytes: &[u8]| match latest {
            true => zstd::encode_all(bytes, 0).expect("zstd"),
            false => bytes.to_vec(),
        };
        let mut members = vec![];
        match self.layout {
            Layout::First => members.push(("collection.anki2".to_owned(), bytes)),
            Layout::Second => {
                members.push(("collection.anki2".to_owned(), b"please update".to_vec()));
                members.push(("collection.anki21".to_owned(), bytes));
                members.push(("meta".to_owned(), vec![8, 2]));
            }
            Layout::Latest => {
                members.push(("collection.anki2".to_owned(), b"please update".to_vec()));
                members.push(("collection.anki21b".to_owned(), packed(&bytes)));
                members.push(("meta".to_owned(), vec![8, 3]));
            }
        }
        for (at, (_, bytes)) in self.media.iter().enumerate() {
            members.push((at.to_string(), packed(bytes)));
        }
        let list = self.media_list.clone().unwrap_or_else(|| self.list());
        members.push(("media".to_owned(), packed(&list)));
        zip(file, &members);
        file.to_owned()
    }

    fn list(&self) -> Vec<u8> {
        use sha1::{Digest, Sha1};
        if self.layout != Layout::Latest {
            let map: serde_json::Map<String, Value> = (self.media.iter().enumerate())
                .map(|(at, (name, _))| (at.to_string(), json!(name)))
                .collect();
            return Value::Object(map).to_string().into_bytes();
        }
        let mut list = Vec::new();
        for (name, bytes) in &self.media {
            let mut entry = vec![0x0a, name.len() as u8];
            entry.extend(name.as_bytes());
            entry.extend([0x1a, 20]);
            entry.extend(Sha1::digest(bytes));
            list.extend([0x0a, entry.len() as u8]);
            list.extend(entry);
        }
        list
    }

    fn collection(&self, file: &Path) -> rusqlite::Result<()> {
        let db = Connection::open(file)?;
        db.execute_batch(
            "pragma synchronous = off; begin;
             create table col (id integer primary key, crt, mod, scm, ver, dty, usn, ls, conf, models, decks, dconf, tags);
             create table notes (id integer primary key, guid, mid, mod, usn, tags, flds, sfld, csum, flags, data);
             create table cards (id integer primary key, nid, did, ord, mod, usn, type, queue, due, ivl, factor, reps,
               lapses, left, odue, odid, flags, data);
             create table revlog (id integer primary key, cid, usn, ease, ivl, lastIvl, factor, time, type);
             create table graves (usn, oid, type);",
        )?;
        db.execute(
            "insert into col values (1, ?, 0, 0, 11, 0, 0, 0, ?, ?, ?, ?, '{}')",
            params![
                CREATED,
                self.conf.to_string(),
                self.note_types.to_string(),
                self.decks.to_string(),
                self.options.to_string()
            ],
        )?;
        for (at, note) in self.notes.iter().enumerate() {
            db.execute(
                "insert into notes values (?, ?, ?, 1700000000, -1, ?, cast(? as text), '', 0, 0, '')",
                params![at as i64 + 1, note.guid, note.note_type, note.tags, note.fields],
            )?;
        }
        for card in &self.cards {
            let [
                id,
                note,
                deck,
                ord,
                kind,
                queue,
                due,
                ivl,
                factor,
                reps,
                lapses,
                left,
                odue,
                odid,
                flags,
            ] = card;
            db.execute(
                "insert into cards values (?, ?, ?, ?, 1700000000, -1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')",
                params![id, note, deck, ord, kind, queue, due, ivl, factor, reps, lapses, left, odue, odid, flags],
            )?;
        }
        for [at, card, button, ivl, before, factor, took, kind] in &self.answers {
            db.execute(
                "insert into revlog values (?, ?, -1, ?, ?, ?, ?, ?, ?)",
                params![at, card, button, ivl, before, factor, took, kind],
            )?;
        }
        db.execute_batch(&format!("commit; {}", self.sql))
    }
}

/// Writes a zip of stored members.
pub(crate) fn zip(file: &Path, members: &[(String, Vec<u8>)]) {
    let mut zip = zip::ZipWriter::new(std::fs::File::create(file).expect("a file"));
    let deflated =
        SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, bytes) in members {
        zip.start_file(name.as_str(), deflated).expect("a member");
        zip.write_all(bytes).expect("a member");
    }
    zip.finish().expect("a zip");
}

pub(crate) fn deck(id: i64, name: &str) -> Value {
    json!({"id": id, "name": name, "usn": 0, "dyn": 0, "conf": 1, "collapsed": false, "newToday": [0, 0],
        "revToday": [0, 0], "lrnToday": [0, 0], "timeToday": [0, 0], "mod": 0, "desc": ""})
}

pub(crate) fn note_type(
    id: i64,
    name: &str,
    kind: i64,
    fields: &[&str],
    templates: &[(&str, &str)],
) -> Value {
    let fields: Vec<Value> = (fields.iter().enumerate())
        .map(|(ord, name)| json!({"name": name, "ord": ord, "sticky": false, "rtl": false, "font": "Arial", "size": 20}))
        .collect();
    let templates: Vec<Value> = (templates.iter().enumerate())
        .map(|(ord, (front, back))| json!({"name": format!("Card {}", ord + 1), "ord": ord, "qfmt": front, "afmt": back, "did": null}))
        .collect();
    json!({"id": id, "name": name, "type": kind, "mod": 0, "usn": -1, "sortf": 0, "did": null, "css": "",
        "flds": fields, "tmpls": templates, "tags": [], "vers": [], "req": []})
}
