//! From the database to a parcel: cards grouped to notes again, with what was kept for them as far
//! as it still holds, and every answer ever given.

use std::collections::HashMap;

use super::pictures::Pictures;
use crate::command::Scope;
use crate::command::desk::Desk;
use crate::command::failure::Failure;
use crate::command::parcel::written;
use crate::compile::settle::plain_tag;
use crate::exchange::parcel::{DeckPath, Note, Parcel, ParcelCard, PastEvent, PastReview};
use crate::model::card::CardId;
use crate::model::grade::Quality;
use crate::model::log::{Event, Turn};
use crate::model::standing::Standing;
use crate::store::{KeptCard, KnownDeck, Moved, OutgoingCard};

/// Everything in scope, and the media that decks name and that are not there.
///
/// # Errors
/// When the database cannot be read, or the scope names nothing.
pub(super) fn gather(
    desk: &Desk,
    scope: &Scope,
    format: &'static str,
) -> Result<(Parcel, Vec<String>), Failure> {
    let chosen = scope.choose(&desk.store)?;
    let mut gatherer = Gatherer::new(desk, format)?;
    for deck in desk.store.decks()? {
        if chosen
            .as_ref()
            .is_none_or(|chosen| chosen.contains(&deck.row))
        {
            gatherer.deck(&deck)?;
        }
    }
    gatherer.answers()?;
    let (media, missing) = gatherer.pictures.into_media();
    gatherer.parcel.media = media;
    Ok((gatherer.parcel, missing))
}

struct Gatherer<'a> {
    desk: &'a Desk,
    format: &'static str,
    parcel: Parcel,
    /// What was kept of cards, by the card that each is today.
    kept: HashMap<CardId, KeptCard>,
    /// Which card each card was continued by, and which it continues.
    heirs: HashMap<CardId, CardId>,
    origins: HashMap<CardId, CardId>,
    /// The places of cards in the parcel.
    places: HashMap<CardId, u32>,
    /// The notes that are given back as they came, by key.
    notes: HashMap<String, usize>,
    pictures: Pictures,
}

impl<'a> Gatherer<'a> {
    fn new(desk: &'a Desk, format: &'static str) -> Result<Self, Failure> {
        let heirs = desk.store.continuations()?;
        let origins = heirs.iter().map(|(from, to)| (*to, *from)).collect();
        let mut kept = HashMap::new();
        desk.store.each_kept_card(format, |card| {
            kept.insert(last(&heirs, card.card), card);
        })?;
        Ok(Self {
            desk,
            format,
            parcel: Parcel::default(),
            kept,
            heirs,
            origins,
            places: HashMap::new(),
            notes: HashMap::new(),
            pictures: Pictures::default(),
        })
    }

    fn deck(&mut self, deck: &KnownDeck) -> Result<(), Failure> {
        let cards = self.desk.store.outgoing(deck.row)?;
        if cards.is_empty() {
            return Ok(());
        }
        let levels = deck.title.split("::").map(|level| level.trim().to_owned());
        let path = DeckPath(levels.filter(|level| !level.is_empty()).collect());
        let at = self.parcel.decks.iter().position(|own| *own == path);
        let at = at.unwrap_or_else(|| {
            self.parcel.decks.push(path);
            self.parcel.decks.len() - 1
        });
        for card in cards {
            let kept = self.kept.remove(&card.id);
            let as_it_came = kept.as_ref().is_some_and(|kept| {
                kept.written == written(&card.ask, &card.answer, &card.own_tags)
            });
            let note = match &kept {
                Some(kept) if as_it_came => self.kept_note(deck, &kept.key)?,
                _ => self.own_note(&card, kept.as_ref()),
            };
            let as_it_came = self.parcel.notes[note].keepsake.is_some();
            if !as_it_came {
                self.pictures.of_text(&deck.origin, &card.ask);
                self.pictures.of_text(&deck.origin, &card.answer);
            }
            self.places.insert(card.id, self.parcel.cards.len() as u32);
            self.parcel.cards.push(ParcelCard {
                note,
                ordinal: kept.as_ref().map_or(0, |kept| kept.ordinal),
                deck: at,
                kind: card.kind,
                schedule: None,
                suspended: card.suspended,
                keepsake: kept.and_then(|kept| kept.keepsake),
                ask: card.ask,
                answer: card.answer,
            });
            let standing = self.desk.store.standing(card.row)?;
            if let Some(last) = self.parcel.cards.last_mut() {
                last.schedule = standing.map(|standing| placement(&standing));
            }
        }
        Ok(())
    }

    /// The note with that key, as it came.
    fn kept_note(&mut self, deck: &KnownDeck, key: &str) -> Result<usize, Failure> {
        if let Some(at) = self.notes.get(key) {
            return Ok(*at);
        }
        let keepsake = self
            .desk
            .store
            .kept(self.format, key)?
            .and_then(|(note, _)| note.keepsake);
        if let Some(keepsake) = &keepsake {
            self.pictures.of_fields(&deck.origin, keepsake);
            for name in crate::exchange::anki::shared_by(keepsake) {
                let known = self.parcel.keepsakes.iter().any(|(own, _)| *own == name);
                if !known && let Some(thing) = self.desk.store.kept_thing(self.format, &name)? {
                    self.parcel.keepsakes.push((name, thing));
                }
            }
        }
        let at = self.parcel.notes.len();
        self.notes.insert(key.to_owned(), at);
        self.parcel.notes.push(Note {
            key: key.to_owned(),
            tags: Vec::new(),
            keepsake,
        });
        Ok(at)
    }

