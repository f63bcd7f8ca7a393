//! Everything that one `drill` knows, on its way to another one: what is true (decks, log), what
//! was decided, and what other programs left here. Nothing that follows from it.

use super::card::{CardId, Kind};
use super::log::{EntryId, Line};
use super::roadmap::ItemId;
use super::source::Origin;
use super::time::Day;

/// See the file's first line.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Collection {
    /// The text of the file with the settings.
    pub(crate) settings: Option<String>,
    /// Folders and files that are kept up with.
    pub(crate) roots: Vec<String>,
    /// In the order in which they came; so are the cards and the log.
    pub(crate) decks: Vec<DeckRecord>,
    pub(crate) cards: Vec<CardRecord>,
    pub(crate) roadmaps: Vec<RoadmapRecord>,
    pub(crate) imports: Vec<ImportRecord>,
    pub(crate) keepsakes: Vec<KeepsakeRecord>,
    pub(crate) log: Vec<LogRecord>,
}

/// A deck, with its Markdown if that could be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct DeckRecord {
    pub(crate) origin: Origin,
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) aliases: Vec<String>,
    pub(crate) requires: Vec<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) level: u32,
    pub(crate) errors: u32,
    pub(crate) gone: bool,
    /// By which the file's next change is noticed: bytes, and nanoseconds since 1970.
    pub(crate) size: i64,
    pub(crate) changed: i64,
    pub(crate) text: Option<String>,
}

/// A card as its deck was compiled last.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct CardRecord {
    pub(crate) id: CardId,
    /// Its place in [`Collection::decks`].
    pub(crate) deck: usize,
    pub(crate) position: u32,
    pub(crate) kind: Kind,
    pub(crate) kin: Option<u32>,
    pub(crate) pinned: bool,
    pub(crate) ask: String,
    pub(crate) answer: String,
    pub(crate) line: u32,
    pub(crate) column: u32,
    pub(crate) retired: bool,
    pub(crate) tags: Vec<String>,
}

/// A roadmap as its file was read last.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct RoadmapRecord {
    pub(crate) name: String,
    pub(crate) origin: Origin,
    pub(crate) start: Day,
    pub(crate) bytes: Vec<u8>,
    /// Each item's name and text, and whether its box is ticked, if it has one.
    pub(crate) items: Vec<(ItemId, String, Option<bool>)>,
}

/// A file of another program that was taken in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct ImportRecord {
    pub(crate) number: i64,
    pub(crate) at_ms: i64,
    pub(crate) format: String,
    pub(crate) file: String,
    pub(crate) digest: Vec<u8>,
    pub(crate) undone: bool,
}

/// What only another program understands; of a note, of a card, or of neither.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct KeepsakeRecord {
    pub(crate) import: i64,
    pub(crate) format: String,
    /// The key of a note, or a name.
    pub(crate) key: String,
    pub(crate) of: KeptOf,
    pub(crate) text: Option<String>,
}

/// What a keepsake is kept of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum KeptOf {
    Note,
    Card {
        ordinal: u32,
        card: CardId,
        written: Vec<u8>,
    },
    Thing,
}

/// A line of the log, and how it came there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct LogRecord {
    pub(crate) line: Line,
    /// The first line of those that it is taken back with.
    pub(crate) batch: Option<EntryId>,
    pub(crate) import: Option<i64>,
    /// The answer as another program wrote it.
    pub(crate) kept: Option<Box<str>>,
}
