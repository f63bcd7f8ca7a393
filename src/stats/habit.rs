//! How regularly somebody studies.

use crate::model::time::{Day, Days};

/// Days in a row on which something was answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Streak {
    /// Up to today; a today without an answer yet does not break it.
    pub(crate) current: u32,
    pub(crate) longest: u32,
}

impl Streak {
    /// `days` on which something was answered, oldest first, each once.
    pub(crate) fn of(days: &[Day], today: Day) -> Self {
        let mut streak = Self::default();
        let mut run = 0;
        let mut before: Option<Day> = None;
        for day in days.iter().copied().filter(|day| *day <= today) {
            run = if before.is_some_and(|before| before.plus(Days(1)) == day) {
                run + 1
            } else {
                1
            };
            streak.longest = streak.longest.max(run);
            before = Some(day);
        }
        streak.current = if before.is_some_and(|last| today.since(last) <= 1) {
            run
        } else {
            0
        };
        streak
    }
}

/// A week of a calendar, from Monday to Sunday.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Week {
    /// The month whose first day is in it: 1 to 12.
    pub(crate) month: Option<u32>,
    /// `None` outside the calendar.
    pub(crate) days: [Option<Day>; 7],
}

/// The weeks from `first` to `last`.
pub(crate) fn weeks(first: Day, last: Day) -> Vec<Week> {
    let mut monday = first.minus(Days(first.weekday()));
    let mut weeks = Vec::new();
    while monday <= last {
        let all = [0, 1, 2, 3, 4, 5, 6].map(|after| monday.plus(Days(after)));
        let begins = |day: &&Day| day.minus(Days(1)).month() != day.month();
        weeks.push(Week {
            month: all.iter().find(begins).map(|day| day.month()),
            days: all.map(|day| (first <= day && day <= last).then_some(day)),
        });
        monday = monday.plus(Days(7));
    }
    weeks
}

/// How much was done on a day, compared with the other days on which something was: 0 is nothing,
/// 4 as much as on the best quarter of them.
pub(crate) struct Scale([u32; 3]);

impl Scale {
    pub(crate) fn of(values: impl Iterator<Item = u32>) -> Self {
        let mut values: Vec<u32> = values.filter(|value| *value > 0).collect();
        values.sort_unstable();
        let quarter = |number: usize| values.get(values.len() * number / 4).copied();
        Self([1, 2, 3].map(|number| quarter(number).unwrap_or(1)))
    }

    pub(crate) fn level(&self, value: u32) -> usize {
        let reached = self.0.iter().filter(|quarter| **quarter <= value).count();
        if value == 0 { 0 } else { 1 + reached }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn streak(days: &[i64], today: i64) -> (u32, u32) {
        let days: Vec<Day> = days
            .iter()
            .filter_map(|day| Day::from_number(*day))
            .collect();
        let Streak { current, longest } = Streak::of(&days, Day::from_number(today).unwrap());
        (current, longest)
    }

    #[test]
    fn a_morning_not_studied_yet_breaks_nothing() {
        assert_eq!(streak(&[1, 2, 3, 7, 8], 8), (2, 3));
        assert_eq!(streak(&[1, 2, 3, 7, 8], 9), (2, 3));
        assert_eq!(streak(&[1, 2, 3, 7, 8], 10), (0, 3));
        assert_eq!(streak(&[], 5), (0, 0));
        assert_eq!(
            streak(&[4, 5, 99], 5),
            (2, 2),
            "a clock that was ahead adds no day"
        );
    }

    #[test]
    fn weeks_begin_on_monday_and_know_their_month() {
        let day = |month, day| Day::of(2026, month, day).unwrap();
        // The 29th of September 2026 is a Tuesday.
        let weeks = weeks(day(9, 29), day(11, 2));
        let months: Vec<Option<u32>> = weeks.iter().map(|week| week.month).collect();
        assert_eq!(months, [Some(10), None, None, None, Some(11), None]);
        assert_eq!(weeks[0].days[..2], [None, Some(day(9, 29))]);
        assert_eq!(weeks[5].days[..2], [Some(day(11, 2)), None]);
        assert!(super::weeks(day(11, 2), day(9, 29)).is_empty());
    }

    #[test]
    fn a_month_that_begins_on_monday_begins_there() {
        let day = |day| Day::of(2026, 6, day).unwrap();
        let months = weeks(day(1), day(7))
            .iter()
            .map(|week| week.month)
            .collect::<Vec<_>>();
        assert_eq!(months, [Some(6)]);
    }

    #[test]
    fn a_day_is_compared_with_the_other_days() {
        let scale = Scale::of([0, 1, 2, 3, 4, 5, 6, 7, 1000].into_iter());
        let levels = [0, 1, 2, 3, 5, 7, 1000].map(|value| scale.level(value));
        assert_eq!(levels, [0, 1, 1, 2, 3, 4, 4]);
        assert_eq!(Scale::of([].into_iter()).level(3), 4);
        assert_eq!(Scale::of([7].into_iter()).level(7), 4);
    }
}
