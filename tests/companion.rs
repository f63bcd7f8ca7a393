//! One long sitting that presses every key, and the rows of the database before and after: what
//! undo takes back leaves no trace but lines in the log.

use rusqlite::Connection;

use crate::home::Home;
use crate::sitting::Sitting;

/// Every row of a table, as text.
fn rows(home: &Home, table: &str, order: &str) -> Vec<String> {
    let db = Connection::open(home.database()).expect("the database");
    let mut query = db
        .prepare(&format!("select * from {table} order by {order}"))
        .expect("a query");
    let width = query.column_count();
    let read = |row: &rusqlite::Row<'_>| {
        let cell = |at| Ok(format!("{:?}", row.get_ref(at)?));
        let cells: rusqlite::Result<Vec<String>> = (0..width).map(cell).collect();
        cells.map(|cells| cells.join(" "))
    };
    let rows = query.query_map([], read).expect("rows");
    rows.map(|row| row.expect("a row")).collect()
}

/// What a mind that was changed must find as it was.
fn derived(home: &Home) -> [Vec<String>; 2] {
    [rows(home, "cards", "row"), rows(home, "standings", "card")]
}

/// What happened since, without names and times.
fn happened(home: &Home, lines: usize) -> Vec<String> {
    let log = home.json_lines(&["log", "--json"]);
    let kind = |entry: &serde_json::Value| {
        let kind = entry["kind"].as_str().unwrap_or_default();
        format!("{kind} {}", entry["grade"].as_str().unwrap_or_default())
    };
    log[lines..]
        .iter()
        .map(|entry| kind(entry).trim().to_owned())
        .collect()
}

/// The shipped deck of MVCC after one morning, on the day after.
fn second_morning() -> Home {
    let mut home = Home::new();
    home.run(&["import", "--shipped", "--quiet"]);
    let mut sitting = home.sit_at(50, 80, &["today", "--deck", "mvcc", "--limit", "6"]);
    for done in 0..6 {
        sitting.see(&format!("{done} done")).grade("3");
    }
    assert_eq!(sitting.end(), 0);
    home.at("2026-11-21T08:00:00+03:00");
    home
}

/// Undoes until there is nothing left of this sitting.
fn undo(sitting: &mut Sitting, times: usize) {
    for _ in 0..times {
        sitting.press("u");
    }
    sitting.press("?").see("any key goes back").press("x");
}

#[test]
fn every_key_works_and_undo_leaves_the_rows_as_they_were() {
    let home = second_morning();
    let before = derived(&home);
    let lines = home.json_lines(&["log", "--json"]).len();
    let mut sitting = home.sit_at(50, 80, &["today", "--deck", "mvcc"]);
    sitting.see("0 done, 26 left");
    sitting.press("n").see("any other key goes back").press("x");
    sitting
        .see("space answer")
        .press("l")
        .see("repetition 1, lapses 0");
    sitting.press("x").see("space answer").press("o");
    sitting.see("is part of the program, so there is no file to edit");
    sitting
        .press("E")
        .see("help: write a deck with `topic: PostgreSQL MVCC`");
    sitting.grade("1").see("1 done, 25 left, 1 again");
    sitting
        .press("s")
        .see("suspended: out of all sittings")
        .see("1 done, 24 left");
    sitting
        .press("b")
        .see("buried: it comes back tomorrow")
        .see("1 done, 23 left");
    sitting
        .press("t")
        .see("enter compare")
        .press("\x1b")
        .see("space answer");
    sitting.grade("2").see("2 done, 22 left, 2 again");
    sitting.grade("4").see("3 done, 21 left, 2 again");
    sitting
        .press("b")
        .see("3 done, 20 left")
        .press("s")
        .see("3 done, 19 left");
    undo(&mut sitting, 7);
    sitting.see("0 done, 26 left").press("q");
    assert_eq!(sitting.end(), 0);
    assert_eq!(derived(&home), before);
    let mut expected = vec![
        "answered again",
        "suspended",
        "buried",
        "answered hard",
        "answered easy",
        "buried",
        "suspended",
    ];
    expected.extend(["retracted"; 7]);
    assert_eq!(happened(&home, lines), expected);
    home.run(&["doctor"]).fine("the database is sound\n");
}

