//! What the small commands print, whole: for people, and as JSON for programs.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

use rusqlite::Connection;

use crate::cards::{id, text};
use crate::home::{DRILL, Home, Outcome};

/// Two decks; the second requires the first and has a mistake. Two cards are answered.
struct Sea {
    home: Home,
    ebb: String,
    flood: String,
}

fn sea() -> Sea {
    let home = Home::new();
    home.deck(
        "notes/ebb.md",
        "---\ntopic: Ebb tide\ntags: [sea, easy]\n---\n## What is an ebb?\nThe *falling* tide.\n\n\
         C: The ebb ends at [low] [water].\n",
    );
    home.deck(
        "notes/flood.md",
        "---\nrequires: [ebb]\ntags: [sea]\n---\n## What is a flood?\nThe rising tide.\n\n## What is this?\n",
    );
    assert_eq!(home.run(&["import", "notes"]).code, 1);
    let (ebb, flood) = (id(&home, "What is an ebb?"), id(&home, "What is a flood?"));
    home.run(&["answer", &ebb, "again"]).fine(&format!(
        "{ebb}: again, due 2026-11-21 (1 d), and once more today\n"
    ));
    home.run(&["answer", "@last", "3", "--took-ms", "6000"])
        .fine(&format!("{ebb}: good, due 2026-11-21 (1 d)\n"));
    home.run(&["answer", &flood[..6], "easy", "--json"])
        .fine(&format!(
            concat!(
                r#"{{"id":"{}","grade":"easy","day":"2026-11-20","due":"2026-11-21","#,
                r#""interval":1,"ease":2.6,"repetition":1,"lapses":0,"again_today":false}}"#,
                "\n"
            ),
            flood
        ));
    Sea { home, ebb, flood }
}

/// A refusal of the command line: nothing on stdout.
#[track_caller]
fn refused(outcome: &Outcome, said: &str) {
    outcome.ends(2, "", said);
}

#[test]
fn due_is_one_line() {
    let Sea { home, .. } = sea();
    home.run(&["due"]).fine("0 due, 1 new\n");
    home.run(&["due", "--json"])
        .fine("{\"day\":\"2026-11-20\",\"due\":0,\"new\":1,\"again\":0,\"reviewed_today\":2}\n");
    home.run(&["undo", "-n", "2"]);
    home.run(&["due"]).fine("0 due, 2 new, 1 again\n");
}

#[test]
fn decks_are_a_table() {
    let Sea { home, flood, .. } = sea();
    home.run(&["suspend", &flood]);
    home.run(&["decks"]).fine(
        "\
deck   cards  due  new  young  mature  errors
ebb        3    0    2      1       0       0
flood      1    0    0      0       0       1
",
    );
    home.run(&["decks", "--json"]).fine(concat!(
        r#"{"decks":[{"deck":"ebb","title":"Ebb tide","place":"notes/ebb.md","cards":3,"due":0,"new":2,"#,
        r#""young":1,"mature":0,"suspended":0,"errors":0,"requires":[]},"#,
        r#"{"deck":"flood","title":"flood","place":"notes/flood.md","cards":1,"due":0,"new":0,"#,
        r#""young":0,"mature":0,"suspended":1,"errors":1,"requires":["ebb"]}]}"#,
        "\n"
    ));
}

#[test]
fn decks_are_chosen_by_name_and_tag() {
    let Sea { home, .. } = sea();
    let chosen = |arguments: &[&str]| -> Vec<String> {
        let decks = home.json(&[&["decks", "--json"], arguments].concat());
        let decks = decks["decks"].as_array().expect("a list").iter();
        decks.map(|deck| text(&deck["deck"]).to_owned()).collect()
    };
    assert_eq!(chosen(&["--deck", "EBB"]), ["ebb"]);
    assert_eq!(chosen(&["--deck", "ebb tide"]), ["ebb"]);
    assert_eq!(chosen(&["--deck", "f*", "--deck", "e??"]), ["ebb", "flood"]);
    assert_eq!(chosen(&["--tag", "sea"]), ["ebb", "flood"]);
    assert_eq!(chosen(&["--tag", "sea", "--tag", "!easy"]), ["flood"]);
    assert_eq!(chosen(&["--deck", "e*", "--tag", "!easy"]), [""; 0]);
    refused(
        &home.run(&["decks", "--deck", "moon"]),
        "error: no deck is called `moon`\nhelp: `drill decks` lists the decks\n",
    );
    assert_eq!(home.run(&["decks", "--tag", "moon"]).code, 2);
}

