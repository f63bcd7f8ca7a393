//! Everything of a `drill` as one JSON document, and back.
//!
//! `DESIGN.md` describes the document, in its own words: it is a promise to other programs.
//! Fields may be added; none is renamed, and unknown ones are passed over.

mod hex;
mod json;
mod line;

use std::io::{self, Read, Write};

use serde::Serialize;

use super::Refusal;
use crate::model::collection::{Collection, DeckRecord, LogRecord};
use json::{CardJson, DeckJson, Document, Head, ImportJson, KeepsakeJson, RoadmapJson};
use line::LineJson;

/// The only version so far.
const VERSION: u32 = 1;
const FORMAT: &str = "drill";

/// Writes a document part by part, in the order of the fields; the log may be long.
pub(crate) struct Writer<W> {
    out: W,
}

impl<W: Write> Writer<W> {
    /// Writes everything but the log of a collection; the texts of decks are asked for one by one.
    ///
    /// # Errors
    /// When nobody takes it.
    pub(crate) fn begin(
        mut out: W,
        collection: &Collection,
        text: &mut dyn FnMut(&DeckRecord) -> Option<String>,
    ) -> io::Result<Self> {
        write!(out, "{{\"format\":\"{FORMAT}\",\"version\":{VERSION}")?;
        field(&mut out, "settings", &collection.settings)?;
        field(&mut out, "roots", &collection.roots)?;
        let mut writer = Self { out };
        let decks = collection.decks.iter();
        writer.list("decks", decks.map(|deck| DeckJson::of(deck, text(deck))))?;
        writer.list("cards", collection.cards.iter().map(CardJson::of))?;
        writer.list("roadmaps", collection.roadmaps.iter().map(RoadmapJson::of))?;
        writer.list("imports", collection.imports.iter().map(ImportJson::of))?;
        writer.list(
            "keepsakes",
            collection.keepsakes.iter().map(KeepsakeJson::of),
        )?;
        writer.out.write_all(b",\n\"log\":[")?;
        Ok(writer)
    }

    /// Writes a line of the log; `first` if it is that.
    ///
    /// # Errors
    /// When nobody takes it.
    pub(crate) fn line(&mut self, record: &LogRecord, first: bool) -> io::Result<()> {
        self.item(&LineJson::of(record), first)
    }

    /// # Errors
    /// When nobody takes it.
    pub(crate) fn end(mut self) -> io::Result<()> {
        self.out.write_all(b"\n]}\n")?;
        self.out.flush()
    }

    fn list<T: Serialize>(&mut self, name: &str, items: impl Iterator<Item = T>) -> io::Result<()> {
        write!(self.out, ",\n\"{name}\":[")?;
        for (at, item) in items.enumerate() {
            self.item(&item, at == 0)?;
        }
        self.out.write_all(b"\n]")
    }

    /// One item a line, so that two documents can be compared.
    fn item<T: Serialize>(&mut self, item: &T, first: bool) -> io::Result<()> {
        self.out.write_all(if first { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut self.out, item).map_err(io::Error::from)
    }
}

fn field<T: Serialize>(out: &mut impl Write, name: &str, value: &T) -> io::Result<()> {
    write!(out, ",\n\"{name}\":")?;
    serde_json::to_writer(out, value).map_err(io::Error::from)
}

/// Reads a document; `open` gives its bytes from the start, each time it is called.
///
/// # Errors
/// When it is none of ours, is cut off, or says what cannot be.
pub(crate) fn read<R: Read>(open: &dyn Fn() -> io::Result<R>) -> Result<Collection, Refusal> {
    const HELP: &str = "a document is written by `drill export all.json`; its text must be whole";
    let refuse = |error: &dyn std::fmt::Display| {
        Refusal::new("it is no whole document of drill", HELP).because(error)
    };
    let head: Head = serde_json::from_reader(open().map_err(|error| refuse(&error))?)
        .map_err(|error| refuse(&error))?;
    if head.format.as_deref() != Some(FORMAT) {
        let what = "it is JSON, but no document of drill";
        return Err(Refusal::new(what, HELP));
    }
    match head.version {
        Some(VERSION) => {}
        Some(newer) if newer > VERSION => {
            let what = format!("it is of version {newer}, and this drill reads version {VERSION}");
            return Err(Refusal::new(what, "read it with a newer `drill`"));
        }
        _ => return Err(Refusal::new("it says no version that ever was", HELP)),
    }
    let whole: Document = serde_json::from_reader(open().map_err(|error| refuse(&error))?)
        .map_err(|error| refuse(&error))?;
    whole.collection().map_err(|what| Refusal::new(what, HELP))
}

#[cfg(test)]
mod tests;
