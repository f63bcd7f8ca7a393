//! Around the sitting: the first minute, reading and searching, settings, a backlog, a new start.

use rusqlite::Connection;

use crate::cards::{asked, id, questions};
use crate::home::Home;

const PAGE: &str = "\
---
topic: Tides
aliases: [Прилив]
---
# Tides

The moon pulls at the sea.

## Springs and neaps

When sun and moon pull together, the *range* is greatest: a spring tide.

### What is a neap tide?
The tide of least range.

It comes at the quarter moons.
";

#[test]
fn alone_it_says_where_things_stand_and_what_to_do() {
    let home = Home::new();
    home.run(&[]).fine(
        "\
Nothing was studied here yet.
`drill today` begins, with the decks that ship with it: nothing has to be set up.
`drill import PATH` takes in your own; `drill --help` shows every command.
",
    );
    assert!(!home.data().exists(), "looking makes nothing");
    home.deck("deck.md", &questions(2));
    home.run(&["import", "deck.md"]);
    home.run(&[]).fine(
        "0 due, 2 new: `drill today` goes through them.\n`drill --help` shows every command.\n",
    );
    for ask in ["Question 00?", "Question 01?"] {
        home.run(&["answer", &id(&home, ask), "good"]);
    }
    home.run(&[]).fine(
        "\
Done for today: 2 reviewed. On 2026-11-21 2 will be due.
`drill stats` shows how it goes; `drill --help` every command.
",
    );
}

#[test]
fn every_command_has_help_with_an_example() {
    let home = Home::new();
    let overview = home.run(&["--help"]);
    assert_eq!((overview.code, overview.stderr.as_str()), (0, ""));
    assert_eq!(home.run(&["-h"]), overview);
    let manual = home.work().join("man");
    assert_eq!(home.run(&["man", "man"]).code, 0);
    let pages = std::fs::read_dir(manual).expect("a folder").count();
    let mut commands = 0;
    for line in overview.stdout.lines().filter(|line| line.len() > 9) {
        for name in [line.get(9..20), line.get(45..56)].into_iter().flatten() {
            let name = name.trim();
            let help = home.run(&[name, "--help"]);
            if name.is_empty() || line.starts_with("  -") || help.code == 2 {
                continue;
            }
            commands += 1;
            assert!(help.stdout.contains("Example"), "{name}: {}", help.stdout);
            assert!(help.stdout.contains(&format!("drill {name}")), "{name}");
        }
    }
    assert!(commands > 20 && pages > commands, "{commands}, {pages}");
    let shells = ["bash", "zsh", "fish", "elvish", "powershell"];
    for script in shells.map(|shell| home.run(&["completions", shell])) {
        assert!(script.code == 0 && script.stdout.contains("roadmap"));
    }
}

#[test]
fn a_page_is_read_by_any_of_its_names() {
    let home = Home::new();
    home.deck("tides.md", PAGE);
    home.run(&["import", "tides.md"]);
    let page = "\
# Tides

The moon pulls at the sea.

## Springs and neaps

When sun and moon pull together, the range is greatest: a spring tide.

### What is a neap tide?

The tide of least range.

It comes at the quarter moons.
";
    for name in ["tides", "TIDES", "прилив", "tid"] {
        home.run(&["read", name]).fine(page);
    }
    home.run(&["read", "--raw", "tides"]).fine(PAGE);
    home.deck(
        "tidal.md",
        "# Tidal power\n\n## What drives it?\nThe range.\n",
    );
    home.run(&["import", "tidal.md"]);
    home.run(&["read", "tid"]).ends(
        2,
        "",
        "error: `tid` could be 2 topics\nhelp: say which: tidal, tides\n",
    );
    home.run(&["read", "\u{1b}[2J"]).ends(
        2,
        "",
        "error: there is no topic `␛[2J`\n\
         help: `drill decks` lists them; `drill find WORDS` searches their pages\n",
    );
    std::fs::remove_file(home.work().join("tides.md")).expect("a file");
    assert_eq!(home.run(&["read", "tides"]).code, 3);
}

#[test]
fn a_search_finds_cards_and_pages_as_they_are_now() {
    let home = Home::new();
    let file = home.deck("tides.md", PAGE);
    home.run(&["import", "tides.md"]);
    let id = id(&home, "What is a neap tide?");
    home.run(&["find", "neap"]).fine(&format!(
        "{}  What is a neap tide?  (tides.md:13:1)\n\
         page      Tides: Springs and neaps  (tides.md:9:1)\n",
        &id[..8]
    ));
    home.run(&["find", "quarter"]).fine(&format!(
        "{}  What is a neap tide?  (tides.md:13:1)\n          \
         … range. It comes at the quarter moons.\n",
        &id[..8]
    ));
    home.run(&["find", "pull", "spr"]).fine(
        "page      Tides: Springs and neaps  (tides.md:9:1)\n          \
         When sun and moon pull together, the *range* is greatest: a spring …\n",
    );
    home.run(&["find", "--cards", "spring"])
        .ends(0, "", "nothing has all of these words\n");
    let found = home.json(&["find", "--json", "moon", "sea"]);
    assert_eq!(
        (&found["kind"], &found["heading"]),
        (&"theory".into(), &"Tides".into())
    );
    std::fs::write(&file, PAGE.replace("a spring tide", "a *syzygy*")).expect("a deck");
    home.run(&["import", "tides.md"]);
    home.run(&["find", "syzygy"]).fine(
        "page      Tides: Springs and neaps  (tides.md:9:1)\n          \
         … *range* is greatest: a *syzygy*.\n",
    );
    assert_eq!(home.run(&["find", "spring", "tide"]).stdout, "");
}