#[test]
fn a_card_is_shown_with_its_history() {
    let Sea { home, ebb, flood } = sea();
    home.run(&["show", &ebb]).fine(&format!(
        "\
{ebb}  question
notes/ebb.md:5:1
waiting, due 2026-11-21, interval 1 d, ease 2.18, repetition 0, lapses 0

What is an ebb?

────────────────────────────────────────

The falling tide.

2026-11-20 08:00  again  due 2026-11-21, ease 2.18
2026-11-20 08:00  good   due 2026-11-21, ease 2.18
"
    ));
    let entry = text(&home.json_lines(&["log", "--json"])[2]["entry"]).to_owned();
    home.run(&["show", &flood, "--json"]).fine(&format!(
        concat!(
            r#"{{"id":"{}","deck":"flood","kind":"question","ask":"What is a flood?","answer":"The rising tide.","#,
            r#""place":"notes/flood.md:5:1","state":"waiting","due":"2026-11-21","interval":1,"ease":2.6,"#,
            r#""repetition":1,"lapses":0,"tags":["sea"],"history":[{{"entry":"{}","#,
            r#""at":"2026-11-20T08:00:00.000+03:00","day":"2026-11-20","grade":"easy","quality":5,"took_ms":null,"#,
            r#""interval":1,"ease":2.6}}],"suspended":false,"retired":false}}"#,
            "\n"
        ),
        flood, entry
    ));
    let both = home.json_lines(&["show", "--json", &ebb, "@last"]);
    assert_eq!(
        both.iter()
            .map(|card| text(&card["id"]))
            .collect::<Vec<_>>(),
        [&ebb, &flood]
    );
}

#[test]
fn words_find_cards() {
    let Sea { home, ebb, flood } = sea();
    let places = format!(
        "{}  What is an ebb?  (notes/ebb.md:5:1)\n{}  What is a flood?  (notes/flood.md:5:1)\n",
        &ebb[..8],
        &flood[..8]
    );
    let mut lines: Vec<&str> = places.lines().collect();
    let found = home.run(&["find", "tide"]).stdout;
    let (excerpts, mut said): (Vec<&str>, Vec<&str>) =
        found.lines().partition(|line| line.starts_with(' '));
    assert_eq!(excerpts.len(), 2, "each shows where the word stands");
    lines.sort_unstable();
    said.sort_unstable();
    assert_eq!(said, lines);
    let first = format!("{}\n", places.lines().next().expect("a line"));
    let excerpt = "          The *falling* tide.\n";
    for (words, found) in [
        (["find", "FALLING"].as_slice(), format!("{first}{excerpt}")),
        (&["find", "ebb", "fall"], first.clone()),
        (&["find", "an ebb"], first.clone()),
    ] {
        home.run(words).fine(&found);
    }
    for word in ["zebra", "?!", "NOT", "fall rising", "\""] {
        home.run(&["find", word])
            .ends(0, "", "nothing has all of these words\n");
    }
    refused(
        &home.run(&["find", " "]),
        "error: there is no word to look for\nhelp: `drill find write barrier`\n",
    );
    // An edited card is found by its new words, a card that is gone by none.
    home.deck(
        "notes/ebb.md",
        "---\ntopic: Ebb tide\n---\n## What is an ebb?\nThe retreating tide.\n",
    );
    home.run(&["import", "notes"]);
    home.run(&["find", "falling"])
        .ends(0, "", "nothing has all of these words\n");
    assert_eq!(home.json_lines(&["find", "--json", "retreating"]).len(), 1);
    home.run(&["find", "water"])
        .ends(0, "", "nothing has all of these words\n");
}

