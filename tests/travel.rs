//! Four hundred days on the road: across the date line and back, through daylight saving, with a
//! clock that is years ahead for a day, and a study day that begins at other hours. Every card comes
//! round, no day counts twice, and what was written stays as it was written.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde_json::Value;

use crate::cards::{later, questions, text};
use crate::home::Home;

const DAYS: u64 = 400;
const CARDS: usize = 8;
/// On this day the clock is three years ahead.
const JUMP: u64 = 230;

/// Where the traveller is on a day: the offset of the wall clock, twice when a day is lived twice.
fn places(day: u64) -> &'static [&'static str] {
    match day {
        // Spring in Berlin.
        0..60 => &["+01:00"],
        60..120 => &["+02:00"],
        // East to Tokyo, then over the date line to Honolulu, where it is the same date again.
        120..160 => &["+09:00"],
        160 => &["+09:00", "-10:00"],
        161..200 => &["-10:00"],
        // Back over it: a date that nobody lived.
        200 => &[],
        201..300 => &["+14:00"],
        // Autumn in Berlin.
        300..350 => &["+02:00"],
        _ => &["+01:00"],
    }
}

/// When a study day begins; the mornings are at nine.
fn day_start(day: u64) -> &'static str {
    match day {
        100..140 => "00:00",
        140..180 => "08:59",
        _ => "04:00",
    }
}

struct Traveller {
    home: Home,
    /// The study days on which each card was answered.
    answered: BTreeMap<String, BTreeSet<String>>,
    /// Every line of the log that there ever was, by its name.
    lines: BTreeMap<String, Value>,
}

impl Traveller {
    fn begin() -> Self {
        let home = Home::new();
        home.deck("deck.md", &questions(CARDS));
        assert_eq!(home.run(&["import", "deck.md"]).code, 0);
        Self {
            home,
            answered: BTreeMap::new(),
            lines: BTreeMap::new(),
        }
    }

    /// Answers all that waits, in the zone and at the hour.
    fn study(&mut self, date: NaiveDate, offset: &str, day_start: &str) -> usize {
        self.home.set("DRILL_DAY_START", day_start);
        self.home.at(&format!("{date}T09:00:00{offset}"));
        let queue = self.home.run(&["today", "--json"]);
        assert_eq!(queue.code, 0, "{queue:?}");
        let queue: Value = serde_json::from_str(&queue.stdout).expect("JSON");
        assert_eq!(queue["day"], date.to_string(), "the day as it is lived");
        let cards = queue["cards"].as_array().expect("cards");
        for card in cards {
            let id = text(&card["id"]);
            assert_eq!(self.home.run(&["answer", id, "good"]).code, 0);
            let days = self.answered.entry(id.to_owned()).or_default();
            assert!(days.insert(date.to_string()), "{id} counts twice on {date}");
        }
        cards.len()
    }

    /// The log has only grown.
    fn hold_the_past(&mut self) {
        let log = self.home.run(&["log", "--json"]).stdout;
        let mut now = BTreeMap::new();
        for line in log.lines() {
            let line: Value = serde_json::from_str(line).expect("JSON");
            now.insert(text(&line["entry"]).to_owned(), line);
        }
        for (entry, line) in &self.lines {
            assert_eq!(now.get(entry), Some(line), "the past has changed");
        }
        self.lines = now;
    }

    /// What doctor has to say, all of it notes.
    fn held(&self) -> usize {
        let found = self.home.json(&["doctor", "--json"]);
        assert_eq!(found["healthy"], true);
        let findings = found["findings"].as_array().expect("findings");
        assert!(findings.iter().all(|found| found["kind"] == "held"));
        findings.len()
    }
}

#[test]
fn a_traveller_meets_every_card_and_lives_no_day_twice() {
    let mut traveller = Traveller::begin();
    let start = NaiveDate::from_ymd_opt(2026, 11, 20).expect("a date");
    let mut ahead = 0;
    for day in 0..DAYS {
        let date = later(start, day);
        if day == JUMP {
            ahead = traveller.study(later(date, 3 * 365), "+14:00", "04:00");
            assert!(ahead > 0, "everything is due in three years");
            traveller.hold_the_past();
            assert_eq!(
                traveller.held(),
                0,
                "nobody can know that the clock is wrong"
            );
            continue;
        }
        for offset in places(day) {
            traveller.study(date, offset, day_start(day));
        }
        if day % 20 == 0 || day == JUMP + 1 {
            traveller.hold_the_past();
            let held = if day > JUMP { ahead } else { 0 };
            assert_eq!(traveller.held(), held, "on day {day}");
        }
    }
    assert_eq!(traveller.answered.len(), CARDS, "every card was met");
    // Good answers on the days 0, 1, 7, 22, 60, 155 and 393, as if nobody had travelled and no clock
    // had been wrong: 1, 6, 15, 38, 95, 238 and 595 days.
    for id in traveller.answered.keys() {
        let card = traveller.home.json(&["show", id, "--json"]);
        assert_eq!(card["interval"], 595);
        assert_eq!(text(&card["due"]), later(start, 393 + 595).to_string());
        assert_eq!(card["lapses"], 0);
    }
}