#[test]
fn a_skeleton_goes_in_as_it_is_and_overwrites_nothing() {
    let home = Home::new();
    home.run(&["new", "TCP: congestion control"])
        .fine("./tcp-congestion-control.md\n");
    home.run(&["check", "."]).fine("");
    let imported = home.run(&["import", "."]);
    assert_eq!((imported.code, imported.stderr.as_str()), (0, ""));
    home.run(&["new", "tcp congestion control"]).ends(
        2,
        "",
        "error: `./tcp-congestion-control.md` cannot be made\n\
         cause: there is such a file already\n\
         help: choose another title, or another folder with `--in DIR`\n",
    );
    assert_eq!(home.run(&["new", "X", "--in", "nowhere"]).code, 3);
    assert_eq!(home.run(&["new", "../.."]).code, 2);
}

#[test]
fn settings_are_shown_with_their_source_and_changed_with_care() {
    let mut home = Home::new();
    let file = home.data().join("config.toml");
    home.run(&["config", "set", "new_per_day", "7"]).fine("");
    let text = std::fs::read_to_string(&file).expect("settings") + "# mine\n";
    std::fs::write(&file, text).expect("settings");
    home.run(&["config", "set", "day_start", "5:30"]).fine("");
    home.set("DRILL_REVIEWS_PER_DAY", "9");
    let shown = home.run(&["config"]).stdout;
    let line = |name: &str| shown.lines().find(|line| line.starts_with(name));
    for (name, rest) in [
        ("day_start", "5:30       file "),
        ("new_per_day", "7          file "),
        ("reviews_per_day", "9          DRILL_REVIEWS_PER_DAY "),
        ("max_interval", "36500      default "),
    ] {
        let line = line(name).expect("a line");
        assert!(line[16..].trim_start().starts_with(rest), "{line}");
    }
    for (name, value) in [
        ("new_per_day", "many"),
        ("day_start", "27:00"),
        ("color", "1"),
    ] {
        assert_eq!(home.run(&["config", "set", name, value]).code, 2, "{name}");
    }
    home.run(&["config", "unset", "new_per_day"]).fine("");
    let text = std::fs::read_to_string(&file).expect("settings");
    assert_eq!(text, "day_start = \"5:30\"\n# mine\n");
}

/// The rows that say where the cards stand.
fn rows(home: &Home) -> Vec<Vec<rusqlite::types::Value>> {
    let db = Connection::open(home.database()).expect("a database");
    let mut rows = Vec::new();
    for sql in [
        "select * from standings order by card",
        "select * from cards order by row",
    ] {
        let mut query = db.prepare(sql).expect("a query");
        let width = query.column_count();
        let read = query.query_map([], |row| (0..width).map(|at| row.get(at)).collect());
        rows.extend(read.expect("rows").map(|row| row.expect("a row")));
    }
    rows
}

#[test]
fn after_sixty_days_away_a_backlog_is_spread_and_one_undo_takes_it_back() {
    let mut home = Home::new();
    home.deck("deck.md", &questions(23));
    home.run(&["import", "deck.md"]);
    for number in 0..23 {
        home.run(&[
            "answer",
            &id(&home, &format!("Question {number:02}?")),
            "good",
        ]);
    }
    home.at("2027-01-19T08:00:00+03:00");
    let table = "\
due on      before  after
2027-01-19      23      6
2027-01-20       0      6
2027-01-21       0      6
2027-01-22       0      5
";
    let before = rows(&home);
    home.run(&["catch-up", "--days", "4", "--dry-run"])
        .fine(table);
    assert_eq!(rows(&home), before);
    home.run(&["catch-up", "--days", "4"])
        .ends(0, table, "`drill undo` takes it back\n");
    let mut seen = Vec::new();
    for day in ["2027-01-19", "2027-01-20", "2027-01-21", "2027-01-22"] {
        home.at(&format!("{day}T08:00:00+03:00"));
        for ask in asked(&home, &[]) {
            let card = id(&home, &ask);
            home.run(&["answer", &card, "good"]);
            seen.push(ask);
        }
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 23, "every card came round in four days");
    home.run(&["undo", "-n", "23"]);
    home.run(&["undo"])
        .fine("took back `placed` of 2027-01-19: 17 cards\n");
    assert_eq!(rows(&home), before);
    home.at("2026-11-20T08:00:00+03:00");
    home.run(&["catch-up", "--days", "4"])
        .fine("Nothing is due: there is no backlog.\n");
}

#[test]
fn a_card_starts_over_and_goes_back() {
    let home = Home::new();
    home.deck("deck.md", &questions(2));
    home.run(&["import", "deck.md"]);
    let card = id(&home, "Question 00?");
    home.run(&["answer", &card, "easy"]);
    let before = rows(&home);
    home.run(&["reset", &card[..8], &card])
        .fine(&format!("{card}: new\n"));
    home.run(&["reset", &card])
        .ends(0, "", &format!("{card} was new already\n"));
    assert_eq!(asked(&home, &[]), ["Question 00?", "Question 01?"]);
    home.run(&["doctor"]).fine("the database is sound\n");
    home.run(&["undo"])
        .fine("took back `reset` of 2026-11-20: Question 00?\n");
    assert_eq!(rows(&home), before);
}
