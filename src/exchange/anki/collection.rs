//! The collection in a package: its note types, decks and settings, in either schema. The file is
//! foreign: it is only read, and only what are plain tables in it.

use std::collections::HashMap;
use std::path::Path;

use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, Row};
use serde_json::{Value, json};

use super::proto;
use super::template::Template;
use crate::exchange::Refusal;
use crate::exchange::html::{clean, clean_word};
use crate::exchange::parcel::DeckPath;

/// What the cards of a package have in common.
pub(super) struct Collection {
    pub(super) db: Connection,
    pub(super) note_types: HashMap<i64, NoteType>,
    pub(super) decks: HashMap<i64, DeckPath>,
    /// Since when days are counted: Unix seconds.
    pub(super) created: i64,
    /// Seconds east of UTC in which that is a date; `None`: those of the reader.
    pub(super) offset_s: Option<i32>,
    /// Whether the old scheduler wrote it, which had three buttons for cards in learning.
    pub(super) old_scheduler: bool,
    /// Whether Anki takes its low eases for the work of a bug, and mends them.
    pub(super) ease_bug: bool,
}

pub(super) struct NoteType {
    pub(super) name: String,
    pub(super) cloze: bool,
    pub(super) fields: Vec<String>,
    pub(super) templates: Vec<CardTemplate>,
    /// All of it as JSON, for the way back.
    pub(super) keepsake: String,
}

pub(super) struct CardTemplate {
    pub(super) name: String,
    pub(super) front: Template,
    pub(super) back: Template,
}

const TABLES: [&str; 4] = ["col", "notes", "cards", "revlog"];
const DAMAGED: &str = "export it again from Anki, after Tools, `Check Database`";
/// No text of a package is longer.
const LONGEST_TEXT: i32 = 64 << 20;

impl Collection {
    /// # Errors
    /// When the file is no collection.
    pub(super) fn open(file: &Path) -> Result<Self, Refusal> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(file, flags)?;
        db.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST_TEXT)?;
        // Without it SQLite can read some of Anki's tables not at all.
        db.create_collation("unicase", |one, other| {
            one.to_lowercase().cmp(&other.to_lowercase())
        })?;
        db.pragma_update(None, "trusted_schema", false)?;
        db.pragma_update(None, "cell_size_check", true)?;
        for table in TABLES {
            if !has_table(&db, table)? {
                return Err(Refusal::new(
                    format!("its collection has no table `{table}`"),
                    DAMAGED,
                ));
            }
        }
        let sql = "select crt, conf, models, decks, dconf from col limit 1";
        let (created, [conf, models, decks, options]) = db.query_row(sql, [], |row| {
            let texts = [text(row, 1)?, text(row, 2)?, text(row, 3)?, text(row, 4)?];
            Ok((number(row, 0)?, texts))
        })?;
        let newer = models.trim().is_empty() && has_table(&db, "notetypes")?;
        let (conf, note_types, decks) = if newer {
            (
                newer_settings(&db)?,
                newer_note_types(&db)?,
                newer_decks(&db)?,
            )
        } else {
            let conf = serde_json::from_str(&conf).unwrap_or(Value::Null);
            (conf, older_note_types(&models)?, older_decks(&decks)?)
        };
        let west = conf.get("creationOffset").and_then(Value::as_i64);
        let west = west.and_then(|minutes| i32::try_from(minutes).ok());
        let offset_s = west
            .filter(|minutes| minutes.abs() < 24 * 60)
            .map(|minutes| minutes * -60);
        let scheduler = conf.get("schedVer").and_then(Value::as_i64).unwrap_or(1);
        Ok(Self {
            note_types,
            decks,
            created,
            offset_s,
            old_scheduler: scheduler < 2 && any_card_left_the_new(&db)?,
            ease_bug: !newer && has_ease_bug(&options),
            db,
        })
    }
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::new("its collection cannot be read", DAMAGED).because(error)
    }
}

