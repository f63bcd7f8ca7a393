//! The one reader of time and maker of seeds and entry names.
//!
//! Tests fix both through the environment (`DRILL_NOW`, `DRILL_SEED`); everything else in the
//! program is told what time it is.
#![allow(
    clippy::disallowed_methods,
    reason = "this is the room that the ban protects"
)]

use std::time::{Instant, SystemTime};

use chrono::{DateTime, Local, NaiveDate};

use crate::model::chance::mix;
use crate::model::log::EntryId;
use crate::model::time::{Day, DayStart, Moment, Stamp};

/// How far the clock may lag behind the last entry before that is worth a word, and how far ahead
/// of the clock an entry may be dated before it is held back: an hour, in milliseconds.
pub(crate) const TOLERANCE_MS: i64 = 60 * 60 * 1000;

/// Where the time comes from, and when a study day begins.
#[derive(Clone, Debug)]
pub(crate) struct Clock {
    fixed: Option<Moment>,
    seed: Option<u64>,
    day_start: DayStart,
}

impl Clock {
    /// `fixed` and `seed` are the values of `DRILL_NOW` and `DRILL_SEED`, if set.
    pub(crate) const fn new(fixed: Option<Moment>, seed: Option<u64>, day_start: DayStart) -> Self {
        Self {
            fixed,
            seed,
            day_start,
        }
    }

    pub(crate) fn now(&self) -> Moment {
        self.fixed
            .unwrap_or_else(|| Moment::new(Local::now().fixed_offset()))
    }

    /// The study day of now.
    pub(crate) fn today(&self) -> Day {
        self.now().day(self.day_start)
    }

    /// What is dated later than this is held back, in milliseconds since 1970 UTC.
    pub(crate) fn horizon_ms(&self) -> i64 {
        self.now().unix_ms().saturating_add(TOLERANCE_MS)
    }

    /// An instant of long ago or to come, in the zone that was or will be this machine's then.
    pub(crate) fn moment_at(&self, unix_ms: i64) -> Option<Moment> {
        let utc = DateTime::from_timestamp_millis(unix_ms)?;
        match &self.fixed {
            Some(fixed) => Moment::from_parts(unix_ms, fixed.offset_s()),
            None => Some(Moment::new(utc.with_timezone(&Local).fixed_offset())),
        }
    }

    /// The mark of an entry that another program made: the same name each time it is read.
    pub(crate) fn foreign_stamp(&self, at: Moment, name: u128) -> Stamp {
        let mut id = name.to_be_bytes();
        id[..6].copy_from_slice(&at.unix_ms().to_be_bytes()[2..]);
        Stamp {
            id: EntryId(id),
            at,
            day: at.day(self.day_start),
        }
    }

    /// A mark for a new log entry; `last` is the mark of the entry that arrived before it.
    ///
    /// A clock that is behind the last entry by less than an hour of the same study day was
    /// probably corrected: the entry is dated like the last one, so that the order of arrival and
    /// the order of time agree.
    pub(crate) fn stamp(&self, last: Option<&Stamp>) -> Stamp {
        let now = self.now();
        let day = now.day(self.day_start);
        let at = last
            .filter(|last| last.day == day && last.at.unix_ms() < now.unix_ms() + TOLERANCE_MS)
            .map_or(now, |last| now.not_before(last.at.unix_ms()));
        Stamp {
            id: Self::entry_id(at),
            at,
            day,
        }
    }

    /// How far the clock is behind the last entry, in milliseconds, if that is an hour or more.
    pub(crate) fn behind(&self, last: &Stamp) -> Option<i64> {
        let lag = last.at.unix_ms() - self.now().unix_ms();
        (lag >= TOLERANCE_MS).then_some(lag)
    }

    /// The seed of a day's shuffles: the same all day, so that a sitting can be resumed.
    pub(crate) fn seed_of(&self, day: Day) -> u64 {
        mix(self.seed.unwrap_or_default() ^ day.number().unsigned_abs())
    }

    /// The time by which file systems date their files, which no setting moves.
    pub(crate) fn disk_time() -> SystemTime {
        SystemTime::now()
    }

    /// Measures how long a person takes. A fixed clock stands still.
    pub(crate) fn stopwatch(&self) -> Stopwatch {
        Stopwatch(self.fixed.is_none().then(Instant::now))
    }

    /// 48 bits of time and 80 of chance, as in a UUIDv7 (RFC 9562), so that names of one machine
    /// sort by time. No seed is asked: two devices with one seed must not give one name twice.
    fn entry_id(at: Moment) -> EntryId {
        let mut id = [0; 16];
        // Without the system's randomness, time alone still tells entries apart.
        if getrandom::fill(&mut id).is_err() {
            id[8..].copy_from_slice(&mix(at.unix_ms().unsigned_abs()).to_be_bytes());
        }
        id[..6].copy_from_slice(&at.unix_ms().to_be_bytes()[2..]);
        EntryId(id)
    }
}

/// Runs since it was made; see [`Clock::stopwatch`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stopwatch(Option<Instant>);

impl Stopwatch {
    /// Milliseconds so far; `None` under a fixed clock.
    pub(crate) fn elapsed_ms(&self) -> Option<u32> {
        self.0
            .map(|start| u32::try_from(start.elapsed().as_millis()).unwrap_or(u32::MAX))
    }
}

/// Reads `DRILL_NOW`: RFC 3339 with an offset, which is then the time zone.
pub(crate) fn parse_moment(text: &str) -> Option<Moment> {
    DateTime::parse_from_rfc3339(text).ok().map(Moment::new)
}

/// Reads a date as people write it for programs: `2026-12-01`.
pub(crate) fn parse_day(text: &str) -> Option<Day> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(Day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock(now: &str) -> Clock {
        Clock::new(parse_moment(now), Some(1), DayStart::DEFAULT)
    }

    #[test]
    fn a_clock_slightly_behind_repeats_the_last_instant() {
        let last = clock("2026-01-06T12:30:00Z").stamp(None);
        let next = clock("2026-01-06T12:00:00Z").stamp(Some(&last));
        assert_eq!(next.at.unix_ms(), last.at.unix_ms());
        assert_ne!(next.id, last.id);
    }

    #[test]
    fn a_clock_far_behind_or_before_the_day_began_is_believed() {
        let last = clock("2026-01-06T04:10:00Z").stamp(None);
        let before_rollover = clock("2026-01-06T03:20:00Z").stamp(Some(&last));
        assert_eq!(before_rollover.day.to_string(), "2026-01-05");
        let far = clock("2026-01-06T12:00:00Z");
        let ahead = clock("2026-01-06T13:00:00Z").stamp(None);
        assert_eq!(far.stamp(Some(&ahead)).at, far.now());
        assert_eq!(far.behind(&ahead), Some(TOLERANCE_MS));
        assert_eq!(far.behind(&last), None);
    }
}
