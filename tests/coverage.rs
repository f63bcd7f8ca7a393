//! The table of what the shipped decks must teach: every key point (`K1`, ...) and every common
//! misconception (`M1`, ...) of a topic names the cards that test it, by the beginning of their
//! questions. A point without a card says why; a name that fits no card, or cards of different
//! texts, is a mistake. The points themselves are told in the decks.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use crate::home::{Home, repository};

/// A card of a shipped deck, with the words by which the table may name it.
struct Card {
    /// What it was cut from: the row of its first sibling, or the heading of its steps or rows.
    text: String,
    names: Vec<String>,
    /// The program that it shows; empty for other kinds.
    code: String,
}

type Table = BTreeMap<String, BTreeMap<String, toml::Value>>;

#[test]
fn every_point_of_every_deck_names_the_cards_that_test_it() {
    let decks = shipped();
    let table = table();
    let untold: Vec<&String> = decks
        .keys()
        .filter(|deck| !table.contains_key(*deck))
        .collect();
    assert!(untold.is_empty(), "no table for {untold:?}");
    let mut faults = Vec::new();
    for (deck, points) in &table {
        let cards = decks
            .get(deck)
            .unwrap_or_else(|| panic!("there is no deck `{deck}`"));
        assert_eq!(numbers(points), expected(points), "{deck} skips a point");
        faults.extend(
            points
                .iter()
                .flat_map(|(point, names)| check(deck, point, names, cards)),
        );
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The points of a deck: `K` and `M` with their numbers.
fn numbers(points: &BTreeMap<String, toml::Value>) -> BTreeSet<String> {
    points.keys().cloned().collect()
}

/// As many points of each kind, numbered from 1 without a gap.
fn expected(points: &BTreeMap<String, toml::Value>) -> BTreeSet<String> {
    let count = |kind: char| {
        points
            .keys()
            .filter(|point| point.starts_with(kind))
            .count()
    };
    ['K', 'M']
        .into_iter()
        .flat_map(|kind| (1..=count(kind)).map(move |number| format!("{kind}{number}")))
        .collect()
}

/// What is wrong with a point of the table.
fn check(deck: &str, point: &str, names: &toml::Value, cards: &[Card]) -> Vec<String> {
    let Some(names) = names.as_array() else {
        let says_why = names
            .as_str()
            .is_some_and(|why| why.starts_with("left out: "));
        let fault =
            (!says_why).then(|| format!("{deck} {point} neither names a card nor says why"));
        return fault.into_iter().collect();
    };
    let mut faults = Vec::new();
    if names.is_empty() {
        faults.push(format!("{deck} {point} names no card"));
    }
    for name in names {
        let name = plain(name.as_str().unwrap_or_default());
        let fits = |card: &&Card| {
            card.code.contains(&name) || card.names.iter().any(|own| own.starts_with(&name))
        };
        let texts: BTreeSet<&String> = cards.iter().filter(fits).map(|card| &card.text).collect();
        if texts.len() != 1 {
            faults.push(format!(
                "{deck} {point}: `{name}` fits {} texts",
                texts.len()
            ));
        }
    }
    faults
}

/// The tables of all fields, by deck.
fn table() -> Table {
    let folder = repository().join("tests/coverage");
    let mut table = Table::new();
    for entry in std::fs::read_dir(folder).expect("there are tables") {
        let text = std::fs::read_to_string(entry.expect("a file").path()).expect("a table");
        let part: Table = toml::from_str(&text).expect("a table is TOML");
        table.extend(part);
    }
    table
}

/// The cards of all shipped decks, by deck.
fn shipped() -> BTreeMap<String, Vec<Card>> {
    let home = Home::new();
    assert_eq!(home.run(&["decks"]).code, 0);
    let db = Connection::open(home.database()).expect("there is a database");
    let mut query = db
        .prepare(
            "select name, coalesce(kin, -row), kind, ask, answer from cards join decks using (deck)
             where not retired",
        )
        .expect("there are cards");
    let mut decks: BTreeMap<String, Vec<Card>> = BTreeMap::new();
    let mut rows = query.query([]).expect("there are cards");
    while let Some(row) = rows.next().expect("a row") {
        let text = |column| row.get::<_, String>(column).expect("text");
        let kin: i64 = row.get(1).expect("a number");
        let ask = text(3);
        let section = heading(&ask).filter(|_| ["row", "step"].contains(&text(2).as_str()));
        let card = Card {
            text: section.map_or_else(|| kin.to_string(), |(heading, _)| heading.to_owned()),
            names: names(&text(2), &ask, &text(4)),
            code: if text(2) == "output" {
                plain(&ask)
            } else {
                String::new()
            },
        };
        decks.entry(text(0)).or_default().push(card);
    }
    decks
}

/// How the table may call a card: by its question; `heading / cell` for a row or a step (the step
/// that is the answer), or the heading alone for all of them; by some of the code, or
/// `output / explanation`, where code stands under no question; a cloze by its whole text.
fn names(kind: &str, ask: &str, answer: &str) -> Vec<String> {
    match (kind, heading(ask)) {
        ("cloze", _) => vec![plain(&ask.replacen("[...]", answer, 1))],
        ("row", Some((heading, rest))) => {
            let cell = rest.split_once("= ").map_or("", |(_, cell)| cell);
            vec![plain(&format!("{heading} / {cell}"))]
        }
        ("step", Some((heading, _))) => vec![plain(&format!("{heading} / {answer}"))],
        ("output", _) => {
            let explanation = answer.rsplit_once("```").map_or(answer, |(_, rest)| rest);
            vec![plain(ask), plain(&format!("output / {explanation}"))]
        }
        _ => vec![plain(ask)],
    }
}

/// The heading of a step or a row, which its question begins with, and the rest.
fn heading(ask: &str) -> Option<(&str, &str)> {
    ask.strip_prefix("**")?.split_once("**")
}

/// Words without markup, so that the table reads well.
fn plain(text: &str) -> String {
    let text = text
        .trim_end_matches(" {.steps}")
        .trim_end_matches(" {.rows}");
    let bare: String = text.chars().filter(|c| !"`*_[]\\".contains(*c)).collect();
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}