/// A text of a foreign row, whatever its type and encoding.
pub(super) fn text(row: &Row<'_>, column: usize) -> rusqlite::Result<String> {
    Ok(match row.get_ref(column)? {
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => String::from_utf8_lossy(bytes).into_owned(),
        },
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Null => String::new(),
    })
}

/// A number of a foreign row; 0 if it is none. Fractions are cut off.
pub(super) fn number(row: &Row<'_>, column: usize) -> rusqlite::Result<i64> {
    Ok(match row.get_ref(column)? {
        ValueRef::Integer(number) => number,
        ValueRef::Real(number) => number as i64,
        ValueRef::Text(digits) => {
            let digits = std::str::from_utf8(digits).ok();
            digits
                .and_then(|digits| digits.trim().parse().ok())
                .unwrap_or(0)
        }
        ValueRef::Blob(_) | ValueRef::Null => 0,
    })
}

/// Whether there is a plain table of that name: a view, or a virtual table, could do anything.
fn has_table(db: &Connection, name: &str) -> Result<bool, Refusal> {
    let sql = "select count(*) from sqlite_schema
      where type = 'table' and lower(name) = ? and sql not like 'create virtual%'";
    Ok(db.query_row(sql, [name], |row| row.get::<_, i64>(0))? == 1)
}

fn any_card_left_the_new(db: &Connection) -> Result<bool, Refusal> {
    let sql = "select exists (select 1 from cards where queue <> 0)";
    Ok(db.query_row(sql, [], |row| row.get(0))?)
}

/// A starting ease of 130 % or less is taken for the trace of an old bug.
fn has_ease_bug(options: &str) -> bool {
    let options: Value = serde_json::from_str(options).unwrap_or(Value::Null);
    let eases = options
        .as_object()
        .into_iter()
        .flat_map(serde_json::Map::values);
    let ease = |option: &Value| option.pointer("/new/initialFactor").and_then(Value::as_i64);
    eases.filter_map(ease).any(|ease| ease <= 1300)
}

fn older_note_types(models: &str) -> Result<HashMap<i64, NoteType>, Refusal> {
    let models: Value = serde_json::from_str(models)
        .map_err(|error| Refusal::new("its note types cannot be read", DAMAGED).because(error))?;
    let mut note_types = HashMap::new();
    for (id, model) in models.as_object().into_iter().flatten() {
        let (Ok(id), true) = (id.parse(), model.is_object()) else {
            continue;
        };
        let list = |name: &str| {
            model
                .get(name)
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
        };
        let word = |of: &Value, name: &str| {
            let word = of.get(name).and_then(Value::as_str);
            word.unwrap_or_default().to_owned()
        };
        let made = NoteType::new(
            word(model, "name"),
            model.get("type").and_then(Value::as_i64) == Some(1),
            in_order(list("flds").map(|field| (place(field), word(field, "name")))),
            in_order(list("tmpls").map(|card| {
                let parts = [word(card, "name"), word(card, "qfmt"), word(card, "afmt")];
                (place(card), parts)
            })),
            &word(model, "css"),
        );
        note_types.insert(id, made);
    }
    Ok(note_types)
}

fn place(part: &Value) -> i64 {
    part.get("ord").and_then(Value::as_i64).unwrap_or(0)
}

fn in_order<T>(parts: impl Iterator<Item = (i64, T)>) -> Vec<T> {
    let mut parts: Vec<(i64, T)> = parts.collect();
    parts.sort_by_key(|(place, _)| *place);
    parts.into_iter().map(|(_, part)| part).collect()
}

fn older_decks(decks: &str) -> Result<HashMap<i64, DeckPath>, Refusal> {
    let decks: Value = serde_json::from_str(decks)
        .map_err(|error| Refusal::new("its decks cannot be read", DAMAGED).because(error))?;
    let decks = decks.as_object().into_iter().flatten();
    let read = |(id, deck): (&String, &Value)| {
        let name = deck.get("name").and_then(Value::as_str)?;
        Some((id.parse().ok()?, path(name.split("::"))))
    };
    Ok(decks.filter_map(read).collect())
}