    /// A note of ours: its name follows from the first card that this one continues.
    fn own_note(&mut self, card: &OutgoingCard, kept: Option<&KeptCard>) -> usize {
        let key = match kept {
            // One card of a note may have been edited, and the others not.
            Some(kept) if kept.ordinal == 0 && !self.notes.contains_key(&kept.key) => {
                kept.key.clone()
            }
            Some(kept) => format!("{}-{}", kept.key, kept.ordinal),
            None => {
                let first = last(&self.origins, card.id).to_string();
                format!("drill-{}", &first[..20])
            }
        };
        let tags = card.tags.iter();
        self.parcel.notes.push(Note {
            key,
            tags: tags
                .filter_map(|tag| plain_tag(&tag.replace(' ', "_")))
                .collect(),
            keepsake: None,
        });
        self.parcel.notes.len() - 1
    }

    fn answers(&mut self) -> Result<(), Failure> {
        // Whether the line that moved a card last came with it.
        let mut imported: HashMap<u32, bool> = HashMap::new();
        let mut own: HashMap<u32, HashMap<i64, [i32; 5]>> = HashMap::new();
        let (places, heirs, desk) = (&self.places, &self.heirs, self.desk);
        let reviews = &mut self.parcel.reviews;
        desk.store.each_move(
            |Moved {
                 entry,
                 imported: brought,
                 kept,
             }| {
                let id = last(heirs, entry.card);
                let Some(&card) = places.get(&id) else {
                    return Ok(());
                };
                imported.insert(card, brought);
                let at_ms = entry.stamp.at.unix_ms();
                let row = kept.as_deref().and_then(row);
                let event = match entry.event {
                    Event::Answered(review) => PastEvent::Answered {
                        quality: review.quality,
                        took_ms: review.took_ms,
                    },
                    Event::Placed(None) if row.is_some() => PastEvent::StartedOver,
                    Event::Placed(_)
                    | Event::Retracted { .. }
                    | Event::Continued { .. }
                    | Event::Suspended
                    | Event::Resumed
                    | Event::Buried => return Ok(()),
                };
                let row = match row {
                    Some(row) => Some(row),
                    None => {
                        if let std::collections::hash_map::Entry::Vacant(empty) = own.entry(card) {
                            empty.insert(rows(desk, id)?);
                        }
                        own.get(&card).and_then(|rows| rows.get(&at_ms).copied())
                    }
                };
                reviews.push(PastReview {
                    card,
                    at_ms,
                    event,
                    row,
                });
                Ok::<(), Failure>(())
            },
        )?;
        for (at, card) in (0_u32..).zip(&mut self.parcel.cards) {
            let moved_here = imported.get(&at).is_some_and(|brought| !brought);
            if moved_here && let Some(keepsake) = &mut card.keepsake {
                *keepsake = crate::exchange::anki::moved(keepsake);
            }
        }
        Ok(())
    }
}

/// The end of a chain.
fn last(chain: &HashMap<CardId, CardId>, card: CardId) -> CardId {
    let mut at = card;
    // A chain that bites its own tail ends too.
    for _ in 0..chain.len() {
        match chain.get(&at) {
            Some(next) => at = *next,
            None => break,
        }
    }
    at
}

fn placement(standing: &Standing) -> crate::model::log::Placement {
    crate::model::log::Placement {
        due: standing.due,
        interval: standing.interval,
        ease: standing.ease,
        repetition: standing.repetition,
        lapses: standing.lapses,
    }
}

/// A row as the log keeps it.
fn row(kept: &str) -> Option<[i32; 5]> {
    let numbers: Option<Vec<i32>> = kept.split(',').map(|number| number.parse().ok()).collect();
    numbers?.try_into().ok()
}

/// The rows of the answers that were given here, by their instants: button, interval, the interval
/// before, ease, and whether the card was new.
fn rows(desk: &Desk, card: CardId) -> Result<HashMap<i64, [i32; 5]>, Failure> {
    let history = desk.history(card)?;
    let after = desk.standings(&history);
    let mut before: Option<Standing> = None;
    let mut rows = HashMap::new();
    let answers = history.turns().iter().filter_map(|turn| match turn {
        Turn::Answered(answer) => Some(answer),
        Turn::Placed(..) => None,
    });
    for (answer, after) in answers.zip(after) {
        let days =
            |standing: &Option<Standing>| standing.map_or(0, |standing| standing.interval.0 as i32);
        let ease = after.map_or(0, |standing| standing.ease.0 as i32 * 10);
        let row = [
            button(answer.review.quality),
            days(&after),
            days(&before),
            ease,
            i32::from(before.is_some()),
        ];
        rows.insert(answer.stamp.at.unix_ms(), row);
        before = after;
    }
    Ok(rows)
}

fn button(quality: Quality) -> i32 {
    use crate::model::grade::Grade;
    match quality.grade() {
        Grade::Again => 1,
        Grade::Hard => 2,
        Grade::Good => 3,
        Grade::Easy => 4,
    }
}
