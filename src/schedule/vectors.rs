//! SM-2 against answers known beforehand: every vector of `tests/vectors/sm2.json`, step by step.
//!
//! The same file goes through the command line in `tests/vectors.rs`.

use chrono::DateTime;
use serde::Deserialize;

use super::{Scheduler, Sm2};
use crate::model::card::CardId;
use crate::model::grade::Quality;
use crate::model::log::{Entry, EntryId, Event, History, Review};
use crate::model::standing::Standing;
use crate::model::time::{Day, DayStart, Days, Moment, Stamp};

const FILE: &str = include_str!("../../tests/vectors/sm2.json");

#[derive(Deserialize)]
struct Vectors {
    params: Params,
    vectors: Vec<Vector>,
}

#[derive(Deserialize)]
struct Params {
    rollover_hour: Option<u8>,
    max_interval: Option<u32>,
}

/// Either `grades`, each answered on the day on which the one before makes the card due, or
/// `events` in order of arrival.
#[derive(Deserialize)]
struct Vector {
    id: String,
    #[serde(default)]
    grades: Vec<u8>,
    #[serde(default)]
    events: Vec<Answered>,
    params: Option<Params>,
    /// In order of replay.
    expect: Vec<Expected>,
}

#[derive(Deserialize)]
struct Answered {
    at: String,
    grade: u8,
}

#[derive(Deserialize, PartialEq, Debug)]
struct Expected {
    n: u32,
    interval: u32,
    ef_hundredths: u32,
    lapses: u32,
    redo: bool,
    /// Absent where the vector names no dates.
    due: Option<String>,
}

impl Expected {
    fn of(standing: &Standing, today: Day, dated: bool) -> Self {
        Self {
            n: standing.repetition,
            interval: standing.interval.0,
            ef_hundredths: standing.ease.0,
            lapses: standing.lapses,
            redo: standing.again(today),
            due: dated.then(|| standing.due.to_string()),
        }
    }
}

fn entry(number: usize, at: Moment, day: Day, quality: u8) -> Entry {
    let stamp = Stamp {
        id: EntryId((number as u128).to_be_bytes()),
        at,
        day,
    };
    let review = Review {
        quality: Quality::new(quality).unwrap(),
        took_ms: None,
    };
    Entry {
        stamp,
        card: CardId([7; 16]),
        event: Event::Answered(review),
    }
}

/// What the scheduler says after each answer, in order of replay.
fn steps(scheduler: &Sm2, entries: Vec<Entry>, dated: bool) -> Vec<Expected> {
    let history = History::fold(entries);
    let after = |(count, today): (usize, Day)| {
        let standing = scheduler.standing(&history.first(count)).unwrap();
        Expected::of(&standing, today, dated)
    };
    let days = history.answers().iter().map(|answer| answer.stamp.day);
    (1..).zip(days).map(after).collect()
}

/// The entries of a vector that has only grades: one on each due day.
fn on_time(scheduler: &Sm2, grades: &[u8]) -> Vec<Entry> {
    let at = Moment::new(DateTime::parse_from_rfc3339("2026-01-05T09:00:00Z").unwrap());
    let mut day = at.day(DayStart::DEFAULT);
    let mut entries: Vec<Entry> = Vec::new();
    for (number, grade) in grades.iter().enumerate() {
        entries.push(entry(number, at, day, *grade));
        day = scheduler
            .standing(&History::fold(entries.clone()))
            .unwrap()
            .due;
    }
    entries
}

#[test]
fn every_known_answer_comes_out() {
    let Vectors { params, vectors } = serde_json::from_str(FILE).unwrap();
    assert_eq!(vectors.len(), 90);
    for vector in vectors {
        let own = |of: fn(&Params) -> Option<u32>| {
            let own = vector.params.as_ref().and_then(of);
            own.or_else(|| of(&params)).unwrap()
        };
        let start = DayStart::parse(&own(|params| params.rollover_hour.map(u32::from)).to_string());
        let scheduler = Sm2 {
            max_interval: Days(own(|params| params.max_interval)),
        };
        let dated = vector.grades.is_empty();
        let entries = if dated {
            let entry = |(number, event): (usize, &Answered)| {
                let at = Moment::new(DateTime::parse_from_rfc3339(&event.at).unwrap());
                entry(number, at, at.day(start.unwrap()), event.grade)
            };
            vector.events.iter().enumerate().map(entry).collect()
        } else {
            on_time(&scheduler, &vector.grades)
        };
        assert_eq!(
            steps(&scheduler, entries, dated),
            vector.expect,
            "{}",
            vector.id
        );
    }
}
