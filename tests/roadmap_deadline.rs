//! A deadline: what it would take, and what `today` and `stats` do about it.

use serde_json::{Value, json};

use crate::cards::{questions, text};
use crate::home::Home;

/// A plan of two topics, one of which needs a third; 12 cards each.
fn planned() -> Home {
    let home = Home::new();
    home.deck(
        "decks/a.md",
        &format!(
            "---\ntopic: Alpha\nrequires: [base]\n---\n{}",
            questions(12)
        ),
    );
    home.deck(
        "decks/b.md",
        &format!("---\ntopic: Beta\n---\n{}", questions(12)),
    );
    home.deck(
        "decks/base.md",
        &format!("---\ntopic: Base\n---\n{}", questions(12)),
    );
    home.deck(
        "decks/other.md",
        &format!("---\ntopic: Other\n---\n{}", questions(12)),
    );
    home.deck(
        "plan.md",
        "# Plan\n\n## First\n\n- Beta\n- Nothing yet\n\n## Second\n\n- Alpha\n",
    );
    home.run(&["import", "decks"]);
    assert_eq!(home.run(&["roadmap", "import", "plan.md"]).code, 0);
    assert_eq!(home.run(&["roadmap", "follow", "plan"]).code, 0);
    home
}

/// Some parts of a JSON object, in that order.
pub(crate) fn pick(value: &Value, parts: &[&str]) -> Value {
    json!(
        parts
            .iter()
            .map(|part| value[*part].clone())
            .collect::<Vec<_>>()
    )
}

#[test]
fn the_forecast_says_what_a_date_takes() {
    let home = planned();
    let arguments = ["roadmap", "deadline", "2026-12-30", "--json"];
    let forecast = home.json(&arguments);
    assert_eq!(
        pick(
            &forecast,
            &[
                "roadmap", "day", "deadline", "days", "set", "cards", "feasible", "instead"
            ]
        ),
        json!(["plan", "2026-11-20", "2026-12-30", 40, false,
               {"new": 36, "learning": 0, "known": 0, "mature": 0}, true, null])
    );
    let days = forecast["forecast"].as_array().expect("days");
    assert_eq!(days.len(), 40);
    let sum = |part: &str| -> u64 {
        days.iter()
            .map(|day| day[part].as_u64().expect("a count"))
            .sum()
    };
    assert_eq!(sum("new"), 36);
    assert_eq!(days[39]["day"], "2026-12-29");
    let ready = text(&forecast["ready"]);
    assert!(("2026-11-27".."2026-12-30").contains(&ready));
    assert_eq!(home.json(&arguments), forecast, "the same again");
    let mut other = planned();
    other.set("DRILL_SEED", "2");
    assert_ne!(other.json(&arguments)["forecast"], forecast["forecast"]);
    assert_eq!(
        home.json_lines(&["log", "--json"]).len(),
        1,
        "nothing was set"
    );
}

#[test]
fn what_cannot_work_is_said_with_what_would() {
    let home = planned();
    let soon = home.json(&["roadmap", "deadline", "2026-11-24", "--json"]);
    assert_eq!(
        pick(&soon, &["feasible", "ready", "new_per_day"]),
        json!([false, null, 20])
    );
    assert_eq!(
        pick(&soon["instead"], &["minutes", "items"]),
        json!([null, null])
    );
    let later = text(&soon["instead"]["deadline"]).to_owned();
    assert_eq!(
        home.json(&["roadmap", "deadline", &later, "--json"])["feasible"],
        true
    );
    let date = "2026-12-20";
    let short = home.json(&["roadmap", "deadline", date, "--minutes", "1", "--json"]);
    assert_eq!(short["feasible"], false);
    let instead = &short["instead"];
    let minutes = instead["minutes"].to_string();
    let enough = home.json(&["roadmap", "deadline", date, "--minutes", &minutes, "--json"]);
    assert_eq!(enough["feasible"], true);
    let later = text(&instead["deadline"]);
    let later = home.json(&["roadmap", "deadline", later, "--minutes", "1", "--json"]);
    assert_eq!(later["feasible"], true);
    assert_eq!(instead["items"], 1);
}

