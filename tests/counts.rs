//! Numbers: `drill due` comes to the same as `drill today`, whatever state the cards are in.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::cards::{asked, id};
use crate::home::Home;

/// Plain questions, texts with siblings, terms in both directions, and a second deck.
pub(crate) fn home() -> Home {
    let home = Home::new();
    let mut deck = String::from("---\nreverse: true\n---\n");
    for number in 1..=4 {
        deck += &format!(
            "## Question {number}?\nAnswer.\n\nC: Text {number} hides [one] and [two].\n\n"
        );
        deck += &format!("Term {number}\n: Meaning {number}.\n\n");
    }
    home.deck("a.md", &deck);
    home.deck("b.md", "---\nrequires: [a]\n---\n## What is last?\nThis.\n");
    home.run(&["import", "."])
        .fine("2 decks, 21 cards: 21 new\n");
    home
}

/// What `today` would ask, counted card by card; `due` must say the same.
#[track_caller]
fn counted(home: &Home) -> Value {
    let today = home.json(&["today", "--json"]);
    let cards = today["cards"].as_array().expect("cards");
    let of_state = |state: &str| cards.iter().filter(|card| card["state"] == state).count();
    let counts = json!([of_state("due"), of_state("new"), of_state("again")]);
    assert_eq!(
        json!([today["due"], today["new"]]),
        json!([counts[0], counts[1]])
    );
    let due = home.json(&["due", "--json"]);
    assert_eq!(json!([due["due"], due["new"], due["again"]]), counts);
    counts
}

pub(crate) fn answer(home: &Home, grades: &[(&str, &str)]) {
    for (ask, grade) in grades {
        home.json(&["answer", &id(home, ask), grade, "--json"]);
    }
}

#[test]
fn due_comes_to_the_same_as_today() {
    let mut home = home();
    assert_eq!(counted(&home), json!([0, 13, 0]), "one card of each text");
    answer(
        &home,
        &[
            ("Question 1?", "good"),
            ("Question 2?", "hard"),
            ("Term 1", "again"),
        ],
    );
    assert_eq!(counted(&home), json!([0, 10, 2]));
    answer(
        &home,
        &[("Text 1 hides [...] and two.", "good"), ("Term 1", "good")],
    );
    assert_eq!(
        counted(&home),
        json!([0, 9, 1]),
        "siblings wait for tomorrow"
    );
    home.run(&[
        "suspend",
        &id(&home, "Question 2?"),
        &id(&home, "Question 3?"),
    ]);
    assert_eq!(counted(&home), json!([0, 8, 0]));

    home.at("2026-11-21T03:59:59+03:00");
    assert_eq!(
        counted(&home),
        json!([0, 8, 0]),
        "the night belongs to the evening"
    );
    home.at("2026-11-21T04:00:00+03:00");
    assert_eq!(counted(&home), json!([3, 8, 0]));
    home.run(&["resume", &id(&home, "Question 2?")]);
    assert_eq!(counted(&home), json!([4, 8, 0]));
    answer(
        &home,
        &[
            ("Text 1 hides [...] and two.", "again"),
            ("Text 1 hides one and [...].", "good"),
        ],
    );
    assert_eq!(counted(&home), json!([3, 8, 1]));
    home.run(&["undo", "-n", "2"]);
    assert_eq!(counted(&home), json!([4, 8, 0]));

    home.deck(
        "a.md",
        "## Question 1?\nAnswer.\n\n## Question 4?\nAnswer.\n",
    );
    home.run(&["import", ".", "--yes"])
        .fine("2 decks, 3 cards: 18 retired, 3 unchanged\n");
    assert_eq!(
        counted(&home),
        json!([1, 2, 0]),
        "what is retired is asked by nobody"
    );
}

