//! Where a card stands: what a scheduler makes of its history.

use super::time::{Day, Days};

/// SM-2's E-Factor in hundredths, an exact number (2.50 is 250).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) struct Ease(pub(crate) u32);

impl Ease {
    /// As a number for JSON: 250 is 2.5.
    pub(crate) fn as_f64(self) -> f64 {
        f64::from(self.0) / 100.0
    }
}

/// A card that was forgotten so often is a leech.
pub(crate) const LEECH_LAPSES: u32 = 8;
/// A card of that ease is one too: it cannot fall any further.
pub(crate) const LEECH_EASE: Ease = Ease(130);

/// What is known of a card that was answered at least once. Everything here is derived from the
/// log; `store` keeps it only as a cache.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Standing {
    pub(crate) due: Day,
    pub(crate) interval: Days,
    pub(crate) ease: Ease,
    /// Successful repetitions in a row.
    pub(crate) repetition: u32,
    /// How often it was forgotten after having been known.
    pub(crate) lapses: u32,
    /// The day on which it must still be recalled once more, whatever `due` says.
    pub(crate) again_on: Option<Day>,
    /// The day of its first answer.
    pub(crate) introduced: Day,
    /// The day of its latest answer that counted.
    pub(crate) repeated: Day,
}

impl Standing {
    /// Whether the card costs more than it teaches as it is: forgotten again and again, or as hard
    /// as a card can get. It wants to be reworded or cut, not asked more often.
    pub(crate) const fn is_leech(&self) -> bool {
        self.lapses >= LEECH_LAPSES || self.ease.0 <= LEECH_EASE.0
    }

    /// Whether the card must still be recalled today.
    pub(crate) fn again(&self, today: Day) -> bool {
        self.again_on == Some(today)
    }
}
