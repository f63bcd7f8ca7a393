//! The edited deck: a card keeps its history through every edit that leaves it the same card.

use serde_json::{Value, json};

use crate::cards::{card, id};
use crate::home::Home;

pub(crate) const DECK: &str = "\
# MVCC

## What is MVCC?
Every write makes a new version; readers keep the old one.

## Which transactions can still see a dead row version?
None that begin after its deletion was committed.

## Who removes dead row versions in PostgreSQL?
Vacuum.
";

/// A home with the deck, and its first card answered.
pub(crate) fn home() -> Home {
    let home = Home::new();
    home.deck("notes/mvcc.md", DECK);
    home.run(&["import", "notes"])
        .fine("1 deck, 3 cards: 3 new\n");
    let first = id(&home, "What is MVCC?");
    home.json(&["answer", &first, "good", "--json"]);
    home
}

/// Saves the deck with some words replaced, and imports it.
#[track_caller]
fn edit(home: &Home, words: &str, by: &str, report: &str) {
    assert!(DECK.contains(words));
    home.deck("notes/mvcc.md", &DECK.replace(words, by));
    home.run(&["import", "notes"]).fine(report);
}

/// The card that asks this has the one answer that [`home`] gave, and stands where it put it.
#[track_caller]
pub(crate) fn keeps_its_history(home: &Home, ask: &str) {
    let card = id(home, ask);
    let shown = home.json(&["show", &card, "--json"]);
    let history = shown["history"].as_array().expect("a history");
    let grades: Vec<&Value> = history.iter().map(|answer| &answer["grade"]).collect();
    assert_eq!(grades, ["good"], "{ask}");
    assert_eq!(
        [&shown["due"], &shown["repetition"]],
        [&json!("2026-11-21"), &json!(1)],
        "{ask}"
    );
    home.run(&["doctor"]).fine("the database is sound\n");
}

#[test]
fn a_reworded_question_keeps_its_history() {
    let home = home();
    let before = id(&home, "What is MVCC?");
    edit(
        &home,
        "What is MVCC?",
        "What is MVCC in PostgreSQL?",
        "1 deck, 3 cards: 1 reworded (history kept), 2 unchanged\n",
    );
    keeps_its_history(&home, "What is MVCC in PostgreSQL?");
    let after = id(&home, "What is MVCC in PostgreSQL?");
    home.run(&["log"]).fine(&format!(
        "2026-11-20T08:00:00.000+03:00  {before}  answered   good\n\
         2026-11-20T08:00:00.000+03:00  {after}  continued  {before}\n"
    ));
}

#[test]
fn a_question_may_be_reworded_again_and_back() {
    let home = home();
    for ask in [
        "What is MVCC in PostgreSQL?",
        "What is MVCC for, in PostgreSQL?",
        "What is MVCC?",
    ] {
        edit(
            &home,
            "What is MVCC?",
            ask,
            "1 deck, 3 cards: 1 reworded (history kept), 2 unchanged\n",
        );
        keeps_its_history(&home, ask);
    }
}

#[test]
fn an_answer_given_under_the_old_wording_can_be_taken_back() {
    let home = home();
    edit(
        &home,
        "What is MVCC?",
        "What is MVCC in PostgreSQL?",
        "1 deck, 3 cards: 1 reworded (history kept), 2 unchanged\n",
    );
    assert_eq!(home.run(&["undo"]).code, 0);
    let card = card(&home, "What is MVCC in PostgreSQL?");
    assert_eq!(
        [&card["state"], &card["due"]],
        [&json!("new"), &Value::Null]
    );
    home.run(&["doctor"]).fine("the database is sound\n");
}

#[test]
fn a_pin_holds_a_card_through_any_wording() {
    let home = home();
    edit(
        &home,
        "What is MVCC?",
        "What is MVCC? {#mvcc}",
        "1 deck, 3 cards: 1 reworded (history kept), 2 unchanged\n",
    );
    keeps_its_history(&home, "What is MVCC?");
    let pinned = id(&home, "What is MVCC?");
    edit(
        &home,
        "What is MVCC?",
        "Wozu dient Mehrversionskontrolle? {#mvcc}",
        "1 deck, 3 cards: 3 unchanged\n",
    );
    keeps_its_history(&home, "Wozu dient Mehrversionskontrolle?");
    assert_eq!(id(&home, "Wozu dient Mehrversionskontrolle?"), pinned);
}

#[test]
fn a_polished_answer_changes_nothing_but_the_answer() {
    let home = home();
    let before = id(&home, "What is MVCC?");
    edit(
        &home,
        "Every write makes a new version; readers keep the old one.",
        "Concurrency by *versions*.",
        "1 deck, 3 cards: 3 unchanged\n",
    );
    keeps_its_history(&home, "What is MVCC?");
    let card = card(&home, "What is MVCC?");
    assert_eq!(
        [&card["id"], &card["answer"]],
        [&json!(before), &json!("Concurrency by *versions*.")]
    );
}

