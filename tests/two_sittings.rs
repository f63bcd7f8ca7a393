//! Two sittings at once: what one has answered, the other does not ask as due.

use crate::home::Home;

#[test]
fn a_card_that_was_answered_elsewhere_is_not_asked_again() {
    let home = Home::with_rivers();
    let mut here = home.sit(&["today"]);
    let mut there = home.sit(&["today"]);
    here.see("Nile");
    there.see("Nile");
    here.grade("3").see("1 done").grade("4").see("2 done");
    // The Nile was on its table already; the Danube was not.
    there
        .press(" ")
        .see("Volga")
        .see("answered elsewhere meanwhile")
        .see("0 done, 1 left")
        .grade("3")
        .see("1 answer on 1 card.");
    here.see("Volga").press(" ").see("2 answers on 2 cards.");
    here.press("q").end();
    there.press("q").end();
    assert_eq!(home.answers(), ["Nile good", "Danube easy", "Volga good"]);
}

#[test]
fn what_was_not_recalled_elsewhere_is_asked_at_the_end_until_somebody_recalls_it() {
    let home = Home::with_rivers();
    let mut here = home.sit(&["today"]);
    let mut there = home.sit(&["today"]);
    here.see("Nile");
    there.see("Nile");
    here.grade("1").see("1 done, 2 left, 1 again");
    there
        .press(" ")
        .see("Danube")
        .see("0 done, 2 left, 1 again");
    here.press("q").see("1 answer on 1 card.");
    there.grade("3").see("Volga").grade("3").see("Nile");
    there
        .see("2 done, 1 left")
        .grade("3")
        .see("3 answers on 3 cards.");
    there.press("q").end();
    let answers = ["Nile again", "Danube good", "Volga good", "Nile good"];
    assert_eq!(home.answers(), answers);

    let mut here = home.sit(&["today"]);
    assert_eq!(here.end(), 0);
    here.see("Nothing to study now.");
}

#[test]
fn a_repeat_that_was_recalled_elsewhere_is_left_out() {
    let home = Home::with_rivers();
    let mut here = home.sit(&["today"]);
    here.grade("1").see("1 done").grade("3").see("2 done");
    let nile = home.json_lines(&["log", "--json"]);
    let nile = nile[0]["card"].as_str().expect("a card").to_owned();
    assert_eq!(home.run(&["answer", &nile, "good"]).code, 0);
    here.see("Volga").grade("3").see("3 answers on 3 cards.");
    here.press("q").end();
    let answers = ["Nile again", "Danube good", "Nile good", "Volga good"];
    assert_eq!(home.answers(), answers);
}

#[test]
fn an_undo_asks_its_card_whatever_happened_elsewhere() {
    let home = Home::with_rivers();
    let mut here = home.sit(&["today"]);
    here.grade("3").see("1 done");
    let nile = home.json_lines(&["log", "--json"]);
    let nile = nile[0]["card"].as_str().expect("a card").to_owned();
    assert_eq!(home.run(&["answer", &nile, "easy"]).code, 0);
    here.press("u").see("Nile").press("q").end();
    assert_eq!(home.answers(), ["Nile good", "Nile easy", "Nile retracted"]);
}
