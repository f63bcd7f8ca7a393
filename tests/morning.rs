//! The morning: question, answer, grade; what was missed comes back; when to come back.

use crate::home::Home;

#[test]
fn a_fresh_machine_studies_the_decks_of_the_program() {
    let first = Home::new().json(&["today", "--json"])["cards"][0].clone();
    let ask = first["ask"].as_str().expect("a question");
    let home = Home::new();
    // High enough for any card.
    let mut sitting = home.sit_at(60, 80, &["today"]);
    sitting.see("0 done, 20 left").see("space answer");
    let asked: String = sitting.screen().split_whitespace().collect();
    let bare = ask.replace(['*', '`'], "");
    let start: String = bare.split_whitespace().take(3).collect();
    assert!(asked.contains(&start), "`{ask}` is not asked: {asked}");
    sitting.grade("3").see("1 done, 19 left").press("q");
    assert_eq!(sitting.end(), 0);
    let log = home.json_lines(&["log", "--json"]);
    assert_eq!(log.len(), 1);
    assert_eq!(log[0]["card"], first["id"]);
    home.run(&["due"]).fine("0 due, 19 new\n");
}

#[test]
fn a_card_is_asked_turned_and_graded() {
    let home = Home::with_rivers();
    let mut sitting = home.sit(&["today"]);
    sitting.see_all(
        "\
Rivers · question                                                 0 done, 3 left

Where does the Nile end?

space answer   u undo   ? keys   q quit",
    );
    sitting.press(" ").see_all(
        "\
Rivers · question                                                 0 done, 3 left

Where does the Nile end?

────────────────────────────────────────

In the Mediterranean.

1 again today + 1 d   2 hard today + 1 d   3 good 1 d   4 easy 1 d",
    );
    sitting.press("3").see_all(
        "\
Rivers · question                                                 1 done, 2 left

Where does the Danube end?

space answer   u undo   ? keys   q quit",
    );
    sitting.press("q").see_all(
        "\
1 answer on 1 card.
2 cards left for today: `drill today` goes on where you stopped.
Next: tomorrow (2026-11-21), 1 card due.",
    );
    assert_eq!(sitting.end(), 0);
    assert_eq!(home.answers(), ["Nile good"]);
}

#[test]
fn letters_grade_too_and_nothing_is_graded_before_it_was_turned() {
    let home = Home::with_rivers();
    let mut sitting = home.sit(&["today"]);
    sitting.see("Nile").press("1234aghe");
    sitting.press("\r").see("4 easy").press("a").see("1 done");
    sitting.press("\r").see("4 easy").press("h").see("2 done");
    sitting.press("\r").see("4 easy").press("g").see("3 done");
    sitting.press("\r").see("4 easy").press("e").see("4 done");
    sitting.press("\x04");
    assert_eq!(sitting.end(), 0);
    let expected = ["Nile again", "Danube hard", "Volga good", "Nile easy"];
    assert_eq!(home.answers(), expected);
}

#[test]
fn the_keys_show_what_the_grades_will_do() {
    let mut home = Home::with_rivers();
    for (now, days) in [("2026-11-20", 1), ("2026-11-21", 6), ("2026-11-27", 15)] {
        home.at(&format!("{now}T08:00:00+03:00"));
        let keys = format!(
            "1 again today + 1 d   2 hard today + {days} d   3 good {days} d   4 easy {days} d"
        );
        let mut sitting = home.sit(&["today"]);
        for answered in 0..3 {
            sitting.see(&format!("{answered} done")).press(" ");
            sitting.see(&keys).press("3");
        }
        assert_eq!(sitting.end(), 0);
        sitting.hear("3 answers on 3 cards.\n");
        sitting.hear(&format!("\nNext: {}", come_back(days)));
    }
}

fn come_back(days: u32) -> &'static str {
    match days {
        1 => "tomorrow (2026-11-21), 3 cards due.\n",
        6 => "in 6 days (2026-11-27), 3 cards due.\n",
        _ => "in 15 days (2026-12-12), 3 cards due.\n",
    }
}