#[test]
fn undo_reaches_what_was_done_before_the_sitting_whatever_it_was() {
    let home = second_morning();
    let before = derived(&home);
    let asked = home.json(&["today", "--deck", "mvcc", "--json"]);
    let id = |at: usize| {
        asked["cards"][at]["id"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    home.run(&["suspend", &id(0), "--quiet"]);
    home.run(&["answer", &id(1), "good"]);
    let mut sitting = home.sit_at(50, 80, &["today", "--deck", "mvcc", "--new", "0"]);
    sitting.see("0 done, 4 left");
    sitting.press("u").see("0 done, 5 left");
    sitting
        .press("u")
        .see("took back `suspended`")
        .see("0 done, 6 left");
    sitting.press("q");
    assert_eq!(sitting.end(), 0);
    assert_eq!(derived(&home), before);
}

#[test]
fn a_buried_card_and_its_undo_outlive_the_sitting() {
    let mut home = Home::with_rivers();
    let mut sitting = home.sit(&["today"]);
    sitting.see("Nile").press("b").see("Danube").press("q");
    assert_eq!(sitting.end(), 0);
    home.run(&["due"]).fine("0 due, 2 new\n");
    let mut sitting = home.sit(&["today"]);
    sitting.see("Danube").see("0 done, 2 left");
    sitting.press("u").see("Nile").see("0 done, 3 left");
    sitting.press("b").see("Danube").press("q");
    assert_eq!(sitting.end(), 0);
    home.at("2026-11-21T08:00:00+03:00");
    home.run(&["due"]).fine("0 due, 3 new\n");
}

#[test]
fn a_suspended_card_is_taken_back_only_if_it_would_be_asked() {
    let mut home = Home::with_rivers();
    home.sit(&["today"]).grade("3").grade("3").grade("3").end();
    home.at("2026-11-21T08:00:00+03:00");
    let asked = home.json(&["today", "--json"]);
    let first = asked["cards"][0]["id"].as_str().unwrap_or_default();
    home.run(&["answer", first, "good"]);
    home.run(&["suspend", first, "--quiet"]);
    let mut sitting = home.sit(&["today"]);
    sitting
        .see("0 done, 2 left")
        .press("u")
        .see("took back `suspended` of 2026-11-21: Where does");
    sitting.see("0 done, 2 left").press("q");
    assert_eq!(sitting.end(), 0);
}

#[test]
fn a_person_chooses_how_finely_to_grade() {
    let mut home = Home::with_rivers();
    home.set("DRILL_GRADES", "2");
    let mut sitting = home.sit(&["today"]);
    sitting
        .press(" ")
        .see("1 again today + 1 d   2 good 1 d")
        .press("34eh");
    sitting
        .press("?")
        .see("2, g          good: recalled\nu  ")
        .press("x");
    sitting.press("2").see("1 done").press("q");
    assert_eq!(sitting.end(), 0);
    home.set("DRILL_GRADES", "6");
    let mut sitting = home.sit(&["today"]);
    sitting.see("Danube").press(" ").see_all(
        "\
Rivers · question                                                 0 done, 2 left

Where does the Danube end?

────────────────────────────────────────

In the Black Sea.

0 blank today + 1 d   1 wrong today + 1 d   2 almost today + 1 d
3 hard today + 1 d   4 good 1 d   5 easy 1 d",
    );
    sitting
        .press("0")
        .see("Volga")
        .press(" ")
        .see("5 easy")
        .press("5");
    sitting.see("Danube").press("q");
    assert_eq!(sitting.end(), 0);
    let log = home.json_lines(&["log", "--json"]);
    let quality: Vec<_> = log.iter().map(|entry| entry["quality"].clone()).collect();
    assert_eq!(quality, [4, 0, 5].map(serde_json::Value::from));
    home.set("DRILL_GRADES", "3");
    home.run(&["today", "--json"]).ends(
        2,
        "",
        "error: the setting `grades` is 3\nhelp: write how many keys grade in a sitting: 2, 4 or 6\n",
    );
}
