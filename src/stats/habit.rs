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
}