#[test]
fn what_was_not_recalled_comes_back_until_it_is() {
    let home = Home::with_rivers();
    let mut sitting = home.sit(&["today"]);
    sitting
        .see("Nile")
        .grade("1")
        .see("1 done, 2 left, 1 again");
    sitting
        .see("Danube")
        .grade("2")
        .see("2 done, 1 left, 2 again");
    sitting
        .see("Volga")
        .grade("4")
        .see("3 done, 1 left, 1 again");
    sitting
        .see("Nile")
        .grade("2")
        .see("4 done, 1 left, 1 again");
    sitting.see("Danube").grade("3").see("5 done, 1 left");
    sitting.see("Nile").grade("3").see_all(
        "\
6 answers on 3 cards.
Missed:
  rivers.md:3:1  Where does the Nile end?
Next: tomorrow (2026-11-21), 3 cards due.

m misses again   n more new ones   s stats   q quit",
    );
    assert_eq!(sitting.end(), 0);
    let due = home.json(&["due", "--json"]);
    assert_eq!(
        (&due["again"], &due["reviewed_today"]),
        (&0.into(), &3.into())
    );
}

#[test]
fn what_was_not_recalled_waits_for_the_next_sitting_of_the_day_only() {
    let mut home = Home::with_rivers();
    let mut sitting = home.sit(&["today"]);
    sitting
        .grade("1")
        .see("1 done")
        .grade("3")
        .see("2 done")
        .grade("3")
        .see("3 done");
    sitting.press("q");
    assert_eq!(sitting.end(), 0);
    let mut sitting = home.sit(&["today"]);
    sitting.see("Nile").see("0 done, 1 left").press("q");
    assert_eq!(sitting.end(), 0);
    home.at("2026-11-21T08:00:00+03:00");
    let mut sitting = home.sit(&["today"]);
    sitting.see("0 done, 3 left").press("q");
    assert_eq!(sitting.end(), 0);
}

#[test]
fn the_keys_are_explained_and_any_key_goes_back() {
    let home = Home::with_rivers();
    let mut sitting = home.sit(&["today"]);
    sitting.see("Nile").press("?").see_all(
        "\
space, enter  show the answer
t             type the answer, and see what differs
1, a          again: not recalled; asked once more today, then as shown
2, h          hard: recalled with difficulty; once more today, then as shown
3, g          good: recalled after some thought
4, e          easy: recalled at once
u             undo what was done last, as often as you like, also of earlier
              sittings
n             the theory around the card
l             its history
o             open its file in your editor, or a picture of it
E             edit it now and go on with it; its history stays
s             suspend it: out of all sittings until `drill resume`
b             bury it: not before tomorrow
j, k, arrows  read on in a page that is longer than the window
?             this page; any key goes back to the card
q, Ctrl-C     leave: everything answered is already saved",
    );
    sitting.press("q").see("Nile").press(" ").see("4 easy");
    sitting
        .press("?")
        .see("any key goes back")
        .press("3")
        .see("4 easy")
        .press("q");
    assert_eq!(sitting.end(), 0);
    assert!(home.answers().is_empty(), "a key on that page is no answer");
}

#[test]
fn a_day_without_cards_says_when_to_come_back() {
    let home = Home::with_rivers();
    let mut sitting = home.sit(&["today"]);
    sitting.grade("3").grade("3").grade("3");
    assert_eq!(sitting.end(), 0);
    let mut sitting = home.sit(&["today"]);
    sitting.see_all("Nothing to study now.\nNext: tomorrow (2026-11-21), 3 cards due.");
    assert_eq!(sitting.end(), 0);
}

#[test]
fn keys_may_be_typed_ahead() {
    let home = Home::with_rivers();
    let mut sitting = home.sit(&["today"]);
    sitting.press(" 3 1 4 3");
    assert_eq!(sitting.end(), 0);
    let expected = ["Nile good", "Danube again", "Volga easy", "Danube good"];
    assert_eq!(home.answers(), expected);
}

#[test]
fn arrows_function_keys_and_letters_of_other_alphabets_are_no_grades() {
    let home = Home::with_rivers();
    let mut sitting = home.sit(&["today"]);
    sitting.see("Nile").press(" ").see("4 easy");
    // Shift-Right, Delete, F1, F5, Alt-1 and two letters of a Cyrillic keyboard.
    sitting.press("\x1b[1;2C\x1b[3~\x1bOP\x1b[15~\x1b1йц");
    sitting
        .press("?")
        .see("any key goes back")
        .press("x")
        .see("0 done, 3 left")
        .press("q");
    assert_eq!(sitting.end(), 0);
    assert!(home.answers().is_empty());
}
