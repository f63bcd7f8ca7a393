//! `drill stats` on the screen and as JSON: every number follows from the log.

use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::cards::{id, later, morning, questions, text};
use crate::counts::{answer, home};
use crate::home::Home;

/// Three days: the first two in a row, with a lapse and an answer that took its time.
fn studied() -> Home {
    let mut home = home();
    answer(
        &home,
        &[
            ("Question 1?", "good"),
            ("Question 2?", "good"),
            ("Term 1", "again"),
        ],
    );
    home.at("2026-11-21T08:00:00+03:00");
    answer(&home, &[("Question 2?", "again"), ("Term 1", "good")]);
    home.json(&[
        "answer",
        &id(&home, "Question 1?"),
        "good",
        "--took-ms",
        "90000",
        "--json",
    ]);
    home.at("2026-11-27T08:00:00+03:00");
    answer(&home, &[("Question 1?", "good")]);
    home.at("2026-12-12T08:00:00+03:00");
    answer(&home, &[("Question 1?", "good")]);
    home.run(&["suspend", &id(&home, "Question 3?")]);
    home
}

#[test]
fn stats_are_one_screen() {
    let home = studied();
    home.run(&["stats"]).fine(
        "\
2026-12-12: 1 answer on 1 card (0 new), 0 min; left: 2 due, 9 new
streak: 1 day (longest 2); 8 answers on 4 days in all
retention, 30 days: 80 % of 5 (likely 38 to 96 %)
cards: 21 (17 new, 2 young, 1 mature, 1 suspended)
time: 0 min in 7 days, 1.5 min in 30 days, 1.5 min in 365 days

       Jan Feb Mar  Apr May  Jun Jul Aug  Sep Oct Nov
Mon ·····················································
    ·····················································
Wed ·····················································
    ·····················································
Fri ·················································█▒··
    ·················································█··▒
Sun ····················································

recalled        %  of  likely       due in 30 days: 2, at most 2 a day
young          80   5  38 to 96     █
after 1 day    67   3  21 to 94     █
2 to 6 days   100   1  21 to 100    █
7 to 20 days  100   1  21 to 100    █
                                    █
                                    █
                                    ──────────────────────────────
                                    12-12                    01-10

hardest cards
  2199c276  1 lapse, ease 2.18  a.md:12:1  Question 2?

deck  cards  due  new  young  mature  %   known
a        20    2   16      2       1  80  █▌
b         1    0    1      0       0
",
    );
}

#[test]
fn a_narrow_terminal_without_unicode_has_its_screen_too() {
    let mut home = studied();
    home.set("COLUMNS", "40").set("LANG", "C");
    home.run(&["stats", "--deck", "a"]).fine(
        "\
2026-12-12: 1 answer on 1 card (0 new),
0 min; left: 2 due, 8 new
streak: 1 day (longest 2); 8 answers on
4 days in all
retention, 30 days: 80 % of 5 (likely 38
to 96 %)
cards: 20 (16 new, 2 young, 1 mature, 1
suspended)
time: 0 min in 7 days, 1.5 min in 30
days, 1.5 min in 365 days

       May  Jun Jul Aug  Sep Oct Nov
Mon ....................................
    ....................................
Wed ....................................
    ....................................
Fri ................................#+..
    ................................#..+
Sun ...................................

recalled        %  of  likely
young          80   5  38 to 96
after 1 day    67   3  21 to 94
2 to 6 days   100   1  21 to 100
7 to 20 days  100   1  21 to 100

due in 30 days: 2, at most 2 a day
#
#
#
#
#
#
------------------------------
12-12                    01-10

hardest cards
  2199c276  1 lapse, ease 2.18  a.md:12…

deck  due  new   %  known
a       2   16  80  ##
",
    );
}

