//! `drill stats` against the histories of the single cards: every number is counted again by hand.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::json;

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

#[test]
fn every_number_follows_from_the_log() {
    let (home, today) = lived();
    let stats = home.json(&["stats", "--json"]);
    let mut days: BTreeMap<String, [u64; 5]> = BTreeMap::new();
    let mut spans: BTreeMap<u64, [u64; 2]> = BTreeMap::new();
    for number in 0..10 {
        let ask = if number == 3 {
            "Question 03, reworded?".into()
        } else {
            format!("Question {number:02}?")
        };
        let shown = home.json(&["show", &id(&home, &ask), "--json"]);
        let mut due: Option<(NaiveDate, u64)> = None;
        let mut last = String::new();
        for entry in shown["history"].as_array().expect("a history") {
            if entry["grade"].is_null() {
                continue;
            }
            let day = text(&entry["day"]).to_owned();
            let date: NaiveDate = day.parse().expect("a date");
            let recalled = u64::from(entry["grade"] != "again");
            let tally = days.entry(day.clone()).or_default();
            tally[0] += 1;
            tally[1] += u64::from(last != day);
            tally[2] += u64::from(due.is_none());
            if let Some((_, interval)) = due.filter(|(due, _)| *due <= date) {
                tally[3] += 1;
                tally[4] += recalled;
                let span = spans.entry(interval).or_default();
                span[0] += 1;
                span[1] += recalled;
            }
            if due.is_none_or(|(due, _)| due <= date) {
                let interval = entry["interval"].as_u64().expect("days");
                due = Some((later(date, interval), interval));
            }
            last = day;
        }
    }
    let said: BTreeMap<String, [u64; 5]> = stats["days"]
        .as_array()
        .expect("days")
        .iter()
        .map(|day| {
            let numbers = ["answers", "cards", "introduced", "asked", "recalled"];
            (
                text(&day["day"]).to_owned(),
                numbers.map(|name| day[name].as_u64().expect("a count")),
            )
        })
        .collect();
    assert_eq!(said, days);
    assert!(
        days.values().map(|day| day[3]).sum::<u64>() > 60,
        "{days:?}"
    );
    for span in stats["tests"]["by_interval"].as_array().expect("spans") {
        let (from, to) = (span["from"].as_u64().expect("days"), span["to"].as_u64());
        let within = spans.range(from..=to.unwrap_or(u64::MAX));
        let sum = within.fold([0, 0], |sum, (_, [asked, recalled])| {
            [sum[0] + asked, sum[1] + recalled]
        });
        assert_eq!(
            json!([span["asked"], span["recalled"]]),
            json!(sum),
            "{from} days"
        );
    }
    let answers: u64 = days.values().map(|day| day[0]).sum();
    assert_eq!(stats["streak"]["answers"], answers);
    assert_eq!(stats["time"][2]["answers"], answers);
    let now = stats["maturity"]
        .as_array()
        .and_then(|levels| levels.last())
        .expect("today");
    let cards = &stats["cards"];
    assert_eq!(
        *now,
        json!({"day": today.to_string(), "young": cards["young"], "mature": cards["mature"]})
    );
}
