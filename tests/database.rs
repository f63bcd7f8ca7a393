//! The database file: whose it is, how it grows up, what can never happen to the log, and many
//! processes at once.

use std::collections::BTreeSet;
use std::process::{Child, Command, Stdio};

use rusqlite::Connection;

use crate::cards::{asked, id, questions, text};
use crate::home::{DRILL, Home, repository};

fn open(home: &Home) -> Connection {
    Connection::open(home.database()).expect("a database")
}

fn pragma(db: &Connection, name: &str) -> i64 {
    db.pragma_query_value(None, name, |row| row.get(0))
        .expect("a number")
}

/// Everything in the folder of the database, and the bytes of the database.
fn folder(home: &Home) -> (Vec<String>, Vec<u8>) {
    let entries = std::fs::read_dir(home.data()).expect("a folder");
    let name = |entry: std::io::Result<std::fs::DirEntry>| entry.expect("an entry").file_name();
    let mut names: Vec<String> = entries
        .map(|entry| name(entry).to_string_lossy().into_owned())
        .collect();
    names.sort();
    (names, std::fs::read(home.database()).expect("a database"))
}

#[test]
fn the_database_of_a_newer_program_is_left_alone() {
    let home = Home::new();
    home.deck("deck.md", &questions(2));
    home.run(&["import", "deck.md"]);
    let known = pragma(&open(&home), "user_version");
    open(&home)
        .pragma_update(None, "user_version", 99)
        .expect("a pragma");
    let before = folder(&home);
    for arguments in [
        ["due"].as_slice(),
        &["import", "deck.md"],
        &["doctor", "--fix"],
        &["undo"],
    ] {
        home.run(arguments).ends(
            3,
            "",
            &format!(
                "error: the database cannot be used\n\
                 cause: it was written by a newer drill (format 99; this one knows {known})\n\
                 help: update this `drill`, or use another folder with `--home DIR`\n"
            ),
        );
    }
    assert_eq!(folder(&home), before);
}

#[test]
fn a_file_of_something_else_is_left_alone() {
    let home = Home::new();
    std::fs::create_dir(home.data()).expect("a folder");
    let refused = |cause: &str| {
        format!(
            "error: the database cannot be used\n\
             cause: {cause}\n\
             help: nothing was changed; there is no whole automatic copy; `drill restore FILE` takes one that you made, and `drill sync DIR` in an empty home (`--home`) brings back what was exchanged\n"
        )
    };
    open(&home)
        .execute_batch("create table songs (title text); insert into songs values ('Eno')")
        .expect("a table");
    let before = folder(&home);
    let foreign = refused("it is a database of another program");
    home.run(&["due"]).ends(3, "", &foreign);
    home.run(&["doctor"]).ends(3, "", &foreign);
    assert_eq!(folder(&home), before);

    std::fs::write(home.database(), "Dear diary, ".repeat(100)).expect("a file");
    let before = folder(&home);
    let text = refused("it does not begin like a database");
    home.run(&["due"]).ends(3, "", &text);
    home.run(&["doctor"]).ends(3, "", &text);
    assert_eq!(folder(&home), before);
}

/// As the first version of the program left it: two answers, the second taken back.
fn old(home: &Home, card: &str) {
    std::fs::create_dir(home.data()).expect("a folder");
    let db = open(home);
    let script = repository().join("src/store/migrations/1.sql");
    db.execute_batch(&std::fs::read_to_string(script).expect("a script"))
        .expect("tables");
    db.pragma_update(None, "application_id", 0x6472_6c6c)
        .expect("a pragma");
    db.pragma_update(None, "user_version", 1).expect("a pragma");
    for (entry, kind, quality, of, at) in [
        ("01", "answered", "4", "null", 1_795_000_000_000_i64),
        ("02", "answered", "2", "null", 1_795_086_400_000),
        (
            "03",
            "retracted",
            "null",
            "x'02020202020202020202020202020202'",
            1_795_086_401_000,
        ),
    ] {
        let day = at / 86_400_000;
        let entry = entry.repeat(16);
        db.execute_batch(&format!(
            "insert into log (entry, kind, card, quality, took_ms, of, at, offset_s, day)
             values (x'{entry}', '{kind}', x'{card}', {quality}, null, {of}, {at}, 0, {day})"
        ))
        .expect("an entry");
    }
}