#[test]
fn a_long_answer_counts_its_minutes_and_a_missed_day_ends_the_streak() {
    let mut home = studied();
    home.at("2026-11-21T20:00:00+03:00");
    let stats = home.json(&["stats", "--json"]);
    assert_eq!(
        stats["today"],
        json!({"answers": 3, "cards": 3, "introduced": 0, "minutes": 1.5, "left": {"due": 0, "new": 10, "again": 1}})
    );
    home.at("2026-12-13T20:00:00+03:00");
    assert_eq!(
        home.json(&["stats", "--json"])["streak"]["current"],
        1,
        "today may still come"
    );
    home.at("2026-12-14T20:00:00+03:00");
    assert_eq!(home.json(&["stats", "--json"])["streak"]["current"], 0);
}

#[test]
fn stats_are_numbers_for_programs() {
    let home = studied();
    let mut stats = home.json(&["stats", "--json"]);
    let forecast = stats["forecast"].take();
    let forecast = forecast.as_array().expect("a month");
    let days: Vec<&str> = forecast.iter().map(|day| text(&day["day"])).collect();
    assert_eq!(
        (days.len(), days[0], days[29]),
        (30, "2026-12-12", "2027-01-10")
    );
    let due: Vec<&Value> = forecast.iter().map(|day| &day["due"]).collect();
    assert_eq!(
        (due[0], due[1..].iter().any(|due| **due != 0)),
        (&json!(2), false)
    );
    assert_eq!(stats["tests"].take(), tests());
    let day = |day: &str, numbers: [u32; 5], minutes: f64| {
        json!({"day": day, "answers": numbers[0], "cards": numbers[1], "introduced": numbers[2],
               "minutes": minutes, "asked": numbers[3], "recalled": numbers[4]})
    };
    let level =
        |day: &str, young: u32, mature: u32| json!({"day": day, "young": young, "mature": mature});
    let expected = json!({
        "day": "2026-12-12",
        "since": null,
        "today": {"answers": 1, "cards": 1, "introduced": 0, "minutes": 0.0,
                  "left": {"due": 2, "new": 9, "again": 0}},
        "streak": {"current": 1, "longest": 2, "days_studied": 4, "answers": 8},
        "retention": {"days": 30, "asked": 5, "recalled": 4, "rate": 0.8, "low": 0.376, "high": 0.964},
        "tests": null,
        "time": [
            {"days": 7, "days_studied": 1, "answers": 1, "minutes": 0.0},
            {"days": 30, "days_studied": 4, "answers": 8, "minutes": 1.5},
            {"days": 365, "days_studied": 4, "answers": 8, "minutes": 1.5},
        ],
        "days": [
            day("2026-11-20", [3, 3, 3, 0, 0], 0.0),
            day("2026-11-21", [3, 3, 0, 3, 2], 1.5),
            day("2026-11-27", [1, 1, 0, 1, 1], 0.0),
            day("2026-12-12", [1, 1, 0, 1, 1], 0.0),
        ],
        "forecast": null,
        "cards": {"total": 21, "new": 17, "young": 2, "mature": 1, "suspended": 1},
        "maturity": [
            level("2026-11-14", 0, 0), level("2026-11-21", 3, 0), level("2026-11-28", 3, 0),
            level("2026-12-05", 3, 0), level("2026-12-12", 2, 1),
        ],
        "hardest": {"leeches": 0, "cards": [
            {"id": id(&home, "Question 2?"), "deck": "a", "place": "a.md:12:1", "ask": "Question 2?",
             "lapses": 1, "ease": 2.18, "interval": 1, "leech": false},
        ]},
        "roadmap": null,
        "deadlines": [],
        "decks": [
            {"deck": "a", "title": "a", "place": "a.md", "cards": 20, "due": 2, "new": 16, "young": 2,
             "mature": 1, "suspended": 1, "errors": 0, "requires": [], "retention": all()},
            {"deck": "b", "title": "b", "place": "b.md", "cards": 1, "due": 0, "new": 1, "young": 0,
             "mature": 0, "suspended": 0, "errors": 0, "requires": ["a"], "retention": none()},
        ],
    });
    assert_eq!(stats, expected);
}

