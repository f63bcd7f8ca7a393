//! A parcel: cards with everything that belongs to them, on their way between another program
//! and this one. It knows no format and no database; what is in it is checked and clean.
//!
//! The way in: a [`Format`](super::Format) reads a file into a parcel; `command::parcel` writes its
//! cards into Markdown decks, and its answers into the log. The way out is the same backwards.

use std::collections::HashSet;
use std::fmt;
use std::io;

use crate::model::card::Kind;
use crate::model::grade::Quality;
use crate::model::log::Placement;

/// What one file of another program holds.
#[derive(Default)]
pub(crate) struct Parcel {
    /// Every deck that a card names, by its levels from the top. None is without levels.
    pub(crate) decks: Vec<DeckPath>,
    pub(crate) notes: Vec<Note>,
    /// Note by note, and by ordinal.
    pub(crate) cards: Vec<ParcelCard>,
    /// Oldest first, whosever they are: the order in which a log grows.
    pub(crate) reviews: Vec<PastReview>,
    pub(crate) media: Vec<Medium>,
    /// What notes share and only their format understands (note types, deck options), by name.
    pub(crate) keepsakes: Vec<(String, Keepsake)>,
    /// What was left out, changed or guessed.
    pub(crate) remarks: Remarks,
}

impl Parcel {
    /// Takes in another parcel, but for the notes that are in this one already.
    pub(crate) fn append(&mut self, other: Self) {
        let known: HashSet<&str> = self.notes.iter().map(|note| note.key.as_str()).collect();
        let mut places = Vec::with_capacity(other.notes.len());
        let mut next = self.notes.len();
        for note in &other.notes {
            let is_new = !known.contains(note.key.as_str());
            places.push(is_new.then_some(next));
            next += usize::from(is_new);
        }
        let decks: Vec<usize> = other
            .decks
            .into_iter()
            .map(|deck| self.deck(deck))
            .collect();
        let notes = other.notes.into_iter().zip(&places);
        self.notes
            .extend(notes.filter_map(|(note, place)| place.map(|_| note)));
        for card in other.cards {
            if let Some(note) = places[card.note] {
                let deck = decks[card.deck];
                self.cards.push(ParcelCard { note, deck, ..card });
            } else {
                let what = "question that its deck has already, and was left out";
                self.remarks.add(what, || card.ask);
            }
        }
        self.media.extend(other.media);
        for remark in other.remarks.0 {
            let mut places = remark.places.into_iter();
            for _ in 0..remark.count {
                self.remarks
                    .add(remark.what, || places.next().unwrap_or_default());
            }
        }
    }

    fn deck(&mut self, path: DeckPath) -> usize {
        let known = self.decks.iter().position(|deck| *deck == path);
        known.unwrap_or_else(|| {
            self.decks.push(path);
            self.decks.len() - 1
        })
    }
}

/// The names of a deck and of those around it, the outermost first.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) struct DeckPath(pub(crate) Vec<String>);

impl fmt::Display for DeckPath {
    /// The title of the deck: `Go::Runtime`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("::"))
    }
}

/// What only a format understands, as JSON. It is kept as it came, for the way back.
pub(crate) type Keepsake = String;

/// A text that one or more cards are cut from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Note {
    /// By which the note is known again: it outlives every edit of its text. Unique in a parcel.
    pub(crate) key: String,
    pub(crate) tags: Vec<String>,
    pub(crate) keepsake: Option<Keepsake>,
}

/// One question with one answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct ParcelCard {
    /// Its place in [`Parcel::notes`].
    pub(crate) note: usize,
    /// Which card of its note; no two of them share a number.
    pub(crate) ordinal: u32,
    /// Its place in [`Parcel::decks`].
    pub(crate) deck: usize,
    pub(crate) kind: Kind,
    /// As Markdown; never blank. So is the answer.
    pub(crate) ask: String,
    pub(crate) answer: String,
    pub(crate) suspended: bool,
    /// Where the other program would ask it next; `None` for a new card.
    pub(crate) schedule: Option<Placement>,
    pub(crate) keepsake: Option<Keepsake>,
}

/// An answer that was given elsewhere.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct PastReview {
    /// The place of its card in [`Parcel::cards`].
    pub(crate) card: u32,
    /// Milliseconds since 1970 UTC.
    pub(crate) at_ms: i64,
    pub(crate) event: PastEvent,
    /// The row as the format wrote it, for the way back.
    pub(crate) row: Option<[i32; 5]>,
}

/// What an answer elsewhere means here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum PastEvent {
    Answered {
        quality: Quality,
        took_ms: Option<u32>,
    },
    /// The card was sent back to the new ones.
    StartedOver,
}

/// A picture or a sound that cards name.
pub(crate) struct Medium {
    /// A file's name without folders, in NFC, that any file system takes.
    pub(crate) name: String,
    /// Fetches it from where it is: media may be larger than the memory.
    pub(crate) fetch: Box<dyn Fn() -> io::Result<Vec<u8>>>,
}

/// What a person should know of a reading, each kind once with a count and its first places.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Remarks(pub(crate) Vec<Remark>);

/// One kind of thing that was left out, changed or guessed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Remark {
    /// What happened, as said of one and of several: lower case, no full stop.
    pub(crate) what: &'static str,
    pub(crate) count: usize,
    /// The first places where it happened: `note guid`, `line 12`.
    pub(crate) places: Vec<String>,
}

impl Remarks {
    /// More places than these do not help anybody.
    const PLACES: usize = 3;

    /// Notes that something happened at a place (which may be empty).
    pub(crate) fn add(&mut self, what: &'static str, place: impl FnOnce() -> String) {
        let remark = match self.0.iter_mut().position(|remark| remark.what == what) {
            Some(at) => &mut self.0[at],
            None => {
                self.0.push(Remark {
                    what,
                    count: 0,
                    places: Vec::new(),
                });
                let last = self.0.len() - 1;
                &mut self.0[last]
            }
        };
        remark.count += 1;
        if remark.places.len() < Self::PLACES {
            let place = place();
            if !place.is_empty() {
                remark.places.push(place);
            }
        }
    }
}