fn newer_settings(db: &Connection) -> Result<Value, Refusal> {
    let mut settings = serde_json::Map::new();
    if has_table(db, "config")? {
        let mut query = db.prepare("select key, val from config")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            if let Ok(value) = serde_json::from_str(&text(row, 1)?) {
                settings.insert(text(row, 0)?, value);
            }
        }
    }
    // There is no newer schema of the old scheduler unless it says so.
    settings.entry("schedVer").or_insert(json!(2));
    Ok(Value::Object(settings))
}

fn newer_note_types(db: &Connection) -> Result<HashMap<i64, NoteType>, Refusal> {
    let mut fields: HashMap<i64, Vec<(i64, String)>> = HashMap::new();
    let mut query = db.prepare("select ntid, ord, name from fields")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let own = fields.entry(number(row, 0)?).or_default();
        own.push((number(row, 1)?, text(row, 2)?));
    }
    let mut templates: HashMap<i64, Vec<(i64, [String; 3])>> = HashMap::new();
    let mut query = db.prepare("select ntid, ord, name, config from templates")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let config = row.get_ref(3)?.as_blob().unwrap_or_default();
        let side = |number| {
            let text = proto::field(config, number).and_then(proto::Value::text);
            text.unwrap_or_default().to_owned()
        };
        let parts = [text(row, 2)?, side(1), side(2)];
        let own = templates.entry(number(row, 0)?).or_default();
        own.push((number(row, 1)?, parts));
    }
    let mut note_types = HashMap::new();
    let mut query = db.prepare("select id, name, config from notetypes")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let id = number(row, 0)?;
        let config = row.get_ref(2)?.as_blob().unwrap_or_default();
        let kind = proto::field(config, 1).and_then(proto::Value::number);
        let css = proto::field(config, 3).and_then(proto::Value::text);
        let made = NoteType::new(
            text(row, 1)?,
            kind == Some(1),
            in_order(fields.remove(&id).unwrap_or_default().into_iter()),
            in_order(templates.remove(&id).unwrap_or_default().into_iter()),
            css.unwrap_or_default(),
        );
        note_types.insert(id, made);
    }
    Ok(note_types)
}

fn newer_decks(db: &Connection) -> Result<HashMap<i64, DeckPath>, Refusal> {
    let mut query = db.prepare("select id, name from decks")?;
    let mut rows = query.query([])?;
    let mut decks = HashMap::new();
    while let Some(row) = rows.next()? {
        decks.insert(number(row, 0)?, path(text(row, 1)?.split('\x1f')));
    }
    Ok(decks)
}

/// Decks are nested no deeper: what is below counts to the last of these levels.
const DEEPEST: usize = 30;

/// The levels of a deck's name, as Anki mends them.
fn path<'n>(levels: impl Iterator<Item = &'n str>) -> DeckPath {
    let level = |name: &str| {
        let name: String = clean_word(name).chars().take(100).collect();
        if name.is_empty() {
            "blank".to_owned()
        } else {
            name
        }
    };
    DeckPath(levels.take(DEEPEST).map(level).collect())
}

impl NoteType {
    fn new(
        name: String,
        cloze: bool,
        fields: Vec<String>,
        cards: Vec<[String; 3]>,
        css: &str,
    ) -> Self {
        let templates: Vec<Value> = cards
            .iter()
            .map(|[name, front, back]| json!({"name": name, "front": front, "back": back}))
            .collect();
        let keepsake = json!({
            "name": name, "cloze": cloze, "fields": fields, "templates": templates, "css": css,
        });
        let template = |text: &String| Template::parse(&clean(text).0);
        let templates = cards.iter().map(|[name, front, back]| CardTemplate {
            name: name.clone(),
            front: template(front),
            back: template(back),
        });
        Self {
            templates: templates.collect(),
            keepsake: keepsake.to_string(),
            name,
            cloze,
            fields,
        }
    }
}
