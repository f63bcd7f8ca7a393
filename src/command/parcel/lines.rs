//! The lines that a parcel adds to the log: its answers with their own times, and where its cards
//! stand today. Which lines they are follows from the parcel alone, so that none comes twice.

use std::collections::HashSet;

use super::arrivals::Arrivals;
use crate::clock::Clock;
use crate::exchange::parcel::{PastEvent, PastReview};
use crate::model::card::CardId;
use crate::model::chance::mix;
use crate::model::log::{Entry, Event, Review};
use crate::model::time::Moment;
use crate::store::StoreError;

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

    /// Shows every line to `visit`, the answers in order of time. `generation` tells apart the lines
    /// of an import that was undone and is done again.
    ///
    /// # Errors
    /// Whatever `visit` fails with.
    pub(super) fn each_line(
        &self,
        clock: &Clock,
        generation: u32,
        visit: &mut Visit<'_>,
    ) -> Result<(), StoreError> {
        let now = clock.now();
        let mut moved: HashSet<u32> = HashSet::new();
        let mut latest = now.unix_ms();
        for review in self.reviews.iter().filter(|review| self.is_fresh(review)) {
            let (Some(id), Some(at)) = (self.id(review.card), clock.moment_at(review.at_ms)) else {
                continue;
            };
            let event = match review.event {
                PastEvent::Answered { quality, took_ms } => Event::Answered(Review {
                    quality,
                    took_ms,
                    last_look: false,
                }),
                PastEvent::StartedOver => Event::Placed(None),
            };
            let kept = review
                .row
                .map(|row| row.map(|number| number.to_string()).join(","));
            let entry = Entry {
                stamp: clock.foreign_stamp(at, name(id, review.at_ms, generation)),
                card: id,
                event,
            };
            visit(&entry, kept.as_deref())?;
            moved.insert(review.card);
            latest = latest.max(review.at_ms);
        }
        let at = now.not_before(latest);
        for card in 0..self.ids.len() as u32 {
            self.stand(clock, at, generation, card, moved.contains(&card), visit)?;
        }
        Ok(())
    }

    /// The lines for where a card stands today.
    fn stand(
        &self,
        clock: &Clock,
        at: Moment,
        generation: u32,
        card: u32,
        moved: bool,
        visit: &mut Visit<'_>,
    ) -> Result<(), StoreError> {
        let Some(id) = self.id(card) else {
            return Ok(());
        };
        let state = &self.states[card as usize];
        let mut write = |event, salt| {
            let name = name(id, at.unix_ms() ^ salt, generation);
            let entry = Entry {
                stamp: clock.foreign_stamp(at, name),
                card: id,
                event,
            };
            visit(&entry, None)
        };
        let untouched = state.new && !self.answered.contains_key(&card);
        let newest_there = moved && self.is_newest(card);
        if !self.replay && (newest_there || untouched) {
            match state.schedule {
                Some(placement) => write(Event::Placed(Some(placement)), 1 << 62)?,
                // It was answered once, and then sent back to the new cards.
                None if moved => write(Event::Placed(None), 1 << 62)?,
                None => {}
            }
        }
        if state.suspended && untouched {
            write(Event::Suspended, 1 << 61)?;
        }
        Ok(())
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
