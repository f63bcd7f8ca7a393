//! Packs what a reader of text found into a parcel: decks once each, notes by their keys, texts
//! without control characters. It reads nothing itself.

use std::collections::{HashMap, HashSet};

use super::html;
use super::parcel::{DeckPath, Note, Parcel, ParcelCard, Remarks};
use crate::model::card::Kind;
use crate::model::log::Placement;

/// A parcel that is being filled.
#[derive(Default)]
pub(super) struct Packer {
    parcel: Parcel,
    decks: HashMap<DeckPath, usize>,
    keys: HashSet<String>,
}

/// A note as a reader found it.
pub(super) struct Found {
    pub(super) key: String,
    pub(super) deck: DeckPath,
    pub(super) tags: Vec<String>,
    pub(super) cards: Vec<Sides>,
}

/// A card of it.
pub(super) struct Sides {
    pub(super) kind: Kind,
    pub(super) ask: String,
    pub(super) answer: String,
    pub(super) schedule: Option<Placement>,
}

impl Sides {
    pub(super) fn new(kind: Kind, ask: impl Into<String>, answer: impl Into<String>) -> Self {
        Self {
            kind,
            ask: ask.into(),
            answer: answer.into(),
            schedule: None,
        }
    }
}

/// No side of a card is longer (bytes).
const LONGEST_SIDE: usize = 1 << 20;

impl Packer {
    pub(super) fn remarks(&mut self) -> &mut Remarks {
        &mut self.parcel.remarks
    }

    /// Packs a note. What cannot be a card is a remark with its place.
    pub(super) fn add(&mut self, found: Found, place: &dyn Fn() -> String) {
        let Found {
            key,
            deck,
            tags,
            cards,
        } = found;
        if self.keys.contains(&key) {
            let what = "question that its deck has already, and was left out";
            return self.parcel.remarks.add(what, place);
        }
        let mut whole = Vec::new();
        for (ordinal, sides) in (0..).zip(cards) {
            match self.sides(sides, place) {
                Ok(sides) => whole.push((ordinal, sides)),
                Err(what) => self.parcel.remarks.add(what, place),
            }
        }
        if whole.is_empty() {
            return;
        }
        let deck = self.deck(deck);
        let note = self.parcel.notes.len();
        for (ordinal, sides) in whole {
            self.parcel.cards.push(ParcelCard {
                note,
                ordinal,
                deck,
                kind: sides.kind,
                ask: sides.ask,
                answer: sides.answer,
                suspended: false,
                schedule: sides.schedule,
                keepsake: None,
            });
        }
        self.keys.insert(key.clone());
        self.parcel.notes.push(Note {
            key,
            tags: tags.iter().filter_map(|tag| tag_of(tag)).collect(),
            keepsake: None,
        });
    }

    pub(super) fn into_parcel(self) -> Parcel {
        self.parcel
    }

    fn sides(&mut self, sides: Sides, place: &dyn Fn() -> String) -> Result<Sides, &'static str> {
        let ask = self.tidy(&sides.ask, place);
        let answer = self.tidy(&sides.answer, place);
        if ask.is_empty() {
            return Err("card without a question, which was left out");
        }
        if answer.is_empty() {
            return Err("card without an answer, which was left out");
        }
        if ask.len().max(answer.len()) > LONGEST_SIDE {
            return Err("card with a side of more than a megabyte, which was left out");
        }
        Ok(Sides {
            ask,
            answer,
            ..sides
        })
    }

    /// A side with LF line ends, without blank lines around it and control characters in it.
    fn tidy(&mut self, text: &str, place: &dyn Fn() -> String) -> String {
        let (plain, dirty) = html::clean(text);
        if dirty {
            self.parcel
                .remarks
                .add("card whose control characters were left out", place);
        }
        let blank = plain.len() - plain.trim_start().len();
        let start = plain[..blank].rfind('\n').map_or(0, |at| at + 1);
        plain[start..].trim_end().to_owned()
    }

    fn deck(&mut self, path: DeckPath) -> usize {
        let next = self.parcel.decks.len();
        let decks = &mut self.parcel.decks;
        *self.decks.entry(path).or_insert_with_key(|path| {
            decks.push(path.clone());
            next
        })
    }
}

/// The deck of that name, its levels by `between`; `other` if nothing is left of it.
pub(super) fn deck_path(name: &str, between: &str, other: &str) -> DeckPath {
    /// Deeper decks, and longer names, are nobody's.
    const DEEPEST: usize = 32;
    const LONGEST: usize = 100;
    let level = |level: &str| {
        let level: String = html::clean_word(level).chars().take(LONGEST).collect();
        (!level.is_empty()).then_some(level)
    };
    let levels: Vec<String> = name
        .split(between)
        .filter_map(level)
        .take(DEEPEST)
        .collect();
    match (levels.is_empty(), other.is_empty()) {
        (false, _) => DeckPath(levels),
        (true, false) => deck_path(other, "\0", ""),
        (true, true) => DeckPath(vec!["Imported".to_owned()]),
    }
}

/// A tag as a deck can carry it.
fn tag_of(tag: &str) -> Option<String> {
    const LONGEST: usize = 100;
    let plain = html::clean_word(tag.trim_start_matches('#')).replace(' ', "");
    let plain: String = plain.chars().take(LONGEST).collect();
    (!plain.is_empty()).then_some(plain)
}

/// A key for a note that its file gives none: from what tells it from the others.
pub(super) fn key(parts: &[&str]) -> String {
    let mut whole = String::new();
    for part in parts {
        whole.extend([html::clean_word(part).as_str(), "\0"]);
    }
    let digest = super::digest(whole.as_bytes());
    digest[..12]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