#[test]
fn the_log_has_every_line() {
    let Sea { home, ebb, flood } = sea();
    home.run(&["undo"])
        .fine("took back `easy` of 2026-11-20: What is a flood?\n");
    home.run(&["suspend", &ebb])
        .fine(&format!("{ebb}: suspended\n"));
    home.run(&["resume", &ebb])
        .fine(&format!("{ebb}: resumed\n"));
    let entries = home.json_lines(&["log", "--json"]);
    let entry = |number: usize| text(&entries[number]["entry"]).to_owned();
    let at = "2026-11-20T08:00:00.000+03:00";
    home.run(&["log"]).fine(&format!(
        "\
{at}  {ebb}  answered   again
{at}  {ebb}  answered   good
{at}  {flood}  answered   easy
{at}  {flood}  retracted  {}
{at}  {ebb}  suspended
{at}  {ebb}  resumed
",
        entry(2)
    ));
    home.run(&["log", "--card", &flood[..8], "--json"]).fine(&format!(
        concat!(
            r#"{{"entry":"{0}","kind":"answered","card":"{2}","grade":"easy","quality":5,"at":"{3}","#,
            r#""day":"2026-11-20","took_ms":null,"of":null}}"#,
            "\n",
            r#"{{"entry":"{1}","kind":"retracted","card":"{2}","grade":null,"quality":null,"at":"{3}","#,
            r#""day":"2026-11-20","took_ms":null,"of":"{0}"}}"#,
            "\n"
        ),
        entry(2),
        entry(3),
        flood,
        at
    ));
}

#[test]
fn answers_are_taken_back_one_or_many() {
    let Sea { home, ebb, .. } = sea();
    home.run(&["undo", "-n", "2"]).fine(
        "took back `easy` of 2026-11-20: What is a flood?\n\
         took back `good` of 2026-11-20: What is an ebb?\n",
    );
    let first = text(&home.json_lines(&["log", "--json"])[0]["entry"]).to_owned();
    home.run(&["undo", "--json", "-n", "9"]).fine(&format!(
        concat!(
            r#"{{"id":"{}","of":"{}","kind":"answered","grade":"again","day":"2026-11-20","due":null}}"#,
            "\n"
        ),
        ebb, first
    ));
    refused(
        &home.run(&["undo"]),
        "error: there is nothing to take back\nhelp: `drill log` shows everything that happened\n",
    );
    home.run(&["due"]).fine("0 due, 3 new\n");
    assert_eq!(home.run(&["undo", "-n", "0"]).code, 2);
}

#[test]
fn a_suspended_card_is_asked_by_nobody() {
    let Sea {
        mut home,
        ebb,
        flood,
    } = sea();
    home.run(&["suspend", &ebb, &flood])
        .fine(&format!("{ebb}: suspended\n{flood}: suspended\n"));
    home.run(&["suspend", &ebb])
        .ends(0, "", &format!("{ebb} was suspended already\n"));
    home.at("2026-11-21T08:00:00+03:00");
    home.run(&["due"]).fine("0 due, 1 new\n");
    assert_eq!(home.json(&["show", "--json", &ebb])["suspended"], true);
    home.run(&["resume", &ebb])
        .fine(&format!("{ebb}: resumed\n"));
    home.run(&["resume", &ebb])
        .ends(0, "", &format!("{ebb} was resumed already\n"));
    home.run(&["due"]).fine("1 due, 1 new\n");
    // A name that is wrong stops all of it.
    assert_eq!(home.run(&["suspend", &ebb, "0000"]).code, 2);
    home.run(&["due"]).fine("1 due, 1 new\n");
}

