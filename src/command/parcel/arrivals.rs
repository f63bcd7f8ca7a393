//! What a parcel means for what is there: which cards are new, which have another text, which a
//! person has edited or thrown away since. It decides; others write.

use std::collections::{HashMap, HashSet};

use super::files::Writing;
use super::report::Report;
use super::shelves::{Shelf, Shelves};
use crate::command::desk::Desk;
use crate::command::failure::Failure;
use crate::compile::settle::{self, Settled, plain_tag};
use crate::exchange;
use crate::exchange::parcel::{DeckPath, Note, Parcel, ParcelCard, PastReview};
use crate::model::card::{Card, CardId};
use crate::model::log::Placement;
use crate::model::source::{Origin, Span};
use crate::store::{KeptCard, KeptNote, StoredCard};

/// See the file's first line.
pub(super) struct Arrivals {
    shelves: Vec<Shelf>,
    /// Which card here each card of the parcel is; `None`: it stays out.
    pub(super) ids: Vec<Option<CardId>>,
    pub(super) states: Vec<State>,
    pub(super) reviews: Vec<PastReview>,
    /// When cards of the parcel were answered, as the log knows already, in milliseconds.
    pub(super) answered: HashMap<u32, HashSet<i64>>,
    /// Cards that were there before.
    pub(super) touched: Vec<CardId>,
    pub(super) notes: Vec<KeptNote>,
    pub(super) cards: Vec<KeptCard>,
    pub(super) things: Vec<(String, String)>,
    pub(super) replay: bool,
}

/// Where a card stood elsewhere, and whether it is new here.
pub(super) struct State {
    pub(super) new: bool,
    pub(super) suspended: bool,
    pub(super) schedule: Option<Placement>,
}

/// What becomes of a card of the parcel.
enum Fate {
    New,
    Updated(Shelved),
    Unchanged(CardId),
    /// It has another text here, and another one there.
    Edited(CardId),
    /// It was taken out of its deck here.
    Removed,
}

/// A card in a deck of an earlier import.
struct Shelved {
    id: CardId,
    shelf: usize,
    place: Span,
}

struct Sorter<'a> {
    desk: &'a Desk,
    format: &'static str,
    shelves: Shelves<'a>,
    arrivals: Arrivals,
    report: &'a mut Report,
}

impl Arrivals {
    /// # Errors
    /// When the database or a deck cannot be read.
    pub(super) fn sort(
        desk: &Desk,
        writing: &Writing,
        format: &'static str,
        parcel: Parcel,
        report: &mut Report,
    ) -> Result<Self, Failure> {
        let Parcel {
            decks,
            notes,
            cards,
            reviews,
            keepsakes,
            ..
        } = parcel;
        let arrivals = Self {
            shelves: Vec::new(),
            ids: Vec::with_capacity(cards.len()),
            states: Vec::with_capacity(cards.len()),
            reviews,
            answered: HashMap::new(),
            touched: Vec::new(),
            notes: Vec::new(),
            cards: Vec::new(),
            things: Vec::new(),
            replay: writing.replay,
        };
        let mut sorter = Sorter {
            desk,
            format,
            shelves: Shelves::new(desk, writing)?,
            arrivals,
            report,
        };
        sorter.notes(&decks, notes, cards)?;
        for (name, keepsake) in keepsakes {
            if desk.store.kept_thing(format, &name)?.as_ref() != Some(&keepsake) {
                sorter.arrivals.things.push((name, keepsake));
            }
        }
        let mut arrivals = sorter.arrivals;
        arrivals.shelves = sorter.shelves.all;
        report.decks = arrivals
            .changed()
            .map(|(shelf, _)| shelf.origin.clone())
            .collect();
        Ok(arrivals)
    }

    /// The decks whose text has changed, with the text.
    pub(super) fn changed(&self) -> impl Iterator<Item = (&Shelf, String)> {
        let changed = self.shelves.iter().filter(|shelf| shelf.is_changed());
        changed.map(|shelf| (shelf, shelf.text()))
    }

    pub(super) fn texts(&self) -> Vec<(Origin, String)> {
        let text = |(shelf, text): (&Shelf, String)| (shelf.origin.clone(), text);
        self.changed().map(text).collect()
    }

