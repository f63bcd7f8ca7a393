//! How much a vanished card is like one that appeared: by its question, its answer and its place.
//!
//! Only spelling and order are known. A question that exchanges one subject for another (the port
//! of this server, the port of that one) is told from a reworded one by its answer.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::model::card::Kind;

use super::pairing::Trace;
use crate::model::words::{Vocabulary, distance, overlap, telling};

/// All scores are in thousandths. A question weighs more than its answer ...
const ASK_WEIGHT: u32 = 600;
const ANSWER_WEIGHT: u32 = 400;
/// ... and the same answer alone makes no pair.
const LEAST_ASK: u32 = 250;
/// What the place adds to the likeness of the texts, and what both must reach. So the texts must
/// be alike by 0.55 in the same slot, 0.65 in the same gap, 0.75 near it and 0.85 anywhere else.
const SAME_SLOT: u32 = 300;
const SAME_GAP: u32 = 200;
const NEAR: u32 = 100;
const ENOUGH: u32 = 850;
/// How many cards that stayed may stand between two near ones.
const NEAR_GAPS: u32 = 2;
/// How many cards around the same place are compared, and around it with each of the rarest words.
const AROUND: usize = 8;
const RAREST_WORDS: usize = 8;
/// More words than this are not mere misspellings.
const MOST_MISSPELLED: usize = 4;

/// The place of a card among the cards that stayed, which the old and the new file share.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Place {
    /// How many cards before it stayed: the gap between two of them that it stands in.
    gap: u32,
    /// Its number in the gap, which says something if as many vanished from it as appeared.
    rank: u32,
    size: u32,
}

/// A card that did not stay, with its index and its place.
#[derive(Clone, Copy)]
pub(super) struct Placed<'a> {
    pub(super) at: usize,
    trace: &'a Trace,
    place: Place,
}

/// The cards that did not stay, which are given in order of files and positions.
pub(super) fn placed<'a>(traces: &'a [Trace], gone: &[usize]) -> Vec<Placed<'a>> {
    let mut placed = Vec::with_capacity(gone.len());
    for file in gone.chunk_by(|one, next| traces[*one].file == traces[*next].file) {
        let gap = |before: u32, at: usize| traces[at].position.saturating_sub(before);
        let cards: Vec<(u32, usize)> = (0..)
            .zip(file)
            .map(|(before, &at)| (gap(before, at), at))
            .collect();
        for together in cards.chunk_by(|one, next| one.0 == next.0) {
            let size = together.len() as u32;
            for (rank, &(gap, at)) in (0..).zip(together) {
                let place = Place { gap, rank, size };
                placed.push(Placed {
                    at,
                    trace: &traces[at],
                    place,
                });
            }
        }
    }
    placed
}

/// Two cards that may be the same, by their indices.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Candidate {
    pub(super) vanished: usize,
    pub(super) appeared: usize,
    pub(super) score: u32,
}

/// The pairs of cards that are enough alike, the best first. To stay quick in large decks, a card
/// is compared with those around its place and those around it that share one of its rare words.
pub(super) fn candidates(vanished: &[Placed<'_>], appeared: &[Placed<'_>]) -> Vec<Candidate> {
    let mut vocabulary = Vocabulary::default();
    let old: Vec<Text> = vanished
        .iter()
        .map(|card| Text::of(card.trace, &mut vocabulary))
        .collect();
    let new: Vec<Text> = appeared
        .iter()
        .map(|card| Text::of(card.trace, &mut vocabulary))
        .collect();
    let spellings = vocabulary.into_words();
    let order = Order::of(vanished, &old);
    let mut candidates = Vec::new();
    for (card, text) in appeared.iter().zip(&new) {
        for near in order.around(card.place, text) {
            let other = &vanished[near];
            if let Some(score) = score(other, &old[near], card, text, &spellings) {
                candidates.push(Candidate {
                    vanished: other.at,
                    appeared: card.at,
                    score,
                });
            }
        }
    }
    // Equals stay in the order of the cards.
    candidates.sort_by_key(|candidate| Reverse(candidate.score));
    candidates
}

/// The words of a card, as ascending numbers.
struct Text {
    ask: Vec<u32>,
    answer: Vec<u32>,
}

impl Text {
    fn of(trace: &Trace, vocabulary: &mut Vocabulary) -> Self {
        Self {
            ask: vocabulary.set(telling(own_wording(trace))),
            answer: vocabulary.set(telling(&trace.answer)),
        }
    }
}

/// The question without the wording that is generated for all steps of a list or rows of a table:
/// the step before, the first cell.
fn own_wording(trace: &Trace) -> &str {
    let ask = trace.ask.as_str();
    let own = match trace.kind {
        Kind::Step => ask.split_once('\n').map(|(_, before)| before),
        Kind::Row => ask
            .split_once(" = ")
            .and_then(|(_, rest)| rest.rsplit_once(", "))
            .map(|(cell, _)| cell),
        Kind::Question | Kind::Cloze | Kind::Term | Kind::Output => None,
    };
    own.unwrap_or(ask)
}

/// The vanished cards in order of their places, and their words.
struct Order {
    cards: Vec<usize>,
    places: Vec<Place>,
    everyone: Vec<usize>,
    /// Who has a word, as ascending indices into `cards`.
    having: HashMap<u32, Vec<usize>>,
}