#[test]
fn a_person_reads_it_in_sentences() {
    let home = planned();
    home.run(&["roadmap", "deadline", "2026-12-20", "--minutes", "1"])
        .fine(
            "plan by 2026-12-20, in 30 days: 36 cards (36 new, 0 learning, 0 known, 0 mature)\n\
         This cannot work within 1 minute a day, at 1 new card a day.\n\
         What would: the date 2027-01-22; or up to 2 minutes a day; or no more than its\n\
         first 1 item that has decks.\n\
         1.2 minutes a day; the longest day is 2026-12-13 with 8 cards, 2 minutes.\n\
         Nothing is set; `--set` keeps this deadline and its pace.\n\
         \n\
         week of     new  reviews  minutes  known\n\
         2026-11-20    7        8        5      0\n\
         2026-11-27    7       19        8      4\n\
         2026-12-04    7       24       10     13\n\
         2026-12-11    7       32       11     18\n\
         2026-12-18    2       13        4     18\n",
        );
    let set = home
        .run(&["roadmap", "deadline", "2026-12-20", "--set"])
        .stdout;
    assert!(set.contains("\nAt 4 new cards a day, every card has been known by 2026-12-18.\n"));
    assert!(
        set.contains("\nSet: 4 new cards a day until then.\n"),
        "{set}"
    );
}

#[test]
fn a_deadline_is_set_told_and_forgotten() {
    let mut home = planned();
    let set = home.json(&["roadmap", "deadline", "2026-12-30", "--set", "--json"]);
    let pace = set["new_per_day"].as_u64().expect("a pace");
    assert_eq!(set["set"], true);
    let today = home.json(&["today", "--json"]);
    assert_eq!(today["new"], pace, "instead of the twenty of the settings");
    assert_eq!(home.json(&["due", "--json"])["new"], pace);
    let log = home.json_lines(&["log", "--json"]);
    let entry = log.last().expect("an entry");
    assert_eq!(
        pick(entry, &["kind", "roadmap", "deadline", "new_per_day"]),
        json!(["deadline", "plan", "2026-12-30", pace])
    );
    assert_eq!(
        home.json(&["roadmap", "deadline", "--json"])["deadline"],
        "2026-12-30"
    );
    assert_eq!(
        home.json(&["roadmap", "show", "--json"])["deadline"],
        "2026-12-30"
    );
    home.at("2026-12-30T09:00:00+00:00");
    assert_eq!(
        home.json(&["today", "--json"])["new"],
        20,
        "the day has come"
    );
    home.at("2026-11-21T09:00:00+00:00");
    home.run(&["roadmap", "deadline", "--clear"])
        .fine("plan: no deadline\n");
    assert_eq!(home.json(&["today", "--json"])["new"], 20);
}

#[test]
fn no_deadline_is_refused_without_help() {
    let home = planned();
    home.run(&["roadmap", "deadline"]).ends(
        2,
        "",
        "error: `plan` has no deadline\n\
         help: name a date: `drill roadmap deadline 2027-03-01`; `--set` keeps it\n",
    );
    home.run(&["roadmap", "deadline", "2026-11-20"]).ends(
        2,
        "",
        "error: the deadline 2026-11-20 is not ahead: today is 2026-11-20\n\
         help: name a later date, or forget the one that is set with `--clear`\n",
    );
    home.run(&["roadmap", "deadline", "2099-01-01"]).ends(
        2,
        "",
        "error: the deadline 2099-01-01 is too far away\nhelp: name a date up to 2036-11-20\n",
    );
    assert_eq!(home.run(&["roadmap", "deadline", "tomorrow"]).code, 2);
    home.deck("empty.md", "# Empty\n\n- Nothing yet\n");
    home.run(&["roadmap", "import", "empty.md"]);
    home.run(&["roadmap", "deadline", "2026-12-30", "--name", "empty"]).ends(
        2,
        "",
        "error: no item of `empty` has a deck yet\n\
         help: import decks for its topics, or choose some by hand: `drill roadmap link ITEM DECK`\n",
    );
}

