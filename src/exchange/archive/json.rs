//! The parts of a document but for the log, as JSON.

use std::fmt;

use serde::de::{self, Deserializer, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

use super::hex::{Hex, hex, unhex};
use super::line::LineJson;
use crate::model::card::{CardId, Kind};
use crate::model::collection::{
    CardRecord, Collection, DeckRecord, ImportRecord, KeepsakeRecord, KeptOf, LogRecord,
    RoadmapRecord,
};
use crate::model::roadmap::ItemId;
use crate::model::source::Origin;
use crate::model::time::Day;

/// What tells a document from other JSON.
#[derive(Deserialize)]
pub(super) struct Head {
    pub(super) format: Option<String>,
    pub(super) version: Option<u32>,
}

/// A document as it is read. What it lacks is empty.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
pub(super) struct Document {
    settings: Option<String>,
    roots: Vec<String>,
    decks: Vec<DeckJson<'static>>,
    cards: Vec<CardJson<'static>>,
    roadmaps: Vec<RoadmapJson>,
    imports: Vec<ImportJson>,
    keepsakes: Vec<KeepsakeJson>,
    #[serde(deserialize_with = "lines")]
    log: Vec<LogRecord>,
}

impl Document {
    /// What the document says; else what about it cannot be.
    pub(super) fn collection(self) -> Result<Collection, String> {
        let decks: Vec<DeckRecord> = self
            .decks
            .into_iter()
            .map(DeckJson::record)
            .collect::<Result<_, _>>()?;
        let card = |card: CardJson<'_>| card.record(decks.len());
        let cards = self.cards.into_iter().map(card).collect::<Result<_, _>>()?;
        Ok(Collection {
            settings: self.settings,
            roots: self.roots,
            cards,
            decks,
            roadmaps: self
                .roadmaps
                .into_iter()
                .map(RoadmapJson::record)
                .collect::<Result<_, _>>()?,
            imports: self.imports.into_iter().map(ImportJson::record).collect(),
            keepsakes: self
                .keepsakes
                .into_iter()
                .map(KeepsakeJson::record)
                .collect::<Result<_, _>>()?,
            log: self.log,
        })
    }
}

/// Reads the log line by line, so that no line is held twice.
fn lines<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<LogRecord>, D::Error> {
    struct Lines;
    impl<'de> Visitor<'de> for Lines {
        type Value = Vec<LogRecord>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list of lines")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
            let mut log = Vec::new();
            while let Some(line) = seq.next_element::<LineJson>()? {
                log.push(line.record().map_err(de::Error::custom)?);
            }
            Ok(log)
        }
    }
    from.deserialize_seq(Lines)
}

/// Where a deck or a roadmap is.
#[derive(Serialize, Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum Place {
    File,
    Shipped,
    Kept,
}

impl Place {
    const fn of(origin: &Origin) -> Self {
        match origin {
            Origin::File(_) => Self::File,
            Origin::Shipped(_) => Self::Shipped,
            Origin::Kept(_) => Self::Kept,
        }
    }

    fn origin(self, path: String) -> Origin {
        match self {
            Self::File => Origin::File(path),
            Self::Shipped => Origin::Shipped(path),
            Self::Kept => Origin::Kept(path),
        }
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct DeckJson<'a> {
    path: String,
    place: Place,
    name: std::borrow::Cow<'a, str>,
    title: std::borrow::Cow<'a, str>,
    aliases: Vec<String>,
    requires: Vec<String>,
    tags: Vec<String>,
    level: u32,
    errors: u32,
    gone: bool,
    size: i64,
    changed: i64,
    text: Option<String>,
}

impl<'a> DeckJson<'a> {
    pub(super) fn of(deck: &'a DeckRecord, text: Option<String>) -> Self {
        Self {
            path: deck.origin.path().to_owned(),
            place: Place::of(&deck.origin),
            name: deck.name.as_str().into(),
            title: deck.title.as_str().into(),
            aliases: deck.aliases.clone(),
            requires: deck.requires.clone(),
            tags: deck.tags.clone(),
            level: deck.level,
            errors: deck.errors,
            gone: deck.gone,
            size: deck.size,
            changed: deck.changed,
            text,
        }
    }

    fn record(self) -> Result<DeckRecord, String> {
        if self.path.is_empty() || self.path.contains('\0') {
            return Err("a deck has no path".into());
        }
        Ok(DeckRecord {
            origin: self.place.origin(self.path),
            name: self.name.into_owned(),
            title: self.title.into_owned(),
            aliases: self.aliases,
            requires: self.requires,
            tags: self.tags,
            level: self.level,
            errors: self.errors,
            gone: self.gone,
            size: self.size,
            changed: self.changed,
            text: self.text,
        })
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct CardJson<'a> {
    id: Hex<16>,
    deck: usize,
    position: u32,
    kind: std::borrow::Cow<'a, str>,
    kin: Option<u32>,
    pinned: bool,
    ask: std::borrow::Cow<'a, str>,
    answer: std::borrow::Cow<'a, str>,
    line: u32,
    column: u32,
    retired: bool,
    tags: Vec<String>,
}

impl<'a> CardJson<'a> {
    pub(super) fn of(card: &'a CardRecord) -> Self {
        Self {
            id: Hex(card.id.0),
            deck: card.deck,
            position: card.position,
            kind: card.kind.name().into(),
            kin: card.kin,
            pinned: card.pinned,
            ask: card.ask.as_str().into(),
            answer: card.answer.as_str().into(),
            line: card.line,
            column: card.column,
            retired: card.retired,
            tags: card.tags.clone(),
        }
    }