    /// Those of them that no file holds.
    pub(super) fn kept_decks(&self) -> Vec<(String, String)> {
        let kept = |(origin, text)| match origin {
            Origin::Kept(path) => Some((path, text)),
            Origin::File(_) | Origin::Shipped(_) => None,
        };
        self.texts().into_iter().filter_map(kept).collect()
    }

    /// The cards that the log knew nothing of, with their places in the parcel.
    pub(super) fn unknown_before(&self) -> HashMap<CardId, u32> {
        let touched: HashSet<&CardId> = self.touched.iter().collect();
        let ids = (0..)
            .zip(&self.ids)
            .filter_map(|(at, id)| Some(((*id)?, at)));
        ids.filter(|(id, at)| !touched.contains(id) && !self.answered.contains_key(at))
            .collect()
    }

    /// Whether nothing at all is to be stored.
    pub(super) fn is_empty(&self, writing: &Writing) -> bool {
        writing.is_empty()
            && self.fresh_answers() == 0
            && self.notes.is_empty()
            && self.cards.is_empty()
            && self.things.is_empty()
            && !self.shelves.iter().any(Shelf::is_changed)
    }
}

impl Sorter<'_> {
    fn notes(
        &mut self,
        decks: &[DeckPath],
        notes: Vec<Note>,
        cards: Vec<ParcelCard>,
    ) -> Result<(), Failure> {
        let store = &self.desk.store;
        let any_before = store.imports()?.0 > 0;
        let logged = store.last_stamp()?.is_some();
        let mut cards = cards.into_iter().peekable();
        for (at, note) in notes.into_iter().enumerate() {
            let kept = match any_before {
                true => store.kept(self.format, &note.key)?,
                false => None,
            };
            let (kept_note, kept_cards) = kept.unzip();
            let mut kept_cards: HashMap<u32, KeptCard> = (kept_cards.into_iter().flatten())
                .map(|card| (card.ordinal, card))
                .collect();
            while let Some(card) = cards.next_if(|card| card.note == at) {
                let kept = kept_cards.remove(&card.ordinal);
                let shelf = self.shelves.at(self.desk, &decks[card.deck])?;
                self.card(&note, card, shelf, kept, logged)?;
            }
            let same = |kept: &KeptNote| kept.keepsake == note.keepsake;
            if !kept_note.as_ref().is_some_and(same) {
                self.arrivals.notes.push(KeptNote {
                    key: note.key,
                    keepsake: note.keepsake,
                });
            }
        }
        Ok(())
    }

    fn card(
        &mut self,
        note: &Note,
        card: ParcelCard,
        shelf: usize,
        kept: Option<KeptCard>,
        logged: bool,
    ) -> Result<(), Failure> {
        let sides = settle::settle(&card.ask, &card.answer);
        let tags: Vec<String> = note.tags.iter().filter_map(|tag| plain_tag(tag)).collect();
        let written = digest(&sides.ask, &sides.answer, &tags);
        let fate = match &kept {
            None => Fate::New,
            Some(kept) => self.fate(kept, &written)?,
        };
        let pin = settle::pin(self.format, &note.key, card.ordinal);
        let was_new = matches!(fate, Fate::New);
        let (id, written) = match fate {
            Fate::New => {
                let shelf = &mut self.shelves.all[shelf];
                shelf.add(&settle::question(&pin, &tags, &sides));
                self.report.new += 1;
                (Some(settle::id(&shelf.title, &pin)), written)
            }
            Fate::Updated(there) => {
                let block = self.block(&there, &pin, &tags, &sides);
                self.shelves.all[there.shelf].replace(there.place, block);
                self.report.updated += 1;
                (Some(there.id), written)
            }
            Fate::Unchanged(id) => {
                self.report.unchanged += 1;
                (Some(id), written)
            }
            Fate::Edited(id) => {
                self.report.edited += 1;
                (
                    Some(id),
                    kept.as_ref()
                        .map(|kept| kept.written.clone())
                        .unwrap_or(written),
                )
            }
            Fate::Removed => {
                self.report.removed += 1;
                (None, written)
            }
        };
        self.remember(note, &card, id, written, kept);
        if let Some(id) = id {
            self.look_back(id, logged)?;
        }
        self.arrivals.ids.push(id);
        self.arrivals.states.push(State {
            new: was_new,
            suspended: card.suspended,
            schedule: card.schedule,
        });
        Ok(())
    }

    /// What becomes of a card that an earlier import wrote.
    fn fate(&mut self, kept: &KeptCard, written: &[u8]) -> Result<Fate, Failure> {
        let store = &self.desk.store;
        let Some(card) = store.heir(kept.card)? else {
            let last = store.card_by_id(kept.card)?;
            let deck_is_there = last.is_some_and(|card| self.is_there(&card));
            return Ok(if deck_is_there {
                Fate::Removed
            } else {
                Fate::New
            });
        };
        let id = card.id;
        if !self.is_there(&card) {
            return Ok(Fate::New);
        }
        let ours = match &card.origin {
            Origin::File(path) => store.is_ours(path)?,
            Origin::Kept(_) => true,
            Origin::Shipped(_) => false,
        };
        if !ours {
            // Its file is the user's own: it is theirs to write.
            let same = kept.written == written;
            return Ok(if same {
                Fate::Unchanged(id)
            } else {
                Fate::Edited(id)
            });
        }
        let shelf = self.shelves.of(self.desk, card.origin, &card.title)?;
        let Some(there) = self.shelves.all[shelf].card(id) else {
            return Ok(Fate::Removed);
        };
        let now = digest_of(there);
        let place = there.span;
        Ok(if kept.written == written || now == written {
            Fate::Unchanged(id)
        } else if now == kept.written {
            Fate::Updated(Shelved { id, shelf, place })
        } else {
            Fate::Edited(id)
        })
    }

    /// Whether the deck of a card is still where it was.
    fn is_there(&self, card: &StoredCard) -> bool {
        match &card.origin {
            Origin::File(path) => std::path::Path::new(path).exists(),
            Origin::Kept(path) => self
                .desk
                .store
                .kept_deck(path)
                .is_ok_and(|text| text.is_some()),
            Origin::Shipped(_) => true,
        }
    }

    /// The new text of a card that keeps its name, whatever pin that is.
    fn block(&mut self, there: &Shelved, pin: &str, tags: &[String], sides: &Settled) -> String {
        let shelf = &self.shelves.all[there.shelf];
        let text = shelf.before.as_deref().unwrap_or_default();
        let old = text.get(there.place.range()).unwrap_or_default();
        let own = old
            .split_once("{#")
            .and_then(|(_, rest)| rest.split_once(['}', ' ']));
        let own = own.map_or(pin, |(own, _)| own);
        settle::question(own, tags, sides)
    }

    /// Keeps what only the format understands of a card, where that is news.
    fn remember(
        &mut self,
        note: &Note,
        card: &ParcelCard,
        id: Option<CardId>,
        written: Vec<u8>,
        kept: Option<KeptCard>,
    ) {
        let Some(id) = id.or(kept.as_ref().map(|kept| kept.card)) else {
            return;
        };
        let now = KeptCard {
            key: note.key.clone(),
            ordinal: card.ordinal,
            card: id,
            written,
            keepsake: card.keepsake.clone(),
        };
        if kept.as_ref() != Some(&now) {
            self.arrivals.cards.push(now);
        }
    }

    /// Notes what the log knows of a card already.
    fn look_back(&mut self, id: CardId, logged: bool) -> Result<(), Failure> {
        if !logged {
            return Ok(());
        }
        let history = self.desk.history(id)?;
        let answered: HashSet<i64> = history
            .turns()
            .iter()
            .map(|turn| turn.stamp().at.unix_ms())
            .collect();
        if !answered.is_empty() {
            let at = self.arrivals.ids.len() as u32;
            self.arrivals.answered.insert(at, answered);
        }
        if self.desk.store.card_by_id(id)?.is_some() {
            self.arrivals.touched.push(id);
        }
        Ok(())
    }
}

/// By which one sees later whether a text is still the one that an import wrote.
pub(crate) fn digest(ask: &str, answer: &str, tags: &[String]) -> Vec<u8> {
    let whole = format!("{ask}\0{answer}\0{}", tags.join(","));
    exchange::digest(whole.as_bytes())[..8].to_vec()
}

fn digest_of(card: &Card) -> Vec<u8> {
    digest(card.ask.as_str(), card.answer.as_str(), &card.tags)
}
