//! Copies of the database: made while it is in use, kept in turn, and brought back.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use rusqlite::Connection;
use serde_json::json;

use crate::cards::{id, questions};
use crate::home::Home;

/// The permissions of a file or folder, as `chmod` writes them.
fn mode(path: &Path) -> String {
    let facts = fs::metadata(path).expect("a file");
    format!("{:o}", facts.permissions().mode() & 0o777)
}

fn answers(home: &Home) -> usize {
    home.json_lines(&["log", "--json"]).len()
}

/// The names in the folder of the automatic copies.
fn backups(home: &Home) -> Vec<String> {
    let entries = fs::read_dir(home.data().join("backups")).expect("a folder");
    let name = |entry: std::io::Result<fs::DirEntry>| entry.expect("an entry").file_name();
    let mut names: Vec<String> = entries
        .map(|entry| name(entry).to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn everything_is_for_its_owner_alone() {
    let home = Home::with_rivers();
    home.run(&["backup"]);
    home.run(&["backup", "copy.db"]);
    let data = home.data();
    assert_eq!(mode(&data), "700");
    assert_eq!(mode(&home.database()), "600");
    assert_eq!(mode(&data.join("backups")), "700");
    assert_eq!(
        mode(&data.join("backups/0001-by-hand-2026-11-20.db")),
        "600"
    );
    assert_eq!(mode(&home.work().join("copy.db")), "600");
    // While somebody has it open there are journals beside it.
    let mut sitting = home.sit(&["today"]);
    sitting.grade("3").see("1 done");
    assert_eq!(mode(&data.join("drill.db-wal")), "600");
    assert_eq!(mode(&data.join("drill.db-shm")), "600");
    sitting.press("q");
    assert_eq!(sitting.end(), 0);
}

#[test]
fn a_copy_is_whole_while_the_database_is_in_use_and_comes_back_into_a_sitting() {
    let home = Home::with_rivers();
    let mut sitting = home.sit(&["today"]);
    sitting.grade("3").see("1 done");
    home.run(&["backup", "copy.db"])
        .fine("copy.db: 3 cards, 1 answer\n");
    assert!(
        !home.work().join("copy.db-wal").exists(),
        "a copy is one file"
    );
    sitting.grade("3").see("2 done");
    home.run(&["restore", "copy.db", "--yes"]).fine(&format!(
        "restored copy.db: 3 cards, 1 answer\nwhat was there before is kept as {}\n",
        home.data()
            .join("backups/0001-before-restore-2026-11-20.db")
            .display()
    ));
    assert_eq!(answers(&home), 1);
    // The sitting that was open all the time goes on with what was brought back.
    sitting.grade("3").see("3 answers on 3 cards.");
    assert_eq!(sitting.end(), 0);
    assert_eq!(home.answers(), ["Nile good", "Volga good"]);
    home.run(&["doctor"]).fine("the database is sound\n");
}

#[test]
fn what_is_no_copy_is_not_replaced() {
    let home = Home::with_rivers();
    home.run(&["backup", "rivers.md"]).ends(
        2,
        "",
        "error: `rivers.md` is there already and is no backup\n\
         help: nothing was changed; choose another name, or replace it with `--force`\n",
    );
    home.run(&["backup", "."]).ends(
        2,
        "",
        "error: `.` is a folder\nhelp: name a file in it, like `drill.db`\n",
    );
    let own = home.database().display().to_string();
    home.run(&["backup", &own, "--force"]).ends(
        2,
        "",
        &format!("error: `{own}` is the database itself\nhelp: give the copy another name\n"),
    );
    let outcome = home.run(&["backup", "nowhere/copy.db"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (3, ""));
    home.run(&["backup", "copy.db"]);
    home.run(&["backup", "copy.db"])
        .fine("copy.db: 3 cards, 0 answers\n");
    home.run(&["backup", "rivers.md", "--force"])
        .fine("rivers.md: 3 cards, 0 answers\n");
}

#[test]
fn a_copy_that_cannot_be_finished_leaves_the_last_one() {
    let home = Home::with_rivers();
    let folder = home.work().join("copies");
    fs::create_dir(&folder).expect("a folder");
    home.run(&["backup", "copies/copy.db"]);
    let before = fs::read(folder.join("copy.db")).expect("a copy");
    fs::set_permissions(&folder, Permissions::from_mode(0o500)).expect("permissions");
    // Whoever may do everything cannot be kept out.
    let kept_out = fs::write(folder.join("probe"), "").is_err();
    let outcome = home.run(&["backup", "copies/copy.db"]);
    fs::set_permissions(&folder, Permissions::from_mode(0o700)).expect("permissions");
    if kept_out {
        assert_eq!(outcome.code, 3);
    }
    assert_eq!(
        fs::read(folder.join("copy.db")).expect("a copy").len(),
        before.len()
    );
}

#[test]
fn automatic_copies_are_listed_and_named_by_number() {
    let home = Home::with_rivers();
    home.run(&["restore"])
        .fine("there are no automatic copies yet\n");
    home.run(&["backup"]);
    home.json(&[
        "answer",
        &id(&home, "Where does the Nile end?"),
        "good",
        "--json",
    ]);
    home.run(&["backup"]);
    let folder = home.data().join("backups");
    fs::write(folder.join("notes.txt"), "mine").expect("a file");
    fs::write(folder.join("0009-by-hand-2026-11-20.db"), "torn").expect("a file");
    home.run(&["restore"]).fine(&format!(
        "in {}:\n   \
         9  2026-11-20  by-hand         cannot be used: it does not begin like a database\n   \
         2  2026-11-20  by-hand         3 cards, 1 answer\n   \
         1  2026-11-20  by-hand         3 cards, 0 answers\n",
        folder.display()
    ));
    let list = home.json(&["restore", "--json"]);
    assert_eq!(
        list["backups"][1],
        json!({"number": 2, "day": "2026-11-20", "why": "by-hand", "cards": 3, "answers": 1, "error": null,
               "file": folder.join("0002-by-hand-2026-11-20.db").display().to_string()})
    );
    home.run(&["restore", "1"]).ends(
        2,
        "",
        "error: nothing was restored\n\
         cause: this takes the place of the present database, which nobody agreed to\n\
         help: agree with `--yes`; what is there now is kept as a copy\n",
    );
    assert_eq!(answers(&home), 1);
    home.run(&["restore", "9", "--yes"]).ends(
        2,
        "",
        &format!(
            "error: `{}` cannot be restored\n\
             cause: it does not begin like a database\n\
             help: nothing was changed; `drill restore` lists the automatic copies\n",
            folder.join("0009-by-hand-2026-11-20.db").display()
        ),
    );
    let restored = home.json(&["restore", "0001-by-hand-2026-11-20.db", "--yes", "--json"]);
    assert_eq!(restored["answers"], 0);
    assert_eq!(answers(&home), 0);
    // What was replaced is a copy like any other.
    home.json(&["restore", "10", "--yes", "--json"]);
    assert_eq!(answers(&home), 1);
    home.run(&["doctor"]).fine("the database is sound\n");
}

#[test]
fn a_question_is_asked_where_somebody_can_answer() {
    let home = Home::with_rivers();
    home.run(&["backup", "copy.db"]);
    let mut terminal = home.sit(&["restore", "copy.db"]);
    terminal
        .see("Put `copy.db` (3 cards, 0 answers) in the place of the database?")
        .press("y");
    assert_eq!(terminal.end(), 0);
    assert_eq!(backups(&home), ["0001-before-restore-2026-11-20.db"]);
}

#[test]
fn of_each_kind_ten_are_kept_and_of_a_day_the_first_and_the_last() {
    let mut home = Home::with_rivers();
    for day in 20..=30 {
        home.at(&format!("2026-11-{day}T08:00:00+03:00"));
        home.run(&["backup"]);
        home.run(&["backup"]);
    }
    let kept = backups(&home);
    let days: Vec<&str> = kept.iter().map(|name| &name[..4]).collect();
    // Two of each of the last five days; the older ones made place, oldest first.
    assert_eq!(
        days,
        [
            "0013", "0014", "0015", "0016", "0017", "0018", "0019", "0020", "0021", "0022"
        ]
    );
    for _ in 0..12 {
        home.run(&["backup"]);
    }
    let kept = backups(&home);
    let days: Vec<&str> = kept.iter().map(|name| &name[..4]).collect();
    assert_eq!(
        days,
        [
            "0013", "0014", "0015", "0016", "0017", "0018", "0019", "0020", "0021", "0034"
        ]
    );
}

#[test]
fn an_import_that_retires_much_makes_a_copy_first() {
    let home = Home::new();
    home.deck("deck.md", &questions(30));
    home.run(&["import", "deck.md"]);
    home.json(&["answer", &id(&home, "Question 00?"), "good", "--json"]);
    home.deck("deck.md", &questions(2));
    home.run(&["import", "deck.md", "--yes"])
        .fine("1 deck, 2 cards: 28 retired, 2 unchanged\n");
    assert_eq!(backups(&home), ["0001-before-import-2026-11-20.db"]);
    home.json(&["restore", "1", "--yes", "--json"]);
    assert_eq!(home.json(&["due", "--json"])["new"], 19);
}

#[test]
fn a_copy_of_a_newer_program_is_refused() {
    let home = Home::with_rivers();
    home.run(&["backup", "copy.db"]);
    Connection::open(home.work().join("copy.db"))
        .expect("a copy")
        .pragma_update(None, "user_version", 99)
        .expect("a pragma");
    let outcome = home.run(&["restore", "copy.db", "--yes"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""));
    assert!(
        outcome
            .stderr
            .starts_with("error: `copy.db` cannot be restored\ncause: it was written by a newer drill (format 99;"),
        "{}",
        outcome.stderr
    );
}
