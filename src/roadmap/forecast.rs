//! What the days to come will be like, if somebody goes on as before: every day is lived through,
//! with the real scheduler and grades drawn as the learner gives them.
//!
//! The chance of a card's next answer follows from the seed, the card and the number of the
//! answer, never from the day or the pace: so two paces differ by the pace alone.

use std::collections::{BTreeMap, HashSet};

use super::last_look::{self, Face, Load, TEN_DAYS};
use super::learner::{Learner, Turn};
use crate::model::chance::mix;
use crate::model::log::{Answer, EntryId, History, Review};
use crate::model::standing::Standing;
use crate::model::time::{Day, Days, Moment, Stamp};

/// A card counts as known from this interval on.
pub(crate) const KNOWN: Days = Days(7);

/// A card that is to be known by the day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Pupil {
    /// The chance of its answers follows from this.
    pub(crate) key: u64,
    pub(crate) kin: Option<i64>,
    pub(crate) history: History,
}

/// What is to be known, by whom, and by which rules.
pub(crate) struct Course<'a> {
    pub(crate) today: Day,
    /// In the order of introduction.
    pub(crate) pupils: Vec<Pupil>,
    pub(crate) learner: Learner,
    pub(crate) seed: u64,
    /// The cap on reviews a day.
    pub(crate) reviews: Option<u32>,
    /// New cards that today has seen already.
    pub(crate) introduced: u32,
    /// Where a card with that history stands.
    pub(crate) schedule: &'a dyn Fn(&History) -> Option<Standing>,
}

/// One day as it will be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Forecast {
    pub(crate) day: Day,
    pub(crate) new: u32,
    /// Other cards asked, last looks among them.
    pub(crate) reviews: u32,
    pub(crate) took_ms: u64,
    /// Cards that stand at [`KNOWN`] that evening.
    pub(crate) known: u32,
    /// Whether every card has stood there once by then.
    pub(crate) ready: bool,
}

impl Forecast {
    /// All cards that were asked.
    pub(crate) const fn cards(&self) -> u32 {
        self.new + self.reviews
    }
}

impl Course<'_> {
    /// The days from today on, with `pace` new cards a day and last looks before `deadline` if
    /// there is one.
    pub(crate) fn days(
        &self,
        pace: u32,
        deadline: Option<Day>,
    ) -> impl Iterator<Item = Forecast> + use<'_> {
        let mut run = Run::begin(self, pace, deadline);
        (0..).map(move |after| run.live(self.today.plus(Days(after))))
    }

    /// How many cards are new.
    pub(crate) fn fresh(&self) -> u32 {
        let fresh = |pupil: &&Pupil| pupil.history.is_new();
        u32::try_from(self.pupils.iter().filter(fresh).count()).unwrap_or(u32::MAX)
    }

    /// The same course with only its first `count` cards.
    pub(crate) fn first(&self, count: usize) -> Self {
        Self {
            pupils: self.pupils.iter().take(count).cloned().collect(),
            learner: self.learner.clone(),
            ..*self
        }
    }
}

/// A card on its way.
struct Card {
    history: History,
    standing: Option<Standing>,
    /// Whether it has stood at [`KNOWN`] once.
    arrived: bool,
    asked: Option<Day>,
}

/// The course, as far as it has been lived through. Cards are named by their place in it.
struct Run<'a> {
    course: &'a Course<'a>,
    pace: u32,
    deadline: Option<Day>,
    cards: Vec<Card>,
    fresh: Vec<usize>,
    /// By the day on which they are looked at next: that on which they are due, or tomorrow.
    waiting: BTreeMap<Day, Vec<usize>>,
    /// How many cards the days so far had.
    loads: Vec<u32>,
    /// How many cards stand at [`KNOWN`].
    known: usize,
    /// How many never have.
    on_the_way: usize,
}