#[test]
fn a_card_that_cannot_be_meant_is_refused() {
    let Sea { home, .. } = sea();
    let help = "help: a card is named by its id or the first 4 or more hex digits of it; `drill find WORDS` shows ids\n";
    for arguments in [
        ["show", "12"].as_slice(),
        &["answer", "12", "good"],
        &["suspend", "12"],
        &["log", "--card", "12"],
    ] {
        refused(
            &home.run(arguments),
            &format!("error: `12` is too short for a card's id\n{help}"),
        );
    }
    for name in [
        "0000",
        "zebra",
        "0000000000000000000000000000000000",
        "ебб?",
    ] {
        refused(
            &home.run(&["show", name]),
            &format!("error: there is no card `{name}`\n{help}"),
        );
    }
    let fresh = Home::new();
    refused(
        &fresh.run(&["show", "@last"]),
        "error: no card was answered yet\nhelp: `@last` is the card that was answered last\n",
    );
}

#[test]
fn a_beginning_that_two_cards_share_is_refused() {
    let Sea { home, ebb, flood } = sea();
    // No two questions are known whose ids begin alike, so one gets the beginning of the other.
    let shared = format!("{}{}", &ebb[..8], &flood[8..]);
    let db = Connection::open(home.database()).expect("a database");
    db.execute_batch(&format!(
        "update cards set id = x'{shared}' where id = x'{flood}'"
    ))
    .expect("a change");
    refused(
        &home.run(&["show", &ebb[..8]]),
        &format!(
            "error: 2 cards begin with `{}`\nhelp: give one or two digits more\n",
            &ebb[..8]
        ),
    );
    assert_eq!(
        home.json(&["show", "--json", &ebb[..12].to_uppercase()])["ask"],
        "What is an ebb?"
    );
}

#[test]
fn wrong_grades_are_refused() {
    let Sea { home, ebb, .. } = sea();
    let before = home.run(&["log"]);
    for arguments in [
        ["answer", &ebb].as_slice(),
        &["answer", &ebb, "great"],
        &["answer", &ebb, "0"],
        &["answer", &ebb, "5"],
        &["answer", &ebb, "--quality", "6"],
        &["answer", &ebb, "--quality", "-1"],
        &["answer", &ebb, "good", "--quality", "4"],
        &["answer", &ebb, "good", "--took-ms", "long"],
    ] {
        let outcome = home.run(arguments);
        assert_eq!(
            (outcome.code, outcome.stdout.as_str()),
            (2, ""),
            "{arguments:?}"
        );
        assert!(outcome.stderr.starts_with("error: "), "{}", outcome.stderr);
    }
    assert_eq!(home.run(&["log"]), before);
}

#[test]
fn a_reader_that_has_heard_enough_is_no_error() {
    let Sea { home, ebb, .. } = sea();
    let db = Connection::open(home.database()).expect("a database");
    db.execute_batch(&format!(
        "with recursive n (i) as (select 1 union all select i + 1 from n where i < 5000)
         insert into log (entry, kind, card, quality, at, offset_s, day)
           select randomblob(16), 'answered', x'{ebb}', 4, 1700000000000 + i, 0, 19675 from n"
    ))
    .expect("entries");
    let mut child = Command::new(DRILL)
        .arg("log")
        .env_clear()
        .envs(home.variables().iter().map(|(name, value)| (name, value)))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("drill runs");
    let mut first = String::new();
    let mut out = BufReader::new(child.stdout.take().expect("a pipe"));
    out.read_line(&mut first).expect("a line");
    assert_eq!(
        first,
        format!("2023-11-14T22:13:20.001+00:00  {ebb}  answered   good\n")
    );
    drop(out);
    let mut news = String::new();
    child
        .stderr
        .take()
        .expect("a pipe")
        .read_to_string(&mut news)
        .expect("text");
    assert_eq!(
        (child.wait().expect("an end").code(), news.as_str()),
        (Some(0), "")
    );
}
