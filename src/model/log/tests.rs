//! Histories: whose entries are in them, in which order, and what is left out.

use std::collections::HashMap;
use std::convert::Infallible;

use super::*;
use crate::model::card::Kind;
use crate::model::time::{DayStart, Moment};

const OLD: CardId = CardId([1; 16]);
const NEW: CardId = CardId([2; 16]);

fn entry(card: CardId, name: u8, at: i64, event: Event) -> Entry {
    let at = Moment::from_parts(at, 0).unwrap();
    let day = at.day(DayStart::DEFAULT);
    let id = EntryId([name; 16]);
    Entry {
        stamp: Stamp { id, at, day },
        card,
        event,
    }
}

fn answered(quality: u8) -> Event {
    Event::Answered(Review {
        quality: Quality::new(quality).unwrap(),
        took_ms: None,
        last_look: false,
    })
}

/// The qualities of the answers in the history of a card, gathered up to a moment.
fn gathered(log: &[Entry], card: CardId, horizon_ms: i64) -> Vec<u8> {
    let mut of: HashMap<CardId, Vec<Entry>> = HashMap::new();
    for entry in log {
        of.entry(entry.card).or_default().push(*entry);
    }
    let entries = |card| Ok::<_, Infallible>(of.get(&card).cloned().unwrap_or_default());
    let Ok(history) = History::gather(card, horizon_ms, entries);
    let quality = |answer: &Answer| answer.review.quality.value();
    history.answers().map(quality).collect()
}

#[test]
fn a_continued_card_has_what_its_forerunner_had_up_to_then() {
    let log = [
        entry(OLD, 1, 10, answered(1)),
        entry(OLD, 2, 20, answered(2)),
        entry(NEW, 3, 20, Event::Continued { from: OLD }),
        entry(OLD, 4, 21, answered(3)),
        entry(NEW, 5, 30, answered(4)),
        // A circle, as two machines may make one.
        entry(OLD, 6, 40, Event::Continued { from: NEW }),
    ];
    assert_eq!(gathered(&log, NEW, 100), [1, 2, 4]);
    assert_eq!(gathered(&log, OLD, 100), [1, 2, 3, 4]);
}

#[test]
fn what_is_later_than_the_horizon_is_held_back_but_a_retraction_works() {
    let log = [
        entry(NEW, 1, 10, answered(1)),
        entry(NEW, 2, 50, answered(2)),
        entry(NEW, 3, 51, answered(3)),
        entry(
            NEW,
            4,
            90,
            Event::Retracted {
                of: EntryId([1; 16]),
            },
        ),
    ];
    assert_eq!(gathered(&log, NEW, 50), [2]);
    assert_eq!(gathered(&log, NEW, 51), [2, 3]);
    assert!(gathered(&log, NEW, 9).is_empty());
}

#[test]
fn the_last_word_on_suspension_counts_and_a_card_that_starts_over_is_new() {
    let mut log = vec![
        entry(NEW, 1, 10, Event::Suspended),
        entry(NEW, 2, 20, answered(4)),
    ];
    let history = History::fold(log.clone());
    assert!(history.suspended() && !history.is_new());
    let last = history.last_stamp().map(|stamp| stamp.id);
    assert_eq!(last, Some(EntryId([2; 16])));
    log.push(entry(NEW, 3, 30, Event::Resumed));
    log.push(entry(NEW, 4, 40, Event::Placed(None)));
    let history = History::fold(log);
    assert!(!history.suspended() && history.is_new());
    assert!(History::default().is_new());
    assert_eq!(History::default().last_stamp(), None);
}

#[test]
fn a_history_can_be_seen_as_it_was() {
    let hour = 3_600_000;
    let log = [
        entry(NEW, 1, 10 * hour, answered(2)),
        entry(NEW, 2, 11 * hour, Event::Placed(None)),
        entry(NEW, 3, 12 * hour, answered(4)),
        entry(NEW, 4, 40 * hour, answered(5)),
    ];
    let history = History::fold(log.to_vec());
    let turns = |history: History| history.turns().len();
    let first = [0, 1, 2, 3, 9].map(|count| turns(history.first(count)));
    assert_eq!(first, [0, 1, 3, 4, 4]);
    let first_day = log[0].stamp.day;
    assert_eq!(turns(history.in_days(|day| day == first_day)), 3);
    assert_eq!(turns(history.in_days(|_| true)), 4);
}

/// They stand in databases, in JSON and in the scripts of others.
#[test]
fn names_are_frozen() {
    let of = EntryId([0xab; 16]);
    assert_eq!(of.to_string(), "ab".repeat(16));
    assert_eq!(OLD.to_string(), "01".repeat(16));
    let events = [
        answered(4),
        Event::Retracted { of },
        Event::Continued { from: OLD },
        Event::Suspended,
        Event::Resumed,
        Event::Buried,
        Event::Placed(None),
    ];
    let names = "answered retracted continued suspended resumed buried placed";
    assert_eq!(events.map(|event| event.kind()).join(" "), names);
    let grades = [0, 1, 2, 3, 4, 5].map(|value| Quality::new(value).unwrap().grade().name());
    assert_eq!(grades.join(" "), "again again again hard good easy");
    for kind in ["question", "cloze", "term", "output", "step", "row"] {
        assert_eq!(Kind::named(kind).map(Kind::name), Some(kind));
    }
    assert_eq!(Kind::named("riddle"), None);
}
