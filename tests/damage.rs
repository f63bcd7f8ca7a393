//! Damage of every kind to the database: it is seen, it is said, nothing gets worse, and what can be
//! brought back is.

use std::fs::{self, File, Permissions};
use std::os::unix::fs::PermissionsExt;

use rusqlite::Connection;

use crate::cards::{id, questions};
use crate::fleet::tree;
use crate::home::Home;

/// Thirty cards, two answers, and one copy, which has both.
fn home() -> Home {
    let home = Home::new();
    home.deck("deck.md", &questions(30));
    home.run(&["import", "deck.md"]);
    for ask in ["Question 00?", "Question 01?"] {
        home.json(&["answer", &id(&home, ask), "good", "--json"]);
    }
    home.run(&["backup"]);
    home
}

fn open(home: &Home) -> Connection {
    Connection::open(home.database()).expect("a database")
}

fn change(home: &Home, sql: &str) {
    open(home).execute_batch(sql).expect(sql);
}

/// Every command says the same and touches nothing; the copy that it names helps.
#[track_caller]
fn lost(home: &Home, cause: &str) {
    let before = tree(&home.data());
    for arguments in [
        ["due"].as_slice(),
        &["doctor"],
        &["doctor", "--fix"],
        &["backup"],
        &["import"],
    ] {
        home.run(arguments).ends(
            3,
            "",
            &format!(
                "error: the database cannot be used\n\
                 cause: {cause}\n\
                 help: nothing was changed; `drill restore 1` brings back the copy of 2026-11-20 with 30 cards, 2 answers\n"
            ),
        );
    }
    assert_eq!(tree(&home.data()), before);
    let outcome = home.run(&["restore", "1", "--yes"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    assert_eq!(home.json_lines(&["log", "--json"]).len(), 2);
    home.run(&["doctor"]).fine("the database is sound\n");
}

#[test]
fn a_file_without_its_beginning_is_lost() {
    let home = home();
    let mut bytes = fs::read(home.database()).expect("a database");
    bytes[..4096].fill(0);
    fs::write(home.database(), bytes).expect("a file");
    lost(&home, "it does not begin like a database");
}

#[test]
fn an_empty_file_is_lost_and_no_beginning() {
    let home = home();
    fs::write(home.database(), "").expect("a file");
    lost(&home, "it is empty: what was in it is gone");
}

#[test]
fn a_file_of_another_program_is_left_alone() {
    let home = home();
    fs::remove_file(home.database()).expect("a file");
    change(
        &home,
        "create table songs (title text); insert into songs values ('Eno')",
    );
    lost(&home, "it is a database of another program");
    let aside = home.data().join("backups/0002-set-aside-2026-11-20.db");
    let songs = Connection::open(aside).expect("what was there");
    songs
        .query_row("select title from songs", [], |_| Ok(()))
        .expect("a song");
}

#[test]
fn a_folder_in_its_place_is_moved_away() {
    let home = home();
    fs::remove_file(home.database()).expect("a file");
    fs::create_dir(home.database()).expect("a folder");
    fs::write(home.database().join("mine.txt"), "mine").expect("a file");
    lost(&home, "something else than a file is in its place");
    let aside = home
        .data()
        .join("backups/0002-set-aside-2026-11-20.db/mine.txt");
    assert_eq!(fs::read_to_string(aside).expect("what was there"), "mine");
}

#[test]
fn a_file_that_was_cut_is_found_out() {
    for part in [2, 3, 10] {
        let home = home();
        let file = File::options()
            .write(true)
            .open(home.database())
            .expect("a file");
        let length = file.metadata().expect("facts").len();
        file.set_len(length / part).expect("a cut");
        let outcome = home.run(&["doctor"]);
        assert_eq!(outcome.code, 3);
        let said = outcome.stdout + &outcome.stderr;
        assert!(said.contains("damaged"), "{said}");
        assert!(said.contains("`drill restore 1` brings back"), "{said}");
        home.json(&["restore", "1", "--yes", "--json"]);
        home.run(&["doctor"]).fine("the database is sound\n");
        assert_eq!(home.json_lines(&["log", "--json"]).len(), 2);
    }
}

#[test]
fn pages_that_were_overwritten_are_found_out() {
    let bytes = fs::read(home().database()).expect("a database");
    let pages = bytes.len() / 4096;
    for page in (1..pages).step_by(pages.div_ceil(12)) {
        let home = home();
        let mut bytes = fs::read(home.database()).expect("a database");
        bytes[page * 4096..(page + 1) * 4096].fill(0xa5);
        fs::write(home.database(), bytes).expect("a file");
        let outcome = home.run(&["doctor"]);
        assert_eq!(outcome.code, 3, "page {page}");
        // Repair never makes it worse: it works, or the copy does.
        let mended = home.run(&["doctor", "--fix"]);
        if mended.code != 0 {
            home.json(&["restore", "1", "--yes", "--json"]);
        }
        home.run(&["doctor"]).fine("the database is sound\n");
        assert_eq!(home.json_lines(&["log", "--json"]).len(), 2, "page {page}");
    }
}

#[test]
fn a_lost_journal_costs_what_was_in_it_and_nothing_else() {
    let home = home();
    let reader = open(&home);
    reader
        .query_row("select count(*) from log", [], |_| Ok(()))
        .expect("a reader");
    home.json(&["answer", &id(&home, "Question 02?"), "good", "--json"]);
    let elsewhere = home.work().join("elsewhere");
    fs::create_dir(&elsewhere).expect("a folder");
    fs::copy(home.database(), elsewhere.join("drill.db")).expect("a copy without its journal");
    drop(reader);
    let folder = elsewhere.display().to_string();
    home.run(&["doctor", "--home", &folder])
        .fine("the database is sound\n");
}

#[test]
fn a_journal_without_its_database_is_kept_and_not_played_into_the_next() {
    let home = home();
    let reader = open(&home);
    reader
        .query_row("select count(*) from log", [], |_| Ok(()))
        .expect("a reader");
    home.json(&["answer", &id(&home, "Question 02?"), "good", "--json"]);
    let journal = fs::read(home.data().join("drill.db-wal")).expect("a journal");
    drop(reader);
    fs::remove_file(home.database()).expect("a file");
    fs::write(home.data().join("drill.db-wal"), &journal).expect("a journal");
    home.run(&["log"]).fine("");
    home.run(&["doctor"]).fine("the database is sound\n");
    let aside = home.data().join("backups/0002-set-aside-2026-11-20.db-wal");
    assert_eq!(fs::read(aside).expect("the journal"), journal);
}

/// Damage to what can be derived, and what `doctor` says of it.
const WOUNDS: &[(&str, &str)] = &[
    (
        "drop index standings_due",
        "error: the index `standings_due` is missing",
    ),
    (
        "drop trigger log_keeps_lines",
        "error: the trigger `log_keeps_lines` is missing",
    ),
    (
        "drop trigger log_keeps_all; create trigger log_keeps_all before delete on log begin select 1; end",
        "error: the trigger `log_keeps_all` was changed",
    ),
    (
        "drop table standings",
        "error: the table `standings` is missing",
    ),
    ("drop table held", "error: the table `held` is missing"),
    (
        "drop table search_stale",
        "error: the table `search_stale` is missing",
    ),
    (
        "update cards set fresh = 0 where position = 9",
        "is marked as new and is not, or is and is not marked",
    ),
    (
        "update cards set suspended = 1 where position = 9",
        "is marked as suspended and is not",
    ),
    (
        "update standings set asleep = 1",
        "error: schedules in another deck, or another state, than their cards: 2",
    ),
    (
        "update standings set kin = 7 where card = 1",
        "error: schedules in another deck, or another state",
    ),
    (
        "update cards set kin = 99 << 24 where position = 3",
        "error: cards whose siblings are said to be in another deck: 1",
    ),
    (
        "update cards set level = 5",
        "error: cards in another place of the order of study than their decks: 30",
    ),
    (
        "update decks set cards = 31",
        "error: decks with another number of cards than they say: 1",
    ),
    (
        "insert into held values (zeroblob(16))",
        "error: entries held back that should not be, or the other way round: 1",
    ),
    (
        "insert into search (search) values ('delete-all')",
        "error: cards that a search cannot find, or finds without need: 30",
    ),
    ("delete from standings", "error: the card "),
];

#[test]
fn what_follows_from_the_log_and_the_decks_is_derived_again() {
    let sound = |home: &Home| home.run(&["doctor"]).fine("the database is sound\n");
    for (damage, found) in WOUNDS {
        let home = home();
        // So that the index of the search is there.
        home.run(&["find", "Question"]);
        sound(&home);
        let before = home.run(&["show", &id(&home, "Question 00?"), "--json"]);
        change(&home, damage);
        let outcome = home.run(&["doctor"]);
        assert_eq!(outcome.code, 3, "{damage}");
        assert!(
            outcome.stdout.contains(found),
            "{damage}: {}",
            outcome.stdout
        );
        home.run(&["doctor", "--fix"])
            .fine("derived again what follows from the log and the decks\nthe database is sound\n");
        sound(&home);
        assert_eq!(
            home.run(&["show", &id(&home, "Question 00?"), "--json"]),
            before,
            "{damage}"
        );
        assert_eq!(
            home.json_lines(&["find", "--json", "--limit", "99", "Question"])
                .len(),
            30
        );
        home.run(&["restore", "2", "--yes"]);
        assert_eq!(
            home.run(&["doctor"]).code,
            3,
            "the copy is what was there: {damage}"
        );
    }
}

#[test]
fn a_lost_table_is_named_by_every_command() {
    let home = home();
    change(&home, "drop table standings");
    home.run(&["due"]).ends(
        3,
        "",
        "error: the database cannot be used\n\
         cause: no such table: standings\n\
         help: `drill doctor --fix` makes again what can be made again; `drill restore` lists copies\n",
    );
}

#[test]
fn a_lost_log_cannot_be_derived() {
    let home = home();
    change(&home, "drop table log");
    let remedy =
        "help: `drill restore 1` brings back the copy of 2026-11-20 with 30 cards, 2 answers\n";
    let outcome = home.run(&["doctor"]);
    assert!(
        outcome
            .stdout
            .starts_with("error: the database is damaged: the table `log` is missing\n")
    );
    assert!(outcome.stdout.contains(remedy), "{}", outcome.stdout);
    let outcome = home.run(&["doctor", "--fix"]);
    assert_eq!(outcome.code, 3);
    assert!(
        outcome
            .stderr
            .contains("cause: it is damaged: the table `log` is missing\n"),
        "{}",
        outcome.stderr
    );
    home.json(&["restore", "1", "--yes", "--json"]);
    home.run(&["doctor"]).fine("the database is sound\n");
    assert_eq!(home.json_lines(&["log", "--json"]).len(), 2);
}

#[test]
fn a_line_that_nobody_writes_is_named() {
    let home = home();
    change(
        &home,
        "insert into log (entry, kind, card, at, offset_s, day)
         select zeroblob(16), 'danced', card, at, offset_s, day from log limit 1",
    );
    let outcome = home.run(&["doctor"]);
    assert_eq!(outcome.code, 3);
    assert!(
        outcome.stdout.starts_with(
            "error: the database is damaged: line 3 of the log is none that drill writes\n"
        ),
        "{}",
        outcome.stdout
    );
}

#[test]
fn a_database_that_may_not_be_written_is_named() {
    let home = home();
    let card = id(&home, "Question 00?");
    fs::set_permissions(home.database(), Permissions::from_mode(0o400)).expect("permissions");
    // Whoever may do everything is not kept from writing.
    let may = File::options().write(true).open(home.database()).is_ok();
    let outcome = home.run(&["answer", &card, "good"]);
    assert_eq!(outcome.code, if may { 0 } else { 3 }, "{}", outcome.stderr);
    if !may {
        assert!(
            outcome
                .stderr
                .contains("help: check the free space and the permissions")
        );
    }
}
