//! From times as written to days: years are filled in, weeks counted from the plan's first day.

use crate::model::roadmap::When;
use crate::model::time::{Day, Days};

use super::vocabulary::Unit;
use super::{Date, Time, find};

/// Years that are tried until a date fits. (A day that a year does not have is its month's last.)
const YEARS: i32 = 3;

/// The first day of a plan, from which everything without a date of its own is counted.
#[derive(Clone, Copy)]
pub(crate) struct Calendar {
    pub(crate) start: Day,
}

/// What stands before a time in its file.
#[derive(Clone, Copy, Default)]
pub(crate) struct Anchor {
    /// The first day of what came last: nothing begins before that.
    pub(crate) begun: Option<Day>,
    /// Where a stretch of time without a date begins; unknown for an item.
    pub(crate) free: Option<Day>,
}

impl Calendar {
    /// The time that a text speaks of.
    pub(crate) fn when(self, text: &str, anchor: Anchor) -> When {
        find(text).map_or_else(When::default, |found| self.settle(found, anchor))
    }

    /// The days of a time that was written so.
    pub(crate) fn settle(self, (wording, time): (String, Time), anchor: Anchor) -> When {
        let (first, last) = self.days(time, anchor);
        When {
            wording: Some(wording),
            first,
            last,
        }
    }

    fn days(self, time: Time, anchor: Anchor) -> (Option<Day>, Option<Day>) {
        match time {
            Time::Span(first, last) => {
                let days = self.span(first, last, anchor);
                (days.map(|days| days.0), days.map(|days| days.1))
            }
            Time::Until(date) => (None, self.until(date, anchor, date.day.is_some())),
            Time::Through(date) => (None, self.until(date, anchor, true)),
            Time::Nth(unit, first, last) => {
                let begin = after(self.start, unit, first.saturating_sub(1));
                let end = after(self.start, unit, last).minus(Days(1));
                (Some(begin), Some(end))
            }
            Time::Lasting(unit, count) => {
                let end = |free| after(free, unit, count).minus(Days(1));
                (anchor.free, anchor.free.map(end))
            }
        }
    }

    /// The first year in which the stretch fits: the first of a plan may have begun already, but
    /// is not over; those after it begin no earlier than the one before.
    fn span(self, first: Date, last: Date, anchor: Anchor) -> Option<(Day, Day)> {
        let in_year = |year: i32| {
            let begin = begin(first, first.year.unwrap_or(year))?;
            let end = last.year.unwrap_or(begin.year());
            let end = [end, end + 1].map(|year| self::end(last, year));
            let end = end.into_iter().flatten().find(|end| *end >= begin)?;
            Some((begin, end))
        };
        if let Some(year) = first.year {
            return in_year(year);
        }
        if let Some(year) = last.year {
            let begun = begin(first, year).filter(|begin| end(last, year) >= Some(*begin));
            return in_year(if begun.is_some() { year } else { year - 1 });
        }
        let fits = |(begin, end): &(Day, Day)| match anchor.begun {
            Some(before) => *begin >= before,
            None => *end >= self.start,
        };
        self.years(anchor).filter_map(in_year).find(fits)
    }

    fn until(self, date: Date, anchor: Anchor, through: bool) -> Option<Day> {
        let in_year = |year: i32| {
            if through {
                end(date, year)
            } else {
                begin(date, year).map(|begin| begin.minus(Days(1)))
            }
        };
        if let Some(year) = date.year {
            return in_year(year);
        }
        let from = anchor.begun.unwrap_or(self.start);
        let mut days = self.years(anchor).filter_map(in_year);
        days.find(|day| *day >= from)
    }

    fn years(self, anchor: Anchor) -> impl Iterator<Item = i32> {
        let year = anchor.begun.unwrap_or(self.start).year();
        year - 1..=year + YEARS
    }
}

/// The day that many units later.
fn after(day: Day, unit: Unit, count: u32) -> Day {
    match unit {
        Unit::Day => day.plus(Days(count)),
        Unit::Week => day.plus(Days(count.saturating_mul(7))),
        Unit::Month => day.plus_months(count),
    }
}

fn begin(date: Date, year: i32) -> Option<Day> {
    Day::of(year, date.month, date.day.unwrap_or(1))
}

fn end(date: Date, year: i32) -> Option<Day> {
    Day::of(year, date.month, date.day.unwrap_or(31))
}
