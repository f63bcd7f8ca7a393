//! SM-2, exactly: P. A. Wozniak, *Optimization of learning*, 1990, section 3.2.
//!
//! Where the text admits two readings, Wozniak's released source (`SuperMemo2Plug.pas`) decides:
//! a failure changes the E-Factor too and starts again with the intervals 1, 1, 6; an interval is
//! made with the E-Factor from before the answer. Intervals are rounded up, as the text says, and
//! E-Factors are whole hundredths, so no float ever rounds the wrong way.

use super::Scheduler;
use crate::model::grade::Quality;
use crate::model::log::{Answer, History, Placement, Turn};
use crate::model::standing::{Ease, Standing};
use crate::model::time::{Day, Days, Stamp};

/// The scheduler.
pub(crate) struct Sm2 {
    /// No interval is longer.
    pub(crate) max_interval: Days,
}

const FIRST_EASE: Ease = Ease(250);
const LEAST_EASE: Ease = Ease(130);

impl Scheduler for Sm2 {
    fn edition(&self) -> String {
        format!("sm2/1 max_interval={}", self.max_interval.0)
    }

    fn standing(&self, history: &History) -> Option<Standing> {
        let turns = history.turns().iter();
        turns.fold(None, |before, turn| self.turned(before, turn))
    }

    fn standings(&self, history: &History) -> Vec<Option<Standing>> {
        let turns = history.turns().iter();
        let step = |before: &mut Option<Standing>, turn| {
            *before = self.turned(*before, turn);
            Some(*before)
        };
        turns.scan(None, step).collect()
    }
}

impl Sm2 {
    fn turned(&self, before: Option<Standing>, turn: &Turn) -> Option<Standing> {
        match turn {
            Turn::Answered(answer) => Some(self.after(before, answer)),
            Turn::Placed(stamp, placement) => placement.map(|there| self.put(before, stamp, there)),
        }
    }

    /// An answer counts if the card is new or due by then; any other is practice.
    fn after(&self, before: Option<Standing>, answer: &Answer) -> Standing {
        let (day, quality) = (answer.stamp.day, answer.review.quality);
        match before {
            Some(standing) if day < standing.due => practice(standing, day, quality),
            Some(standing) => self.repeat(standing, day, quality),
            None => self.repeat(unseen(day), day, quality),
        }
    }

    /// What was placed by hand counts as it is, within the longest interval.
    fn put(&self, before: Option<Standing>, stamp: &Stamp, there: Placement) -> Standing {
        Standing {
            due: there.due,
            interval: there.interval.min(self.max_interval),
            ease: there.ease.max(LEAST_EASE),
            repetition: there.repetition,
            lapses: there.lapses,
            again_on: None,
            ..before.unwrap_or_else(|| unseen(stamp.day))
        }
    }

    fn repeat(&self, before: Standing, day: Day, quality: Quality) -> Standing {
        let passed = quality.passes();
        let interval = match before.repetition {
            _ if !passed => Days(1),
            0 => Days(1),
            1 => Days(6),
            _ => lengthen(before.interval, before.ease),
        };
        let interval = interval.min(self.max_interval);
        Standing {
            due: day.plus(interval),
            interval,
            ease: adjust(before.ease, quality),
            repetition: if passed { before.repetition + 1 } else { 0 },
            lapses: before.lapses + u32::from(!passed && before.repetition > 0),
            again_on: (!quality.settles()).then_some(day),
            repeated: day,
            ..before
        }
    }
}

/// What a card is before its first answer.
const fn unseen(day: Day) -> Standing {
    Standing {
        due: day,
        interval: Days(0),
        ease: FIRST_EASE,
        repetition: 0,
        lapses: 0,
        again_on: None,
        introduced: day,
        repeated: day,
    }
}

/// Practice changes nothing, except that a good answer ends the same day's repeats (step 7).
fn practice(standing: Standing, day: Day, quality: Quality) -> Standing {
    let recalled = standing.again_on == Some(day) && quality.settles();
    Standing {
        again_on: standing.again_on.filter(|_| !recalled),
        ..standing
    }
}

/// I(n) := I(n-1) * EF, "if interval is a fraction, round it up".
fn lengthen(interval: Days, ease: Ease) -> Days {
    let hundredths = u64::from(interval.0) * u64::from(ease.0);
    Days(u32::try_from(hundredths.div_ceil(100)).unwrap_or(u32::MAX))
}

/// EF' := EF + (0.1 - (5-q) * (0.08 + (5-q) * 0.02)), at least 1.30.
fn adjust(ease: Ease, quality: Quality) -> Ease {
    let short = u32::from(5 - quality.value());
    let moved = (ease.0 + 10).saturating_sub(short * (8 + short * 2));
    Ease(moved).max(LEAST_EASE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ease_moves_by_whole_hundredths() {
        let moves = [0, 1, 2, 3, 4, 5].map(|q| adjust(Ease(300), Quality::new(q).unwrap()).0);
        assert_eq!(moves, [220, 246, 268, 286, 300, 310]);
        assert_eq!(adjust(Ease(131), Quality::new(0).unwrap()), LEAST_EASE);
    }

    #[test]
    fn intervals_are_rounded_up_where_floats_would_go_wrong() {
        assert_eq!(lengthen(Days(15), Ease(280)), Days(42));
        assert_eq!(lengthen(Days(6), Ease(236)), Days(15));
        assert_eq!(lengthen(Days(u32::MAX), Ease(250)), Days(u32::MAX));
    }
}
