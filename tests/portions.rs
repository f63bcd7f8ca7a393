//! Short mornings: `--limit`, `--new`, `--minutes`, `--deck`.

use crate::home::Home;

#[test]
fn a_limit_ends_the_sitting() {
    let home = Home::with_rivers();
    let mut sitting = home.sit(&["today", "--limit", "2"]);
    sitting
        .see("0 done, 2 left")
        .grade("3")
        .see("1 done, 1 left")
        .grade("3");
    assert_eq!(sitting.end(), 0);
    assert_eq!(home.answers(), ["Nile good", "Danube good"]);
    home.run(&["due"]).fine("0 due, 1 new\n");
}

#[test]
fn new_cards_are_counted_over_the_sittings_of_a_day() {
    let mut home = Home::with_rivers();
    let mut sitting = home.sit(&["today", "--new", "1"]);
    sitting.see("0 done, 1 left").grade("3");
    assert_eq!(sitting.end(), 0);
    let mut sitting = home.sit(&["today", "--new", "1"]);
    sitting.see("Nothing to study now.");
    assert_eq!(sitting.end(), 0);
    home.at("2026-11-21T08:00:00+03:00");
    let mut sitting = home.sit(&["today", "--new", "1"]);
    sitting
        .see("0 done, 2 left")
        .see("Nile")
        .grade("3")
        .see("Danube")
        .press("q");
    assert_eq!(sitting.end(), 0);
}

#[test]
fn minutes_end_the_sitting_after_the_card_in_hand() {
    let mut home = Home::with_rivers();
    // A fixed clock stands still.
    home.unset("DRILL_NOW");
    let mut sitting = home.sit(&["today", "--minutes", "60"]);
    sitting.see("Nile").grade("3").see("Danube").press("q");
    assert_eq!(sitting.end(), 0);
    let mut sitting = home.sit(&["today", "--minutes", "0"]);
    sitting
        .see("Danube")
        .grade("3")
        .see("1 answer on 1 card in 1 min.");
    sitting.see("1 card left for today: `drill today` goes on where you stopped.");
    assert_eq!(sitting.end(), 0);
    assert_eq!(home.answers(), ["Nile good", "Danube good"]);
}

#[test]
fn a_deck_can_be_studied_alone() {
    let home = Home::with_rivers();
    home.deck("peaks.md", "# Peaks\n\n## How high is Elbrus?\n\n5642 m.\n");
    home.run(&["import", "peaks.md"])
        .fine("1 deck, 1 card: 1 new\n");
    let mut sitting = home.sit(&["today", "--deck", "pea*"]);
    sitting
        .see("How high is Elbrus?")
        .see("0 done, 1 left")
        .press("q");
    assert_eq!(sitting.end(), 0);
}
