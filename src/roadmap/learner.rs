//! How somebody answers: how often each grade is given, and how long an answer takes.
//!
//! Counted from the log by others. Where it has little to tell, the defaults weigh in as if they
//! were [`PRIOR`] answers more.

use crate::model::grade::Grade;

/// What an answer is to its card.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Turn {
    /// Its very first.
    First,
    /// The first of a later day.
    Review,
    /// Once more on the same day.
    Repeat,
}

/// Answers of one turn, counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Tally {
    /// How often each grade was given, from worst to best.
    pub(crate) grades: [u32; 4],
    /// How many of them were timed, and how long those took together, in milliseconds.
    pub(crate) timed: u32,
    pub(crate) took_ms: u64,
}

/// See the file's first line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Learner {
    /// One for each turn.
    manners: [Manner; 3],
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Manner {
    grades: [u32; 4],
    ms: u64,
}

/// As many answers as the defaults are worth.
const PRIOR: u32 = 20;

/// Before anything is known: a fresh page is half guessed, what comes back is mostly recalled.
const DEFAULTS: [Manner; 3] = [
    Manner {
        grades: [5, 3, 10, 2],
        ms: 20_000,
    },
    Manner {
        grades: [2, 3, 13, 2],
        ms: 12_000,
    },
    Manner {
        grades: [1, 2, 16, 1],
        ms: 8_000,
    },
];

impl Learner {
    /// From what was counted for each [`Turn`], in its order.
    pub(crate) fn new(tallies: &[Tally; 3]) -> Self {
        let mut manners = DEFAULTS;
        for (manner, tally) in manners.iter_mut().zip(tallies) {
            for (weight, given) in manner.grades.iter_mut().zip(tally.grades) {
                *weight = weight.saturating_add(given);
            }
            let timed = u64::from(PRIOR) + u64::from(tally.timed);
            manner.ms = (u64::from(PRIOR) * manner.ms).saturating_add(tally.took_ms) / timed;
        }
        Self { manners }
    }

    /// The grade that falls to a number drawn by chance.
    pub(crate) fn grade(&self, turn: Turn, chance: u64) -> Grade {
        let weights = self.manners[turn as usize].grades.map(u64::from);
        let mut left = chance % weights.iter().sum::<u64>().max(1);
        for (grade, weight) in Grade::ALL.into_iter().zip(weights) {
            if left < weight {
                return grade;
            }
            left -= weight;
        }
        Grade::Good
    }

    /// How long an answer takes, in milliseconds.
    pub(crate) const fn took_ms(&self, turn: Turn) -> u64 {
        self.manners[turn as usize].ms
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::chance::mix;

    /// How many of a thousand answers get each grade.
    fn shares(learner: &Learner, turn: Turn) -> [u32; 4] {
        let mut shares = [0; 4];
        for number in 0..1000 {
            shares[learner.grade(turn, mix(number)) as usize] += 1;
        }
        shares
    }

    #[test]
    fn defaults_hold_before_there_are_answers_and_fade_after() {
        let nothing = Learner::new(&[Tally::default(); 3]);
        assert_eq!(nothing.took_ms(Turn::First), 20_000);
        let [again, _, good, _] = shares(&nothing, Turn::Review);
        assert!((70..130).contains(&again) && (600..700).contains(&good));
        let strict = Tally {
            grades: [1980, 0, 0, 0],
            timed: 980,
            took_ms: 980 * 2000,
        };
        let strict = Learner::new(&[Tally::default(), strict, Tally::default()]);
        assert!(shares(&strict, Turn::Review)[0] > 970);
        assert_eq!(strict.took_ms(Turn::Review), 2200);
        assert_eq!(shares(&strict, Turn::First), shares(&nothing, Turn::First));
    }
}
