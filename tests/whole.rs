//! Moving to another machine: everything as one document, and decks as Markdown.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::home::Home;

const DECK: &str = "---\ntopic: Go\ntags: [x]\n---\n\n## Why channels?\n\nThey block.\n\nC: A [map] is [not] safe.\n\n## Why maps?\n\nKeys.\n";

/// A machine on which something has happened.
fn lived_in() -> Home {
    let home = Home::new();
    home.deck("notes/go.md", DECK);
    home.deck(
        "notes/sub/sql.md",
        "# SQL\n\n## Why NULL?\n\nNobody knows.\n",
    );
    home.deck("plan.md", "# Plan\n\n## Week 1\n\n- [ ] Go\n- [x] SQL\n");
    home.run(&["import", "notes"]);
    home.run(&["roadmap", "import", "plan.md"]);
    let cards = ids(&home);
    for (card, grade) in cards.iter().zip(["good", "again", "easy"]) {
        home.run(&["answer", card, grade, "--took-ms", "1200"]);
    }
    home.run(&["suspend", &cards[3]]);
    home.run(&["undo"]);
    home.run(&["suspend", &cards[2]]);
    home
}

fn ids(home: &Home) -> Vec<String> {
    let cards = home.json(&["today", "--json", "--new", "50"])["cards"].clone();
    let id = |card: &Value| card["id"].as_str().expect("an id").to_owned();
    cards.as_array().expect("cards").iter().map(id).collect()
}

/// What a person can see of a machine.
fn state(home: &Home) -> Vec<String> {
    let of = |arguments: &[&str]| home.run(arguments).stdout;
    vec![
        of(&["log", "--json"]),
        of(&["decks", "--json"]),
        of(&["today", "--json", "--new", "50"]),
        of(&["roadmap", "show", "plan", "--json"]),
        of(&["stats", "--json"]),
        of(&["config", "--json"])
            .lines()
            .filter(|line| !line.contains("file"))
            .collect(),
    ]
}

/// The other machine, with the same disk.
fn other(home: &Home) -> Home {
    let other = Home::new();
    let file = home.work().join("all.json");
    fs::copy(file, other.work().join("all.json")).expect("a document");
    other
}

#[test]
fn an_empty_machine_becomes_the_other_one() {
    let home = lived_in();
    home.run(&["export", "all.json"])
        .fine("all.json: 2 decks, 5 cards, 7 lines of the log\n");
    let other = other(&home);
    other.run(&["import", "--dry-run", "all.json"]).fine(
        "all.json: new: 2 decks, 5 cards, 1 roadmap, 7 lines of the log (nothing was changed)\n",
    );
    assert_eq!(other.run(&["log", "--json"]).stdout, "");
    other
        .run(&["import", "all.json"])
        .fine("all.json: new: 2 decks, 5 cards, 1 roadmap, 7 lines of the log\n");
    // The same files, seen from another folder.
    let here = format!("{}/", home.work().display());
    let there: Vec<String> = state(&other)
        .iter()
        .map(|text| text.replace(&here, ""))
        .collect();
    assert_eq!(there, state(&home));
    other.run(&["doctor"]).fine(&home.run(&["doctor"]).stdout);
    // The same state is the same bytes, and taking it in again changes nothing.
    other.run(&["export", "again.json"]);
    let bytes = |home: &Home, file| fs::read(home.work().join(file)).expect("a document");
    assert!(bytes(&other, "again.json") == bytes(&home, "all.json"));
    other
        .run(&["import", "all.json"])
        .fine("all.json: new: nothing\n");
    other
        .run(&["undo", "--import"])
        .fine("took back the import of all.json\n");
    assert_eq!(other.run(&["log", "--json"]).stdout, "");
    assert_eq!(other.run(&["undo", "--import"]).code, 2);
}

#[test]
fn two_machines_join_without_doubling() {
    let home = lived_in();
    home.run(&["export", "all.json"]);
    let other = other(&home);
    other.run(&["import", "all.json"]);
    let cards = ids(&home);
    let mut other = other;
    other.at("2026-11-21T08:00:00+03:00");
    other.run(&["answer", &cards[0], "good"]);
    other.run(&["export", "more.json"]);
    fs::copy(
        other.work().join("more.json"),
        home.work().join("more.json"),
    )
    .expect("a copy");
    home.run(&["import", "more.json"])
        .fine("more.json: new: 1 line of the log\n");
    let mut home = home;
    home.at("2026-11-21T08:00:00+03:00");
    let log = |home: &Home| home.run(&["log", "--json"]).stdout;
    assert_eq!(log(&home), log(&other));
    // Something has happened since, so the copy from before would take too much.
    home.run(&["answer", &cards[1], "good"]);
    let refused = home.run(&["undo", "--import"]);
    assert_eq!((refused.code, refused.stdout.as_str()), (2, ""));
}

