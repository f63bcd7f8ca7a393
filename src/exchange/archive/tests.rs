//! Documents, whole and broken.

use super::*;
use crate::model::card::{CardId, Kind};
use crate::model::collection::{CardRecord, ImportRecord, KeepsakeRecord, KeptOf, RoadmapRecord};
use crate::model::grade::Grade;
use crate::model::log::{Decision, Entry, EntryId, Event, Goal, Line, Matter, Placement, Review};
use crate::model::roadmap::ItemId;
use crate::model::source::Origin;
use crate::model::standing::Ease;
use crate::model::time::{Day, Days, Moment, Stamp};

fn stamp(number: u8) -> Stamp {
    let at = Moment::parse("2026-11-20T08:00:00.120+03:00").unwrap();
    Stamp {
        id: EntryId([number; 16]),
        at,
        day: Day::parse("2026-11-20").unwrap(),
    }
}

/// A decision of each kind.
fn decisions() -> [Decision; 7] {
    let day = Day::parse("2026-12-01").unwrap();
    let matter = Matter {
        roadmap: "plan".into(),
        item: ItemId([7; 16]),
        text: "Read \"it\"".into(),
    };
    let goal = Goal {
        day,
        new_per_day: 7,
        minutes: Some(30),
    };
    [
        Decision::Done(matter.clone()),
        Decision::Undone(matter.clone()),
        Decision::Linked(matter.clone(), Some(vec!["go".into()])),
        Decision::Linked(matter, None),
        Decision::Followed(vec!["plan".into()]),
        Decision::Deadline("plan".into(), Some(goal)),
        Decision::Deadline("plan".into(), None),
    ]
}

/// A line of each kind.
fn lines() -> Vec<LogRecord> {
    let day = Day::parse("2026-12-01").unwrap();
    let placement = Placement {
        due: day,
        interval: Days(12),
        ease: Ease(233),
        repetition: 3,
        lapses: 1,
    };
    let review = Review {
        quality: Grade::Hard.quality(),
        took_ms: Some(1200),
        last_look: true,
    };
    let events = [
        Event::Answered(review),
        Event::Retracted {
            of: EntryId([1; 16]),
        },
        Event::Continued {
            from: CardId([2; 16]),
        },
        Event::Suspended,
        Event::Resumed,
        Event::Buried,
        Event::Placed(Some(placement)),
        Event::Placed(None),
    ];
    let entry = |(number, event): (u8, Event)| {
        Line::Card(Entry {
            stamp: stamp(number),
            card: CardId([9; 16]),
            event,
        })
    };
    let decided = |(number, decision)| Line::Roadmap(stamp(number), decision);
    let lines = (1..).zip(events).map(entry);
    let lines = lines.chain((50..).zip(decisions()).map(decided));
    let record = |line| LogRecord {
        line,
        batch: Some(EntryId([3; 16])),
        import: Some(4),
        kept: Some("1,2,3".into()),
    };
    lines.map(record).collect()
}

/// What is kept of a note and of a card.
fn keepsakes() -> Vec<KeepsakeRecord> {
    vec![
        KeepsakeRecord {
            import: 4,
            format: "anki".into(),
            key: "guid".into(),
            of: KeptOf::Card {
                ordinal: 1,
                card: CardId([9; 16]),
                written: vec![1],
            },
            text: None,
        },
        KeepsakeRecord {
            import: 4,
            format: "anki".into(),
            key: "guid".into(),
            of: KeptOf::Note,
            text: Some("{}".into()),
        },
    ]
}

/// One of everything.
fn collection() -> Collection {
    let day = Day::parse("2026-12-01").unwrap();
    Collection {
        settings: Some("new_per_day = 5\n".into()),
        roots: vec!["/notes".into()],
        decks: vec![DeckRecord {
            origin: Origin::File("/notes/go.md".into()),
            name: "go".into(),
            title: "Го".into(),
            aliases: vec!["golang".into()],
            requires: Vec::new(),
            tags: vec!["x".into()],
            level: 2,
            errors: 1,
            gone: false,
            size: 10,
            changed: 5,
            text: Some("# Го\n\n## Why?\n\nso\u{1b}\n".into()),
        }],
        cards: vec![CardRecord {
            id: CardId([9; 16]),
            deck: 0,
            position: 0,
            kind: Kind::Question,
            kin: Some(1),
            pinned: true,
            ask: "Why?".into(),
            answer: "so".into(),
            line: 3,
            column: 1,
            retired: true,
            tags: vec!["y".into()],
        }],
        roadmaps: vec![RoadmapRecord {
            name: "plan".into(),
            origin: Origin::Shipped("plan.md".into()),
            start: day,
            bytes: vec![0xff, b'a'],
            items: vec![(ItemId([7; 16]), "Read".into(), Some(false))],
        }],
        imports: vec![ImportRecord {
            number: 4,
            at_ms: 12,
            format: "anki".into(),
            file: "a.apkg".into(),
            digest: vec![1, 2],
            undone: false,
        }],
        keepsakes: keepsakes(),
        log: lines(),
    }
}