#[test]
fn siblings_that_are_due_together_are_asked_on_different_days() {
    let mut home = home();
    let siblings = ["Text 1 hides [...] and two.", "Text 1 hides one and [...]."];
    answer(&home, &siblings.map(|ask| (ask, "good")));
    home.set("DRILL_NEW_PER_DAY", "0");
    home.at("2026-11-21T08:00:00+03:00");
    assert_eq!(counted(&home), json!([1, 0, 0]));
    let first = asked(&home, &[]).remove(0);
    answer(&home, &[(&first, "good")]);
    assert_eq!(counted(&home), json!([0, 0, 0]), "the other one waits");
    home.at("2026-11-22T08:00:00+03:00");
    assert_eq!(counted(&home), json!([1, 0, 0]));
    let second = asked(&home, &[]).remove(0);
    assert_ne!(first, second);
    let shown = home.json(&["show", "--json", &id(&home, &second)]);
    assert_eq!(shown["due"], "2026-11-21", "waiting moves no due day");
}

#[test]
fn caps_hold_over_all_the_sittings_of_a_day() {
    let mut home = home();
    home.set("DRILL_NEW_PER_DAY", "3");
    assert_eq!(counted(&home), json!([0, 3, 0]));
    answer(&home, &[("Question 1?", "good"), ("Term 1", "good")]);
    assert_eq!(counted(&home), json!([0, 1, 0]));
    assert_eq!(
        asked(&home, &["--new", "5"]).len(),
        3,
        "a flag overrides the setting"
    );
    answer(
        &home,
        &[
            ("Question 2?", "good"),
            ("Question 3?", "good"),
            ("Question 4?", "good"),
        ],
    );
    assert_eq!(counted(&home), json!([0, 0, 0]));

    home.at("2026-11-21T08:00:00+03:00")
        .set("DRILL_REVIEWS_PER_DAY", "2");
    assert_eq!(
        counted(&home),
        json!([2, 0, 0]),
        "a backlog leaves no room for new cards"
    );
    answer(&home, &[("Question 1?", "good")]);
    assert_eq!(counted(&home), json!([1, 0, 0]));
    home.set("DRILL_REVIEWS_PER_DAY", "5");
    assert_eq!(counted(&home), json!([4, 3, 0]));
    home.set("DRILL_REVIEWS_PER_DAY", "0");
    assert_eq!(counted(&home), json!([0, 0, 0]));
}

#[test]
fn a_day_has_one_order_for_a_seed() {
    let mut home = home();
    let questions = ["Question 1?", "Question 2?", "Question 3?", "Question 4?"];
    answer(&home, &questions.map(|ask| (ask, "good")));
    home.at("2026-11-21T08:00:00+03:00");
    let order = |home: &Home| asked(home, &["--new", "0"]);
    let first = order(&home);
    assert_eq!(order(&home), first);
    let orders: BTreeSet<Vec<String>> = (1..=12)
        .map(|seed| order(home.set("DRILL_SEED", &seed.to_string())))
        .collect();
    assert!(orders.len() > 1, "another seed, another order");
    for mut order in orders {
        order.sort();
        assert_eq!(order, questions);
    }
}

#[test]
fn what_others_require_comes_first() {
    let home = Home::new();
    home.deck(
        "a.md",
        "---\nrequires: [b]\n---\n## What comes last?\nThis.\n",
    );
    home.deck(
        "b.md",
        "---\nrequires: [The base]\n---\n## What comes second?\nThis.\n",
    );
    home.deck(
        "c.md",
        "---\ntopic: The base\n---\n## What comes first?\nThis.\n",
    );
    home.run(&["import", "."]).fine("3 decks, 3 cards: 3 new\n");
    assert_eq!(
        asked(&home, &[]),
        [
            "What comes first?",
            "What comes second?",
            "What comes last?"
        ]
    );
    assert_eq!(asked(&home, &["--limit", "1"]), ["What comes first?"]);
    assert_eq!(asked(&home, &["--deck", "b"]), ["What comes second?"]);
}
