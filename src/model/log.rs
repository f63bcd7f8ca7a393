//! The log: everything that ever happened to a card, a card's history in it, and what was decided
//! about roadmaps.
//!
//! Entries are only ever added. Their order is that of their instants; entries of one instant
//! keep the order in which they arrived. So logs of two machines merge to the same history in
//! whichever order they meet.

use std::collections::HashSet;
use std::fmt;

use super::card::CardId;
use super::grade::Quality;
use super::roadmap::ItemId;
use super::time::{Day, Stamp};

/// The permanent name of a log entry.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) struct EntryId(pub(crate) [u8; 16]);

impl fmt::Display for EntryId {
    /// 32 lower-case hex digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// What happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Event {
    /// The card was asked and graded.
    Answered(Review),
    /// An earlier entry of the card was taken back.
    Retracted { of: EntryId },
    /// The card is what another card has become: a reworded or moved question.
    Continued { from: CardId },
    /// The card was taken out of all sittings.
    Suspended,
    /// The card was put back.
    Resumed,
}

/// One answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Review {
    pub(crate) quality: Quality,
    /// From the question on the screen to the grade, in milliseconds.
    pub(crate) took_ms: Option<u32>,
    /// Whether the card was asked ahead of its day because a deadline was near.
    pub(crate) last_look: bool,
}

/// One line of the log.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Entry {
    pub(crate) stamp: Stamp,
    pub(crate) card: CardId,
    pub(crate) event: Event,
}

/// What a person decided about roadmaps. No card's history knows of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Decision {
    /// The item was ticked.
    Done(Matter),
    /// The item was unticked.
    Undone(Matter),
    /// Exactly these decks teach the item; `None`: those that its text names.
    Linked(Matter, Option<Vec<String>>),
    /// These roadmaps are followed, in this order.
    Followed(Vec<String>),
    /// The roadmap has to be known by a day; `None`: by none.
    Deadline(String, Option<Goal>),
}

/// An item, and the words by which people know it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Matter {
    pub(crate) roadmap: String,
    pub(crate) item: ItemId,
    pub(crate) text: String,
}

/// A day by which a roadmap has to be known, and the pace for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Goal {
    pub(crate) day: Day,
    pub(crate) new_per_day: u32,
    /// What a day may take, if that was said.
    pub(crate) minutes: Option<u32>,
}

/// A line of the log, whatever it is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Line {
    Card(Entry),
    Roadmap(Stamp, Decision),
}

/// An answer in a history, with its mark.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Answer {
    pub(crate) stamp: Stamp,
    pub(crate) review: Review,
}

/// The history of one card, oldest first, without what was taken back.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct History {
    answers: Vec<Answer>,
    suspended: bool,
}

impl History {
    /// Gathers a card's history: its own entries and, through `Continued`, those that the cards
    /// before it had up to then. `entries_of` gives the entries of one card in order of arrival.
    /// What is dated after `horizon_ms` is held back: a clock that was wrong once must not hide
    /// a card until that day. (A retraction always works.)
    ///
    /// # Errors
    /// Whatever `entries_of` fails with.
    pub(crate) fn gather<E>(
        card: CardId,
        horizon_ms: i64,
        mut entries_of: impl FnMut(CardId) -> Result<Vec<Entry>, E>,
    ) -> Result<Self, E> {
        let mut gathered: Vec<Entry> = Vec::new();
        let mut lines = vec![(card, horizon_ms)];
        let mut seen: HashSet<CardId> = HashSet::new();
        while let Some((card, until)) = lines.pop() {
            if !seen.insert(card) {
                continue;
            }
            for entry in entries_of(card)? {
                if entry.stamp.at.unix_ms() > until
                    && !matches!(entry.event, Event::Retracted { .. })
                {
                    continue;
                }
                if let Event::Continued { from } = entry.event {
                    lines.push((from, entry.stamp.at.unix_ms()));
                }
                gathered.push(entry);
            }
        }
        Ok(Self::fold(gathered))
    }

    /// The history that entries of one card (in order of arrival) amount to.
    pub(crate) fn fold(mut entries: Vec<Entry>) -> Self {
        entries.sort_by_key(|entry| entry.stamp.at.unix_ms());
        let retracted: HashSet<EntryId> = entries
            .iter()
            .filter_map(|entry| {
                if let Event::Retracted { of } = entry.event {
                    Some(of)
                } else {
                    None
                }
            })
            .collect();
        let mut history = Self::default();
        for Entry { stamp, event, .. } in entries {
            if retracted.contains(&stamp.id) {
                continue;
            }
            match event {
                Event::Answered(review) => history.answers.push(Answer { stamp, review }),
                Event::Suspended => history.suspended = true,
                Event::Resumed => history.suspended = false,
                Event::Retracted { .. } | Event::Continued { .. } => {}
            }
        }
        history
    }

    /// Oldest first.
    pub(crate) fn answers(&self) -> &[Answer] {
        &self.answers
    }

    pub(crate) const fn suspended(&self) -> bool {
        self.suspended
    }

    /// The history as it was after the first `count` answers.
    pub(crate) fn first(&self, count: usize) -> Self {
        Self {
            answers: self.answers.iter().take(count).copied().collect(),
            suspended: self.suspended,
        }
    }

    /// The history with one more answer at its end: what a key in a sitting would make of it.
    pub(crate) fn with(&self, answer: Answer) -> Self {
        let mut answers = self.answers.clone();
        let later = |earlier: &Answer| earlier.stamp.at.unix_ms() <= answer.stamp.at.unix_ms();
        answers.insert(answers.partition_point(later), answer);
        Self {
            answers,
            suspended: self.suspended,
        }
    }
}
