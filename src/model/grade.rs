//! How well a card was recalled.

/// The four keys of a sitting.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) enum Grade {
    Again,
    Hard,
    Good,
    Easy,
}

impl Grade {
    /// From worst to best.
    pub(crate) const ALL: [Self; 4] = [Self::Again, Self::Hard, Self::Good, Self::Easy];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Again => "again",
            Self::Hard => "hard",
            Self::Good => "good",
            Self::Easy => "easy",
        }
    }

    /// What the key means on SM-2's scale; 0 and 1 have no key of their own.
    pub(crate) const fn quality(self) -> Quality {
        Quality(match self {
            Self::Again => 2,
            Self::Hard => 3,
            Self::Good => 4,
            Self::Easy => 5,
        })
    }
}

/// SM-2's scale of answers, 0 (blackout) to 5 (perfect): what the log stores, so that nothing is
/// lost if the number of keys changes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) struct Quality(u8);

impl Quality {
    /// `None` above 5.
    pub(crate) const fn new(value: u8) -> Option<Self> {
        if value <= 5 { Some(Self(value)) } else { None }
    }

    pub(crate) const fn value(self) -> u8 {
        self.0
    }

    /// Recalled at all, if with difficulty (3 and better).
    pub(crate) const fn passes(self) -> bool {
        self.0 >= 3
    }

    /// Needs no second round today (4 and better).
    pub(crate) const fn settles(self) -> bool {
        self.0 >= 4
    }

    /// The key that stands for it.
    pub(crate) const fn grade(self) -> Grade {
        match self.0 {
            0..=2 => Grade::Again,
            3 => Grade::Hard,
            4 => Grade::Good,
            _ => Grade::Easy,
        }
    }
}