#[test]
fn white_space_and_line_ends_change_nothing() {
    let home = home();
    let before = id(&home, "What is MVCC?");
    home.deck(
        "notes/mvcc.md",
        &DECK
            .replace("What is MVCC?", "What  is   MVCC?")
            .replace('\n', "\r\n"),
    );
    home.run(&["import", "notes"])
        .fine("1 deck, 3 cards: 3 unchanged\n");
    let shown = home.json(&["show", &before, "--json"]);
    assert_eq!(shown["history"].as_array().map(Vec::len), Some(1));
    assert_eq!(shown["retired"], false);
}

#[test]
fn a_question_moves_to_another_deck() {
    let home = home();
    let (first, rest) = DECK.split_once("## Which").expect("two parts");
    home.deck("notes/mvcc.md", &format!("# MVCC\n\n## Which{rest}"));
    home.deck("notes/versions.md", &first.replace("# MVCC", "# Versions"));
    home.run(&["import", "notes"])
        .fine("2 decks, 3 cards: 1 moved (history kept), 2 unchanged\n");
    keeps_its_history(&home, "What is MVCC?");
    assert_eq!(card(&home, "What is MVCC?")["deck"], "versions");
}

#[test]
fn a_file_is_renamed_and_put_elsewhere() {
    let home = home();
    let before = id(&home, "What is MVCC?");
    std::fs::create_dir(home.work().join("notes/databases")).expect("a folder");
    std::fs::rename(
        home.work().join("notes/mvcc.md"),
        home.work().join("notes/databases/versions.md"),
    )
    .expect("a file");
    home.run(&["import", "notes"])
        .fine("1 deck, 3 cards: 3 unchanged\n");
    keeps_its_history(&home, "What is MVCC?");
    let card = card(&home, "What is MVCC?");
    let found = json!([card["id"], card["deck"], card["place"]]);
    assert_eq!(
        found,
        json!([before, "versions", "notes/databases/versions.md:3:1"])
    );
}

#[test]
fn a_topic_is_renamed() {
    let home = home();
    edit(
        &home,
        "# MVCC\n",
        "# Multiversion concurrency control\n",
        "1 deck, 3 cards: 3 moved (history kept)\n",
    );
    keeps_its_history(&home, "What is MVCC?");
}

#[test]
fn what_leaves_a_deck_is_retired_and_comes_back_with_its_history() {
    let home = home();
    let first = id(&home, "What is MVCC?");
    let question =
        "## What is MVCC?\nEvery write makes a new version; readers keep the old one.\n\n";
    edit(
        &home,
        question,
        "",
        "1 deck, 2 cards: 1 retired, 2 unchanged\n",
    );
    let shown = home.json(&["show", &first, "--json"]);
    assert_eq!(shown["retired"], true);
    assert_eq!(shown["history"].as_array().map(Vec::len), Some(1));
    home.run(&["answer", &first, "good"]).ends(
        2,
        "",
        &format!(
            "error: the card {first} is not in any deck any more\n\
             help: its history is kept; it comes back when its question stands in a deck again\n"
        ),
    );
    edit(
        &home,
        question,
        question,
        "1 deck, 3 cards: 1 restored, 2 unchanged\n",
    );
    keeps_its_history(&home, "What is MVCC?");
    home.run(&["log"]).fine(&format!(
        "2026-11-20T08:00:00.000+03:00  {first}  answered   good\n"
    ));
}

#[test]
fn what_may_be_either_of_two_is_named_and_starts_anew() {
    let home = Home::new();
    let deck = |asks: &[&str]| {
        let card = |ask: &&str| format!("## {ask}\nFor its locks.\n\n");
        format!("# Locks\n\n{}", asks.iter().map(card).collect::<String>())
    };
    let before = ["Why does step one wait?", "Why does step two wait?"];
    home.deck("locks.md", &deck(&before));
    home.run(&["import", "locks.md"])
        .fine("1 deck, 2 cards: 2 new\n");
    home.deck("locks.md", &deck(&["Why must a step wait?"]));
    home.run(&["import", "locks.md"]).ends(
        0,
        "1 deck, 1 card: 1 new, 2 retired\n",
        "note: `Why must a step wait?` may be one of these reworded, and starts as a new card: \
         `Why does step one wait?`, `Why does step two wait?`\n\
         help: to keep a history through any rewording, pin the card first: `## Question? {#name}`\n",
    );
    home.run(&["log"]).fine("");
}

#[test]
fn another_question_in_its_place_is_another_card() {
    let home = home();
    edit(
        &home,
        "## What is MVCC?\nEvery write makes a new version; readers keep the old one.",
        "## Which isolation level forbids phantom reads?\nSerializable.",
        "1 deck, 3 cards: 1 new, 1 retired, 2 unchanged\n",
    );
    assert_eq!(
        card(&home, "Which isolation level forbids phantom reads?")["state"],
        "new"
    );
}
