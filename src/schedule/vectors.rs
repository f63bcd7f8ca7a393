//! SM-2 against answers known beforehand: every vector of `tests/vectors/sm2.json`, step by step.
//!
//! The same file goes through the command line in `tests/vectors.rs`.

use chrono::DateTime;
use serde_json::{Value, json};

use super::{Scheduler, Sm2};
use crate::model::card::CardId;
use crate::model::grade::Quality;
use crate::model::log::{Entry, EntryId, Event, History, Review};
use crate::model::standing::Standing;
use crate::model::time::{Day, DayStart, Days, Moment, Stamp};

const FILE: &str = include_str!("../../tests/vectors/sm2.json");

/// What the vector says of a step, in the order of [`found`]. `due` is null where the vector has
/// only grades, and so no dates.
fn expected(step: &Value) -> Value {
    json!([
        step["n"],
        step["interval"],
        step["ef_hundredths"],
        step["lapses"],
        step["redo"],
        step["due"]
    ])
}

fn found(standing: &Standing, today: Day, dated: bool) -> Value {
    json!([
        standing.repetition,
        standing.interval.0,
        standing.ease.0,
        standing.lapses,
        standing.again(today),
        dated.then(|| standing.due.to_string()),
    ])
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn number(value: &Value) -> Option<u32> {
    u32::try_from(value.as_u64()?).ok()
}

fn moment(text: &str) -> Moment {
    Moment::new(DateTime::parse_from_rfc3339(text).unwrap())
}

fn entry(number: usize, at: Moment, day: Day, grade: &Value) -> Entry {
    let stamp = Stamp {
        id: EntryId((number as u128).to_be_bytes()),
        at,
        day,
    };
    let review = Review {
        quality: grade
            .as_u64()
            .and_then(|grade| Quality::new(grade as u8))
            .unwrap(),
        took_ms: None,
        last_look: false,
    };
    Entry {
        stamp,
        card: CardId([7; 16]),
        event: Event::Answered(review),
    }
}

/// What the scheduler says after each answer, in order of replay.
fn steps(scheduler: &Sm2, entries: Vec<Entry>, dated: bool) -> Vec<Value> {
    let history = History::fold(entries);
    let after = |(count, today): (usize, Day)| {
        let standing = scheduler.standing(&history.first(count)).unwrap();
        found(&standing, today, dated)
    };
    let days = history.answers().map(|answer| answer.stamp.day);
    (1..).zip(days).map(after).collect()
}

/// The entries of a vector that has only grades: one on each due day.
fn on_time(scheduler: &Sm2, grades: &Value) -> Vec<Entry> {
    let at = moment("2026-01-05T09:00:00Z");
    let mut day = at.day(DayStart::DEFAULT);
    let mut entries: Vec<Entry> = Vec::new();
    for (number, grade) in list(grades).enumerate() {
        entries.push(entry(number, at, day, grade));
        let history = History::fold(entries.clone());
        day = scheduler.standing(&history).unwrap().due;
    }
    entries
}

/// The entries of a log, each on the study day of its own clock.
fn as_logged(events: &Value, start: DayStart) -> Vec<Entry> {
    let entry = |(number, event): (usize, &Value)| {
        let at = moment(event["at"].as_str().unwrap());
        entry(number, at, at.day(start), &event["grade"])
    };
    list(events).enumerate().map(entry).collect()
}

#[test]
fn every_known_answer_comes_out() {
    let file: Value = serde_json::from_str(FILE).unwrap();
    assert_eq!(list(&file["vectors"]).count(), 90);
    for vector in list(&file["vectors"]) {
        let param = |name| {
            number(&vector["params"][name])
                .or_else(|| number(&file["params"][name]))
                .unwrap()
        };
        let scheduler = Sm2 {
            max_interval: Days(param("max_interval")),
        };
        let start = DayStart::parse(&param("rollover_hour").to_string()).unwrap();
        let dated = vector["grades"].is_null();
        let entries = if dated {
            as_logged(&vector["events"], start)
        } else {
            on_time(&scheduler, &vector["grades"])
        };
        let known: Vec<Value> = list(&vector["expect"]).map(expected).collect();
        assert_eq!(steps(&scheduler, entries, dated), known, "{}", vector["id"]);
    }
}
