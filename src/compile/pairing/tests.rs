//! Cards before and after an edit, and which of them are the same.

use std::slice;

use super::super::sample::id;
use super::*;

/// A question in the file of its deck.
pub(super) fn trace(deck: &str, position: u32, ask: &str, answer: &str) -> Trace {
    Trace {
        id: id(ask),
        kind: Kind::Question,
        deck: deck.to_owned(),
        file: format!("/{deck}.md"),
        position,
        pinned: false,
        ask: ask.to_owned(),
        answer: answer.to_owned(),
    }
}

fn pair_two(old: &Trace, new: &Trace) -> Pairing {
    pair(slice::from_ref(old), slice::from_ref(new))
}

fn pinned(trace: Trace) -> Trace {
    Trace {
        pinned: true,
        ..trace
    }
}

fn reworded(pairs: &[(usize, usize)]) -> Pairing {
    let pairs = pairs
        .iter()
        .map(|&(old, new)| (old, new, Bond::Reworded))
        .collect();
    Pairing {
        pairs,
        knots: Vec::new(),
    }
}

fn moved(pairs: &[(usize, usize)]) -> Pairing {
    let pairs = pairs
        .iter()
        .map(|&(old, new)| (old, new, Bond::Moved))
        .collect();
    Pairing {
        pairs,
        knots: Vec::new(),
    }
}

fn knot(vanished: &[usize], appeared: &[usize]) -> Pairing {
    let knot = Knot {
        vanished: vanished.to_vec(),
        appeared: appeared.to_vec(),
    };
    Pairing {
        pairs: Vec::new(),
        knots: vec![knot],
    }
}

const VERSIONS: &str = "Multiversion concurrency control: an update adds a row version.";

#[test]
fn a_question_moves_to_another_deck() {
    let old = [
        trace("a", 3, "What is\nMVCC?", VERSIONS),
        trace("a", 4, "Why?", "So."),
    ];
    let new = [
        trace("b", 0, "Why?", "Quite another answer."),
        trace("c", 9, "What is MVCC?", ""),
    ];
    assert_eq!(pair(&old, &new), moved(&[(1, 0), (0, 1)]));
    let term = Trace {
        kind: Kind::Term,
        ..new[1].clone()
    };
    assert_eq!(pair(&old[..1], &[term]), Pairing::default());
}

#[test]
fn a_question_that_moves_twice_is_left_alone_unless_one_file_shares_it() {
    let old = [trace("a", 0, "Why?", "So."), trace("b", 0, "Why?", "So.")];
    let elsewhere = trace("c", 0, "Why?", "So.");
    assert_eq!(pair(&old, slice::from_ref(&elsewhere)), knot(&[0, 1], &[0]));
    assert_eq!(
        pair(&old[..1], &[elsewhere.clone(), trace("d", 0, "Why?", "")]),
        knot(&[0], &[0, 1])
    );
    let renamed = Trace {
        deck: "new title".to_owned(),
        ..trace("b", 5, "Why?", "So.")
    };
    assert_eq!(pair(&old, slice::from_ref(&renamed)), moved(&[(1, 0)]));
    assert_eq!(pair(&old, &[elsewhere, renamed]), moved(&[(0, 0), (1, 1)]));
}

#[test]
fn a_pin_comes_and_goes() {
    let plain = trace("a", 2, "What is MVCC?", VERSIONS);
    let pin = pinned(plain.clone());
    assert_eq!(pair_two(&plain, &pin), reworded(&[(0, 0)]));
    assert_eq!(pair_two(&pin, &plain), reworded(&[(0, 0)]));
    let other = pinned(trace("a", 2, "What is MVCC for?", VERSIONS));
    assert_eq!(pair_two(&pin, &other), Pairing::default());
    assert_eq!(
        pair(
            &[pin],
            &[Trace {
                pinned: false,
                ..other
            }]
        ),
        reworded(&[(0, 0)])
    );
}

#[test]
fn a_question_is_reworded_where_it_stands() {
    for (old, new) in [
        ("What is MVCC", "What is MVCC in PostgreSQL?"),
        ("What does VACUM do?", "What does VACUUM do?"),
        (
            "Why does VACUUM FULL need an exclusive lock?",
            "Which lock does VACUUM FULL take, and why?",
        ),
        (
            "How does PostgreSQL clean dead tuples?",
            "What removes dead row versions in PostgreSQL?",
        ),
        ("Что делает горутина?", "Что делают горутины в Go?"),
    ] {
        let (old, new) = (trace("a", 7, old, VERSIONS), trace("a", 7, new, VERSIONS));
        assert_eq!(
            pair_two(&old, &new),
            reworded(&[(0, 0)]),
            "{} -> {}",
            old.ask,
            new.ask
        );
    }
    let (old, new) = (
        "In Go 1.25, what is the default GOMAXPROCS?",
        "In Go 1.26, what is the default of GOMAXPROCS?",
    );
    assert_eq!(
        pair(
            &[trace("a", 7, old, "The CPU limit.")],
            &[trace("a", 7, new, "The CPU limit.")]
        ),
        reworded(&[(0, 0)])
    );
}

