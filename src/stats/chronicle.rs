//! What the histories of all cards say together, gathered in one pass over them.
//!
//! A test of memory is an answer that the scheduler takes for one: the card had been known before
//! and was due by then. Practice, the same day or ahead of its day, is none. An answer belongs to
//! the interval that it ended, as the scheduler had set it.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::maturity::{Growth, is_mature};
use super::recall::{Recall, SPANS, span};
use crate::model::log::{Answer, EntryId, Turn};
use crate::model::standing::Standing;
use crate::model::time::{Day, Days};

/// What was done on one study day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) answers: u32,
    /// Different cards.
    pub(crate) cards: u32,
    /// Cards that were answered for the first time.
    pub(crate) introduced: u32,
    /// Time spent on answers that were timed, in milliseconds.
    pub(crate) spent_ms: u64,
    pub(crate) recall: Recall,
}

/// A card with its history.
pub(crate) struct Life<'a> {
    pub(crate) deck: Option<i64>,
    /// Whether it is in a deck now and not suspended.
    pub(crate) awake: bool,
    /// Whether another card tells a part of the same history.
    pub(crate) shared: bool,
    pub(crate) turns: &'a [Turn],
    /// Where the card stood after each turn.
    pub(crate) standings: &'a [Option<Standing>],
}

/// See the file's first line.
pub(crate) struct Chronicle {
    today: Day,
    since: Option<Day>,
    /// The days on which something was answered.
    pub(crate) days: BTreeMap<Day, Tally>,
    /// Tests of memory since [`Chronicle::tested_since`].
    pub(crate) young: Recall,
    pub(crate) mature: Recall,
    pub(crate) by_span: [Recall; SPANS.len()],
    pub(crate) by_deck: HashMap<i64, Recall>,
    /// How the cards that are awake became what they are.
    pub(crate) growth: Growth,
    /// The answers that more than one card tells of.
    seen: HashSet<EntryId>,
}

/// A year: 52 weeks before the one that today belongs to.
const YEAR: Days = Days(364);

impl Chronicle {
    /// Nothing yet; what was answered before `since` will be left out.
    pub(crate) fn new(today: Day, since: Option<Day>) -> Self {
        Self {
            today,
            since,
            days: BTreeMap::new(),
            young: Recall::default(),
            mature: Recall::default(),
            by_span: Default::default(),
            by_deck: HashMap::new(),
            growth: Growth::default(),
            seen: HashSet::new(),
        }
    }

    /// The first day of what is looked at closely: that which was asked for, or a year ago.
    pub(crate) fn tested_since(&self) -> Day {
        self.since.unwrap_or_else(|| self.today.minus(YEAR))
    }

    /// Takes in one card.
    pub(crate) fn add(&mut self, life: &Life<'_>) {
        let mut before: Option<Standing> = None;
        let mut asked_on = None;
        for (turn, after) in life.turns.iter().zip(life.standings) {
            let day = match turn {
                Turn::Answered(answer) => {
                    let day = answer.stamp.day;
                    if self.wants(life, answer) {
                        self.count(life.deck, answer, before.as_ref(), asked_on != Some(day));
                        asked_on = Some(day);
                    }
                    day
                }
                Turn::Placed(stamp, _) => stamp.day,
            };
            if life.awake {
                self.growth.add(day, before.as_ref(), after.as_ref());
            }
            before = *after;
        }
    }

    /// What was done from that day on, up to today.
    pub(crate) fn total(&self, from: Day) -> (usize, Tally) {
        let mut total = Tally::default();
        let mut days = 0;
        for tally in self.days.range(from..).map(|(_, tally)| tally) {
            days += 1;
            total.answers += tally.answers;
            total.cards += tally.cards;
            total.introduced += tally.introduced;
            total.spent_ms += tally.spent_ms;
            total.recall.asked += tally.recall.asked;
            total.recall.recalled += tally.recall.recalled;
        }
        (days, total)
    }

    fn wants(&mut self, life: &Life<'_>, answer: &Answer) -> bool {
        let day = answer.stamp.day;
        let asked_for = day <= self.today && self.since.is_none_or(|since| since <= day);
        asked_for && (!life.shared || self.seen.insert(answer.stamp.id))
    }

    fn count(
        &mut self,
        deck: Option<i64>,
        answer: &Answer,
        before: Option<&Standing>,
        first_of_day: bool,
    ) {
        let day = answer.stamp.day;
        let recalled = answer.review.quality.passes();
        let tally = self.days.entry(day).or_default();
        tally.answers += 1;
        tally.cards += u32::from(first_of_day);
        tally.introduced += u32::from(before.is_none());
        tally.spent_ms += u64::from(answer.review.spent_ms());
        let Some(before) = before.filter(|before| before.due <= day) else {
            return;
        };
        tally.recall.add(recalled);
        if day < self.tested_since() {
            return;
        }
        let maturity = if is_mature(before) {
            &mut self.mature
        } else {
            &mut self.young
        };
        maturity.add(recalled);
        self.by_span[span(before.interval)].add(recalled);
        if let Some(deck) = deck {
            self.by_deck.entry(deck).or_default().add(recalled);
        }
    }
}
