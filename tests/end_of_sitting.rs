//! The end of a sitting: a menu below the summary, misses as practice, more new cards, and the
//! cards that resist.

use rusqlite::Connection;

use crate::home::Home;

const MENU: &str = "m misses again   n more new ones   s stats   q quit";

#[test]
fn misses_are_practised_without_a_trace() {
    let home = Home::with_rivers();
    let mut sitting = home.sit(&["today"]);
    sitting
        .grade("1")
        .see("1 done")
        .grade("3")
        .see("2 done")
        .grade("3");
    sitting.see("3 done").grade("3").see_all(&format!(
        "\
4 answers on 3 cards.
Missed:
  rivers.md:3:1  Where does the Nile end?
Next: tomorrow (2026-11-21), 3 cards due.

{MENU}"
    ));
    let before = home.run(&["log"]).stdout;
    sitting
        .press("m")
        .see("practice: 0 done, 1 left")
        .see("Nile");
    sitting.press(" ").see("1 again   2 hard   3 good   4 easy");
    sitting
        .press("b")
        .see("practice changes nothing")
        .press("1");
    sitting.see("practice: 1 done, 1 left");
    sitting.press("u").see("practice: 0 done, 1 left");
    sitting
        .press("u")
        .see("nothing was answered in this practice");
    sitting
        .grade("1")
        .see("1 done")
        .grade("3")
        .see_all(&format!(
            "\
2 answers on 1 card. It was practice: no card has moved.
Missed:
  rivers.md:3:1  Where does the Nile end?

{MENU}"
        ));
    sitting.press("\r");
    assert_eq!(sitting.end(), 0);
    assert_eq!(home.run(&["log"]).stdout, before);
}

#[test]
fn more_new_ones_come_over_the_days_number() {
    let mut home = Home::new();
    let cards = (1..=25).map(|card| format!("## Card {card}?\n\nYes.\n\n"));
    home.deck(
        "many.md",
        &format!("# Many\n\n{}", cards.collect::<String>()),
    );
    home.run(&["import", "."]);
    home.set("DRILL_NEW_PER_DAY", "1");
    let mut sitting = home.sit(&["today"]);
    sitting
        .see("0 done, 1 left")
        .grade("3")
        .see("n more new ones   s stats   q quit");
    sitting
        .press("n")
        .see("0 done, 10 left")
        .see("Card 2?")
        .grade("3");
    sitting
        .see("1 done")
        .press("q")
        .see("9 cards left for today");
    assert_eq!(sitting.end(), 0);
    home.run(&["due"]).fine("0 due, 0 new\n");
}

#[test]
fn the_menu_shows_the_numbers_and_says_when_nothing_is_new() {
    let home = Home::with_rivers();
    let mut sitting = home.sit(&["today"]);
    sitting
        .grade("3")
        .see("1 done")
        .grade("3")
        .see("2 done")
        .grade("3");
    sitting
        .see("q quit")
        .press("n")
        .see("There are no new cards left.");
    sitting.press("sx").hear("streak");
    sitting.press("\x03");
    assert_eq!(sitting.end(), 130);
    assert!(sitting.untouched());
}

#[test]
fn cards_that_resist_are_named_with_advice() {
    let mut home = Home::with_rivers();
    let ask = home.json(&["today", "--json"]);
    let id = ask["cards"][0]["id"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    // Four answers of quality 2 or less take the ease from 2.50 to its bottom.
    for day in 20..24 {
        home.at(&format!("2026-11-{day}T08:00:00+03:00"));
        home.run(&["answer", &id, "--quality", "1"]);
    }
    home.at("2026-11-25T08:00:00+03:00");
    let mut sitting = home.sit(&["today", "--new", "0"]);
    sitting.grade("3").see(
        "\
These keep being forgotten; reword or split them (E on the card), or suspend
them (s):
  rivers.md:3:1  Where does the Nile end?
",
    );
    assert_eq!(sitting.end(), 0);
}

#[test]
fn what_is_left_is_measured_by_ones_own_speed() {
    let home = Home::with_rivers();
    home.sit(&["today", "--limit", "1"]).grade("3").end();
    let answer = home.json(&["log", "--json"])["card"].clone();
    home.run(&["undo"]);
    let card = answer.as_str().unwrap_or_default();
    home.run(&["answer", card, "good", "--took-ms", "45000"]);
    let mut sitting = home.sit(&["today"]);
    sitting.see("0 done, 2 left, about 2 min").grade("1");
    sitting
        .see("1 done, 1 left, 1 again, about 2 min")
        .press("q");
    assert_eq!(sitting.end(), 0);
}

#[test]
fn a_light_sitting_reads_little() {
    // The first page needs no more than it shows: a log of whatever length is looked at through
    // its last lines.
    let home = Home::with_rivers();
    let db = Connection::open(home.database()).expect("the database");
    let plan: Vec<String> = db
        .prepare(
            "explain query plan
             select took_ms from (select kind, took_ms from log order by arrival desc limit 200)
             where kind = 'answered' and took_ms is not null",
        )
        .and_then(|mut query| query.query_map([], |row| row.get(3))?.collect())
        .expect("a plan");
    assert!(
        plan.iter().all(|step| !step.contains("TEMP B-TREE")),
        "{plan:?}"
    );
}
