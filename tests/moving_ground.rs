//! Decks that change while a sitting runs.

use crate::home::Home;
use crate::sitting::RIVERS;

#[test]
fn a_card_that_vanishes_is_not_asked() {
    let home = Home::with_rivers();
    let mut sitting = home.sit(&["today"]);
    sitting.see("Nile");
    let without = RIVERS.replace("## Where does the Danube end?\n\nIn the Black Sea.\n\n", "");
    home.deck("rivers.md", &without);
    home.run(&["import"])
        .fine("1 deck, 2 cards: 1 retired, 2 unchanged\n");
    sitting
        .grade("3")
        .see("Volga")
        .see("1 done, 1 left")
        .grade("3");
    assert_eq!(sitting.end(), 0);
    assert_eq!(home.answers(), ["Nile good", "Volga good"]);
}

#[test]
fn the_card_in_hand_can_vanish_and_its_answer_counts() {
    let home = Home::with_rivers();
    let mut sitting = home.sit(&["today"]);
    sitting.see("Nile").press(" ").see("4 easy");
    let without = RIVERS.replace(
        "## Where does the Nile end?\n\nIn the Mediterranean.\n\n",
        "",
    );
    home.deck("rivers.md", &without);
    home.run(&["import"])
        .fine("1 deck, 2 cards: 1 retired, 2 unchanged\n");
    sitting
        .press("1")
        .see("Danube")
        .grade("3")
        .see("Volga")
        .grade("3");
    sitting.see("3 answers on 3 cards.");
    assert_eq!(sitting.end(), 0);
    assert_eq!(home.answers(), ["Nile again", "Danube good", "Volga good"]);
}

#[test]
fn an_answer_that_was_polished_is_shown_polished() {
    let home = Home::with_rivers();
    let mut sitting = home.sit(&["today"]);
    sitting.see("Nile");
    home.deck(
        "rivers.md",
        &RIVERS.replace("Black Sea", "Black Sea, in Romania"),
    );
    home.run(&["import"]).fine("1 deck, 3 cards: 3 unchanged\n");
    sitting
        .grade("3")
        .see("Danube")
        .press(" ")
        .see("In the Black Sea, in Romania.")
        .press("q");
    assert_eq!(sitting.end(), 0);
}

#[test]
fn a_reworded_question_waits_for_the_next_sitting_with_its_history() {
    let mut home = Home::with_rivers();
    home.sit(&["today"]).grade("3").grade("3").grade("3").end();
    home.at("2026-11-21T08:00:00+03:00");
    let mut sitting = home.sit(&["today"]);
    sitting.see("Nile");
    home.deck(
        "rivers.md",
        &RIVERS.replace("does the Danube end", "does the river Danube end"),
    );
    home.run(&["import"])
        .fine("1 deck, 3 cards: 1 reworded (history kept), 2 unchanged\n");
    sitting.grade("3").see("1 done").see("Volga").grade("3");
    assert_eq!(sitting.end(), 0);
    let mut sitting = home.sit(&["today"]);
    sitting.see("Where does the river Danube end?").press(" ");
    sitting.see("3 good 6 d").press("q");
    assert_eq!(sitting.end(), 0);
}

#[test]
fn a_suspended_card_is_not_asked() {
    let home = Home::with_rivers();
    let danube = home.json(&["today", "--json"])["cards"][1]["id"].clone();
    let mut sitting = home.sit(&["today"]);
    sitting.see("Nile");
    assert_eq!(
        home.run(&["suspend", danube.as_str().expect("an id")]).code,
        0
    );
    sitting
        .grade("3")
        .see("Volga")
        .see("1 done, 1 left")
        .press("q");
    assert_eq!(sitting.end(), 0);
}

#[test]
fn a_file_that_changes_unseen_is_taken_in_the_next_morning() {
    let mut home = Home::with_rivers();
    let mut sitting = home.sit(&["today"]);
    sitting.see("Nile");
    home.deck(
        "rivers.md",
        &format!("{RIVERS}\n## Where does the Po end?\n\nIn the Adriatic.\n"),
    );
    sitting
        .grade("3")
        .see("1 done, 2 left")
        .grade("3")
        .see("2 done, 1 left")
        .grade("3");
    assert_eq!(sitting.end(), 0);
    home.at("2026-11-21T08:00:00+03:00");
    let mut sitting = home.sit(&["today"]);
    sitting.see("0 done, 4 left").press("q");
    assert_eq!(sitting.end(), 0);
}
