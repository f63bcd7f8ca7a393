//! `drill stats` against the histories of the single cards: every number is counted again by hand.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::cards::{id, later, morning, questions, text};
use crate::home::Home;

/// Two months with ten cards, a mixed memory and everything that a log can hold.
fn lived() -> (Home, NaiveDate) {
    let mut home = Home::new();
    home.deck("q.md", &questions(10));
    home.run(&["import", "q.md"])
        .fine("1 deck, 10 cards: 10 new\n");
    let mut today = NaiveDate::from_ymd_opt(2026, 9, 1).expect("a date");
    let mut dice: u32 = 7;
    for number in 0..60 {
        home.at(&morning(today));
        let queue = home.json(&["today", "--json", "--new", "2"]);
        for card in queue["cards"].as_array().expect("cards") {
            dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let grade =
                ["again", "hard", "good", "good", "good", "easy"][(dice >> 16) as usize % 6];
            let took = (dice >> 8 & 0xffff).to_string();
            home.json(&[
                "answer",
                text(&card["id"]),
                grade,
                "--took-ms",
                &took,
                "--json",
            ]);
            // Practice of the same day, and an answer that is taken back.
            if number % 3 == 0 {
                home.json(&["answer", text(&card["id"]), "good", "--json"]);
            }
            if number % 5 == 0 {
                home.json(&["answer", text(&card["id"]), "again", "--json"]);
                assert_eq!(home.run(&["undo"]).code, 0);
            }
        }
        if number == 30 {
            home.deck(
                "q.md",
                &questions(10).replace("Question 03?", "Question 03, reworded?"),
            );
            home.run(&["import", "q.md"])
                .fine("1 deck, 10 cards: 1 reworded (history kept), 9 unchanged\n");
        }
        today = later(today, if number % 7 == 6 { 3 } else { 1 });
    }
    // Somebody's clock was a year ahead.
    home.at(&morning(later(today, 365)));
    home.json(&["answer", &id(&home, "Question 05?"), "again", "--json"]);
    home.at(&morning(today));
    (home, today)
}

/// What the histories of the cards come to.
#[derive(Default)]
struct Count {
    /// Answers, cards, new cards, tests, recalled.
    days: BTreeMap<String, [u64; 5]>,
    /// Tests and recalled, by the interval before.
    intervals: BTreeMap<u64, [u64; 2]>,
}

impl Count {
    fn add(&mut self, history: &Value) {
        let mut due: Option<(NaiveDate, u64)> = None;
        let mut last = String::new();
        let entries = history.as_array().expect("a history").iter();
        for entry in entries.filter(|entry| !entry["grade"].is_null()) {
            let day = text(&entry["day"]).to_owned();
            let date: NaiveDate = day.parse().expect("a date");
            let recalled = u64::from(entry["grade"] != "again");
            let tally = self.days.entry(day.clone()).or_default();
            tally[0] += 1;
            tally[1] += u64::from(last != day);
            tally[2] += u64::from(due.is_none());
            let tested = due.filter(|(due, _)| *due <= date);
            if let Some((_, interval)) = tested {
                tally[3] += 1;
                tally[4] += recalled;
                let tally = self.intervals.entry(interval).or_default();
                tally[0] += 1;
                tally[1] += recalled;
            }
            if due.is_none() || tested.is_some() {
                let interval = entry["interval"].as_u64().expect("days");
                due = Some((later(date, interval), interval));
            }
            last = day;
        }
    }
}

#[test]
fn every_number_follows_from_the_log() {
    let (home, today) = lived();
    let stats = home.json(&["stats", "--json"]);
    let mut count = Count::default();
    for number in 0..10 {
        let ask = if number == 3 {
            "Question 03, reworded?".to_owned()
        } else {
            format!("Question {number:02}?")
        };
        count.add(&home.json(&["show", &id(&home, &ask), "--json"])["history"]);
    }
    let names = ["answers", "cards", "introduced", "asked", "recalled"];
    let days = stats["days"].as_array().expect("days").iter();
    let said = days.map(|day| {
        let numbers = names.map(|name| day[name].as_u64().expect("a count"));
        (text(&day["day"]).to_owned(), numbers)
    });
    assert_eq!(said.collect::<BTreeMap<_, _>>(), count.days);
    let sum = |column: usize| count.days.values().map(|day| day[column]).sum::<u64>();
    assert!(sum(3) > 60, "{:?}", count.days);
    for span in stats["tests"]["by_interval"].as_array().expect("spans") {
        let from = span["from"].as_u64().expect("days");
        let within = count
            .intervals
            .range(from..=span["to"].as_u64().unwrap_or(u64::MAX));
        let both = within.fold([0, 0], |sum, (_, one)| [sum[0] + one[0], sum[1] + one[1]]);
        assert_eq!(
            json!([span["asked"], span["recalled"]]),
            json!(both),
            "{from} days"
        );
    }
    assert_eq!(stats["streak"]["answers"], sum(0));
    assert_eq!(stats["time"][2]["answers"], sum(0));
    let levels = stats["maturity"].as_array().expect("levels");
    let cards = &stats["cards"];
    assert_eq!(
        levels.last(),
        Some(
            &json!({"day": today.to_string(), "young": cards["young"], "mature": cards["mature"]})
        )
    );
}
