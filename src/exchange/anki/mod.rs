//! Anki's packages: `.apkg` and `.colpkg`, in the three layouts that Anki ever wrote.
//!
//! A zip ([`container`]) with an SQLite file in it ([`collection`], [`rows`]), whose notes are shown
//! through templates ([`template`], [`cloze`], [`sides`]) and scheduled in numbers ([`schedule`]).

mod cloze;
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

use super::parcel::Parcel;
use super::{Format, Packing, Reading, Refusal};
use collection::Collection;
use container::Container;

/// See the file's first line.
pub(crate) struct Package;

/// By which the keepsakes of this format are known.
pub(crate) const NAME: &str = "anki";

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