#[test]
fn decks_whose_files_are_elsewhere_are_kept() {
    let home = lived_in();
    fs::write(home.data().join("config.toml"), "new_per_day = 3\n").expect("settings");
    home.run(&["export", "all.json"]);
    let other = other(&home);
    let before = home.run(&["log", "--json"]).stdout;
    drop(home);
    let outcome = other.run(&["import", "all.json"]);
    assert_eq!(
        outcome.stderr,
        "note: 2 decks of files that are not on this machine: kept in the database; `drill export --as md DIR` writes them\n"
    );
    assert_eq!(
        outcome.stdout,
        "all.json: new: 2 decks, 5 cards, 1 roadmap, 7 lines of the log, settings\n"
    );
    assert_eq!(other.run(&["log", "--json"]).stdout, before);
    assert_eq!(other.json(&["today", "--json"])["new"], 0);
    let read = other.run(&["read", "--raw", "go"]);
    assert_eq!(read.stdout, DECK);
    other.run(&["import"]);
    assert_eq!(ids(&other).len(), 2);
    // As files again, they are the same cards.
    other
        .run(&["export", "--as", "md", "decks"])
        .fine("decks: 2 decks, 5 cards\n");
    other
        .run(&["import", "--dry-run", "decks"])
        .fine("2 decks, 5 cards: 5 unchanged (nothing was changed)\n");
    other.run(&["undo", "--import"]);
    assert!(!other.data().join("config.toml").exists());
}

#[test]
fn decks_as_markdown_are_the_same_cards() {
    let home = lived_in();
    home.deck(
        "untitled/go.md",
        "## Is this another deck, or the same?\n\nAnother.\n",
    );
    home.run(&["import", "untitled"]);
    home.run(&["export", "out.md"])
        .fine("out.md: 3 decks, 6 cards\n");
    let text = |file: &str| fs::read_to_string(home.work().join(file)).expect("a deck");
    assert_eq!(text("out.md/go.md"), DECK);
    assert_eq!(
        text("out.md/2/go.md"),
        "## Is this another deck, or the same?\n\nAnother.\n"
    );
    assert!(Path::new(&home.work().join("out.md/sub/sql.md")).is_file());
    let fresh = Home::new();
    let ids_of = |home: &Home, path: &str| {
        home.run(&["import", path]);
        let mut ids = ids(home);
        ids.sort();
        ids
    };
    let copied = home.work().join("out.md");
    let there = ids_of(&fresh, &copied.to_string_lossy());
    let source = Home::new();
    source.deck("notes/go.md", DECK);
    source.deck("notes/sql.md", &text("notes/sub/sql.md"));
    source.deck("notes/other/go.md", &text("untitled/go.md"));
    assert_eq!(there, ids_of(&source, "notes"));
    // What is there already is not written over without a word.
    home.deck("out.md/go.md", "mine\n");
    let refused = home.run(&["export", "out.md"]);
    assert_eq!(
        (refused.code, refused.stderr.as_str()),
        (
            2,
            "error: `out.md/go.md` is there already\nhelp: nothing was changed; name another file, or write over it with `--force`\n"
        )
    );
    home.run(&["export", "--force", "out.md"])
        .fine("out.md: 3 decks, 6 cards\n");
    assert_eq!(text("out.md/go.md"), DECK);
}

#[test]
fn a_document_that_is_none_changes_nothing() {
    let home = lived_in();
    let before = state(&home);
    home.run(&["export", "all.json"]);
    let text = fs::read_to_string(home.work().join("all.json")).expect("a document");
    home.deck("cut.json", &text[..text.len() / 2]);
    home.deck(
        "newer.json",
        &text.replace("\"version\":1", "\"version\":9"),
    );
    for file in ["cut.json", "newer.json"] {
        let outcome = home.run(&["import", file]);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{file}");
        assert!(
            outcome
                .stderr
                .starts_with(&format!("error: `{file}` cannot be imported: it is "))
        );
    }
    assert_eq!(state(&home), before);
    let refused = home.run(&["export", "nothing"]);
    assert_eq!(
        refused.stderr,
        "error: `nothing` does not say what to write\nhelp: end its name in `.apkg`, `.json`, `.tsv`, `.csv` or `.md`, or say it: `--as md`\n"
    );
    assert_eq!(home.run(&["export", "no/all.json"]).code, 3);
}
