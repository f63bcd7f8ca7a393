//! Tables of text: TSV and CSV of anybody, Anki's text exports with their header lines, and
//! Mnemosyne's.
//!
//! A table is opened (how it is cut is told, or guessed and can be shown), and then read. A row
//! that makes no card is a remark; nothing stops at one.

mod header;
mod layout;
mod notes;
mod rows;
#[cfg(test)]
mod tests;
mod write;

pub(crate) use header::separator;
pub(crate) use layout::{Column, Layout, Told};
pub(crate) use write::{Line, write};

use super::parcel::Parcel;
use super::{Refusal, encoding};

/// A table whose layout is known.
pub(crate) struct Table {
    text: String,
    pub(crate) layout: Layout,
    /// The encoding that it was read with, if that is not UTF-8.
    pub(crate) read_as: Option<String>,
}

impl Table {
    /// Decodes a file (`encoding`: its name, if that was told) and works out its layout.
    ///
    /// # Errors
    /// When it has no rows, or no separator that could be guessed.
    pub(crate) fn open(bytes: &[u8], encoding: Option<&str>, told: &Told) -> Result<Self, Refusal> {
        let (text, read_as) = decode(bytes, encoding)?;
        let layout = Layout::of(&text, told).ok_or_else(|| {
            Refusal::new(
                "it has no columns",
                "say what stands between the columns: `--separator comma` (tab, comma, semicolon, pipe, colon, space or any sign)",
            )
        })?;
        Ok(Self {
            text,
            layout,
            read_as,
        })
    }

    /// Decodes a text of Mnemosyne's.
    ///
    /// # Errors
    /// When it is no text.
    pub(crate) fn open_mnemosyne(bytes: &[u8], encoding: Option<&str>) -> Result<Self, Refusal> {
        let (text, read_as) = decode(bytes, encoding)?;
        Ok(Self {
            text,
            layout: Layout::of_mnemosyne(),
            read_as,
        })
    }

    /// The first rows, as they are cut.
    pub(crate) fn preview(&self) -> Vec<Vec<String>> {
        let body = self.text.get(self.layout.header.length..);
        let sample = layout::sample(body.unwrap_or_default(), self.layout.cut);
        let rows = sample.into_iter().skip(usize::from(self.layout.names));
        rows.take(3).map(|row| row.cells).collect()
    }

    /// Reads the table. Rows that name no deck go into `deck`; `tick` is told of every row.
    ///
    /// # Errors
    /// When it has no row that is a card.
    pub(crate) fn read(&self, deck: &str, tick: &dyn Fn()) -> Result<Parcel, Refusal> {
        let parcel = notes::read(&self.text, &self.layout, deck, tick);
        if parcel.notes.is_empty() && parcel.remarks.0.is_empty() {
            return Err(Refusal::new(
                "it has no rows",
                "a row is a question and its answer: `ubiquitous<TAB>everywhere`",
            ));
        }
        Ok(parcel)
    }
}

fn decode(bytes: &[u8], name: Option<&str>) -> Result<(String, Option<String>), Refusal> {
    let reading = match name {
        Some(name) => encoding::read_as(bytes, name).ok_or_else(|| {
            Refusal::new(
                format!("`{name}` is no encoding"),
                "name one as the web does: `utf-8`, `utf-16le`, `windows-1251`, `koi8-r`, `iso-8859-1`",
            )
        })?,
        None => encoding::read(bytes),
    };
    let strange = reading.read_as != "utf-8" || !reading.repaired.is_empty();
    let read_as = reading.repaired.iter().fold(reading.read_as, |name, page| {
        format!("{name}, with {page} undone")
    });
    Ok((reading.text, strange.then_some(read_as)))
}