#[test]
fn a_reworded_question_may_have_a_new_answer() {
    let old = trace("a", 7, "What does VACUM do?", "Cleans up.");
    assert_eq!(
        pair(&[old], &[trace("a", 7, "What does VACUUM do?", VERSIONS)]),
        reworded(&[(0, 0)])
    );
}

#[test]
fn another_question_is_another_card() {
    for (old, new) in [
        (
            ("What is MVCC?", VERSIONS),
            ("What is WAL?", "A log of all changes, written first."),
        ),
        (
            ("What is the capital of France?", "Paris."),
            ("What is the capital of Spain?", "Madrid."),
        ),
        (
            ("What is the default port of PostgreSQL?", "5432"),
            ("What is the default port of MySQL?", "3306"),
        ),
        (
            ("What is fact 17?", "Answer 17"),
            ("What is fact 99?", "Answer 99"),
        ),
        (
            ("What runs in O(log n)?", "A B-tree search."),
            ("What splits when a page is full?", "A B-tree search."),
        ),
    ] {
        let cards = |position| {
            (
                trace("a", 7, old.0, old.1),
                trace("a", position, new.0, new.1),
            )
        };
        for position in [7, 40] {
            let (old, new) = cards(position);
            assert_eq!(
                pair_two(&old, &new),
                Pairing::default(),
                "{} -> {}",
                old.ask,
                new.ask
            );
        }
    }
}

#[test]
fn far_away_only_what_is_very_similar_is_the_same() {
    let old = trace(
        "a",
        3,
        "What happens on a send to a closed Go channel?",
        "It panics, whoever waits.",
    );
    let like = trace(
        "a",
        90,
        "What happens on a receive from a closed Go channel?",
        "It panics, even when nobody waits.",
    );
    assert_eq!(pair_two(&old, &like), Pairing::default());
    let same = trace(
        "a",
        90,
        "What happens upon a send to a closed Go channel?",
        "It panics, whoever waits.",
    );
    assert_eq!(pair_two(&old, &same), reworded(&[(0, 0)]));
}

#[test]
fn a_deck_with_another_title_is_the_same_file() {
    let old = trace("a", 3, "What is MVCC?", VERSIONS);
    let new = Trace {
        deck: "renamed".to_owned(),
        ..trace("a", 3, "What is MVCC in PostgreSQL?", VERSIONS)
    };
    assert_eq!(pair_two(&old, &new), reworded(&[(0, 0)]));
    assert_eq!(
        pair(
            &[old],
            &[trace("b", 3, "What is MVCC in PostgreSQL?", VERSIONS)]
        ),
        Pairing::default()
    );
}

#[test]
fn the_place_decides_between_equals() {
    let old = [
        trace("a", 3, "Why does step one wait?", "Locks."),
        trace("a", 9, "Why does step two wait?", "Locks."),
    ];
    let new = [
        trace("a", 3, "Why must step wait?", "Locks."),
        trace("a", 9, "Why must a step wait?", "Locks."),
    ];
    assert_eq!(pair(&old, &new), reworded(&[(0, 0), (1, 1)]));
    assert_eq!(pair(&old, &new[1..]), reworded(&[(1, 0)]));
}

#[test]
fn equals_in_one_place_are_left_alone() {
    let old = [
        trace("a", 3, "Why does step one wait?", "Locks."),
        trace("a", 4, "Why does step two wait?", "Locks."),
    ];
    let new = trace("a", 3, "Why must a step wait?", "Locks.");
    assert_eq!(pair(&old, &[new]), knot(&[0, 1], &[0]));
    let parts = [
        trace("a", 3, "Why does step one?", "Locks."),
        trace("a", 4, "Why one wait?", "Locks."),
    ];
    assert_eq!(pair(&old[..1], &parts), knot(&[0], &[0, 1]));
}

#[test]
fn rows_of_one_table_differ_in_their_cells() {
    let row = |position, cell: &str, answer| {
        let ask = format!(
            "**Queueing a goroutine**: for *what happened to it* = {cell}, what is *the queue it joins*?"
        );
        Trace {
            kind: Kind::Row,
            ..trace("a", position, &ask, answer)
        }
    };
    let old = row(5, "preempted after its slice", "the global run queue");
    let other = row(
        5,
        "found its queue full",
        "the global run queue, with half of it",
    );
    assert_eq!(pair_two(&old, &other), Pairing::default());
    assert_eq!(
        pair(&[old], &[row(5, "preempted", "the global run queue")]),
        reworded(&[(0, 0)])
    );
}

#[test]
fn a_whole_deck_may_be_reworded() {
    let deck = |of: &str| -> Vec<Trace> {
        let card = |at: u32| {
            trace(
                "a",
                at,
                &format!("{at}: What does {of} write for item{at}?"),
                &format!("Record {at}."),
            )
        };
        (0..300).map(card).collect()
    };
    let pairs: Vec<(usize, usize)> = (0..300).map(|at| (at, at)).collect();
    assert_eq!(
        pair(&deck("Postgres"), &deck("the server")),
        reworded(&pairs)
    );
}
