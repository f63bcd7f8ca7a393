//! What is kept of a card always follows from the log: through undo, other settings, wrong clocks
//! and edits by hand.

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::cards::{asked, id, questions};
use crate::home::Home;

/// Four cards, with a history of every kind.
fn home() -> Home {
    let mut home = Home::new();
    home.deck("deck.md", &questions(4));
    home.run(&["import", "deck.md"]);
    let ids: Vec<String> = (0..4)
        .map(|number| id(&home, &format!("Question {number:02}?")))
        .collect();
    let answer = |home: &Home, card: usize, grade: &str| {
        home.json(&["answer", &ids[card], grade, "--json"]);
    };
    answer(&home, 0, "good");
    answer(&home, 1, "hard");
    answer(&home, 1, "good");
    answer(&home, 2, "easy");
    home.at("2026-11-21T08:00:00+03:00");
    answer(&home, 0, "good");
    answer(&home, 1, "again");
    answer(&home, 2, "good");
    home.run(&["undo"]);
    home.run(&["suspend", &ids[2], &ids[3]]);
    home.run(&["resume", &ids[2]]);
    home.at("2026-11-27T08:00:00+03:00");
    answer(&home, 0, "good");
    home.deck(
        "deck.md",
        &questions(4).replace("Question 02?", "Question 02 in other words?"),
    );
    home.run(&["import"])
        .fine("1 deck, 4 cards: 1 reworded (history kept), 3 unchanged\n");
    home
}

fn open(home: &Home) -> Connection {
    Connection::open(home.database()).expect("a database")
}

/// The table of standings and what the cards keep of their histories, as text.
fn kept(home: &Home) -> Vec<String> {
    let db = open(home);
    let mut query = db
        .prepare(
            "select cards.row, suspended, fresh, s.due, s.interval, s.ease, s.repetition, s.lapses,
               s.again_on, s.introduced, s.repeated, s.asleep
             from cards left join standings as s on s.card = cards.row order by cards.row",
        )
        .expect("a query");
    let columns = query.column_count();
    let line = |row: &rusqlite::Row<'_>| {
        let cell = |column| Ok(format!("{:?}", row.get_ref(column)?));
        Ok((0..columns)
            .map(cell)
            .collect::<rusqlite::Result<Vec<_>>>()?
            .join(" "))
    };
    query
        .query_map([], line)
        .expect("rows")
        .collect::<Result<_, _>>()
        .expect("lines")
}

#[test]
fn the_table_equals_the_fold() {
    let mut home = home();
    home.run(&["doctor"]).fine("the database is sound\n");
    let before = kept(&home);
    // Another setting folds everything again, and so does the way back.
    home.set("DRILL_MAX_INTERVAL", "3").run(&["due"]);
    assert_ne!(kept(&home), before);
    home.run(&["doctor"]).fine("the database is sound\n");
    home.unset("DRILL_MAX_INTERVAL").run(&["due"]);
    assert_eq!(kept(&home), before);
}

#[test]
fn a_cap_on_intervals_holds_for_the_past_too() {
    let mut home = home();
    let card = id(&home, "Question 00?");
    let interval = |home: &Home| {
        let shown = home.json(&["show", &card, "--json"]);
        let steps: Vec<Value> = shown["history"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|answer| answer["interval"].clone())
            .collect();
        json!([shown["due"], shown["interval"], steps])
    };
    assert_eq!(interval(&home), json!(["2026-12-12", 15, [1, 6, 15]]));
    home.set("DRILL_MAX_INTERVAL", "10");
    assert_eq!(interval(&home), json!(["2026-12-07", 10, [1, 6, 10]]));
    std::fs::write(home.data().join("config.toml"), "max_interval = 7\n").expect("settings");
    assert_eq!(
        interval(&home),
        json!(["2026-12-07", 10, [1, 6, 10]]),
        "the environment wins"
    );
    home.unset("DRILL_MAX_INTERVAL");
    assert_eq!(interval(&home), json!(["2026-12-04", 7, [1, 6, 7]]));
}

#[test]
fn what_was_changed_by_hand_is_found_and_derived_again() {
    let home = home();
    let before = kept(&home);
    let (first, new) = (id(&home, "Question 00?"), id(&home, "Question 03?"));
    open(&home)
        .execute_batch(
            "update standings set due = due + 100, interval = 115 where interval = 15;
             insert into standings (card, deck, due, interval, ease, repetition, lapses, introduced, repeated)
               select row, deck, 0, 1, 250, 1, 0, 0, 0 from cards where ask = 'Question 03?'",
        )
        .expect("changes");
    let help = "help: `drill doctor --fix` derives it again from the log, which is what counts\n";
    let mut findings = [
        format!(
            "error: the card {first} is kept as due 2027-03-22, interval 115 d, \
             but its history says due 2026-12-12, interval 15 d\n{help}"
        ),
        format!(
            "error: the card {new} is kept as due 1970-01-01, interval 1 d, but its history says new\n{help}"
        ),
        "error: schedules in another deck, or another state, than their cards: 1\n\
         help: `drill doctor --fix` derives it again\n"
            .to_owned(),
    ];
    findings.sort();
    let found = home.run(&["doctor"]);
    let mut said: Vec<String> = found
        .stdout
        .split("error: ")
        .skip(1)
        .map(|found| format!("error: {found}"))
        .collect();
    said.sort();
    assert_eq!(
        (said.as_slice(), found.stderr.as_str(), found.code),
        (findings.as_slice(), "", 3)
    );
    assert_ne!(kept(&home), before, "looking mends nothing");

    home.run(&["doctor", "--fix"])
        .fine("derived again what follows from the log and the decks\nthe database is sound\n");
    assert_eq!(kept(&home), before);
    assert!(
        home.data()
            .join("backups/0001-before-fix-2026-11-27.db")
            .exists()
    );
    home.run(&["doctor", "--json"])
        .fine("{\"healthy\":true,\"fixed\":false,\"findings\":[]}\n");
}

