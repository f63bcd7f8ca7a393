//! Cards that ask the same, and every piece of advice on them.

use proptest::prelude::*;

use super::super::sample::{Sample, id};
use super::*;
use crate::model::card::Kin;

/// Every piece of advice, as `deck span message`.
fn advice(samples: &[Sample]) -> Vec<String> {
    let decks: Vec<Shelved<'_>> = samples.iter().map(Sample::shelved).collect();
    let said = near_duplicates(&decks).into_iter();
    said.map(|(deck, it)| {
        format!(
            "{deck} {} {}..{} {}",
            it.code, it.span.start, it.span.end, it.message
        )
    })
    .collect()
}

fn question(ask: &str) -> (Kind, &str, &str) {
    (Kind::Question, ask, "Because.")
}

#[test]
fn the_later_card_names_the_earlier() {
    let decks = [
        Sample::new(
            "a",
            &[
                question("Why?"),
                question("Why does VACUUM FULL lock the whole table?"),
            ],
        ),
        Sample::new(
            "b",
            &[question("Why does `VACUUM FULL` lock a whole table?")],
        ),
    ];
    let told =
        "1 W20 3..45 `/a.md:4` asks nearly the same: `Why does VACUUM FULL lock the whole table?`";
    assert_eq!(advice(&decks), [told]);
}

#[test]
fn the_hidden_part_of_a_cloze_counts() {
    let hiding = |ask, hidden| (Kind::Cloze, ask, hidden);
    let row = hiding("In PostgreSQL, [...] locks conflict silently.", "row");
    assert_eq!(
        advice(&[Sample::new(
            "a",
            &[
                row,
                hiding("In PostgreSQL, row [...] conflict silently.", "locks")
            ]
        )]),
        [
            "0 W20 57..100 `/a.md:1` asks nearly the same: `In PostgreSQL, [...] locks conflict silently.`"
        ]
    );
    let table = hiding("In PostgreSQL [...] locks conflict silently.", "table");
    assert_eq!(
        advice(&[Sample::new("a", &[row, table])]),
        Vec::<String>::new()
    );
}

#[test]
fn different_questions_and_short_ones_pass() {
    let decks = [Sample::new(
        "a",
        &[
            question("What does a send on a closed Go channel do?"),
            question("What does a receive on a closed Go channel do?"),
            question("Why is a map unsafe?"),
            question("Why is the map unsafe?"),
            question("In PostgreSQL, what does the JSON operator `->` return?"),
            question("In PostgreSQL, what does the JSON operator `->>` return?"),
        ],
    )];
    assert_eq!(advice(&decks), Vec::<String>::new());
}

#[test]
fn generated_wording_siblings_and_twins_pass() {
    let ask = "Commit in two phases: what comes after this step?";
    let again = "Commit in two phases: what comes after this step";
    let step = |ask| (Kind::Step, ask, "Prepare.");
    let mut siblings = Sample::new(
        "b",
        &[
            question("Readers of one row never block its writers."),
            question("x"),
        ],
    );
    let mut sibling = siblings.compiled.cards[0].clone();
    sibling.id = id("another");
    siblings.compiled.cards.push(sibling);
    siblings
        .compiled
        .cards
        .iter_mut()
        .for_each(|card| card.kin = Some(Kin(0)));
    let twins = siblings.compiled.clone();
    let decks = [
        Sample::new("a", &[step(ask), step(again)]),
        Sample {
            text: siblings.text.clone(),
            compiled: twins,
        },
        siblings,
    ];
    assert_eq!(advice(&decks), Vec::<String>::new());
}

/// What `closest_earlier` promises, by comparing every pair.
fn naive(sets: &[&[u32]]) -> Vec<Option<usize>> {
    let similarity = |one: &[u32], other: &[u32]| {
        let common = overlap(one, other);
        (common, one.len() + other.len() - common)
    };
    let closest = |at: usize| {
        let earlier = (0..at).map(|before| (before, similarity(sets[before], sets[at])));
        let near = earlier.filter(|(_, (common, union))| common * 5 >= union * 4);
        near.reduce(|best, next| {
            if next.1.0 * best.1.1 > best.1.0 * next.1.1 {
                next
            } else {
                best
            }
        })
    };
    (0..sets.len())
        .map(|at| closest(at).map(|(before, _)| before))
        .collect()
}

/// Sets that often differ from each other by a word or two.
fn family() -> impl Strategy<Value = Vec<Vec<u32>>> {
    let set = prop::collection::btree_set(0_u32..24, 4..22);
    (
        prop::collection::vec(set, 1..4),
        prop::collection::vec((any::<prop::sample::Index>(), 0_u32..24, 0_u32..24), 0..30),
    )
        .prop_map(|(mut sets, changes)| {
            for (of, add, remove) in changes {
                let mut set = of.get(&sets).clone();
                set.remove(&remove);
                set.insert(add);
                sets.push(set);
            }
            sets.into_iter()
                .map(|set| set.into_iter().collect())
                .collect()
        })
}

proptest! {
    #[test]
    fn the_join_finds_what_comparing_every_pair_finds(sets in family()) {
        let sets: Vec<&[u32]> = sets.iter().map(Vec::as_slice).collect();
        prop_assert_eq!(closest_earlier(&sets), naive(&sets));
    }
}
