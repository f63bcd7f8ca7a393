//! The lines that a parcel adds to the log: its answers with their own times, and where its cards
//! stand today. Which lines they are follows from the parcel alone, so that none comes twice.

use std::collections::HashSet;

use super::arrivals::Arrivals;
use crate::clock::Clock;
use crate::exchange::parcel::{PastEvent, PastReview};
use crate::model::card::CardId;
use crate::model::chance::mix;
use crate::model::log::{Entry, Event, History, Review};
use crate::model::time::Moment;
use crate::store::StoreError;

/// What makes lines from a parcel: the same ones each time.
pub(super) struct Scribe<'a> {
    clock: &'a Clock,
    /// Tells apart the lines of an import that was undone and is done again.
    generation: u32,
    /// Now, or the time of the last answer if that is later.
    now: Moment,
    /// The places of all reviews, card by card, and where each card's begin.
    order: Vec<u32>,
    starts: Vec<u32>,
}

impl<'a> Scribe<'a> {
    pub(super) fn new(clock: &'a Clock, generation: u32, arrivals: &Arrivals) -> Self {
        let latest = arrivals
            .reviews
            .last()
            .map_or(i64::MIN, |review| review.at_ms);
        let mut starts = vec![0_u32; arrivals.ids.len() + 1];
        for review in &arrivals.reviews {
            starts[review.card as usize + 1] += 1;
        }
        for card in 1..starts.len() {
            starts[card] += starts[card - 1];
        }
        let mut next = starts.clone();
        let mut order = vec![0; arrivals.reviews.len()];
        for (at, review) in (0..).zip(&arrivals.reviews) {
            let place = &mut next[review.card as usize];
            order[*place as usize] = at;
            *place += 1;
        }
        Self {
            clock,
            generation,
            now: clock.now().not_before(latest),
            order,
            starts,
        }
    }

    fn reviews_of(&self, card: u32) -> &[u32] {
        let range = self.starts[card as usize] as usize..self.starts[card as usize + 1] as usize;
        &self.order[range]
    }

    fn entry(&self, card: CardId, event: Event, at: Moment, salt: i64) -> Entry {
        let name = name(card, at.unix_ms() ^ salt, self.generation);
        Entry {
            stamp: self.clock.foreign_stamp(at, name),
            card,
            event,
        }
    }
}

/// Takes a line, with the row of an answer as it was elsewhere.
type Visit<'v> = dyn FnMut(&Entry, Option<&str>) -> Result<(), StoreError> + 'v;

impl Arrivals {
    /// How many answers the log does not have yet.
    pub(super) fn fresh_answers(&self) -> usize {
        self.reviews
            .iter()
            .filter(|review| self.is_fresh(review))
            .count()
    }

    /// How many cards have such answers.
    pub(super) fn fresh_cards(&self) -> usize {
        let fresh = self.reviews.iter().filter(|review| self.is_fresh(review));
        fresh
            .map(|review| review.card)
            .collect::<HashSet<_>>()
            .len()
    }

    /// Shows every line to `visit`, the answers in order of time.
    ///
    /// # Errors
    /// Whatever `visit` fails with.
    pub(super) fn each_line(
        &self,
        scribe: &Scribe<'_>,
        visit: &mut Visit<'_>,
    ) -> Result<(), StoreError> {
        let mut moved = vec![false; self.ids.len()];
        for review in self.reviews.iter().filter(|review| self.is_fresh(review)) {
            if let Some(entry) = self.answer(scribe, review) {
                let kept = review
                    .row
                    .map(|row| row.map(|number| number.to_string()).join(","));
                visit(&entry, kept.as_deref())?;
                moved[review.card as usize] = true;
            }
        }
        for (card, moved) in (0..).zip(moved) {
            for entry in self.stand(scribe, card, moved) {
                visit(&entry, None)?;
            }
        }
        Ok(())
    }

    /// The history that the lines of a card make, by its place in the parcel.
    pub(super) fn history(&self, scribe: &Scribe<'_>, card: u32) -> History {
        let reviews = scribe
            .reviews_of(card)
            .iter()
            .map(|at| &self.reviews[*at as usize]);
        let mut entries: Vec<Entry> = reviews
            .filter_map(|review| self.answer(scribe, review))
            .collect();
        entries.extend(self.stand(scribe, card, !entries.is_empty()));
        History::fold(entries)
    }

    fn answer(&self, scribe: &Scribe<'_>, review: &PastReview) -> Option<Entry> {
        let (id, at) = (self.id(review.card)?, scribe.clock.moment_at(review.at_ms)?);
        let event = match review.event {
            PastEvent::Answered { quality, took_ms } => Event::Answered(Review {
                quality,
                took_ms,
                last_look: false,
            }),
            PastEvent::StartedOver => Event::Placed(None),
        };
        Some(scribe.entry(id, event, at, 0))
    }

    /// The lines for where a card stands today.
    fn stand(&self, scribe: &Scribe<'_>, card: u32, moved: bool) -> Vec<Entry> {
        let mut entries = Vec::new();
        let Some(id) = self.id(card) else {
            return entries;
        };
        let state = &self.states[card as usize];
        let untouched = state.new && !self.answered.contains_key(&card);
        let newest_there = moved && self.is_newest(card);
        if !self.replay && (newest_there || untouched) {
            // One that was answered, and is new all the same, was sent back to the new cards.
            if moved || state.schedule.is_some() {
                entries.push(scribe.entry(id, Event::Placed(state.schedule), scribe.now, 1 << 62));
            }
        }
        if state.suspended && untouched {
            entries.push(scribe.entry(id, Event::Suspended, scribe.now, 1 << 61));
        }
        entries
    }

    fn id(&self, card: u32) -> Option<CardId> {
        self.ids.get(card as usize).copied().flatten()
    }

    fn is_fresh(&self, review: &PastReview) -> bool {
        let known = self.answered.get(&review.card);
        self.id(review.card).is_some() && !known.is_some_and(|known| known.contains(&review.at_ms))
    }

    /// Whether nothing here moved a card after its last answer in the parcel.
    fn is_newest(&self, card: u32) -> bool {
        let here = self.answered.get(&card).into_iter().flatten().max();
        let Some(here) = here else { return true };
        let there = self.reviews.iter().rev().find(|review| review.card == card);
        there.is_some_and(|there| there.at_ms > *here)
    }
}

/// A name for a line that is the same whenever it is made from the same.
fn name(card: CardId, at_ms: i64, generation: u32) -> u128 {
    let card = u128::from_be_bytes(card.0);
    let salt = (at_ms as u64).rotate_left(17) ^ u64::from(generation);
    let high = mix((card >> 64) as u64 ^ mix(salt));
    let low = mix(high ^ card as u64);
    u128::from(high) << 64 | u128::from(low)
}
