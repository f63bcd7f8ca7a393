//! The decks that a parcel goes to: found again by their titles, or new; each with the text that
//! stands there, and what is to be changed in it.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use super::files::Writing;
use crate::command::desk::Desk;
use crate::command::failure::Failure;
use crate::compile::{self, settle};
use crate::exchange::html::file_name;
use crate::exchange::parcel::DeckPath;
use crate::model::card::{Card, CardId};
use crate::model::source::{Origin, Source, Span};

/// One deck.
pub(super) struct Shelf {
    pub(super) origin: Origin,
    pub(super) title: String,
    /// What stands there; `None`: nothing.
    pub(super) before: Option<String>,
    /// Its cards, by id, once somebody asked.
    cards: Option<HashMap<CardId, Card>>,
    edits: Vec<(Span, String)>,
    added: String,
}

/// All of them.
pub(super) struct Shelves<'a> {
    pub(super) all: Vec<Shelf>,
    writing: &'a Writing,
    by_origin: HashMap<Origin, usize>,
    by_title: HashMap<String, usize>,
    /// Decks of earlier imports, by title.
    known: HashMap<String, Origin>,
    names: HashSet<String>,
}

impl Shelf {
    /// The card with that id, as it stands there.
    pub(super) fn card(&mut self, id: CardId) -> Option<&Card> {
        let Self {
            origin,
            before,
            cards,
            ..
        } = self;
        let cards = cards.get_or_insert_with(|| {
            let source = Source {
                origin: origin.clone(),
                text: before.clone().unwrap_or_default(),
            };
            let cards = compile::compile(&source).cards;
            cards.into_iter().map(|card| (card.id, card)).collect()
        });
        cards.get(&id)
    }

    pub(super) fn replace(&mut self, place: Span, block: String) {
        self.edits.push((place, block));
    }

    pub(super) fn add(&mut self, block: &str) {
        self.added.push('\n');
        self.added.push_str(block);
        self.added.push('\n');
    }

    pub(super) fn is_changed(&self) -> bool {
        !self.added.is_empty() || !self.edits.is_empty()
    }

    /// The text with everything that was changed.
    pub(super) fn text(&self) -> String {
        let mut text = (self.before.clone()).unwrap_or_else(|| settle::front_matter(&self.title));
        let mut edits: Vec<&(Span, String)> = self.edits.iter().collect();
        edits.sort_by_key(|(place, _)| std::cmp::Reverse(place.start));
        for (place, block) in edits {
            text.replace_range(place.range(), block);
        }
        if !text.ends_with('\n') {
            text.push('\n');
        }
        text + &self.added
    }
}

impl<'a> Shelves<'a> {
    /// # Errors
    /// When the database cannot be read.
    pub(super) fn new(desk: &Desk, writing: &'a Writing) -> Result<Self, Failure> {
        let mut known = HashMap::new();
        for deck in desk.store.decks()? {
            let ours = match &deck.origin {
                Origin::File(path) => writing.folder().is_some() && desk.store.is_ours(path)?,
                Origin::Kept(_) => writing.folder().is_none(),
                Origin::Shipped(_) => false,
            };
            if ours {
                known.entry(deck.title).or_insert(deck.origin);
            }
        }
        Ok(Self {
            all: Vec::new(),
            writing,
            by_origin: HashMap::new(),
            by_title: HashMap::new(),
            known,
            names: HashSet::new(),
        })
    }

    /// The deck for the cards of a deck elsewhere.
    ///
    /// # Errors
    /// When what stands there cannot be read.
    pub(super) fn at(&mut self, desk: &Desk, path: &DeckPath) -> Result<usize, Failure> {
        let title = path.to_string();
        if let Some(at) = self.by_title.get(&title) {
            return Ok(*at);
        }
        let origin = match self.known.get(&title) {
            Some(origin) => origin.clone(),
            None => self.new_origin(path),
        };
        let at = self.of(desk, origin, &title)?;
        self.by_title.insert(title, at);
        Ok(at)
    }

    /// The deck with that origin.
    ///
    /// # Errors
    /// When what stands there cannot be read.
    pub(super) fn of(
        &mut self,
        desk: &Desk,
        origin: Origin,
        title: &str,
    ) -> Result<usize, Failure> {
        if let Some(at) = self.by_origin.get(&origin) {
            return Ok(*at);
        }
        let before = match &origin {
            Origin::File(path) => read_if_there(path)?,
            Origin::Kept(path) => desk.store.kept_deck(path)?,
            Origin::Shipped(_) => None,
        };
        let at = self.all.len();
        self.by_origin.insert(origin.clone(), at);
        self.all.push(Shelf {
            origin,
            title: title.to_owned(),
            before,
            cards: None,
            edits: Vec::new(),
            added: String::new(),
        });
        Ok(at)
    }

    /// A place where nothing is: `Go--Runtime.md`.
    fn new_origin(&mut self, path: &DeckPath) -> Origin {
        let stem = path.0.join("--").replace(['/', '\\'], "-");
        let stem = file_name(stem.trim_start_matches('.')).unwrap_or_else(|| "deck".to_owned());
        let mut number = 1;
        loop {
            let name = match number {
                1 => format!("{stem}.md"),
                number => format!("{stem} {number}.md"),
            };
            number += 1;
            let place = self.writing.place(&name);
            let taken = match &place {
                Origin::File(path) => Path::new(path).symlink_metadata().is_ok(),
                Origin::Kept(_) | Origin::Shipped(_) => {
                    self.known.values().any(|known| *known == place)
                }
            };
            if !taken && self.names.insert(name.to_lowercase()) {
                return place;
            }
        }
    }
}

/// A link is not followed: it could lead anywhere.
fn read_if_there(path: &str) -> Result<Option<String>, Failure> {
    let unreadable = |error: &dyn std::fmt::Display| {
        Failure::machine(format!("`{path}` cannot be read"))
            .because(error)
            .help("an earlier import wrote this file; make it readable, or move it away to have it written again")
    };
    let kind = match Path::new(path).symlink_metadata() {
        Ok(facts) => facts.file_type(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(&error)),
    };
    if !kind.is_file() {
        return Err(unreadable(&"it is no plain file any more"));
    }
    let text = std::fs::read_to_string(path).map_err(|error| unreadable(&error))?;
    Ok(Some(text))
}
