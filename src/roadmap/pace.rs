//! How many new cards a day it takes to be ready by a date, and what would work where nothing
//! does: a later date, more minutes, fewer topics.

use super::forecast::{Course, Forecast};
use crate::model::time::{Day, Days};

/// A deadline further away than this is refused by those who ask for one; no plan looks further.
pub(crate) const FURTHEST: Days = Days(3653);

/// What somebody wants.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Wish<'a> {
    /// Every card has been known once before this day.
    pub(crate) deadline: Day,
    /// What a day may take, the mean of all days.
    pub(crate) minutes: Option<u32>,
    /// New cards a day at present.
    pub(crate) present: u32,
    /// For each item that has cards, how many cards of the course it needs with all before it.
    pub(crate) items: &'a [usize],
}

/// The pace, and what comes of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Advice {
    pub(crate) pace: u32,
    /// From today to the day before the deadline.
    pub(crate) days: Vec<Forecast>,
    /// `None` when the pace works.
    pub(crate) instead: Option<Instead>,
}

/// What would work.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Instead {
    /// The date that this pace would make.
    pub(crate) deadline: Option<Day>,
    /// The minutes a day that the date would need.
    pub(crate) minutes: Option<u32>,
    /// How many of the items fit.
    pub(crate) items: Option<u32>,
}

impl Advice {
    /// The first evening on which every card has been known once.
    pub(crate) fn ready(&self) -> Option<Day> {
        ready(&self.days)
    }

    /// The day that takes longest; the first of them.
    pub(crate) fn peak(&self) -> Option<&Forecast> {
        self.days
            .iter()
            .min_by_key(|day| std::cmp::Reverse((day.took_ms, day.cards())))
    }
}

/// The smallest pace that works. Where none does, that which the minutes allow (without a word
/// about minutes: the present one), and what would work instead.
pub(crate) fn advise(course: &Course<'_>, wish: &Wish<'_>) -> Advice {
    let smallest = smallest(course, wish.deadline);
    if let Some(pace) = smallest {
        let days = upto(course, pace, wish.deadline);
        if fits(&days, wish.minutes) {
            return Advice {
                pace,
                days,
                instead: None,
            };
        }
    }
    let pace = match wish.minutes {
        Some(minutes) => {
            let most = smallest.unwrap_or(course.fresh());
            affordable(course, wish.deadline, minutes, most)
        }
        None => wish.present.max(1).min(course.fresh()),
    };
    let needed = smallest.map(|pace| self::needed(&upto(course, pace, wish.deadline)));
    Advice {
        pace,
        days: upto(course, pace, wish.deadline),
        instead: Some(Instead {
            deadline: later(course, pace, wish),
            minutes: needed,
            items: fewer(course, pace, wish),
        }),
    }
}

/// The days up to the deadline at that pace.
pub(crate) fn upto(course: &Course<'_>, pace: u32, deadline: Day) -> Vec<Forecast> {
    let before = |day: &Forecast| day.day < deadline;
    course
        .days(pace, Some(deadline))
        .take_while(before)
        .collect()
}

/// The smallest pace with which every card has been known once before the deadline.
fn smallest(course: &Course<'_>, deadline: Day) -> Option<u32> {
    let works = |pace| {
        let days = course.days(pace, None);
        let mut days = days.take_while(|day| day.day < deadline);
        days.any(|day| day.ready)
    };
    let most = course.fresh();
    works(most).then(|| least(0, most, works))
}

/// The largest pace below `most` (but one) that stays within the minutes.
fn affordable(course: &Course<'_>, deadline: Day, minutes: u32, most: u32) -> u32 {
    let too_much = |pace| !fits(&upto(course, pace, deadline), Some(minutes));
    least(2, most, too_much).saturating_sub(1).min(most)
}

/// The first date that the pace makes within the minutes: the day after everything is known, or
/// some weeks later, when long intervals have brought the mean down.
fn later(course: &Course<'_>, pace: u32, wish: &Wish<'_>) -> Option<Day> {
    let end = course.today.plus(FURTHEST);
    let known = course
        .days(pace, None)
        .take_while(|day| day.day < end)
        .find(|day| day.ready)?;
    let earliest = known.day.plus(Days(1)).max(wish.deadline);
    let after = |weeks: u32| earliest.plus(Days(7 * weeks));
    let works = |weeks| fits(&upto(course, pace, after(weeks)), wish.minutes);
    let most = u32::try_from(end.since(earliest) / 7).unwrap_or(0);
    let weeks = if works(0) { 0 } else { least(1, most, works) };
    works(weeks).then(|| after(weeks))
}

/// How many of the items fit, from the first on.
fn fewer(course: &Course<'_>, pace: u32, wish: &Wish<'_>) -> Option<u32> {
    let fails = |items: u32| {
        let Some(cards) = wish.items.get(items as usize - 1) else {
            return true;
        };
        let part = course.first(*cards);
        let days = upto(&part, pace.min(part.fresh()), wish.deadline);
        ready(&days).is_none() || !fits(&days, wish.minutes)
    };
    let all = u32::try_from(wish.items.len()).unwrap_or(u32::MAX - 1);
    let fitting = least(1, all + 1, fails) - 1;
    (fitting > 0).then_some(fitting)
}

fn ready(days: &[Forecast]) -> Option<Day> {
    days.iter().find(|day| day.ready).map(|day| day.day)
}

fn fits(days: &[Forecast], minutes: Option<u32>) -> bool {
    minutes.is_none_or(|most| needed(days) <= most)
}

/// The minutes a day that they need, begun ones counted.
fn needed(days: &[Forecast]) -> u32 {
    let all: u64 = days.iter().map(|day| day.took_ms).sum();
    let all_days = days.len().max(1) as u64;
    u32::try_from(all.div_ceil(60_000 * all_days)).unwrap_or(u32::MAX)
}

/// The least number from `low` on that `holds`, where what holds for a number holds for all above
/// it; `high` if none below it does.
fn least(mut low: u32, mut high: u32, holds: impl Fn(u32) -> bool) -> u32 {
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}
