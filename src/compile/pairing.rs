//! Which card that vanished from the decks became which card that appeared in them, so that a
//! question keeps its history when it is reworded or moved.
//!
//! Nothing is guessed: where two answers are about equally good, neither is taken.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::model::card::{CardId, Kind};

use super::likeness::{Candidate, Placed, candidates, placed};

/// Scores (in thousandths) closer than this do not decide between two cards.
const MARGIN: u32 = 50;

/// What is remembered of a card for finding out what became of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Trace {
    pub(crate) id: CardId,
    pub(crate) kind: Kind,
    /// The title of its deck.
    pub(crate) deck: String,
    /// The path of its deck.
    pub(crate) file: String,
    /// How many cards stand before it in its file.
    pub(crate) position: u32,
    pub(crate) pinned: bool,
    pub(crate) ask: String,
    pub(crate) answer: String,
}

/// How a card became another.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) enum Bond {
    /// The same question, in a deck of another title.
    Moved,
    /// Another wording of the question, or the same with or without a pin.
    Reworded,
}

/// What became of the vanished cards, by index.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Pairing {
    /// Vanished, appeared, and how; each card at most once; in order of the appeared.
    pub(crate) pairs: Vec<(usize, usize, Bond)>,
    /// Cards that stay unpaired because it is not clear which became which; no card twice, and
    /// none that is paired.
    pub(crate) knots: Vec<Knot>,
}

/// Vanished cards and what they may have become, by index, in order.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub(crate) struct Knot {
    pub(crate) vanished: Vec<usize>,
    pub(crate) appeared: Vec<usize>,
}

/// Pairs what vanished with what appeared. Both must be whole: every card that one change removed
/// from the decks, and every card that it added.
///
/// The same question comes first: in the same deck, then in the same file, then anywhere. What is
/// left is compared, by text and place, with cards of its kind in its deck, then in its file.
pub(crate) fn pair(vanished: &[Trace], appeared: &[Trace]) -> Pairing {
    let (vanished, appeared) = (Side::of(vanished), Side::of(appeared));
    let mut matching = Matching {
        vanished,
        appeared,
        found: Pairing::default(),
    };
    for shared in [
        Shared::DeckAndQuestion,
        Shared::FileAndQuestion,
        Shared::Question,
    ] {
        matching.pair_same_questions(shared);
    }
    matching.knot_same_questions();
    for shared in [Shared::Deck, Shared::File] {
        matching.pair_similar_questions(shared);
    }
    let Pairing {
        mut pairs,
        mut knots,
    } = matching.found;
    pairs.sort_unstable_by_key(|(_, appeared, _)| *appeared);
    for knot in &mut knots {
        knot.vanished.sort_unstable();
        knot.appeared.sort_unstable();
    }
    knots.sort_unstable();
    Pairing { pairs, knots }
}

/// What cards must share, beside their kind, to be considered together.
#[derive(Clone, Copy)]
enum Shared {
    DeckAndQuestion,
    FileAndQuestion,
    Question,
    Deck,
    File,
}

/// All the vanished cards, or all that appeared.
struct Side<'a> {
    traces: &'a [Trace],
    /// Their questions, whatever the white space.
    asks: Vec<String>,
    /// Those that are still unpaired, in an order that does not depend on the caller's.
    free: Vec<usize>,
}

impl<'a> Side<'a> {
    fn of(traces: &'a [Trace]) -> Self {
        let plain = |trace: &Trace| trace.ask.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut free: Vec<usize> = (0..traces.len()).collect();
        free.sort_unstable_by_key(|at| (&traces[*at].file, traces[*at].position, traces[*at].id));
        Self {
            traces,
            asks: traces.iter().map(plain).collect(),
            free,
        }
    }

    fn key(&self, at: usize, shared: Shared) -> (Kind, &str, &str) {
        let Trace {
            kind, deck, file, ..
        } = &self.traces[at];
        let (within, ask) = match shared {
            Shared::DeckAndQuestion => (deck.as_str(), self.asks[at].as_str()),
            Shared::FileAndQuestion => (file.as_str(), self.asks[at].as_str()),
            Shared::Question => ("", self.asks[at].as_str()),
            Shared::Deck => (deck.as_str(), ""),
            Shared::File => (file.as_str(), ""),
        };
        (*kind, within, ask)
    }

    /// Those that are still unpaired, with their places, by index.
    fn placed(&self) -> HashMap<usize, Placed<'a>> {
        placed(self.traces, &self.free)
            .into_iter()
            .map(|card| (card.at, card))
            .collect()
    }

    fn settle(&mut self, settled: impl Iterator<Item = usize>) {
        let settled: HashSet<usize> = settled.collect();
        self.free.retain(|at| !settled.contains(at));
    }
}

