//! Undo: the log keeps both the answer and the undo, and the cards stand as before.

use crate::home::Home;

#[test]
fn every_answer_of_a_sitting_can_be_taken_back() {
    let home = Home::with_rivers();
    let before = home.json(&["today", "--json"]);
    let mut sitting = home.sit(&["today"]);
    sitting
        .grade("1")
        .see("1 done")
        .grade("4")
        .see("2 done")
        .grade("3")
        .see("3 done");
    sitting.press("u").see("Volga").see("2 done, 2 left\n");
    sitting.press("u").see("Danube").see("1 done, 3 left\n");
    sitting.press("u").see("Nile").see("0 done, 3 left\n");
    sitting.press("u").see_all(
        "\
Rivers · question                                                 0 done, 3 left

Where does the Nile end?

there is nothing to take back
space answer   u undo   ? keys   q quit",
    );
    sitting.press("q");
    assert_eq!(sitting.end(), 0);
    assert_eq!(home.json(&["today", "--json"]), before);
    let kinds: Vec<String> = home.answers();
    assert_eq!(
        kinds,
        [
            "Nile again",
            "Danube easy",
            "Volga good",
            "Volga retracted",
            "Danube retracted",
            "Nile retracted",
        ]
    );
}

#[test]
fn undo_goes_on_where_it_was() {
    let home = Home::with_rivers();
    let mut sitting = home.sit(&["today"]);
    sitting.grade("3").see("Danube").press(" ").see("4 easy");
    sitting.press("u").see("Nile").see("0 done, 3 left");
    sitting
        .grade("1")
        .see("1 done, 2 left, 1 again")
        .see("Danube");
    sitting
        .grade("3")
        .see("Volga")
        .grade("3")
        .see("Nile")
        .grade("3");
    sitting.hear("4 answers on 3 cards.\nMissed:\n  rivers.md:3:1  Where does the Nile end?\n");
    assert_eq!(sitting.end(), 0);
}

#[test]
fn undo_reaches_back_before_the_sitting() {
    let mut home = Home::with_rivers();
    let mut sitting = home.sit(&["today", "--limit", "2"]);
    sitting.grade("3").grade("4");
    assert_eq!(sitting.end(), 0);
    home.at("2026-11-21T08:00:00+03:00");
    let mut sitting = home.sit(&["today", "--new", "0"]);
    sitting
        .see("0 done, 2 left")
        .grade("3")
        .see("1 done, 1 left");
    sitting.press("u").see("0 done, 2 left");
    sitting.press("u").see("Danube");
    sitting.press("u").see("Nile");
    sitting
        .press("u")
        .see("there is nothing to take back")
        .press("q");
    assert_eq!(sitting.end(), 0);
    home.at("2026-11-20T09:00:00+03:00");
    home.run(&["due"]).fine("0 due, 3 new\n");
}

#[test]
fn a_card_that_was_taken_back_is_due_as_before() {
    let mut home = Home::with_rivers();
    home.sit(&["today"]).grade("3").grade("3").grade("3").end();
    home.at("2026-11-21T08:00:00+03:00");
    let before = home.json(&["today", "--json"]);
    let mut sitting = home.sit(&["today"]);
    sitting
        .grade("2")
        .see("1 done")
        .press("u")
        .see("0 done, 3 left");
    sitting
        .press(" ")
        .see("1 again today + 1 d   2 hard today + 6 d   3 good 6 d   4 easy 6 d");
    sitting.press("q");
    assert_eq!(sitting.end(), 0);
    assert_eq!(home.json(&["today", "--json"]), before);
}
