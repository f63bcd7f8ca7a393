//! The tables that the page of `drill stats` must have, made from its JSON.

use std::collections::BTreeMap;

use serde_json::{Value, json};

type Rows = Vec<Vec<String>>;

/// Every table by its caption.
pub(crate) fn figures(stats: &Value) -> BTreeMap<String, Value> {
    let days = [
        "day",
        "answers",
        "cards",
        "introduced",
        "minutes",
        "asked",
        "recalled",
    ];
    let evenings = &stats["deadlines"][0]["burn_down"];
    let spans = ["days", "days_studied", "answers", "minutes"];
    let tables = [
        (
            "What was done on each day",
            backwards(rows(&stats["days"], &days)),
        ),
        (
            "Cards that fall due",
            rows(&stats["forecast"], &["day", "due"]),
        ),
        ("Answers", last_month(stats)),
        ("Recalled when due", retention(&stats["tests"])),
        (
            "Cards at the end of a day",
            backwards(rows(&stats["maturity"], &["day", "mature", "young"])),
        ),
        ("Time spent", rows(&stats["time"], &spans)),
        (
            "Cards not known yet in the evening",
            rows(evenings, &["day", "left", "planned"]),
        ),
        ("Cards by stage", stages(&stats["roadmap"]["stages"])),
        (
            "The cards that are forgotten most",
            hardest(&stats["hardest"]["cards"]),
        ),
        ("Cards by deck", decks(&stats["decks"])),
    ];
    let table = |(caption, rows): (&str, Rows)| (caption.to_owned(), json!(rows));
    tables.into_iter().map(table).collect()
}

fn cell(value: &Value) -> String {
    match value.as_f64() {
        Some(number) => number.to_string(),
        None => value.as_str().unwrap_or("–").to_owned(),
    }
}

fn percent(share: &Value) -> String {
    match share.as_f64() {
        Some(share) => format!("{:.1} %", share * 100.0),
        None => "–".into(),
    }
}

fn entries(list: &Value) -> &[Value] {
    list.as_array().expect("a list")
}

fn rows(list: &Value, names: &[&str]) -> Rows {
    let row = |entry: &Value| names.iter().map(|name| cell(&entry[*name])).collect();
    entries(list).iter().map(row).collect()
}

fn backwards(mut rows: Rows) -> Rows {
    rows.reverse();
    rows
}

/// The days on which nothing was answered are in no JSON: they are the others.
fn last_month(stats: &Value) -> Rows {
    let today: chrono::NaiveDate = cell(&stats["day"]).parse().expect("a date");
    let day = |ago: u64| {
        let day = (today - chrono::Days::new(29 - ago)).to_string();
        let there = entries(&stats["days"])
            .iter()
            .find(|there| there["day"] == day.as_str());
        let answers = there.map_or_else(|| "0".to_owned(), |there| cell(&there["answers"]));
        vec![day, answers]
    };
    (0..30).map(day).collect()
}

fn retention(tests: &Value) -> Rows {
    let row = |name: String, recall: &Value| {
        let counts = ["asked", "recalled"].map(|count| cell(&recall[count]));
        let shares = ["rate", "low", "high"].map(|share| percent(&recall[share]));
        std::iter::once(name).chain(counts).chain(shares).collect()
    };
    let spans = ["1", "2–6", "7–20", "21–45", "46–90", "91–180", "181+"];
    let spans = spans.iter().zip(entries(&tests["by_interval"]));
    let kinds = [("Young", &tests["young"]), ("Mature", &tests["mature"])];
    let kinds = kinds.map(|(name, recall)| row(name.into(), recall));
    kinds
        .into_iter()
        .chain(spans.map(|(name, span)| row(format!("{name} days"), span)))
        .collect()
}

fn stages(stages: &Value) -> Rows {
    let mut rows = rows(stages, &["title", "new", "learning", "known", "mature"]);
    for (row, stage) in rows.iter_mut().zip(entries(stages)) {
        row[0] = format!("{}. {}", stage["stage"], row[0]);
    }
    rows
}

fn hardest(cards: &Value) -> Rows {
    let row = |card: &Value| {
        let ease = card["ease"].as_f64().expect("a number");
        let leech = if card["leech"] == true { "yes" } else { "" };
        vec![
            cell(&card["ask"]),
            cell(&card["lapses"]),
            format!("{ease:.2}"),
            cell(&card["interval"]),
            leech.to_owned(),
            cell(&card["place"]),
            cell(&card["id"])[..8].to_owned(),
        ]
    };
    entries(cards).iter().map(row).collect()
}

/// What would turn the reading order round is shown as a mark.
fn decks(decks: &Value) -> Rows {
    let names = [
        "title",
        "cards",
        "due",
        "new",
        "young",
        "mature",
        "suspended",
    ];
    let mut rows = rows(decks, &names);
    for (row, deck) in rows.iter_mut().zip(entries(decks)) {
        row[0] = row[0].replace('\u{202e}', "\u{fffd}");
        let retention = &deck["retention"];
        row.extend([cell(&retention["asked"]), percent(&retention["rate"])]);
    }
    rows
}
