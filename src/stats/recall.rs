//! How often cards are recalled, and how sure that number is.

use crate::model::time::Days;

/// How many answers recalled their card, of those that put it to the test.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Recall {
    pub(crate) asked: u32,
    pub(crate) recalled: u32,
}

impl Recall {
    pub(crate) fn add(&mut self, recalled: bool) {
        self.asked += 1;
        self.recalled += u32::from(recalled);
    }
}

/// Intervals that are looked at together, in days: from one to the other, both included. They are
/// those of SM-2 with the first E-Factor, and wider ones where answers get few.
pub(crate) const SPANS: [(u32, Option<u32>); 7] = [
    (1, Some(1)),
    (2, Some(6)),
    (7, Some(20)),
    (21, Some(45)),
    (46, Some(90)),
    (91, Some(180)),
    (181, None),
];

/// Which of [`SPANS`] an interval belongs to; one of no day counts as one.
pub(crate) fn span(interval: Days) -> usize {
    let beginning = SPANS.partition_point(|(from, _)| *from <= interval.0.max(1));
    beginning.saturating_sub(1)
}

/// A share of successes with its 95 % interval.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Rate {
    pub(crate) share: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Rate {
    /// The share `recalled / asked` with Wilson's score interval (E. B. Wilson, *Probable
    /// inference, the law of succession, and statistical inference*, 1927), which stays sensible
    /// for few answers and for shares near 0 and 1. `None` without an answer.
    pub(crate) fn of(Recall { asked, recalled }: Recall) -> Option<Self> {
        /// The 97.5th percentile of the normal distribution.
        const Z: f64 = 1.959_964;
        if asked == 0 {
            return None;
        }
        let n = f64::from(asked);
        let share = f64::from(recalled.min(asked)) / n;
        let spread = Z * Z / n;
        let center = (share + spread / 2.0) / (1.0 + spread);
        let half = Z * (share * (1.0 - share) / n + spread / (4.0 * n)).sqrt() / (1.0 + spread);
        Some(Self {
            share,
            low: (center - half).max(0.0),
            high: (center + half).min(1.0),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_is_wilsons() {
        let rate = |recalled, asked| Rate::of(Recall { asked, recalled });
        let nine = rate(9, 10).unwrap();
        assert_eq!(
            format!("{:.4} {:.4} {:.4}", nine.share, nine.low, nine.high),
            "0.9000 0.5958 0.9821"
        );
        let all = rate(10, 10).unwrap();
        assert_eq!(format!("{:.4} {:.4}", all.low, all.high), "0.7225 1.0000");
        assert_eq!(rate(0, 0), None);
    }

    #[test]
    fn every_interval_has_its_span() {
        let spans = [0, 1, 2, 6, 7, 20, 21, 180, 181, u32::MAX].map(|days| span(Days(days)));
        assert_eq!(spans, [0, 0, 1, 1, 2, 2, 3, 5, 6, 6]);
        let follows = |pair: &[(u32, Option<u32>)]| pair[0].1.map(|to| to + 1) == Some(pair[1].0);
        assert!(SPANS.windows(2).all(follows));
    }
}
