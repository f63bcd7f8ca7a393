//! Which card that vanished from the decks became which card that appeared in them, so that a
//! question keeps its history when it is reworded or moved.
//!
//! Nothing is guessed: where two answers are about equally good, neither is taken.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::model::card::{CardId, Kind};

use super::likeness::{Candidate, Placed, candidates, places};

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
    /// Appeared cards that could be one of several vanished ones, or are not the only one that
    /// those could have become: left unpaired, in order.
    pub(crate) ambiguous: Vec<(usize, Vec<usize>)>,
}

/// Pairs what vanished with what appeared. Both must be whole: every card that one change removed
/// from the decks, and every card that it added.
///
/// The same question comes first: in the same deck, then in the same file, then anywhere. What is
/// left is compared, by text and place, with cards of its kind in its deck, then in its file.
pub(crate) fn pair(vanished: &[Trace], appeared: &[Trace]) -> Pairing {
    let mut matching = Matching {
        vanished: Side::of(vanished),
        appeared: Side::of(appeared),
        pairing: Pairing::default(),
    };
    for shared in [
        Shared::DeckAndQuestion,
        Shared::FileAndQuestion,
        Shared::Question,
    ] {
        matching.pair_same_questions(shared);
    }
    matching.name_same_questions();
    for shared in [Shared::Deck, Shared::File] {
        matching.pair_similar_questions(shared);
    }
    let Pairing {
        mut pairs,
        mut ambiguous,
    } = matching.pairing;
    pairs.sort_unstable_by_key(|(_, appeared, _)| *appeared);
    ambiguous.sort_unstable();
    Pairing { pairs, ambiguous }
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

    fn settle(&mut self, settled: impl Iterator<Item = usize>) {
        let settled: HashSet<usize> = settled.collect();
        self.free.retain(|at| !settled.contains(at));
    }
}

struct Matching<'a> {
    vanished: Side<'a>,
    appeared: Side<'a>,
    pairing: Pairing,
}

impl Matching<'_> {
    fn pair_same_questions(&mut self, shared: Shared) {
        let mut pairs = Vec::new();
        for (vanished, appeared) in self.groups(shared) {
            if let ([vanished], [appeared]) = (vanished.as_slice(), appeared.as_slice()) {
                let stays =
                    self.vanished.traces[*vanished].deck == self.appeared.traces[*appeared].deck;
                pairs.push((
                    *vanished,
                    *appeared,
                    if stays { Bond::Reworded } else { Bond::Moved },
                ));
            }
        }
        self.settle(pairs, Vec::new());
    }

    /// A question that vanished and appeared and is still unpaired did so more than once.
    fn name_same_questions(&mut self) {
        let groups = self.groups(Shared::Question).into_iter();
        let named = groups.flat_map(|(mut vanished, appeared)| {
            vanished.sort_unstable();
            appeared
                .into_iter()
                .map(move |appeared| (appeared, vanished.clone()))
        });
        let named = named.collect();
        self.settle(Vec::new(), named);
    }

    fn pair_similar_questions(&mut self, shared: Shared) {
        let old_places = places(self.vanished.traces, &self.vanished.free);
        let new_places = places(self.appeared.traces, &self.appeared.free);
        let (mut pairs, mut ambiguous) = (Vec::new(), Vec::new());
        for (vanished, appeared) in self.groups(shared) {
            let old = vanished.iter().map(|&at| Placed {
                trace: &self.vanished.traces[at],
                place: old_places[at],
            });
            let new = appeared.iter().map(|&at| Placed {
                trace: &self.appeared.traces[at],
                place: new_places[at],
            });
            let candidates = candidates(&old.collect::<Vec<_>>(), &new.collect::<Vec<_>>());
            let decision = decide(&candidates);
            pairs.extend(
                decision
                    .pairs
                    .iter()
                    .map(|&(old, new, bond)| (vanished[old], appeared[new], bond)),
            );
            ambiguous.extend(decision.ambiguous.into_iter().map(|(new, old)| {
                let mut old: Vec<usize> = old.into_iter().map(|at| vanished[at]).collect();
                old.sort_unstable();
                (appeared[new], old)
            }));
        }
        self.settle(pairs, ambiguous);
    }

    /// The unpaired cards that share something, where some vanished and some appeared.
    fn groups(&self, shared: Shared) -> Vec<(Vec<usize>, Vec<usize>)> {
        let mut groups: HashMap<_, (Vec<usize>, Vec<usize>)> = HashMap::new();
        for &at in &self.vanished.free {
            groups
                .entry(self.vanished.key(at, shared))
                .or_default()
                .0
                .push(at);
        }
        for &at in &self.appeared.free {
            if let Some((_, appeared)) = groups.get_mut(&self.appeared.key(at, shared)) {
                appeared.push(at);
            }
        }
        groups
            .into_values()
            .filter(|(_, appeared)| !appeared.is_empty())
            .collect()
    }

    fn settle(&mut self, pairs: Vec<(usize, usize, Bond)>, ambiguous: Vec<(usize, Vec<usize>)>) {
        let named = ambiguous.iter().flat_map(|(_, vanished)| vanished);
        self.vanished
            .settle(pairs.iter().map(|pair| pair.0).chain(named.copied()));
        self.appeared.settle(
            pairs
                .iter()
                .map(|pair| pair.1)
                .chain(ambiguous.iter().map(|it| it.0)),
        );
        self.pairing.pairs.extend(pairs);
        self.pairing.ambiguous.extend(ambiguous);
    }
}

/// Takes the best pairs first. A pair that is hardly better than another one for either of its
/// cards is not taken, and nor is the other one.
fn decide(candidates: &[Candidate]) -> Pairing {
    let mut of_old: HashMap<usize, Vec<&Candidate>> = HashMap::new();
    let mut of_new: HashMap<usize, Vec<&Candidate>> = HashMap::new();
    for candidate in candidates {
        of_old
            .entry(candidate.vanished)
            .or_default()
            .push(candidate);
        of_new
            .entry(candidate.appeared)
            .or_default()
            .push(candidate);
    }
    let (mut old, mut new) = (HashSet::new(), HashSet::new());
    let mut pairing = Pairing::default();
    for best in candidates {
        if old.contains(&best.vanished) || new.contains(&best.appeared) {
            continue;
        }
        let of_either = of_old[&best.vanished]
            .iter()
            .chain(&of_new[&best.appeared])
            .copied();
        let free =
            of_either.filter(|it| !old.contains(&it.vanished) && !new.contains(&it.appeared));
        let rivals: Vec<&Candidate> = free
            .filter(|it| *it != best && it.score + MARGIN > best.score)
            .collect();
        if rivals.is_empty() {
            pairing
                .pairs
                .push((best.vanished, best.appeared, Bond::Reworded));
        } else {
            let mut named: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
            for it in rivals.iter().copied().chain([best]) {
                named.entry(it.appeared).or_default().push(it.vanished);
            }
            pairing.ambiguous.extend(named);
        }
        for it in rivals.into_iter().chain([best]) {
            old.insert(it.vanished);
            new.insert(it.appeared);
        }
    }
    pairing
}

#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;
