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
use super::standing::Ease;
use super::time::{Day, Days, Stamp};

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
    /// The card was put off to the next study day.
    Buried,
    /// The card was put where somebody wants it, whatever its answers say; `None`: back to the
    /// cards that were never answered.
    Placed(Option<Placement>),
}

/// Where a card is put by hand: by an import of another program's schedule, or to spread a backlog.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Placement {
    pub(crate) due: Day,
    pub(crate) interval: Days,
    pub(crate) ease: Ease,
    /// Successful repetitions in a row.
    pub(crate) repetition: u32,
    pub(crate) lapses: u32,
}

impl Event {
    /// The stable name used in JSON and in the database.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Answered(_) => "answered",
            Self::Retracted { .. } => "retracted",
            Self::Continued { .. } => "continued",
            Self::Suspended => "suspended",
            Self::Resumed => "resumed",
            Self::Buried => "buried",
            Self::Placed(_) => "placed",
        }
    }
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

/// An answer that takes longer was interrupted, and counts for this much.
pub(crate) const LONGEST_MS: u32 = 120_000;

impl Review {
    /// The milliseconds that the answer counts for.
    pub(crate) fn spent_ms(&self) -> u32 {
        self.took_ms.map_or(0, |took| took.min(LONGEST_MS))
    }
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

/// What moves the standing of a card.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Turn {
    Answered(Answer),
    /// Put there by hand; `None`: it started over.
    Placed(Stamp, Option<Placement>),
}

impl Turn {
    /// The mark of what moved it.
    pub(crate) const fn stamp(&self) -> &Stamp {
        match self {
            Self::Answered(answer) => &answer.stamp,
            Self::Placed(stamp, _) => stamp,
        }
    }
}

/// The history of one card, oldest first, without what was taken back.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct History {
    turns: Vec<Turn>,
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
                Event::Answered(review) => {
                    history.turns.push(Turn::Answered(Answer { stamp, review }));
                }
                Event::Placed(placement) => history.turns.push(Turn::Placed(stamp, placement)),
                Event::Suspended => history.suspended = true,
                Event::Resumed => history.suspended = false,
                Event::Retracted { .. } | Event::Continued { .. } | Event::Buried => {}
            }
        }
        history
    }

    /// What moved the card, oldest first.
    pub(crate) fn turns(&self) -> &[Turn] {
        &self.turns
    }

    /// Oldest first.
    pub(crate) fn answers(&self) -> impl DoubleEndedIterator<Item = &Answer> {
        self.turns.iter().filter_map(|turn| match turn {
            Turn::Answered(answer) => Some(answer),
            Turn::Placed(..) => None,
        })
    }

    /// Whether nothing moved the card since it began, or started over.
    pub(crate) fn is_new(&self) -> bool {
        matches!(self.turns.last(), None | Some(Turn::Placed(_, None)))
    }

    /// The mark of what moved the card last.
    pub(crate) fn last_stamp(&self) -> Option<&Stamp> {
        self.turns.last().map(Turn::stamp)
    }

    pub(crate) const fn suspended(&self) -> bool {
        self.suspended
    }

    /// The history as it was after the first `count` answers.
    pub(crate) fn first(&self, count: usize) -> Self {
        let mut answers = 0;
        self.upto(|turn| {
            answers += usize::from(matches!(turn, Turn::Answered(_)));
            answers < count || (answers == count && matches!(turn, Turn::Answered(_)))
        })
    }

    /// The history as it was while `given` holds for its days.
    pub(crate) fn in_days(&self, given: impl Fn(Day) -> bool) -> Self {
        self.upto(|turn| given(turn.stamp().day))
    }

    fn upto(&self, mut given: impl FnMut(&Turn) -> bool) -> Self {
        let turns = self.turns.iter().copied();
        Self {
            turns: turns.take_while(|turn| given(turn)).collect(),
            suspended: self.suspended,
        }
    }

    /// The history with one more answer at its end: what a key in a sitting would make of it.
    pub(crate) fn with(&self, answer: Answer) -> Self {
        let mut turns = self.turns.clone();
        let later = |earlier: &Turn| earlier.stamp().at.unix_ms() <= answer.stamp.at.unix_ms();
        turns.insert(turns.partition_point(later), Turn::Answered(answer));
        Self {
            turns,
            suspended: self.suspended,
        }
    }
}
