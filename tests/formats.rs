//! Databases of every format that was ever written: today's program reads them, and what it says
//! follows from their logs. A new migration brings its own file to `tests/formats`.

use std::fs;

use rusqlite::Connection;

use crate::cards::{questions, text};
use crate::home::{Home, repository};

/// How many formats there are.
fn formats() -> usize {
    let scripts = repository().join("src/store/migrations");
    fs::read_dir(scripts).expect("scripts").count()
}

/// The database as a program of that format left it.
fn old(format: usize) -> Home {
    let home = Home::new();
    fs::create_dir(home.data()).expect("a folder");
    let db = Connection::open(home.database()).expect("a database");
    let run = |file: String| {
        let script = fs::read_to_string(repository().join(&file)).expect(&file);
        db.execute_batch(&script).expect(&file);
    };
    db.pragma_update(None, "journal_mode", "wal")
        .expect("a mode");
    for number in 1..=format {
        run(format!("src/store/migrations/{number}.sql"));
    }
    run(format!("tests/formats/{format}.sql"));
    db.pragma_update(None, "application_id", 0x6472_6c6c)
        .expect("a pragma");
    db.pragma_update(None, "user_version", format as i64)
        .expect("a pragma");
    home
}

const CARDS: [&str; 3] = [
    "eaa253e5e1e9cb61cca1aee5ae464818",
    "0f4ce33becc080f97becf3a2d01895b0",
    "c3ce374a400de8499471cda54cb21905",
];

#[test]
fn every_format_is_read_and_says_what_its_log_says() {
    for format in 1..=formats() {
        let mut home = old(format);
        home.at("2026-11-22T08:00:00+03:00");
        let shown: Vec<_> = CARDS
            .iter()
            .map(|card| home.json(&["show", card, "--json"]))
            .collect();
        let due = |number: usize| text(&shown[number]["due"]).to_owned();
        assert_eq!(due(0), "2026-11-27", "format {format}");
        let placed = if format < 4 {
            "2026-11-21"
        } else {
            "2026-12-03"
        };
        assert_eq!(due(1), placed, "format {format}");
        assert_eq!(shown[2]["suspended"], true, "format {format}");
        let lines = [6, 6, 8, 9, 9, 10, 11][format - 1];
        assert_eq!(
            home.json_lines(&["log", "--json"]).len(),
            lines,
            "format {format}"
        );
        home.run(&["doctor"]).fine("the database is sound\n");
        assert_eq!(home.json_lines(&["find", "--json", "Nile"]).len(), 1);
        // It was copied first, and the copy is of the old format; today's has nothing to bring up.
        let copy = home.data().join("backups/0001-before-update-2026-11-22.db");
        assert_eq!(copy.exists(), format < formats(), "format {format}");
        if format >= 3 {
            let plan = home.json(&["roadmap", "show", "plan", "--json"]);
            assert_eq!(plan["items"][0]["done"], true, "format {format}");
        }
        // And life goes on.
        home.deck("more.md", &questions(2));
        home.run(&["import", "more.md"])
            .fine("1 deck, 2 cards: 2 new\n");
        home.json(&["answer", CARDS[0], "good", "--json"]);
        home.run(&["undo"])
            .fine("took back `good` of 2026-11-22: Where does the Nile end?\n");
        home.run(&["doctor"]).fine("the database is sound\n");
    }
}

#[test]
fn a_copy_of_every_format_can_be_brought_back() {
    for format in 1..=formats() {
        let past = old(format);
        let mut home = Home::with_rivers();
        home.at("2026-11-22T08:00:00+03:00");
        let copy = past.database().display().to_string();
        home.json(&["restore", &copy, "--yes", "--json"]);
        assert_eq!(
            text(&home.json(&["show", CARDS[0], "--json"])["due"]),
            "2026-11-27"
        );
        home.run(&["doctor"]).fine("the database is sound\n");
    }
}