#[test]
fn an_older_database_is_copied_and_brought_up_to_date() {
    let deck = questions(1);
    let elsewhere = Home::new();
    elsewhere.deck("deck.md", &deck);
    elsewhere.run(&["import", "deck.md"]);
    let card = id(&elsewhere, "Question 00?");

    let home = Home::new();
    old(&home, &card);
    let log = format!(
        "2026-11-18T11:06:40.000+00:00  {card}  answered   good\n\
         2026-11-19T11:06:40.000+00:00  {card}  answered   again\n\
         2026-11-19T11:06:41.000+00:00  {card}  retracted  02020202020202020202020202020202\n"
    );
    home.run(&["log"]).fine(&log);
    let copy = home.data().join("backups/0001-before-update-2026-11-20.db");
    let copy = Connection::open(copy).expect("a copy");
    let lines: i64 = copy
        .query_row("select count(*) from log", [], |row| row.get(0))
        .expect("a count");
    assert_eq!((pragma(&copy, "user_version"), lines), (1, 3));
    assert!(pragma(&open(&home), "user_version") > 1);

    home.deck("deck.md", &deck);
    home.run(&["import", "deck.md"])
        .fine("1 deck, 1 card: 1 new\n");
    let shown = home.json(&["show", &card, "--json"]);
    assert_eq!(
        (
            text(&shown["due"]),
            shown["history"].as_array().map(Vec::len)
        ),
        ("2026-11-19", Some(1))
    );
    assert_eq!(asked(&home, &[]), ["Question 00?"]);
    home.run(&["doctor"]).fine("the database is sound\n");
    home.run(&["log"]).fine(&log);
}

#[test]
fn the_log_can_only_grow() {
    let home = Home::new();
    home.deck("deck.md", &questions(2));
    home.run(&["import", "deck.md"]);
    for ask in ["Question 00?", "Question 01?"] {
        home.json(&["answer", &id(&home, ask), "good", "--json"]);
    }
    let before = home.run(&["log", "--json"]);
    let db = open(&home);
    for change in [
        "update log set quality = 5",
        "update or replace log set arrival = 1 where arrival = 2",
        "delete from log",
        "delete from log where arrival = 1",
        "insert or replace into log select * from log",
        "replace into log select arrival + 10, entry, kind, card, 0, took_ms, of, at, offset_s, day, detail, last_look, batch, placed, device, turn, import, kept from log",
        "replace into log select arrival, zeroblob(16), kind, card, 0, took_ms, of, at, offset_s, day, detail, last_look, batch, placed, device, turn, import, kept from log where arrival = 1",
        "insert into log select * from log where true on conflict do update set quality = 0",
    ] {
        let refusal = db.execute(change, []).expect_err(change).to_string();
        assert_eq!(refusal, "the log is append-only", "{change}");
    }
    drop(db);
    assert_eq!(home.run(&["log", "--json"]), before);
}

fn start(home: &Home, arguments: &[&str]) -> Child {
    Command::new(DRILL)
        .args(arguments)
        .env_clear()
        .envs(home.variables().iter().map(|(name, value)| (name, value)))
        .current_dir(home.work())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("drill runs")
}

/// Runs all of them at the same time; each must end well, without news. Returns their results.
fn together(home: &Home, commands: &[Vec<&str>]) -> Vec<String> {
    let running: Vec<Child> = commands
        .iter()
        .map(|command| start(home, command))
        .collect();
    let end = |child: Child| {
        let output = child.wait_with_output().expect("an end");
        let news = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), &*news), (Some(0), ""));
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    running.into_iter().map(end).collect()
}

#[test]
fn answers_given_at_once_are_all_kept() {
    let home = Home::new();
    home.deck("deck.md", &questions(8));
    home.run(&["import", "deck.md"]);
    let ids: Vec<String> = (0..8)
        .map(|number| id(&home, &format!("Question {number:02}?")))
        .collect();
    let each: Vec<Vec<&str>> = ids.iter().map(|id| vec!["answer", id, "good"]).collect();
    let mut said = together(&home, &each);
    let mut expected: Vec<String> = ids
        .iter()
        .map(|id| format!("{id}: good, due 2026-11-21 (1 d)\n"))
        .collect();
    said.sort();
    expected.sort();
    assert_eq!(said, expected);
    together(&home, &vec![vec!["answer", &ids[0], "easy"]; 8]);

    let log = home.json_lines(&["log", "--json"]);
    let entries: BTreeSet<&str> = log.iter().map(|line| text(&line["entry"])).collect();
    assert_eq!((log.len(), entries.len()), (16, 16));
    let shown = home.json(&["show", &ids[0], "--json"]);
    assert_eq!(shown["history"].as_array().map(Vec::len), Some(9));
    assert_eq!(shown["repetition"], 1, "on one day, only the first counts");
    home.run(&["doctor"]).fine("the database is sound\n");
}

#[test]
fn a_fresh_machine_may_be_started_many_times_at_once() {
    let home = Home::new();
    let said = together(&home, &vec![vec!["due"]; 6]);
    assert_eq!(said, vec!["0 due, 20 new\n"; 6]);
    home.run(&["doctor"]).fine("the database is sound\n");

    let home = Home::new();
    home.deck("notes/deck.md", &questions(30));
    let said = together(&home, &vec![vec!["import", "notes"]; 4]);
    assert!(
        said.iter()
            .all(|said| said.starts_with("1 deck, 30 cards: ")),
        "{said:?}"
    );
    assert_eq!(asked(&home, &["--new", "100"]).len(), 30);
    home.run(&["doctor"]).fine("the database is sound\n");
}
