//! Decks beside each other, and every complaint about them.

use proptest::prelude::*;

use super::super::sample::Sample;
use super::*;
use crate::model::card::Kind;

/// Every complaint, as `deck code span message; help`.
fn complaints(samples: &[Sample], known: &[Topic]) -> Vec<String> {
    let decks: Vec<Shelved<'_>> = samples.iter().map(Sample::shelved).collect();
    let told = examine(&decks, known).into_iter();
    told.map(|(deck, it)| {
        format!(
            "{deck} {} {}..{} {}; {}",
            it.code, it.span.start, it.span.end, it.message, it.help
        )
    })
    .collect()
}

fn topic(name: &str, requires: &[&str]) -> Topic {
    let requires = requires.iter().map(|&name| name.to_owned()).collect();
    Topic {
        name: name.to_owned(),
        title: name.to_owned(),
        aliases: Vec::new(),
        requires,
    }
}

#[test]
fn a_requirement_names_a_deck_a_title_or_an_alias() {
    let known = Topic {
        aliases: vec!["write-ahead log".to_owned()],
        ..topic("wal", &[])
    };
    let decks = [
        Sample::new("go-gc", &[]).titled("Ёмкий сборщик", &["garbage collector"]),
        Sample::new("b", &[]).requiring(&[
            "GO_GC",
            "емкий  сборщик",
            "Garbage-Collector",
            "Write ahead LOG",
        ]),
    ];
    assert_eq!(complaints(&decks, &[known]), Vec::<String>::new());
}

#[test]
fn an_unknown_requirement_gets_the_nearest_name() {
    let decks = [
        Sample::new("go-scheduler", &[]).titled("The Go scheduler", &[]),
        Sample::new("b", &[]).requiring(&["go-sheduler", "kafka"]),
    ];
    assert_eq!(
        complaints(&decks, &[]),
        [
            "1 E30 1..2 no deck is called `go-sheduler`; did you mean `go-scheduler`?",
            "1 E30 2..3 no deck is called `kafka`; name a deck by its file, its topic or one of its aliases",
        ]
    );
}

#[test]
fn a_circle_is_told_once_at_its_first_deck() {
    let decks = [
        Sample::new("a", &[]).requiring(&["c"]),
        Sample::new("b", &[]).requiring(&["a", "d", "b"]),
        Sample::new("c", &[]).requiring(&["b"]),
        Sample::new("d", &[]),
    ];
    let help = "decide which of these decks comes first, and remove what it requires of the others";
    assert_eq!(
        complaints(&decks, &[]),
        [
            format!("0 E31 1..2 the requirements go in a circle: `a -> c -> b -> a`; {help}"),
            format!("1 E31 3..4 the requirements go in a circle: `b -> b`; {help}"),
        ]
    );
}

#[test]
fn a_circle_may_lead_through_known_topics() {
    let decks = [Sample::new("a", &[]).requiring(&["x"])];
    let known = [
        topic("x", &["y"]),
        topic("y", &["a", "z"]),
        topic("z", &["y", "gone"]),
    ];
    let help = "decide which of these decks comes first, and remove what it requires of the others";
    assert_eq!(
        complaints(&decks, &known),
        [format!(
            "0 E31 1..2 the requirements go in a circle: `a -> x -> y -> a`; {help}"
        )]
    );
}

#[test]
fn a_question_stands_in_one_file_of_its_topic() {
    let twice = [
        (Kind::Question, "Why?", "Because."),
        (Kind::Question, "How?", "So."),
    ];
    let decks = [
        Sample::new("a", &twice),
        Sample::new("b", &twice[1..]).titled("a", &[]),
    ];
    assert_eq!(
        complaints(&decks, &[]),
        ["1 E32 3..7 `How?` is already asked in `/a.md:4`; \
             both files are about `a`: remove one of the cards, or name one topic differently"]
    );
}

#[test]
fn levels_count_the_longest_chain() {
    let topics = [
        topic("a", &["b", "c"]),
        topic("b", &["c", "gone"]),
        topic("c", &[]),
        topic("d", &["D", "a"]),
    ];
    assert_eq!(levels(&topics), [2, 1, 0, 3]);
    assert_eq!(
        levels(&[topic("a", &["b"]), topic("b", &["c"]), topic("c", &["a"])]),
        [2, 1, 0]
    );
}

#[test]
fn a_long_chain_needs_no_stack() {
    let chain = |at: usize| topic(&format!("t{at}"), &[&format!("t{}", at + 1)]);
    let topics: Vec<Topic> = (0..50_000).map(chain).collect();
    assert_eq!(levels(&topics)[0], 49_999);
}

/// Topics that may require any other.
fn tangle() -> impl Strategy<Value = Vec<Topic>> {
    prop::collection::vec(prop::collection::vec(0_usize..12, 0..4), 0..10).prop_map(|requires| {
        let named = |required: Vec<usize>| {
            required
                .iter()
                .map(|at| format!("t{at}"))
                .collect::<Vec<_>>()
        };
        let topics = requires.into_iter().map(named).enumerate();
        topics
            .map(|(at, requires)| Topic {
                requires,
                ..topic(&format!("t{at}"), &[])
            })
            .collect()
    })
}

proptest! {
    #[test]
    fn every_topic_stands_above_what_it_requires_unless_in_a_circle(topics in tangle()) {
        let links = links(&topics);
        let mut circles: HashSet<(usize, usize)> = HashSet::new();
        walk(&links, |circle| circles.extend(circle.last().map(|step| (step.topic, circle[0].topic))));
        let levels = levels(&topics);
        prop_assert_eq!(levels.len(), topics.len());
        for (topic, required) in links.iter().enumerate().flat_map(|(at, to)| to.iter().flatten().map(move |r| (at, *r))) {
            prop_assert!(levels[topic] > levels[required] || circles.contains(&(topic, required)));
        }
        let lowest = |topic: usize| links[topic].iter().flatten().all(|r| levels[*r] != levels[topic] - 1);
        prop_assert!((0..topics.len()).all(|topic| levels[topic] == 0 || !lowest(topic)));
    }

    #[test]
    fn requirements_in_order_make_no_circle(topics in tangle()) {
        let forward = |(at, topic): (usize, Topic)| {
            let requires = topic.requires.into_iter().filter(|name| *name < format!("t{at}")).collect();
            Topic { requires, ..topic }
        };
        let topics: Vec<Topic> = topics.into_iter().enumerate().map(forward).collect();
        let mut circles = 0;
        walk(&links(&topics), |_| circles += 1);
        prop_assert_eq!(circles, 0);
    }
}
