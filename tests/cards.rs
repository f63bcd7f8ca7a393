//! Cards by what they ask: decks to try things with, and the names that `drill` gives their cards.

use chrono::{DateTime, Days, NaiveDate};
use serde_json::Value;

use crate::home::Home;

/// A deck of plain questions, `Question 00?` and so on, answered by `Answer 00.`.
pub(crate) fn questions(count: usize) -> String {
    let card = |number| format!("## Question {number:02}?\nAnswer {number:02}.\n\n");
    (0..count).map(card).collect()
}

/// The card that asks exactly this, wherever it stands.
#[track_caller]
pub(crate) fn card(home: &Home, ask: &str) -> Value {
    let mut arguments = vec!["find", "--json", "--limit", "1000"];
    arguments.extend(
        ask.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty()),
    );
    let mut cards = home.json_lines(&arguments);
    cards.retain(|card| card["ask"] == ask);
    assert_eq!(cards.len(), 1, "cards that ask `{ask}`");
    cards.remove(0)
}

/// The id of the card that asks exactly this.
#[track_caller]
pub(crate) fn id(home: &Home, ask: &str) -> String {
    text(&card(home, ask)["id"]).to_owned()
}

/// What `today` would ask, in order, by the questions.
#[track_caller]
pub(crate) fn asked(home: &Home, arguments: &[&str]) -> Vec<String> {
    let today = home.json(&[&["today", "--json"], arguments].concat());
    let cards = today["cards"].as_array().expect("a queue");
    cards
        .iter()
        .map(|card| text(&card["ask"]).to_owned())
        .collect()
}

/// A string in JSON.
#[track_caller]
pub(crate) fn text(value: &Value) -> &str {
    value
        .as_str()
        .unwrap_or_else(|| panic!("a string, not {value}"))
}

/// Nine in the morning of a day, in a zone without an offset.
pub(crate) fn morning(day: NaiveDate) -> String {
    format!("{day}T09:00:00+00:00")
}

/// The day so many days later.
pub(crate) fn later(day: NaiveDate, days: u64) -> NaiveDate {
    day + Days::new(days)
}

/// The same instant, however it is written.
pub(crate) fn same_instant(one: &str, other: &str) -> bool {
    let instant = |text| DateTime::parse_from_rfc3339(text).expect("an instant");
    instant(one) == instant(other)
}
