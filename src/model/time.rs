//! Instants, study days and counts of days.
//!
//! A study day is a date as it was lived: the local date, with the night before `day_start` still
//! belonging to the evening before. It is worked out once, when something happens, and written
//! down; so moving to another time zone never changes the past.

use std::fmt;

use chrono::{DateTime, Datelike, FixedOffset, Months, NaiveDate, NaiveTime, TimeDelta};

use super::log::EntryId;

/// An instant with the UTC offset that it was lived in, to the millisecond.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Moment(DateTime<FixedOffset>);

impl Moment {
    /// Anything finer than a millisecond is cut off: the log stores milliseconds.
    pub(crate) fn new(at: DateTime<FixedOffset>) -> Self {
        let finer = TimeDelta::nanoseconds(i64::from(at.timestamp_subsec_nanos() % 1_000_000));
        Self(at.checked_sub_signed(finer).unwrap_or(at))
    }

    /// From what the log stores; `None` outside chrono's range.
    pub(crate) fn from_parts(unix_ms: i64, offset_s: i32) -> Option<Self> {
        let offset = FixedOffset::east_opt(offset_s)?;
        DateTime::from_timestamp_millis(unix_ms).map(|utc| Self(utc.with_timezone(&offset)))
    }

    /// A moment at which that day is over everywhere on earth.
    pub(crate) fn after(day: Day) -> Self {
        let day_after_next = day.plus(Days(2)).0;
        Self(
            day_after_next
                .and_time(NaiveTime::MIN)
                .and_utc()
                .fixed_offset(),
        )
    }

    /// Milliseconds since 1970-01-01 UTC.
    pub(crate) fn unix_ms(self) -> i64 {
        self.0.timestamp_millis()
    }

    /// Seconds east of UTC.
    pub(crate) fn offset_s(self) -> i32 {
        self.0.offset().local_minus_utc()
    }

    /// The same instant as this moment's, or a later one, in this moment's zone.
    pub(crate) fn not_before(self, unix_ms: i64) -> Self {
        if unix_ms <= self.unix_ms() {
            return self;
        }
        Self::from_parts(unix_ms, self.offset_s()).unwrap_or(self)
    }

    /// The study day that this moment belongs to.
    pub(crate) fn day(self, start: DayStart) -> Day {
        let shifted = self
            .0
            .naive_local()
            .checked_sub_signed(TimeDelta::minutes(i64::from(start.0)));
        Day(shifted.unwrap_or(self.0.naive_local()).date())
    }

    /// The date on the calendar, in this moment's zone.
    pub(crate) fn date(self) -> Day {
        Day(self.0.date_naive())
    }

    /// The month in UTC, like `2026-11`.
    pub(crate) fn month(self) -> String {
        self.0.naive_utc().format("%Y-%m").to_string()
    }

    /// The wall clock, `HH:MM`.
    pub(crate) fn clock(self) -> String {
        self.0.format("%H:%M").to_string()
    }
}

impl fmt::Display for Moment {
    /// RFC 3339 with milliseconds.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%dT%H:%M:%S%.3f%:z"))
    }
}

/// When a study day begins: minutes after local midnight, less than a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct DayStart(u16);

impl DayStart {
    /// 04:00, when hardly anybody studies.
    pub(crate) const DEFAULT: Self = Self(4 * 60);

    /// The hour that it begins in.
    pub(crate) fn hour(self) -> u32 {
        u32::from(self.0 / 60)
    }

    /// From `4`, `04` or `04:30`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (hours, minutes) = text.split_once(':').unwrap_or((text, "0"));
        let number = |digits: &str, limit: u16| {
            let plain =
                (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
            digits
                .parse::<u16>()
                .ok()
                .filter(|value| plain && *value < limit)
        };
        Some(Self(number(hours, 24)? * 60 + number(minutes, 60)?))
    }
}

impl fmt::Display for DayStart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// A study day.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub(crate) struct Day(pub(crate) NaiveDate);

