//! What Anki's numbers mean: the state of a card, and one answer. Pure functions of rows.

use super::collection::Collection;
use crate::exchange::Reading;
use crate::exchange::parcel::PastEvent;
use crate::model::grade::Grade;
use crate::model::log::Placement;
use crate::model::standing::Ease;
use crate::model::time::{Day, Days, Moment};

/// A row of `cards`, as it came.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct CardRow {
    pub(super) id: i64,
    pub(super) deck: i64,
    pub(super) ordinal: i64,
    /// 0 new, 1 learning, 2 review, 3 relearning.
    pub(super) state: i64,
    pub(super) queue: i64,
    pub(super) due: i64,
    pub(super) interval: i64,
    pub(super) factor: i64,
    pub(super) answers: i64,
    pub(super) lapses: i64,
    /// In a filtered deck: the true due and the true deck, else 0.
    pub(super) true_due: i64,
    pub(super) true_deck: i64,
    /// When it was changed: Unix seconds.
    pub(super) changed: i64,
    /// Steps of learning that are left.
    pub(super) left: i64,
    pub(super) flags: i64,
    /// What newer versions remember, as JSON.
    pub(super) more: String,
}

/// A row of `revlog`, as it came.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct AnswerRow {
    pub(super) at_ms: i64,
    pub(super) button: i64,
    pub(super) interval: i64,
    pub(super) last_interval: i64,
    pub(super) factor: i64,
    pub(super) took_ms: i64,
    /// 0 learning, 1 review, 2 relearning, 3 filtered, 4 manual, 5 rescheduled.
    pub(super) kind: i64,
}

/// How days and eases of one package are read.
pub(super) struct Calendar<'a> {
    /// The day with the number 0.
    zero: Day,
    ease_bug: bool,
    reading: &'a Reading<'a>,
}

/// Anki's longest interval.
const LONGEST: i64 = 36_500;
/// A greater number of `due` is an instant and no day.
const FIRST_INSTANT: i64 = 1_000_000_000;
/// What Anki takes for the work of a bug.
const LOW_EASE: i64 = 2000;

impl<'a> Calendar<'a> {
    /// What Anki makes of a low ease, and of none.
    pub(super) const MENDED_EASE: i64 = 2500;

    /// `None` if the package begins outside of the calendar.
    pub(super) fn of(collection: &Collection, reading: &'a Reading<'a>) -> Option<Self> {
        let at_ms = collection.created.checked_mul(1000)?;
        let zone = || (reading.zone)(at_ms);
        let offset_s = collection.offset_s.unwrap_or_else(zone);
        Some(Self {
            zero: Moment::from_parts(at_ms, offset_s)?.date(),
            ease_bug: collection.ease_bug,
            reading,
        })
    }

    /// The day with the number 0, as days since 1970.
    pub(super) fn zero(&self) -> i64 {
        self.zero.number()
    }

    /// Where a card stands, and whether a number had to be brought back within a hundred years;
    /// `None` for a new card.
    pub(super) fn placement(&self, card: &CardRow) -> Option<(Placement, bool)> {
        if !matches!(card.state, 1..=3) {
            return None;
        }
        let filtered = card.true_deck != 0 && card.true_due != 0;
        let number = if filtered { card.true_due } else { card.due };
        let due = self.day(number);
        let range = Days(LONGEST as u32);
        let near = due.clamp(
            self.reading.today.minus(range),
            self.reading.today.plus(range),
        );
        let interval = card.interval.clamp(0, LONGEST);
        let stretched = near != due || interval != card.interval.max(0);
        let graduated = card.state == 2;
        let passed = card.answers.saturating_sub(card.lapses).clamp(2, 1000);
        let repetition = match (graduated, interval) {
            (false, _) => 0,
            (true, 0 | 1) => 1,
            (true, _) => passed as u32,
        };
        let placement = Placement {
            due: near,
            interval: Days(interval as u32),
            ease: self.ease(card.factor),
            repetition,
            lapses: u32::try_from(card.lapses).unwrap_or(0).min(100_000),
        };
        Some((placement, stretched))
    }

    /// Whether Anki would mend the ease of a card, which is then what is read.
    pub(super) fn mends(&self, factor: i64) -> bool {
        self.ease_bug && (1..=LOW_EASE).contains(&factor)
    }

    fn ease(&self, factor: i64) -> Ease {
        let factor = match factor {
            ..=0 => Self::MENDED_EASE,
            factor if self.mends(factor) => Self::MENDED_EASE,
            factor => factor.clamp(1300, 9990),
        };
        Ease((factor / 10) as u32)
    }

    /// The day of a number that counts days, or seconds where the card is learned within a day.
    fn day(&self, number: i64) -> Day {
        if number >= FIRST_INSTANT {
            let at_ms = number.saturating_mul(1000);
            let moment = Moment::from_parts(at_ms, (self.reading.zone)(at_ms));
            return moment.map_or(self.reading.today, |moment| moment.date());
        }
        let far = number.clamp(-FIRST_INSTANT, FIRST_INSTANT);
        Day::from_number(self.zero.number() + far).unwrap_or(self.reading.today)
    }
}

impl AnswerRow {
    /// The button on the scale of four: the old scheduler had three for cards in learning.
    pub(super) fn with_four_buttons(self, old_scheduler: bool) -> Self {
        let shifted = old_scheduler && matches!(self.kind, 0 | 2) && matches!(self.button, 2 | 3);
        Self {
            button: self.button + i64::from(shifted),
            ..self
        }
    }

    /// What it means here; `None` for what was no answer and moves nothing.
    pub(super) fn event(&self) -> Option<PastEvent> {
        let grade = match self.button {
            1 => Grade::Again,
            2 => Grade::Hard,
            3 => Grade::Good,
            4 => Grade::Easy,
            _ => return (self.kind == 4 && self.factor == 0).then_some(PastEvent::StartedOver),
        };
        Some(PastEvent::Answered {
            quality: grade.quality(),
            took_ms: u32::try_from(self.took_ms).ok(),
        })
    }

    /// For the way back.
    pub(super) fn kept(&self) -> [i32; 5] {
        [
            self.button,
            self.interval,
            self.last_interval,
            self.factor,
            self.kind,
        ]
        .map(|number| number.clamp(i32::MIN.into(), i32::MAX.into()) as i32)
    }
}