fn written(collection: &Collection) -> String {
    let mut bytes = Vec::new();
    let mut text = |deck: &DeckRecord| deck.text.clone();
    let mut writer = Writer::begin(&mut bytes, collection, &mut text).unwrap();
    for (at, record) in collection.log.iter().enumerate() {
        writer.line(record, at == 0).unwrap();
    }
    writer.end().unwrap();
    String::from_utf8(bytes).unwrap()
}

fn refused(text: &[u8]) -> String {
    let refusal = read(&|| Ok(text)).unwrap_err();
    format!("{}: {}", refusal.what, refusal.cause.unwrap_or_default())
}

#[test]
fn what_is_written_is_read_again() {
    for whole in [collection(), Collection::default()] {
        let text = written(&whole);
        let again = read(&|| Ok(text.as_bytes())).unwrap();
        assert_eq!(again, whole);
        assert_eq!(written(&again), text);
    }
}

#[test]
fn a_document_has_one_item_a_line() {
    let text = written(&collection());
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], r#"{"format":"drill","version":1,"#);
    assert_eq!(
        lines[20],
        r#"{"entry":"01010101010101010101010101010101","kind":"answered","card":"09090909090909090909090909090909","quality":3,"at":"2026-11-20T08:00:00.120+03:00","day":"2026-11-20","took_ms":1200,"last_look":true,"batch":"03030303030303030303030303030303","import":4,"kept":"1,2,3"},"#
    );
    // Another order of fields, fields that nobody knows, and missing ones are all read.
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let sorted = value.to_string();
    assert_eq!(read(&|| Ok(sorted.as_bytes())).unwrap(), collection());
    let odd = br#"{"later":[1],"version":1,"format":"drill"}"#;
    assert_eq!(read(&|| Ok(odd.as_slice())).unwrap(), Collection::default());
}

#[test]
fn what_is_no_document_is_refused() {
    let text = written(&collection());
    let change = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        refused(text.replace(from, to).as_bytes())
    };
    assert_eq!(
        change("\"version\":1", "\"version\":2"),
        "it is of version 2, and this drill reads version 1: "
    );
    assert_eq!(
        change("\"version\":1", "\"version\":0"),
        "it says no version that ever was: "
    );
    assert_eq!(
        change("\"format\":\"drill\"", "\"format\":\"x\""),
        "it is JSON, but no document of drill: "
    );
    assert!(
        change("\"kind\":\"answered\"", "\"kind\":\"?\"").contains("has no `kind` that can be")
    );
    assert!(change("\"quality\":3", "\"quality\":6").contains("has no `kind` that can be"));
    assert!(
        change("2026-11-20T08:00:00.120+03:00", "30000-01-01T00:00:00Z").contains("has no `at`")
    );
    assert!(change("0909", "09").contains("not 32 hex digits"));
    assert!(change("\"ease\":2.33", "\"ease\":1e300").contains("has no `kind`"));
    assert!(change("\"deck\":0", "\"deck\":1").contains("in a deck that is not there"));
    assert!(change("so\"", "\\ud800\"").starts_with("it is no whole document"));
    for end in (0..text.len()).step_by(97) {
        let cut = text.get(..end).unwrap_or_default();
        assert!(
            refused(cut.as_bytes()).starts_with("it is no whole document"),
            "{end}"
        );
    }
    for other in ["", "[]", "null", "{\"a\":", "\0\0", "{}"] {
        assert!(refused(other.as_bytes()).starts_with("it is "), "{other}");
    }
    let deep = format!("{{\"x\":{}", "[".repeat(100_000));
    assert!(refused(deep.as_bytes()).starts_with("it is no whole document"));
    assert!(refused(b"{\"format\":\"\xff\"}").starts_with("it is no whole document"));
}
