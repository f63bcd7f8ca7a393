//! What ends a sitting too soon: Ctrl-C, `kill -9`, a closed window, a database that refuses.
//! Whatever was answered is in the log, once, and the next sitting goes on where it stopped.

use rusqlite::Connection;

use crate::home::Home;

#[test]
fn ctrl_c_leaves_and_gives_the_terminal_back() {
    let home = Home::with_rivers();
    let mut sitting = home.sit(&["today"]);
    sitting.grade("3").see("1 done");
    assert!(
        !sitting.untouched(),
        "keys come one at a time, without echo"
    );
    sitting.press("\x03");
    assert_eq!(sitting.end(), 130);
    assert!(sitting.untouched());
    sitting.see("1 answer on 1 card.\n2 cards left for today");
    assert_eq!(home.answers(), ["Nile good"]);
}

#[test]
fn every_way_out_gives_the_terminal_back() {
    let home = Home::with_rivers();
    for (keys, code) in [
        ("q", 0),
        ("\x04", 0),
        (" q", 0),
        ("?xq", 0),
        (" \x03", 130),
        (" 3 3 3", 0),
    ] {
        let mut sitting = home.sit(&["today"]);
        sitting.see("space answer").press(keys);
        assert_eq!(sitting.end(), code, "{keys:?}");
        assert!(sitting.untouched(), "{keys:?}");
    }
}

#[test]
fn ctrl_c_leaves_the_page_of_keys_too() {
    let home = Home::with_rivers();
    let mut sitting = home.sit(&["today"]);
    sitting
        .see("Nile")
        .press("?")
        .see("any key goes back")
        .press("\x03");
    assert_eq!(sitting.end(), 130);
    assert!(sitting.untouched());
}

/// Killed after each answer: with the next card on the screen, the answer is on the disk.
#[test]
fn a_killed_sitting_loses_nothing_that_was_seen() {
    let home = Home::with_rivers();
    let mut answers = Vec::new();
    for (key, river, grade) in [
        ("1", "Nile", "again"),
        ("3", "Danube", "good"),
        ("2", "Volga", "hard"),
        ("4", "Nile", "easy"),
        ("1", "Volga", "again"),
    ] {
        let mut sitting = home.sit(&["today"]);
        sitting.see("0 done").see(river).grade(key).see("1 done");
        sitting.kill();
        answers.push(format!("{river} {grade}"));
        assert_eq!(home.answers(), answers);
    }
    let mut sitting = home.sit(&["today"]);
    sitting.see("Volga").see("0 done, 1 left\n").grade("3");
    assert_eq!(sitting.end(), 0);
}

/// Killed while it is working through keys that were typed ahead: what the screen counted as done
/// is in the log, and the log is a beginning of what was typed.
#[test]
fn a_sitting_killed_at_any_moment_keeps_what_it_has_shown() {
    let typed = ["Nile again", "Danube good", "Volga hard", "Nile easy"];
    for shown in 0..=typed.len() {
        let home = Home::with_rivers();
        let mut sitting = home.sit(&["today"]);
        sitting.press(" 1 3 2 4").hear(&format!("{shown} done"));
        sitting.kill();
        let answers = home.answers();
        assert!(answers.len() >= shown, "{shown} were shown: {answers:?}");
        assert_eq!(answers, typed[..answers.len()]);
        home.run(&["doctor"]).fine("the database is sound\n");
    }
}

#[test]
fn a_closed_window_loses_nothing() {
    let home = Home::with_rivers();
    let mut sitting = home.sit(&["today"]);
    sitting
        .grade("3")
        .see("1 done")
        .grade("2")
        .see("2 done")
        .press(" ")
        .see("4 easy");
    sitting.hang_up();
    assert_eq!(home.answers(), ["Nile good", "Danube hard"]);
    let mut sitting = home.sit(&["today"]);
    sitting
        .see("Volga")
        .see("0 done, 1 left, 1 again")
        .press("q");
    assert_eq!(sitting.end(), 0);
}

#[test]
fn a_database_that_refuses_an_answer_is_named_and_nothing_has_moved() {
    let home = Home::with_rivers();
    let mut sitting = home.sit(&["today"]);
    sitting.grade("3").see("Danube").press(" ").see("4 easy");
    let other = Connection::open(home.database()).expect("the database");
    other
        .execute_batch("create trigger full before insert on log begin select raise(abort, 'the disk is full'); end")
        .expect("a trigger");
    sitting.press("3").see_all(
        "\
Rivers · question                                                 1 done, 2 left

Where does the Danube end?

────────────────────────────────────────

In the Black Sea.

error: the database cannot be used
cause: the disk is full
help: check the free space and the permissions of the folder, or use another one
with `--home DIR`
1 again today + 1 d   2 hard today + 1 d   3 good 1 d   4 easy 1 d",
    );
    assert_eq!(home.answers(), ["Nile good"]);
    sitting
        .press("b")
        .press("?")
        .see("any key goes back")
        .press("x")
        .see("Danube");
    other
        .execute_batch("drop trigger full")
        .expect("no trigger");
    sitting.see("4 easy").press("2").see("Volga").press("q");
    assert_eq!(sitting.end(), 0);
    assert_eq!(home.answers(), ["Nile good", "Danube hard"]);
}

#[test]
fn an_answer_waits_for_another_writer() {
    let home = Home::with_rivers();
    let mut sitting = home.sit(&["today"]);
    sitting.see("Nile").press(" ").see("4 easy");
    let other = Connection::open(home.database()).expect("the database");
    other.execute_batch("begin immediate").expect("the lock");
    sitting.press("3");
    other
        .execute_batch("commit")
        .expect("the lock is given back");
    sitting.see("Danube").press("q");
    assert_eq!(sitting.end(), 0);
    assert_eq!(home.answers(), ["Nile good"]);
}

#[test]
fn a_lock_that_is_not_given_back_is_named() {
    let home = Home::with_rivers();
    let mut sitting = home.sit(&["today"]);
    sitting.see("Nile").press(" ").see("4 easy");
    let other = Connection::open(home.database()).expect("the database");
    other.execute_batch("begin immediate").expect("the lock");
    sitting.press("3").see(
        "\
error: the database cannot be used
cause: another process has been writing for 10 seconds
help: try again when the other `drill` has finished
1 again",
    );
    other
        .execute_batch("rollback")
        .expect("the lock is given back");
    assert!(home.answers().is_empty());
    sitting.press("3").see("Danube").press("q");
    assert_eq!(sitting.end(), 0);
    assert_eq!(home.answers(), ["Nile good"]);
}
