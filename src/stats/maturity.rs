//! How many cards were how well known, week by week.

use std::collections::BTreeMap;

use crate::model::standing::Standing;
use crate::model::time::{Day, Days};

/// A card whose interval has that many days or more is mature; one that was answered and has less
/// is young.
pub(crate) const MATURE: u32 = 21;

/// Whether a card that stands there is mature.
pub(crate) const fn is_mature(standing: &Standing) -> bool {
    standing.interval.0 >= MATURE
}

/// How many cards were how well known at the end of a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Level {
    pub(crate) young: u32,
    pub(crate) mature: u32,
}

/// What changed on each day.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Growth(BTreeMap<Day, (i64, i64)>);

impl Growth {
    /// A card moved from one standing to another.
    pub(crate) fn add(&mut self, day: Day, before: Option<&Standing>, after: Option<&Standing>) {
        if before.map(is_mature) == after.map(is_mature) {
            return;
        }
        let (young, mature) = self.0.entry(day).or_default();
        for (standing, step) in [(before, -1), (after, 1)] {
            match standing.map(is_mature) {
                Some(true) => *mature += step,
                Some(false) => *young += step,
                None => {}
            }
        }
    }

    /// The levels at the end of `today` and of every so many whole weeks before it, back to `from`
    /// or to the first change; at most about [`POINTS`] of them.
    pub(crate) fn levels(&self, from: Day, today: Day) -> Vec<(Day, Level)> {
        let first = self.0.keys().next().copied().unwrap_or(today);
        let from = from.max(first).min(today);
        let span = u32::try_from(today.since(from)).unwrap_or_default();
        let step = Days((span / 7).div_ceil(POINTS).max(1) * 7);
        let mut days: Vec<Day> =
            std::iter::successors(Some(today), |day| (*day > from).then(|| day.minus(step)))
                .collect();
        days.reverse();
        let mut changes = self.0.iter().peekable();
        let (mut young, mut mature) = (0, 0);
        let level = |day: Day| {
            while let Some((_, change)) = changes.next_if(|(changed, _)| **changed <= day) {
                young += change.0;
                mature += change.1;
            }
            let count = |number: i64| u32::try_from(number).unwrap_or_default();
            (
                day,
                Level {
                    young: count(young),
                    mature: count(mature),
                },
            )
        };
        days.into_iter().map(level).collect()
    }
}

/// A picture has no room for more.
const POINTS: u32 = 53;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::standing::Ease;

    fn day(number: i64) -> Day {
        Day::from_number(number).unwrap()
    }

    fn standing(interval: u32) -> Standing {
        Standing {
            due: day(0),
            interval: Days(interval),
            ease: Ease(250),
            repetition: 1,
            lapses: 0,
            again_on: None,
            introduced: day(0),
            repeated: day(0),
        }
    }

    #[test]
    fn cards_grow_and_fall_back() {
        let mut growth = Growth::default();
        let (young, mature) = (standing(20), standing(21));
        growth.add(day(100), None, Some(&young));
        growth.add(day(101), None, Some(&young));
        growth.add(day(103), Some(&young), Some(&mature));
        growth.add(day(110), Some(&mature), Some(&young));
        growth.add(day(110), Some(&young), Some(&young));
        growth.add(day(111), Some(&young), None);
        let seen = |from, today| -> Vec<(i64, u32, u32)> {
            let levels = growth.levels(day(from), day(today));
            let plain = |(day, level): &(Day, Level)| (day.number(), level.young, level.mature);
            levels.iter().map(plain).collect()
        };
        assert_eq!(seen(0, 111), [(97, 0, 0), (104, 1, 1), (111, 1, 0)]);
        assert_eq!(seen(111, 111), [(111, 1, 0)]);
        assert_eq!(seen(99, 106), [(99, 0, 0), (106, 1, 1)]);
        assert_eq!(
            Growth::default().levels(day(0), day(50)),
            [(day(50), Level::default())]
        );
    }

    #[test]
    fn a_long_life_has_few_points() {
        let mut growth = Growth::default();
        growth.add(day(0), None, Some(&standing(1)));
        let levels = growth.levels(day(-9999), day(20_000));
        assert!((40..=60).contains(&levels.len()), "{}", levels.len());
    }
}