impl<'a> Run<'a> {
    fn begin(course: &'a Course<'a>, pace: u32, deadline: Option<Day>) -> Self {
        let mut run = Self {
            course,
            pace,
            deadline,
            cards: Vec::with_capacity(course.pupils.len()),
            fresh: Vec::new(),
            waiting: BTreeMap::new(),
            loads: Vec::new(),
            known: 0,
            on_the_way: 0,
        };
        for (number, pupil) in course.pupils.iter().enumerate() {
            let card = Card::new(&pupil.history, course.schedule);
            match card.standing {
                Some(standing) => run.waiting.entry(standing.due).or_default().push(number),
                None => run.fresh.push(number),
            }
            run.known += usize::from(card.is_known());
            run.on_the_way += usize::from(!card.arrived);
            run.cards.push(card);
        }
        run
    }

    /// Lives through one day, which must be the one after the last.
    fn live(&mut self, day: Day) -> Forecast {
        let mut busy = HashSet::new();
        let (due, backlog) = self.due(day, &mut busy);
        let new = if backlog {
            Vec::new()
        } else {
            self.introduce(day, &mut busy)
        };
        let looks = self.last_looks(day, &due, &new, &busy);
        let mut took_ms = 0;
        for number in &looks {
            // Practice: it moves nothing.
            self.cards[*number].asked = Some(day);
            took_ms += self.course.learner.took_ms(Turn::Review);
        }
        for number in due.iter().chain(&new) {
            took_ms += self.ask(*number, day);
            if let Some(standing) = self.cards[*number].standing {
                let next = standing.due.max(day.plus(Days(1)));
                self.waiting.entry(next).or_default().push(*number);
            }
        }
        let reviews = count(due.len() + looks.len());
        self.loads.push(reviews + count(new.len()));
        Forecast {
            day,
            new: count(new.len()),
            reviews,
            took_ms,
            known: count(self.known),
            ready: self.on_the_way == 0,
        }
    }

    /// What is due, as a sitting would ask it: the oldest first, one card of a text, up to the
    /// cap; the rest waits for tomorrow. And whether the cap left something over.
    fn due(&mut self, day: Day, busy: &mut HashSet<i64>) -> (Vec<usize>, bool) {
        let later = self.waiting.split_off(&day.plus(Days(1)));
        let waiting = std::mem::replace(&mut self.waiting, later);
        let mut due: Vec<usize> = waiting.into_values().flatten().collect();
        let course = self.course;
        due.sort_by_key(|number| {
            let due = self.cards[*number].standing.map(|standing| standing.due);
            (due, mix(course.seed ^ *number as u64))
        });
        let free = |number: &usize| {
            course.pupils[*number]
                .kin
                .is_none_or(|kin| busy.insert(kin))
        };
        let (mut due, mut left): (Vec<usize>, Vec<usize>) = due.into_iter().partition(free);
        let cap = course.reviews.unwrap_or(u32::MAX) as usize;
        let over = due.split_off(cap.min(due.len()));
        let backlog = !over.is_empty();
        left.extend(over);
        let tomorrow = self.waiting.entry(day.plus(Days(1))).or_default();
        tomorrow.extend(left);
        (due, backlog)
    }

    /// The new cards of the day.
    fn introduce(&mut self, day: Day, busy: &mut HashSet<i64>) -> Vec<usize> {
        let already = if day == self.course.today {
            self.course.introduced
        } else {
            0
        };
        let room = self.pace.saturating_sub(already) as usize;
        let (mut new, mut next) = (Vec::new(), 0);
        while let Some(number) = self.fresh.get(next).filter(|_| new.len() < room) {
            let kin = self.course.pupils[*number].kin;
            if kin.is_none_or(|kin| busy.insert(kin)) {
                new.push(self.fresh.remove(next));
            } else {
                next += 1;
            }
        }
        new
    }