impl Order {
    fn of(vanished: &[Placed<'_>], texts: &[Text]) -> Self {
        let mut cards: Vec<usize> = (0..vanished.len()).collect();
        cards.sort_by_key(|card| vanished[*card].place);
        let mut having: HashMap<u32, Vec<usize>> = HashMap::new();
        for (at, &card) in cards.iter().enumerate() {
            let Text { ask, answer } = &texts[card];
            ask.iter()
                .chain(answer)
                .for_each(|word| having.entry(*word).or_default().push(at));
        }
        let places = cards.iter().map(|card| vanished[*card].place).collect();
        Self {
            everyone: (0..cards.len()).collect(),
            cards,
            places,
            having,
        }
    }

    /// The cards to compare with one of that place and text.
    fn around(&self, place: Place, text: &Text) -> Vec<usize> {
        let middle = self.places.partition_point(|other| *other < place);
        let words = text.ask.iter().chain(&text.answer);
        let mut lists: Vec<&[usize]> = words
            .filter_map(|word| self.having.get(word))
            .map(Vec::as_slice)
            .collect();
        lists.sort_by_key(|list| list.len());
        lists.truncate(RAREST_WORDS);
        lists.push(&self.everyone);
        let near = lists.into_iter().flat_map(|list| {
            let at = list.partition_point(|other| *other < middle);
            &list[at.saturating_sub(AROUND / 2)..list.len().min(at + AROUND / 2)]
        });
        let mut near: Vec<usize> = near.map(|at| self.cards[*at]).collect();
        near.sort_unstable();
        near.dedup();
        near
    }
}

/// How good a pair two cards are, if they are good enough.
fn score(
    old: &Placed<'_>,
    old_text: &Text,
    new: &Placed<'_>,
    new_text: &Text,
    spellings: &[String],
) -> Option<u32> {
    // Two pins say that these are two cards.
    if old.trace.pinned && new.trace.pinned {
        return None;
    }
    let (one, other) = (&old_text.answer, &new_text.answer);
    let answer = dice(overlap(one, other), one, other);
    // Squared, because answers with the same frame (`Answer 1`, `Answer 2`) say little.
    let beside_ask =
        answer * answer / 1000 * ANSWER_WEIGHT / 1000 + closeness(old.place, new.place);
    if beside_ask + ASK_WEIGHT < ENOUGH {
        return None;
    }
    let (one, other) = (&old_text.ask, &new_text.ask);
    let ask = dice(shared_words(one, other, spellings), one, other);
    let score = beside_ask + ask * ASK_WEIGHT / 1000;
    (ask >= LEAST_ASK && score >= ENOUGH).then_some(score)
}

fn closeness(old: Place, new: Place) -> u32 {
    match old.gap.abs_diff(new.gap) {
        0 if old == new => SAME_SLOT,
        0 => SAME_GAP,
        1..=NEAR_GAPS => NEAR,
        _ => 0,
    }
}

/// Dice's coefficient of two sets.
fn dice(common: usize, one: &[u32], other: &[u32]) -> u32 {
    (2000 * common)
        .checked_div(one.len() + other.len())
        .map_or(1000, |share| share as u32)
}

/// How many words two questions share, counting other spellings of a word if only few differ.
fn shared_words(one: &[u32], other: &[u32], spellings: &[String]) -> usize {
    let same = overlap(one, other);
    if one.len().max(other.len()) - same > MOST_MISSPELLED {
        return same;
    }
    let spelling = |word: u32| spellings[word as usize].as_str();
    let only = |one: &[u32], other: &[u32]| -> Vec<u32> {
        one.iter()
            .filter(|word| other.binary_search(word).is_err())
            .copied()
            .collect()
    };
    let mut unmatched = only(other, one);
    let misspelled = only(one, other).into_iter().filter(|&word| {
        let alike = |&other: &u32| is_spelled_alike(spelling(word), spelling(other));
        unmatched
            .iter()
            .position(alike)
            .map(|at| unmatched.swap_remove(at))
            .is_some()
    });
    same + misspelled.count()
}

/// One letter in four may differ; digits may not.
fn is_spelled_alike(one: &str, other: &str) -> bool {
    let limit = one.chars().count().min(other.chars().count()) / 4;
    let counted = one.contains(char::is_numeric) || other.contains(char::is_numeric);
    limit > 0 && !counted && distance(one, other, limit).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_spellings_are_not_other_numbers() {
        assert!(is_spelled_alike("vacum", "vacuum"));
        assert!(is_spelled_alike("горутина", "горутины"));
        assert!(is_spelled_alike("postgres", "postgresql"));
        assert!(!is_spelled_alike("send", "receive"));
        assert!(!is_spelled_alike("wal", "was"));
        assert!(!is_spelled_alike("page1", "page2"));
    }

    #[test]
    fn dice_is_the_share_of_common_words() {
        assert_eq!(dice(2, &[1, 2], &[1, 2, 3]), 800);
        assert_eq!(dice(0, &[], &[1]), 0);
        assert_eq!(dice(0, &[], &[]), 1000);
    }
}
