//! Importing again: what the report says, what is asked first, and what leaves everything alone.

use serde_json::Value;

use crate::cards::asked;
use crate::home::Home;
use crate::identity::{DECK, home, keeps_its_history};

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

#[test]
fn what_cannot_be_read_is_left_as_it_was() {
    let home = home();
    home.deck(
        "notes/locks.md",
        "## What does a row lock block?\nOther writers of the row.\n",
    );
    home.run(&["import", "notes"])
        .fine("2 decks, 4 cards: 1 new, 3 unchanged\n");
    std::fs::remove_file(home.work().join("notes/locks.md")).expect("a file");
    std::os::unix::fs::symlink("nowhere.md", home.work().join("notes/locks.md")).expect("a link");
    let warning = "warning: `notes/locks.md` cannot be read and is left as it was: No such file or directory (os error 2)\n";
    let outcome = home.run(&["import", "notes"]);
    assert_eq!((outcome.stderr.as_str(), outcome.code), (warning, 0));
    let today = home.run(&["today", "--json"]);
    assert_eq!(today.stderr, warning);
    assert!(today.stdout.contains("What does a row lock block?"));
}

/// Emacs marks a file that is being edited with a hidden link to nowhere.
#[test]
fn the_marks_of_an_editor_are_no_decks() {
    let home = home();
    std::os::unix::fs::symlink("me@here.1:2", home.work().join("notes/.#mvcc.md")).expect("a link");
    home.run(&["import", "notes"])
        .fine("1 deck, 3 cards: 3 unchanged\n");
}