#[test]
fn a_card_of_a_damaged_standing_is_named_in_json() {
    let home = home();
    let first = id(&home, "Question 00?");
    open(&home)
        .execute_batch("delete from standings where interval = 15")
        .expect("a change");
    let found = home.run(&["doctor", "--json"]);
    let json = format!(
        concat!(
            r#"{{"healthy":false,"fixed":false,"findings":[{{"kind":"stale","card":"{0}","entry":null,"#,
            r#""message":"the card {0} is kept as new, but its history says due 2026-12-12, interval 15 d","#,
            r#""help":"`drill doctor --fix` derives it again from the log, which is what counts","note":false}}]}}"#,
            "\n"
        ),
        first
    );
    found.ends(3, &json, "");
    home.run(&["doctor", "--fix", "--json"])
        .fine("{\"healthy\":true,\"fixed\":true,\"findings\":[]}\n");
}

#[test]
fn an_answer_from_the_future_waits_for_its_time() {
    let mut home = Home::new();
    home.deck("deck.md", &questions(1));
    home.run(&["import", "deck.md"]);
    let card = id(&home, "Question 00?");
    home.json(&["answer", &card, "good", "--json"]);
    home.at("2031-11-21T08:00:00+03:00");
    let future = home.json(&["answer", &card, "good", "--json"]);
    assert_eq!(
        [&future["due"], &future["repetition"]],
        [&json!("2031-11-27"), &json!(2)]
    );

    home.at("2026-11-21T08:00:00+03:00");
    let warning = "\
warning: the clock says 2026-11-21T08:00:00.000+03:00, but the last answer was given at 2031-11-21T08:00:00.000+03:00
help: check the date of this machine; answers from the future are held back until their time comes
";
    let today = home.run(&["today", "--json"]);
    assert_eq!(today.stderr, warning);
    assert!(
        today.stdout.contains(r#""due":1,"new":0"#),
        "{}",
        today.stdout
    );
    assert_eq!(home.run(&["due"]).stdout, "1 due, 0 new\n");
    let entry = home.json_lines(&["log", "--json"])[1]["entry"].clone();
    home.run(&["doctor"]).fine(
        "note: an entry is dated 2031-11-21T08:00:00.000+03:00, in the future, and held back until then\n\
         help: the clock of a machine was wrong; the card is asked as if the entry were not there\n\
         the database is sound\n",
    );
    home.run(&["doctor", "--json"]).fine(&format!(
        concat!(
            r#"{{"healthy":true,"fixed":false,"findings":[{{"kind":"held","card":"{}","entry":{},"#,
            r#""message":"an entry is dated 2031-11-21T08:00:00.000+03:00, in the future, and held back until then","#,
            r#""help":"the clock of a machine was wrong; the card is asked as if the entry were not there","note":true}}]}}"#,
            "\n"
        ),
        card, entry
    ));
    home.run(&["answer", &card, "good"]).ends(
        0,
        &format!("{card}: good, due 2026-11-27 (6 d)\n"),
        warning,
    );

    // Its time has come: now it is the third answer that counts.
    home.at("2031-11-21T09:00:00+03:00");
    let shown = home.json(&["show", &card, "--json"]);
    assert_eq!(
        [&shown["due"], &shown["repetition"]],
        [&json!("2031-12-06"), &json!(3)]
    );
    home.run(&["doctor"]).fine("the database is sound\n");
    // And the clock may go back once more.
    home.at("2026-11-22T08:00:00+03:00");
    assert_eq!(home.json(&["show", &card, "--json"])["due"], "2026-11-27");
}

#[test]
fn a_clock_put_back_a_little_keeps_the_order_of_answers() {
    let mut home = Home::new();
    home.deck("deck.md", &questions(2));
    home.run(&["import", "deck.md"]);
    let ids = [id(&home, "Question 00?"), id(&home, "Question 01?")];
    home.json(&["answer", &ids[0], "good", "--json"]);
    home.at("2026-11-20T07:30:00+03:00");
    home.json(&["answer", &ids[1], "good", "--json"]);
    home.run(&["log"]).fine(&format!(
        "2026-11-20T08:00:00.000+03:00  {}  answered   good\n\
         2026-11-20T08:00:00.000+03:00  {}  answered   good\n",
        ids[0], ids[1]
    ));
}

#[test]
fn an_answer_can_be_taken_back_after_the_clock_was_put_right() {
    let mut home = Home::new();
    home.deck("deck.md", &questions(1));
    home.run(&["import", "deck.md"]);
    let card = id(&home, "Question 00?");
    home.at("2031-11-21T08:00:00+03:00");
    home.json(&["answer", &card, "good", "--json"]);
    home.at("2026-11-20T08:00:00+03:00");
    home.run(&["undo"])
        .fine("took back `good` of 2031-11-21: Question 00?\n");
    assert_eq!(asked(&home, &[]), ["Question 00?"]);
    home.at("2031-11-22T08:00:00+03:00");
    assert_eq!(home.json(&["show", &card, "--json"])["state"], "new");
}
