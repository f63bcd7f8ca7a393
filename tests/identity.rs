//! The edited deck: a card keeps its history through every edit that leaves it the same card.

use serde_json::{Value, json};

use crate::cards::{asked, card, id};
use crate::home::Home;

const DECK: &str = "\
# MVCC

## What is MVCC?
Every write makes a new version; readers keep the old one.

## Which transactions can still see a dead row version?
None that begin after its deletion was committed.

## Who removes dead row versions in PostgreSQL?
Vacuum.
";

/// A home with the deck, and its first card answered.
fn home() -> Home {
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
fn keeps_its_history(home: &Home, ask: &str) {
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

#[test]
fn a_cut_that_would_retire_most_of_a_deck_needs_a_yes() {
    let home = home();
    let more =
        "## What does vacuum freeze?\nOld transaction ids.\n\n## What is bloat?\nDead space.\n";
    home.deck("notes/mvcc.md", &format!("{DECK}\n{more}"));
    home.run(&["import", "notes"])
        .fine("1 deck, 5 cards: 2 new, 3 unchanged\n");
    home.deck("notes/mvcc.md", "# MVCC\n\n## What is MVCC?\nVersions.\n");
    let before = [
        home.run(&["decks", "--json"]),
        home.run(&["log"]),
        home.run(&["find", "what"]),
    ];
    let refusal = "\
error: `notes/mvcc.md` would lose 4 of its 5 cards
cause: the cards are not in the files any more, and no reworded ones take their place
help: nothing was changed; put the text back, or agree with `--yes`: retired cards keep their history
";
    home.run(&["import", "notes"]).ends(1, "", refusal);
    home.run(&["import", "notes", "--json"])
        .ends(1, "", refusal);
    let after = [
        home.run(&["decks", "--json"]),
        home.run(&["log"]),
        home.run(&["find", "what"]),
    ];
    assert_eq!(before, after);
    home.run(&["import", "notes", "--yes"])
        .fine("1 deck, 1 card: 4 retired, 1 unchanged\n");
    keeps_its_history(&home, "What is MVCC?");
}

#[test]
fn today_never_retires_most_of_a_deck_by_itself() {
    let home = home();
    let more =
        "## What does vacuum freeze?\nOld transaction ids.\n\n## What is bloat?\nDead space.\n";
    home.deck("notes/mvcc.md", &format!("{DECK}\n{more}"));
    home.run(&["import", "notes"])
        .fine("1 deck, 5 cards: 2 new, 3 unchanged\n");
    home.deck("notes/mvcc.md", "# MVCC\n\nNothing yet.\n");
    home.deck("notes/other.md", "## What is new?\nThis.\n");
    let today = home.run(&["today", "--json"]);
    assert_eq!(
        today.stderr,
        "warning: `notes/mvcc.md` would lose 5 of its 5 cards and is left as it was\n\
         help: `drill import` the file or its folder to see what changed and to agree\n"
    );
    let today: Value = serde_json::from_str(&today.stdout).expect("JSON");
    assert_eq!(today["new"], 5, "four of the old deck and one of the other");
}

#[test]
fn a_dry_run_changes_nothing() {
    let home = home();
    let before = [
        home.run(&["find", "--json", "what"]),
        home.run(&["log"]),
        home.run(&["decks", "--json"]),
    ];
    home.deck(
        "notes/mvcc.md",
        &DECK.replace("What is MVCC?", "What is MVCC in PostgreSQL?"),
    );
    home.run(&["import", "notes", "--dry-run"])
        .fine("1 deck, 3 cards: 1 reworded (history kept), 2 unchanged (nothing was changed)\n");
    home.run(&["import", "notes", "--dry-run", "--json"]).fine(&format!(
        "{}\n",
        r#"{"decks":1,"cards":3,"new":0,"reworded":1,"moved":0,"retired":0,"restored":0,"unchanged":2,"errors":0,"warnings":0,"diagnostics":[]}"#
    ));
    let after = [
        home.run(&["find", "--json", "what"]),
        home.run(&["log"]),
        home.run(&["decks", "--json"]),
    ];
    assert_eq!(before, after);
    home.run(&["import", "notes"])
        .fine("1 deck, 3 cards: 1 reworded (history kept), 2 unchanged\n");
}

#[test]
fn a_second_import_finds_nothing_to_do() {
    let home = home();
    let before = home.run(&["log"]);
    for _ in 0..2 {
        home.run(&["import", "notes"])
            .fine("1 deck, 3 cards: 3 unchanged\n");
        home.run(&["import"]).fine("1 deck, 3 cards: 3 unchanged\n");
    }
    assert_eq!(home.run(&["log"]), before);
}

#[test]
fn a_page_without_cards_may_stand_among_decks() {
    let home = home();
    home.deck(
        "notes/README.md",
        "# My notes\n\nAll of them.\n\n- one\n- two\n",
    );
    home.deck("notes/.obsidian/workspace.md", "## Hidden?\nNot a deck.\n");
    home.deck("notes/todo.txt", "## Text?\nNot a deck either.\n");
    home.run(&["import", "notes"])
        .fine("1 deck, 3 cards: 3 unchanged\n");
    let decks = home.json(&["decks", "--json"]);
    assert_eq!(decks["decks"].as_array().map(Vec::len), Some(1));
}

#[test]
fn the_report_in_json() {
    let home = Home::new();
    home.deck(
        "deck.md",
        "## What is left?\nThe rest.\n\n## What is this?\n",
    );
    home.run(&["import", "deck.md", "--json"]).ends(
        1,
        concat!(
            r#"{"decks":1,"cards":1,"new":1,"reworded":0,"moved":0,"retired":0,"restored":0,"unchanged":0,"#,
            r#""errors":1,"warnings":0,"diagnostics":[{"code":"E10","level":"error","file":"deck.md","#,
            r#""line":4,"column":1,"end_line":4,"end_column":17,"message":"the question has no answer","#,
            r#""help":"write the answer below it (after `A:`, if the question began with `Q:`); a heading that is no question must not end in `?`"}]}"#,
            "\n"
        ),
        "",
    );
}

#[test]
fn today_takes_in_what_changed_on_the_disk() {
    let home = home();
    assert_eq!(asked(&home, &[]).len(), 2);
    home.deck(
        "notes/mvcc.md",
        &DECK.replace("What is MVCC?", "What is MVCC in PostgreSQL?"),
    );
    home.deck(
        "notes/locks.md",
        "## What does a row lock block?\nOther writers of the row.\n",
    );
    assert_eq!(
        asked(&home, &[]),
        [
            "Which transactions can still see a dead row version?",
            "Who removes dead row versions in PostgreSQL?",
            "What does a row lock block?",
        ]
    );
    keeps_its_history(&home, "What is MVCC in PostgreSQL?");
    std::fs::remove_file(home.work().join("notes/locks.md")).expect("a file");
    assert_eq!(asked(&home, &[]).len(), 2);
}
