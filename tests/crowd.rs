//! Many at once: a sitting, scripts that answer, imports, and readers. Nobody sees a lock, and no
//! answer is lost.

use std::thread;

use crate::cards::{id, questions};
use crate::home::{Home, Outcome};

const ROUNDS: usize = 6;

#[track_caller]
fn without_trouble(outcome: &Outcome) {
    assert_eq!((outcome.code, &*outcome.stderr), (0, ""), "{outcome:?}");
}

/// Gives the same answer again and again.
fn answer(home: &Home, card: &str) {
    for _ in 0..ROUNDS {
        without_trouble(&home.run(&["answer", card, "good"]));
    }
}

/// Brings in a deck that grows.
fn import(home: &Home, name: &str) {
    for round in 1..=ROUNDS {
        home.deck(name, &format!("# {name}\n\n{}", questions(20 * round)));
        let imported = home.run(&["import", name]);
        without_trouble(&imported);
        let cards = format!("1 deck, {} cards: ", 20 * round);
        assert!(imported.stdout.starts_with(&cards), "{imported:?}");
    }
}

fn look(home: &Home, command: &str) {
    for _ in 0..ROUNDS {
        without_trouble(&home.run(&[command]));
    }
}

#[test]
fn a_crowd_loses_no_answer_and_sees_no_lock() {
    let home = Home::with_rivers();
    home.deck("crowd.md", &format!("# Crowd\n\n{}", questions(4)));
    without_trouble(&home.run(&["import", "crowd.md"]));
    let cards: Vec<String> = (0..4)
        .map(|number| id(&home, &format!("Question {number:02}?")))
        .collect();
    let mut sitting = home.sit(&["today", "--deck", "rivers"]);
    sitting.see("Nile");
    thread::scope(|scope| {
        for card in &cards {
            scope.spawn(|| answer(&home, card));
        }
        // Two imports of one folder would each see the other's half-written files.
        scope.spawn(|| import(&home, "a.md"));
        scope.spawn(|| import(&home, "b.md"));
        scope.spawn(|| look(&home, "stats"));
        scope.spawn(|| look(&home, "due"));
        sitting
            .grade("3")
            .see("1 done")
            .grade("3")
            .see("2 done")
            .grade("3");
        sitting.see("3 answers on 3 cards.").press("q");
        assert_eq!(sitting.end(), 0);
    });
    let log = home.json_lines(&["log", "--json"]);
    assert_eq!(log.len(), cards.len() * ROUNDS + 3);
    home.run(&["doctor"]).fine("the database is sound\n");
    let due = home.json(&["due", "--json"]);
    assert_eq!(due["reviewed_today"], 7);
}