struct Matching<'a> {
    vanished: Side<'a>,
    appeared: Side<'a>,
    found: Pairing,
}

impl Matching<'_> {
    fn pair_same_questions(&mut self, shared: Shared) {
        let mut found = Pairing::default();
        for Knot { vanished, appeared } in self.groups(shared) {
            if let ([old], [new]) = (vanished.as_slice(), appeared.as_slice()) {
                let stays = self.vanished.traces[*old].deck == self.appeared.traces[*new].deck;
                let bond = if stays { Bond::Reworded } else { Bond::Moved };
                found.pairs.push((*old, *new, bond));
            }
        }
        self.settle(found);
    }

    /// A question that vanished and appeared and is still unpaired did so more than once.
    fn knot_same_questions(&mut self) {
        let knots = self.groups(Shared::Question);
        self.settle(Pairing {
            knots,
            ..Pairing::default()
        });
    }

    fn pair_similar_questions(&mut self, shared: Shared) {
        let vanished = self.vanished.placed();
        let appeared = self.appeared.placed();
        let mut found = Pairing::default();
        for group in self.groups(shared) {
            let old: Vec<Placed<'_>> = group.vanished.iter().map(|at| vanished[at]).collect();
            let new: Vec<Placed<'_>> = group.appeared.iter().map(|at| appeared[at]).collect();
            let Pairing { pairs, knots } = decide(&candidates(&old, &new));
            found.pairs.extend(pairs);
            found.knots.extend(knots);
        }
        self.settle(found);
    }

    /// The unpaired cards that share something, where some vanished and some appeared.
    fn groups(&self, shared: Shared) -> Vec<Knot> {
        let mut groups: HashMap<_, Knot> = HashMap::new();
        for &at in &self.vanished.free {
            let group = groups.entry(self.vanished.key(at, shared)).or_default();
            group.vanished.push(at);
        }
        for &at in &self.appeared.free {
            if let Some(group) = groups.get_mut(&self.appeared.key(at, shared)) {
                group.appeared.push(at);
            }
        }
        groups
            .into_values()
            .filter(|group| !group.appeared.is_empty())
            .collect()
    }

    fn settle(&mut self, found: Pairing) {
        let (pairs, knots) = (found.pairs.iter(), found.knots.iter());
        let knotted = knots.clone().flat_map(|knot| &knot.vanished).copied();
        self.vanished
            .settle(pairs.clone().map(|pair| pair.0).chain(knotted));
        let knotted = knots.flat_map(|knot| &knot.appeared).copied();
        self.appeared
            .settle(pairs.map(|pair| pair.1).chain(knotted));
        self.found.pairs.extend(found.pairs);
        self.found.knots.extend(found.knots);
    }
}

/// Takes the best pairs first. Where a pair is hardly better than another one with one of its
/// cards, neither is taken. The candidates come in order, the best first.
fn decide(candidates: &[Candidate]) -> Pairing {
    let mut with_old: HashMap<usize, Vec<&Candidate>> = HashMap::new();
    let mut with_new: HashMap<usize, Vec<&Candidate>> = HashMap::new();
    for candidate in candidates {
        with_old
            .entry(candidate.vanished)
            .or_default()
            .push(candidate);
        with_new
            .entry(candidate.appeared)
            .or_default()
            .push(candidate);
    }
    let (mut old, mut new) = (HashSet::<usize>::new(), HashSet::<usize>::new());
    let mut found = Pairing::default();
    for best in candidates {
        let is_free = |it: &Candidate| !old.contains(&it.vanished) && !new.contains(&it.appeared);
        if !is_free(best) {
            continue;
        }
        let beside = with_old[&best.vanished]
            .iter()
            .chain(&with_new[&best.appeared])
            .copied();
        let close = beside.filter(|it| is_free(it) && it.score + MARGIN > best.score);
        let close: Vec<&Candidate> = close.collect();
        let vanished: BTreeSet<usize> = close.iter().map(|it| it.vanished).collect();
        let appeared: BTreeSet<usize> = close.iter().map(|it| it.appeared).collect();
        old.extend(&vanished);
        new.extend(&appeared);
        if vanished.len() == 1 && appeared.len() == 1 {
            found
                .pairs
                .push((best.vanished, best.appeared, Bond::Reworded));
        } else {
            let (vanished, appeared) = (Vec::from_iter(vanished), Vec::from_iter(appeared));
            found.knots.push(Knot { vanished, appeared });
        }
    }
    found
}

#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;
