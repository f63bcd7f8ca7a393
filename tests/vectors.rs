//! SM-2's known answers, given with `drill answer` as a person would live through them.
//!
//! `src/schedule/vectors.rs` holds the scheduler alone to the same file; here the clock, the log,
//! the store and the JSON are in the way.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::cards::{id, later, morning, questions, same_instant, text};
use crate::home::{Home, repository};

fn vectors(group: &str) -> Vec<Value> {
    let file = repository().join("tests/vectors/sm2.json");
    let file = std::fs::read_to_string(file).expect("the vectors");
    let Value::Array(mut vectors) =
        serde_json::from_str::<Value>(&file).expect("JSON")["vectors"].take()
    else {
        panic!("vectors are a list")
    };
    vectors.retain(|vector| vector["group"] == group);
    vectors
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

/// Where the vector says that the card stands, in the words of `drill answer --json`.
fn expected(step: &Value) -> Value {
    json!({
        "interval": step["interval"], "ease": step["ef"], "repetition": step["n"],
        "lapses": step["lapses"], "again_today": step["redo"],
    })
}

/// The same part of what `drill answer --json` said.
fn found(answer: &Value) -> Value {
    json!({
        "interval": answer["interval"], "ease": answer["ease"], "repetition": answer["repetition"],
        "lapses": answer["lapses"], "again_today": answer["again_today"],
    })
}

/// One answer, whatever the program has to say about the clock.
fn answer(home: &Home, card: &str, quality: &Value) -> Value {
    let outcome = home.run(&["answer", card, "--quality", &quality.to_string(), "--json"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    serde_json::from_str(&outcome.stdout).expect("JSON")
}

/// Sixty-two cards live side by side for centuries, each answered on the day that it is due.
#[test]
fn grades_on_due_days_give_the_known_intervals() {
    let vectors = vectors("pure");
    assert_eq!(vectors.len(), 62);
    let mut home = Home::new();
    home.deck("vectors.md", &questions(vectors.len()));
    home.run(&["import", "vectors.md"]);
    let cards: Vec<String> = (0..vectors.len())
        .map(|number| id(&home, &format!("Question {number:02}?")))
        .collect();

    let start = NaiveDate::from_ymd_opt(2026, 1, 5).expect("a date");
    let mut agenda: BTreeSet<(NaiveDate, usize, usize)> = (0..vectors.len())
        .map(|vector| (start, vector, 0))
        .collect();
    while let Some((day, number, step)) = agenda.pop_first() {
        let vector = &vectors[number];
        let (grades, steps) = (list(&vector["grades"]), list(&vector["expect"]));
        assert_eq!(grades.len(), steps.len());
        home.at(&morning(day));
        let said = answer(&home, &cards[number], &grades[step]);
        let expect = &steps[step];
        let due = later(day, expect["interval"].as_u64().expect("days"));
        let dates = json!([day.to_string(), due.to_string()]);
        let case = format!("{} ({}), step {}", vector["id"], vector["note"], step + 1);
        assert_eq!(found(&said), expected(expect), "{case}");
        assert_eq!(json!([said["day"], said["due"]]), dates, "{case}");
        if step + 1 < grades.len() {
            agenda.insert((due, number, step + 1));
        }
    }
}

/// Late, early, many times a day, in other zones, with a wrong clock, on two machines.
#[test]
fn logs_give_the_known_standings() {
    let vectors = vectors("log");
    assert_eq!(vectors.len(), 28);
    for vector in vectors {
        let mut home = Home::new();
        let params = &vector["params"];
        for (name, variable) in [
            ("rollover_hour", "DRILL_DAY_START"),
            ("max_interval", "DRILL_MAX_INTERVAL"),
        ] {
            if let Some(value) = params[name].as_u64() {
                home.set(variable, &value.to_string());
            }
        }
        home.deck("vectors.md", &questions(1));
        home.run(&["import", "vectors.md"]);
        let card = id(&home, "Question 00?");
        live(&mut home, &card, &vector);
        look_back(&mut home, &card, &vector);
    }
}

/// Gives the answers in order of arrival. Where that is the order of time too, every step is held.
fn live(home: &mut Home, card: &str, vector: &Value) {
    let (events, steps) = (list(&vector["events"]), list(&vector["expect"]));
    assert_eq!(events.len(), steps.len());
    let in_order = events
        .iter()
        .zip(steps)
        .all(|(event, step)| event["id"] == step["id"]);
    for (event, step) in events.iter().zip(steps) {
        home.at(text(&event["at"]));
        let said = answer(home, card, &event["grade"]);
        if in_order {
            let case = format!("{} ({}), {}", vector["id"], vector["note"], step["id"]);
            assert_eq!(found(&said), expected(step), "{case}");
            assert_eq!(
                [&said["day"], &said["due"]],
                [&step["day"], &step["due"]],
                "{case}"
            );
        }
    }
}

/// The history from the moment of its last answer: in order of time, with every known standing.
fn look_back(home: &mut Home, card: &str, vector: &Value) {
    let (events, steps) = (list(&vector["events"]), list(&vector["expect"]));
    let event = |step: &Value| {
        events
            .iter()
            .find(|event| event["id"] == step["id"])
            .expect("an event")
    };
    let last = steps.last().expect("a step");
    home.at(text(&event(last)["at"]));
    let shown = home.json(&["show", card, "--json"]);
    let history = list(&shown["history"]);
    assert_eq!(history.len(), steps.len(), "{}", vector["id"]);
    for (line, step) in history.iter().zip(steps) {
        let (case, event) = (format!("{} {}", vector["id"], step["id"]), event(step));
        assert!(
            same_instant(text(&line["at"]), text(&event["at"])),
            "{case}: {line}"
        );
        assert_eq!(line["quality"], event["grade"], "{case}");
        assert_eq!(
            [&line["day"], &line["interval"], &line["ease"]],
            [&step["day"], &step["interval"], &step["ef"]],
            "{case}"
        );
    }
    let standing = json!([
        shown["due"],
        shown["interval"],
        shown["ease"],
        shown["repetition"],
        shown["lapses"],
        shown["state"] == "again"
    ]);
    let known = json!([
        last["due"],
        last["interval"],
        last["ef"],
        last["n"],
        last["lapses"],
        last["redo"]
    ]);
    assert_eq!(standing, known, "{} ({})", vector["id"], vector["note"]);
}
