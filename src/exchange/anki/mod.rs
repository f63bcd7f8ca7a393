//! Anki's packages: `.apkg` and `.colpkg`, in the three layouts that Anki ever wrote.
//!
//! A zip ([`container`]) with an SQLite file in it ([`collection`], [`rows`], [`cards`]), whose notes are shown
//! through templates ([`template`], [`cloze`], [`sides`]) and scheduled in numbers ([`schedule`]).

mod cards;
pub(super) mod cloze;
mod collection;
mod container;
mod media;
pub(crate) mod page;
mod proto;
mod rows;
mod schedule;
mod sides;
mod template;
mod writer;

use std::fs::File;
use std::path::Path;

use serde_json::Value;

use super::parcel::Parcel;
use super::{Format, Packing, Reading, Refusal};
use collection::Collection;
use container::Container;

/// See the file's first line.
pub(crate) struct Package;

/// By which the keepsakes of this format are known.
pub(crate) const NAME: &str = "anki";

/// The names of what a note shares with others, by its keepsake.
pub(crate) fn shared_by(note: &str) -> Vec<String> {
    let kept: Option<Value> = serde_json::from_str(note).ok();
    let id = kept.and_then(|kept| kept.get("type")?.as_i64());
    id.map(note_type_name).into_iter().collect()
}

/// The fields of a note, by its keepsake.
pub(crate) fn fields_of(note: &str) -> Vec<String> {
    let kept: Option<Value> = serde_json::from_str(note).ok();
    let fields = kept.and_then(|kept| Some(kept.get("fields")?.as_str()?.to_owned()));
    let fields = fields.unwrap_or_default();
    fields.split('\x1f').map(str::to_owned).collect()
}

/// The keepsake of a card that was answered here since: its schedule there is history.
pub(crate) fn moved(card: &str) -> String {
    match serde_json::from_str(card) {
        Ok(Value::Object(mut kept)) => {
            kept.insert("moved".to_owned(), Value::Bool(true));
            Value::Object(kept).to_string()
        }
        _ => card.to_owned(),
    }
}

/// Under which name a note type is kept.
fn note_type_name(id: i64) -> String {
    format!("note type {id}")
}

impl Format for Package {
    fn name(&self) -> &'static str {
        NAME
    }

    fn recognises(&self, head: &[u8], file: &Path) -> bool {
        let named = file.extension().is_some_and(|kind| {
            kind.eq_ignore_ascii_case("apkg") || kind.eq_ignore_ascii_case("colpkg")
        });
        named || head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
    }

    fn read(&self, file: File, reading: &Reading<'_>) -> Result<Parcel, Refusal> {
        let container = Container::open(file, reading.max_size)?;
        let unpacked = container.collection()?;
        let collection = Collection::open(unpacked.path())?;
        let mut parcel = rows::read(&collection, reading)?;
        media::read(&container, &mut parcel)?;
        Ok(parcel)
    }

    fn write(&self, parcel: &Parcel, packing: &Packing, to: &mut File) -> Result<(), Refusal> {
        writer::write(parcel, packing, to)
    }
}
