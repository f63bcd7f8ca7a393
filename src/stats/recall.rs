//! How often cards are recalled, and how sure that number is.

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
    pub(crate) fn of(recalled: u32, asked: u32) -> Option<Self> {
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
        let rate = Rate::of(9, 10).unwrap();
        assert_eq!(
            format!("{:.4} {:.4} {:.4}", rate.share, rate.low, rate.high),
            "0.9000 0.5958 0.9821"
        );
        let rate = Rate::of(10, 10).unwrap();
        assert_eq!(format!("{:.4} {:.4}", rate.low, rate.high), "0.7225 1.0000");
        assert_eq!(Rate::of(0, 0), None);
    }
}