    fn last_looks(
        &self,
        day: Day,
        due: &[usize],
        new: &[usize],
        busy: &HashSet<i64>,
    ) -> Vec<usize> {
        let Some(deadline) = self
            .deadline
            .filter(|deadline| last_look::is_near(day, *deadline))
        else {
            return Vec::new();
        };
        let queued: HashSet<usize> = due.iter().copied().collect();
        let face = |(number, card): (usize, &Card)| {
            let (standing, asked) = card.standing.zip(card.asked)?;
            Some(Face {
                row: i64::try_from(number).unwrap_or(i64::MAX),
                kin: self.course.pupils[number].kin,
                due: standing.due,
                interval: standing.interval,
                asked,
                queued: queued.contains(&number),
                chance: self.draw(number),
            })
        };
        let faces: Vec<Face> = self.cards.iter().enumerate().filter_map(face).collect();
        // As many new cards as today, for want of a better guess.
        let coming = |after| {
            let due = self.waiting.get(&day.plus(Days(after)));
            count(due.map_or(0, Vec::len) + new.len())
        };
        let left = u32::try_from(deadline.since(day)).unwrap_or(0);
        let over = self.loads.iter().rev().take((TEN_DAYS - left) as usize);
        let load = Load {
            past: over.copied().max().unwrap_or(0),
            today: count(due.len() + new.len()),
            coming: (1..left).map(coming).collect(),
        };
        let looks = last_look::choose(day, deadline, &faces, busy, &load);
        looks
            .iter()
            .filter_map(|face| usize::try_from(face.row).ok())
            .collect()
    }

    /// Asks the card until it needs no more today; returns how long that takes.
    fn ask(&mut self, number: usize, day: Day) -> u64 {
        /// Somebody who misses a card so often puts it away.
        const PATIENCE: u32 = 20;
        let mut took_ms = 0;
        self.known -= usize::from(self.cards[number].is_known());
        self.on_the_way -= usize::from(!self.cards[number].arrived);
        for round in 0..PATIENCE {
            let turn = match (round, self.cards[number].standing) {
                (0, None) => Turn::First,
                (0, Some(_)) => Turn::Review,
                (1.., _) => Turn::Repeat,
            };
            let grade = self.course.learner.grade(turn, self.draw(number));
            let card = &mut self.cards[number];
            let review = Review {
                quality: grade.quality(),
                took_ms: None,
                last_look: false,
            };
            card.history = card.history.with(Answer {
                stamp: imagined(day),
                review,
            });
            card.standing = (self.course.schedule)(&card.history);
            card.arrived |= card.is_known();
            card.asked = Some(day);
            took_ms += self.course.learner.took_ms(turn);
            if !card.standing.is_some_and(|standing| standing.again(day)) {
                break;
            }
        }
        self.known += usize::from(self.cards[number].is_known());
        self.on_the_way += usize::from(!self.cards[number].arrived);
        took_ms
    }

    /// The chance of the card's next answer.
    fn draw(&self, number: usize) -> u64 {
        let answers = self.cards[number].history.answers().count() as u64;
        mix(mix(self.course.seed ^ self.course.pupils[number].key) ^ answers)
    }
}

impl Card {
    fn new(history: &History, schedule: &dyn Fn(&History) -> Option<Standing>) -> Self {
        let mut card = Self {
            history: history.clone(),
            standing: None,
            arrived: false,
            asked: history.answers().next_back().map(|answer| answer.stamp.day),
        };
        for count in 1..=history.answers().count() {
            card.standing = schedule(&history.first(count));
            card.arrived |= card.is_known();
        }
        card
    }

    fn is_known(&self) -> bool {
        self.standing
            .is_some_and(|standing| standing.interval >= KNOWN)
    }
}

/// The mark of an answer that nobody has given, later than all that were given by that day.
fn imagined(day: Day) -> Stamp {
    Stamp {
        id: EntryId([0; 16]),
        at: Moment::after(day),
        day,
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