    fn record(self, decks: usize) -> Result<CardRecord, String> {
        let id = CardId(self.id.0);
        let kind = Kind::named(&self.kind).ok_or_else(|| format!("the card {id} is of no kind"))?;
        if self.deck >= decks {
            return Err(format!("the card {id} is in a deck that is not there"));
        }
        Ok(CardRecord {
            id,
            deck: self.deck,
            position: self.position,
            kind,
            kin: self.kin.filter(|kin| *kin < 1 << 24),
            pinned: self.pinned,
            ask: self.ask.into_owned(),
            answer: self.answer.into_owned(),
            line: self.line,
            column: self.column,
            retired: self.retired,
            tags: self.tags,
        })
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct RoadmapJson {
    name: String,
    path: String,
    place: Place,
    start: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<String>,
    items: Vec<ItemJson>,
}

#[derive(Serialize, Deserialize)]
struct ItemJson {
    id: Hex<16>,
    text: String,
    ticked: Option<bool>,
}

impl RoadmapJson {
    pub(super) fn of(roadmap: &RoadmapRecord) -> Self {
        let text = std::str::from_utf8(&roadmap.bytes).ok();
        let item = |(id, text, ticked): &(ItemId, String, Option<bool>)| ItemJson {
            id: Hex(id.0),
            text: text.clone(),
            ticked: *ticked,
        };
        Self {
            name: roadmap.name.clone(),
            path: roadmap.origin.path().to_owned(),
            place: Place::of(&roadmap.origin),
            start: roadmap.start.to_string(),
            text: text.map(str::to_owned),
            bytes: text.is_none().then(|| hex(&roadmap.bytes)),
            items: roadmap.items.iter().map(item).collect(),
        }
    }

    fn record(self) -> Result<RoadmapRecord, String> {
        let wrong = |what: &str| format!("the roadmap `{}` has no {what}", self.name);
        let bytes = match (&self.text, &self.bytes) {
            (Some(text), _) => Some(text.clone().into_bytes()),
            (None, Some(bytes)) => unhex(bytes),
            (None, None) => None,
        };
        let item = |item: ItemJson| (ItemId(item.id.0), item.text, item.ticked);
        Ok(RoadmapRecord {
            start: Day::parse(&self.start).ok_or_else(|| wrong("first day"))?,
            bytes: bytes.ok_or_else(|| wrong("text"))?,
            name: self.name,
            origin: self.place.origin(self.path),
            items: self.items.into_iter().map(item).collect(),
        })
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct ImportJson {
    number: i64,
    at: i64,
    format: String,
    file: String,
    digest: String,
    undone: bool,
}

impl ImportJson {
    pub(super) fn of(import: &ImportRecord) -> Self {
        Self {
            number: import.number,
            at: import.at_ms,
            format: import.format.clone(),
            file: import.file.clone(),
            digest: hex(&import.digest),
            undone: import.undone,
        }
    }

    fn record(self) -> ImportRecord {
        ImportRecord {
            number: self.number,
            at_ms: self.at,
            format: self.format,
            file: self.file,
            digest: unhex(&self.digest).unwrap_or_default(),
            undone: self.undone,
        }
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct KeepsakeJson {
    import: i64,
    format: String,
    key: String,
    of: Of,
    #[serde(skip_serializing_if = "Option::is_none")]
    ordinal: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    card: Option<Hex<16>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    written: Option<String>,
    text: Option<String>,
}

#[derive(Serialize, Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum Of {
    Note,
    Card,
    Thing,
}

impl KeepsakeJson {
    pub(super) fn of(kept: &KeepsakeRecord) -> Self {
        let (of, card) = match &kept.of {
            KeptOf::Note => (Of::Note, None),
            KeptOf::Thing => (Of::Thing, None),
            KeptOf::Card {
                ordinal,
                card,
                written,
            } => (Of::Card, Some((*ordinal, Hex(card.0), hex(written)))),
        };
        Self {
            import: kept.import,
            format: kept.format.clone(),
            key: kept.key.clone(),
            of,
            ordinal: card.as_ref().map(|card| card.0),
            card: card.as_ref().map(|card| card.1),
            written: card.map(|card| card.2),
            text: kept.text.clone(),
        }
    }

    fn record(self) -> Result<KeepsakeRecord, String> {
        let of = match (self.of, self.ordinal, self.card, &self.written) {
            (Of::Note, ..) => KeptOf::Note,
            (Of::Thing, ..) => KeptOf::Thing,
            (Of::Card, Some(ordinal), Some(card), Some(written)) => KeptOf::Card {
                ordinal,
                card: CardId(card.0),
                written: unhex(written).unwrap_or_default(),
            },
            (Of::Card, ..) => return Err(format!("the keepsake `{}` is of no card", self.key)),
        };
        Ok(KeepsakeRecord {
            import: self.import,
            format: self.format,
            key: self.key,
            of,
            text: self.text,
        })
    }
}