fn recall(asked: u32, recalled: u32, [rate, low, high]: [f64; 3]) -> Value {
    json!({"asked": asked, "recalled": recalled, "rate": rate, "low": low, "high": high})
}

fn all() -> Value {
    recall(5, 4, [0.8, 0.376, 0.964])
}

fn none() -> Value {
    json!({"asked": 0, "recalled": 0, "rate": null, "low": null, "high": null})
}

/// What [`studied`] was tested on.
fn tests() -> Value {
    let span = |from: u32, to: Option<u32>, mut recall: Value| {
        recall["from"] = json!(from);
        recall["to"] = json!(to);
        recall
    };
    let only = || recall(1, 1, [1.0, 0.207, 1.0]);
    json!({
        "since": "2025-12-13",
        "young": all(),
        "mature": none(),
        "by_interval": [
            span(1, Some(1), recall(3, 2, [0.667, 0.208, 0.939])),
            span(2, Some(6), only()),
            span(7, Some(20), only()),
            span(21, Some(45), none()),
            span(46, Some(90), none()),
            span(91, Some(180), none()),
            span(181, None, none()),
        ],
    })
}

#[test]
fn a_deck_or_a_day_narrows_everything() {
    let home = studied();
    let stats = home.json(&["stats", "--deck", "b", "--json"]);
    let none = json!({"current": 0, "longest": 0, "days_studied": 0, "answers": 0});
    assert_eq!(stats["streak"], none);
    assert_eq!(
        json!([
            stats["cards"]["total"],
            stats["today"]["left"]["new"],
            stats["forecast"][0]["due"]
        ]),
        json!([1, 1, 0])
    );
    assert_eq!(stats["hardest"]["cards"], json!([]));
    let stats = home.json(&["stats", "--since", "2026-11-27", "--json"]);
    assert_eq!(
        json!([
            stats["since"],
            stats["streak"]["answers"],
            stats["retention"]["days"]
        ]),
        json!(["2026-11-27", 2, 16])
    );
    assert_eq!(stats["retention"]["asked"], 2);
    assert_eq!(stats["tests"]["since"], "2026-11-27");
    home.run(&["stats", "--since", "2026-12-13"]).ends(
        2,
        "",
        "error: nothing was answered since 2026-12-13\n\
         cause: today is 2026-12-12\n\
         help: name a day that is over, like `--since 2026-01-01`\n",
    );
    assert_eq!(home.run(&["stats", "--since", "13.12.2026"]).code, 2);
}

#[test]
fn leeches_are_named_with_what_to_do_and_left_alone() {
    let mut home = Home::new();
    home.deck("q.md", &questions(2));
    home.run(&["import", "q.md"]);
    let mut today = NaiveDate::from_ymd_opt(2026, 11, 1).expect("a date");
    for _ in 0..9 {
        for grade in ["good", "again"] {
            home.at(&morning(today));
            home.json(&["answer", &id(&home, "Question 01?"), grade, "--json"]);
            today = later(today, 1);
        }
    }
    let hardest = home.json(&["stats", "--json"])["hardest"].take();
    assert_eq!(hardest["leeches"], 1);
    assert_eq!(
        hardest["cards"],
        json!([{"id": id(&home, "Question 01?"), "deck": "q", "place": "q.md:4:1", "ask": "Question 01?",
                "lapses": 9, "ease": 1.3, "interval": 1, "leech": true}])
    );
    let screen = home.run(&["stats"]).stdout;
    let advice = "hardest cards, a leech among them: reword, cut in two, or `drill suspend`\n  ";
    assert!(screen.contains(advice), "{screen}");
    assert_eq!(home.json(&["stats", "--json"])["cards"]["suspended"], 0);
}
