//! Editing a card the moment it is seen to be bad: the sitting goes on with it, and its history
//! stays.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use crate::home::Home;
use crate::sitting::Sitting;

/// A sitting on the second day of the three rivers, with an editor that runs `body` (`$1` is the file).
fn sitting(home: &mut Home, body: &str) -> Sitting {
    home.sit(&["today"]).grade("3").grade("3").grade("3").end();
    home.at("2026-11-21T08:00:00+03:00");
    editor(home, body);
    home.sit(&["today"])
}

/// Makes a script the editor.
fn editor(home: &mut Home, body: &str) -> PathBuf {
    let script = home.deck("ed", &format!("#!/bin/sh\n{body}\n"));
    std::fs::set_permissions(&script, Permissions::from_mode(0o755)).expect("a script");
    home.set("EDITOR", &script.display().to_string());
    script
}

/// The river that is asked about.
fn river(sitting: &mut Sitting) -> String {
    let screen = sitting.see("space answer").screen();
    let rivers = ["Nile", "Danube", "Volga"];
    let asked = rivers.into_iter().find(|river| screen.contains(river));
    asked.expect("a river").to_owned()
}

#[test]
fn a_reworded_card_goes_on_with_its_history() {
    let mut home = Home::with_rivers();
    let mut sitting = sitting(
        &mut home,
        "sed -i 's/Where does the \\(.*\\) end?/Where does the river \\1 end?/; s/^In the/It ends in the/' \"$1\"",
    );
    let asked = river(&mut sitting);
    sitting.press("E").see("reworded, and its history is kept");
    sitting.see(&format!("Where does the river {asked} end?"));
    sitting
        .press(" ")
        .see("It ends in the")
        .see("3 good 6 d")
        .press("3");
    sitting.see("1 done, 2 left").see("Where does the river");
    sitting
        .press("u")
        .see("0 done, 3 left")
        .see(&asked)
        .press("q");
    assert_eq!(sitting.end(), 0);
    home.run(&["due"]).fine("3 due, 0 new\n");
    home.run(&["doctor"]).fine("the database is sound\n");
}

#[test]
fn an_answer_from_before_the_rewording_can_be_taken_back() {
    let mut home = Home::with_rivers();
    let mut sitting = sitting(
        &mut home,
        "sed -i 's/Where does the \\(.*\\) end?/Where does the river \\1 end?/' \"$1\"",
    );
    let asked = river(&mut sitting);
    sitting.grade("1").see("1 done, 2 left, 1 again");
    sitting
        .press("E")
        .see("reworded")
        .press("u")
        .see("0 done, 3 left\n");
    sitting
        .see(&format!("Where does the river {asked} end?"))
        .press("q");
    assert_eq!(sitting.end(), 0);
    home.run(&["due"]).fine("3 due, 0 new\n");
    home.run(&["doctor"]).fine("the database is sound\n");
}

#[test]
fn a_polished_answer_is_shown_where_it_was_turned() {
    let mut home = Home::with_rivers();
    let mut sitting = sitting(&mut home, "sed -i 's/^In the/Into the/' \"$1\"");
    let asked = river(&mut sitting);
    sitting
        .press(" ")
        .see("4 easy")
        .press("E")
        .see("as the file has it now");
    sitting
        .see("Into the")
        .see(&asked)
        .see("3 good 6 d")
        .press("3")
        .see("1 done");
    sitting.press("q");
    assert_eq!(sitting.end(), 0);
}

#[test]
fn a_card_that_vanished_is_left_out() {
    let mut home = Home::with_rivers();
    let mut sitting = sitting(&mut home, "grep -v \"$(cat gone)\" \"$1\" > t; mv t \"$1\"");
    let asked = river(&mut sitting);
    home.deck("gone", &asked);
    sitting
        .press("E")
        .see("this card is not in its file any more: it rests with its history");
    sitting.see("0 done, 2 left");
    assert_ne!(river(&mut sitting), asked);
    sitting.press("q");
    assert_eq!(sitting.end(), 0);
    home.run(&["due"]).fine("2 due, 0 new\n");
}

#[test]
fn an_error_is_said_with_its_line() {
    let mut home = Home::with_rivers();
    let mut sitting = sitting(&mut home, "printf '## Why?\\n\\n' >> \"$1\"");
    let asked = river(&mut sitting);
    sitting
        .press("E")
        .see("as the file has it now\n1 error in the file, in line 14: the question has no answer");
    sitting.see(&asked).see("0 done, 3 left").press("q");
    assert_eq!(sitting.end(), 0);
}

#[test]
fn of_two_halves_the_one_in_its_place_goes_on() {
    let mut home = Home::with_rivers();
    let mut sitting = sitting(
        &mut home,
        "n=$(cat which); sed -i \"s/Where does the $n end?/Where does the $n end, a?\\n\\nIn a sea.\\n\\n## Where does the $n end, b?/\" \"$1\"",
    );
    let asked = river(&mut sitting);
    home.deck("which", &asked);
    sitting.press("E").see("reworded, and its history is kept");
    sitting
        .see(&format!("Where does the {asked} end, b?"))
        .see("0 done, 3 left");
    sitting.press("q");
    assert_eq!(sitting.end(), 0);
    home.run(&["due"]).fine("3 due, 1 new\n");
}

#[test]
fn a_card_that_became_several_lets_them_be_new() {
    let mut home = Home::with_rivers();
    let mut sitting = sitting(
        &mut home,
        "n=$(cat which); a=$(cat answer); sed -i \"s/Where does the $n end?/Where does the $n end today?\\n\\n$a\\n\\n## Where does the $n end later?/\" \"$1\"",
    );
    let asked = river(&mut sitting);
    home.deck("which", &asked);
    let answers = [
        ("Nile", "Mediterranean"),
        ("Danube", "Black Sea"),
        ("Volga", "Caspian Sea"),
    ];
    let sea = answers.into_iter().find(|(river, _)| *river == asked);
    let (_, sea) = sea.expect("a river");
    home.deck("answer", &format!("In the {sea}."));
    sitting.press("E");
    sitting.see("this card may have become several others: they are new, and its history is");
    sitting.see("0 done, 2 left");
    assert_ne!(river(&mut sitting), asked);
    sitting.press("q");
    assert_eq!(sitting.end(), 0);
    home.run(&["due"]).fine("2 due, 2 new\n");
    home.run(&["doctor"]).fine("the database is sound\n");
}

#[test]
fn a_deck_that_would_lose_most_of_its_cards_stays() {
    let mut home = Home::new();
    let cards: String = (1..=20)
        .map(|card| format!("## Card {card}?\n\nYes.\n\n"))
        .collect();
    home.deck("many.md", &format!("# Many\n\n{cards}"));
    home.run(&["import", "."])
        .fine("1 deck, 20 cards: 20 new\n");
    let script = editor(&mut home, "echo '# Many' > \"$1\"");
    let mut sitting = home.sit(&["today"]);
    sitting.see("Card 1?").press("E");
    sitting.see("`many.md` would lose 20 of its 20 cards and is left as it was");
    sitting.see("Card 1?").see("0 done, 20 left");
    std::fs::write(script, "#!/bin/sh\nrm \"$1\"\n").expect("another editor");
    sitting
        .press("E")
        .see("`many.md` cannot be read and is left as it was");
    sitting.see("Card 1?").press("q");
    assert_eq!(sitting.end(), 0);
}