impl Day {
    /// From `2026-11-20`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        // chrono alone would take `2026-1-2` and spaces too.
        let day = text.parse().ok().map(Self)?;
        (day.to_string() == text).then_some(day)
    }

    /// The day that many days later; the calendar's last day if there is none.
    pub(crate) fn plus(self, days: Days) -> Self {
        Self(
            self.0
                .checked_add_signed(TimeDelta::days(i64::from(days.0)))
                .unwrap_or(NaiveDate::MAX),
        )
    }

    /// The day that many days earlier; the calendar's first day if there is none.
    pub(crate) fn minus(self, days: Days) -> Self {
        Self(
            self.0
                .checked_sub_signed(TimeDelta::days(i64::from(days.0)))
                .unwrap_or(NaiveDate::MIN),
        )
    }

    /// The same day of a later month, or that month's last day if it has no such day.
    pub(crate) fn plus_months(self, months: u32) -> Self {
        Self(
            self.0
                .checked_add_months(Months::new(months))
                .unwrap_or(NaiveDate::MAX),
        )
    }

    /// The day of that date; a day that its month does not have is the month's last. `None`
    /// outside the calendar.
    pub(crate) fn of(year: i32, month: u32, day: u32) -> Option<Self> {
        let first = NaiveDate::from_ymd_opt(year, month, 1)?;
        let last = Self(first).plus_months(1).minus(Days(1));
        NaiveDate::from_ymd_opt(year, month, day.min(last.0.day())).map(Self)
    }

    pub(crate) fn year(self) -> i32 {
        self.0.year()
    }

    /// From 1 to 12.
    pub(crate) fn month(self) -> u32 {
        self.0.month()
    }

    /// Days since Monday: 0 to 6.
    pub(crate) fn weekday(self) -> u32 {
        self.0.weekday().num_days_from_monday()
    }

    /// How many days later than `earlier`; negative if sooner.
    pub(crate) fn since(self, earlier: Self) -> i64 {
        self.0.signed_duration_since(earlier.0).num_days()
    }

    /// Days since 1970-01-01: what the database stores, so that days compare as numbers.
    pub(crate) fn number(self) -> i64 {
        self.0
            .signed_duration_since(NaiveDate::default())
            .num_days()
    }

    /// The inverse of [`Day::number`]; `None` outside the calendar.
    pub(crate) fn from_number(number: i64) -> Option<Self> {
        NaiveDate::default()
            .checked_add_signed(TimeDelta::try_days(number)?)
            .map(Self)
    }
}

impl fmt::Display for Day {
    /// `2026-11-20`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A count of days: an interval.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) struct Days(pub(crate) u32);

/// The mark that every log entry carries. Made in `clock`, nowhere else.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Stamp {
    pub(crate) id: EntryId,
    pub(crate) at: Moment,
    pub(crate) day: Day,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Moment {
        Moment::new(DateTime::parse_from_rfc3339(text).unwrap())
    }

    #[test]
    fn the_night_belongs_to_the_evening_before() {
        let day = |text| moment(text).day(DayStart::DEFAULT).to_string();
        assert_eq!(day("2026-01-05T23:30:00+01:00"), "2026-01-05");
        assert_eq!(day("2026-01-06T03:59:59+01:00"), "2026-01-05");
        assert_eq!(day("2026-01-06T04:00:00+01:00"), "2026-01-06");
    }

    #[test]
    fn a_day_starts_at_an_hour_or_a_minute() {
        let start = |text| DayStart::parse(text).map(|start| start.to_string());
        assert_eq!(start("4").as_deref(), Some("04:00"));
        assert_eq!(start("23:30").as_deref(), Some("23:30"));
        for wrong in ["", "24", "4:60", "-1", "+4", "4:", "four", "004"] {
            assert_eq!(start(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn numbers_and_days_are_inverse() {
        for number in [-1, 0, 20_777, 60_000] {
            assert_eq!(Day::from_number(number).unwrap().number(), number);
        }
        assert_eq!(Day::from_number(i64::MAX), None);
    }

    #[test]
    fn months_end_where_they_end() {
        let day = |year, month, day| Day::of(year, month, day).map(|day| day.to_string());
        assert_eq!(day(2027, 2, 31).as_deref(), Some("2027-02-28"));
        assert_eq!(day(2028, 2, 29).as_deref(), Some("2028-02-29"));
        assert_eq!(day(2027, 13, 1), None);
        assert_eq!(day(2027, 1, 0), None);
        let start = Day::of(2026, 12, 31).unwrap();
        assert_eq!(start.plus_months(2).to_string(), "2027-02-28");
        assert_eq!(start.minus(Days(31)).to_string(), "2026-11-30");
        assert_eq!(
            (start.year(), start.month(), start.weekday()),
            (2026, 12, 3)
        );
    }

    #[test]
    fn moments_keep_milliseconds_and_the_offset() {
        let at = moment("2026-05-12T06:00:00.1239+05:45");
        assert_eq!(at.to_string(), "2026-05-12T06:00:00.123+05:45");
        assert_eq!(Moment::from_parts(at.unix_ms(), at.offset_s()), Some(at));
    }
}
