//! Cards out of their turn: practice that moves nothing; and a card's file, opened from outside.

use std::os::unix::fs::PermissionsExt;

use crate::cards::{asked, id, text};
use crate::home::Home;

#[test]
fn what_was_missed_is_crammed_and_nothing_moves() {
    let mut home = Home::with_rivers();
    for (ask, grade) in [("Nile", "again"), ("Danube", "good"), ("Volga", "again")] {
        let card = id(&home, &format!("Where does the {ask} end?"));
        home.run(&["answer", &card, grade]);
    }
    home.at("2026-11-21T08:00:00+03:00");
    let log = home.run(&["log", "--json"]);
    let queue = home.json(&["today", "--json"]);
    let missed = home.json_lines(&["cram", "--missed", "--json"]);
    let mut asks: Vec<&str> = missed.iter().map(|card| text(&card["ask"])).collect();
    asks.sort_unstable();
    assert_eq!(
        asks,
        ["Where does the Nile end?", "Where does the Volga end?"]
    );
    let mut sitting = home.sit(&["cram", "--missed", "--limit", "1"]);
    sitting.see("0 done, 1 left").grade("1").see("1 again");
    sitting.grade("3").see("Missed:");
    sitting.press("q");
    assert_eq!(sitting.end(), 0);
    assert_eq!(home.run(&["log", "--json"]), log);
    assert_eq!(home.json(&["today", "--json"]), queue);
    home.run(&["cram", "--json"]).ends(
        2,
        "",
        "error: nothing was chosen to cram\n\
         help: say `--missed`, `--deck DECK` or `--tag TAG`\n",
    );
    assert_eq!(home.json_lines(&["cram", "--deck", "*", "--json"]).len(), 3);
    home.run(&["cram", "--missed"]).ends(
        2,
        "",
        "error: a sitting needs a terminal to ask and answer in\n\
         help: `drill cram --json` prints the cards\n",
    );
}

#[test]
fn a_card_is_edited_at_its_line_and_keeps_its_history() {
    let mut home = Home::with_rivers();
    let card = id(&home, "Where does the Nile end?");
    home.run(&["answer", &card, "good"]);
    let script = home.deck("ed", "#!/bin/sh\nsed -i 's/Where does the Nile end?/Where does the Nile reach the sea?/' \"$1\"\n");
    std::fs::set_permissions(&script, PermissionsExt::from_mode(0o755)).expect("a program");
    home.run(&["edit", &card[..8]]).ends(
        2,
        "",
        "error: no editor is set\nhelp: name one: `export EDITOR=nano`\n",
    );
    home.set("PATH", "/usr/bin:/bin")
        .set("EDITOR", &script.display().to_string());
    home.run(&["edit", &card[..8]])
        .fine("1 deck, 3 cards: 1 reworded (history kept), 2 unchanged\n");
    assert_eq!(
        asked(&home, &[]),
        ["Where does the Danube end?", "Where does the Volga end?"]
    );
    home.run(&["import", "--shipped"]);
    let shipped = home.run(&["find", "--cards", "--limit", "1", "write", "barrier"]);
    let refused = home.run(&["edit", &shipped.stdout[..8]]);
    assert_eq!((refused.code, refused.stdout.as_str()), (2, ""));
    assert!(
        refused
            .stderr
            .contains("is not a file\ncause: the deck is kept inside"),
        "{}",
        refused.stderr
    );
}