#[test]
fn stats_burn_down_what_is_left() {
    let mut home = planned();
    let set = home.json(&["roadmap", "deadline", "2026-12-30", "--set", "--json"]);
    home.at("2026-11-29T09:00:00+00:00");
    let stats = home.json(&["stats", "--json"]);
    let deadline = &stats["deadlines"][0];
    assert_eq!(
        pick(
            deadline,
            &["roadmap", "deadline", "set", "new_per_day", "cards"]
        ),
        json!(["plan", "2026-12-30", "2026-11-20", set["new_per_day"], 36])
    );
    let evenings = deadline["burn_down"].as_array().expect("evenings");
    let foreseen = set["forecast"].as_array().expect("days");
    assert_eq!(evenings.len(), foreseen.len());
    for (number, (evening, day)) in evenings.iter().zip(foreseen).enumerate() {
        let planned = 36 - day["known"].as_u64().expect("a count");
        let left = if number < 10 { json!(36) } else { Value::Null };
        assert_eq!(
            *evening,
            json!({"day": day["day"], "planned": planned, "left": left})
        );
    }
    let page = home.run(&["stats"]).stdout;
    assert!(page.contains(
        "\nplan by 2026-12-30: 36 cards to be known (planned, left)\n  2026-11-20    36    36  "
    ));
    assert!(page.contains("  today\n"), "{page}");
    home.at("2026-12-30T09:00:00+00:00");
    assert_eq!(home.json(&["stats", "--json"])["deadlines"], json!([]));
}

#[test]
fn a_last_look_can_be_taken_back_and_is_asked_again() {
    let mut home = planned();
    home.run(&["roadmap", "deadline", "2026-12-04", "--set"]);
    home.set("DRILL_NEW_PER_DAY", "0");
    // Three answers each, on their days: then the cards are due on the sixth of December, or later.
    for day in ["2026-11-20", "2026-11-21"] {
        home.at(&format!("{day}T09:00:00+00:00"));
        for card in home.json(&["today", "--json", "--new", "3"])["cards"]
            .as_array()
            .expect("cards")
        {
            home.json(&["answer", text(&card["id"]), "good", "--json"]);
        }
    }
    home.at("2026-11-29T09:00:00+00:00");
    for card in home.json(&["today", "--json", "--new", "0"])["cards"]
        .as_array()
        .expect("cards")
    {
        home.json(&["answer", text(&card["id"]), "good", "--json"]);
    }
    home.at("2026-11-30T09:00:00+00:00");
    let before = home.json(&["today", "--json", "--new", "0"]);
    let cards = before["cards"].as_array().expect("cards");
    let look = cards
        .iter()
        .find(|card| card["last_look"] == true)
        .expect("a last look");
    let id = text(&look["id"]);
    assert_eq!(look["state"], "due");
    assert!(text(&look["due"]) > "2026-11-30");
    let said = home.json(&["answer", id, "again", "--json"]);
    assert_eq!(
        pick(&said, &["due", "again_today"]),
        json!([look["due"], false]),
        "it moves nothing"
    );
    let after = home.json(&["today", "--json", "--new", "0"]);
    assert_eq!(
        after["due"].as_u64().map(|due| due + 1),
        before["due"].as_u64()
    );
    home.run(&["undo"]);
    assert_eq!(home.json(&["today", "--json", "--new", "0"]), before);
    let log = home.run(&["log", "--card", id]).stdout;
    assert!(log.contains("answered   again (last look)\n"), "{log}");
}
