//! How near a text is to the names of decks: the share of their words that both have, where rare
//! words weigh more than common ones.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use super::matching::{CERTAIN, THRESHOLD};
use super::wording::stems;

/// The names of all decks, ready to be compared with.
#[derive(Default)]
pub(super) struct Likeness {
    names: Vec<Name>,
    stems: HashMap<String, Stem>,
    /// The weight of a stem that no name has.
    unknown: u64,
}

/// A name of a deck: its different stems, and what they weigh together.
struct Name {
    deck: usize,
    stems: Vec<String>,
    weight: u64,
}

/// What a stem tells, and the names that have it.
#[derive(Default)]
struct Stem {
    weight: u64,
    names: Vec<usize>,
}

impl Likeness {
    /// Adds a name; those of one deck come together.
    pub(super) fn add(&mut self, deck: usize, name: &str) {
        let (at, stems, weight) = (self.names.len(), distinct_stems(name), 0);
        for stem in &stems {
            self.stems.entry(stem.clone()).or_default().names.push(at);
        }
        self.names.push(Name {
            deck,
            stems,
            weight,
        });
    }

    /// Weighs all stems, once all names are there.
    pub(super) fn weigh(&mut self, decks: usize) {
        for stem in self.stems.values_mut() {
            let mut having: Vec<usize> = stem.names.iter().map(|at| self.names[*at].deck).collect();
            having.dedup();
            stem.weight = weight(decks, having.len());
        }
        for name in &mut self.names {
            let stems = name.stems.iter().filter_map(|stem| self.stems.get(stem));
            name.weight = stems.map(|stem| stem.weight).sum();
        }
        self.unknown = weight(decks, 1);
    }

    /// Each deck that has a name near a text, with the score of the nearest: twice what both have
    /// in the weight of both, in thousandths. What cannot reach the threshold may be left out.
    pub(super) fn nearest(&self, text: &str) -> BTreeMap<usize, u32> {
        let weighed = |stem: String| {
            let known = self.stems.get(&stem);
            let weight = known.map_or(self.unknown, |stem| stem.weight);
            (stem, weight)
        };
        let mut stems: Vec<(String, u64)> = distinct_stems(text).into_iter().map(weighed).collect();
        stems.sort_by_key(|(_, weight)| Reverse(*weight));
        let whole: u64 = stems.iter().map(|(_, weight)| weight).sum();
        let mut nearest: BTreeMap<usize, u32> = BTreeMap::new();
        for name in self.worth_comparing(&stems, whole) {
            let name = &self.names[name];
            let has = |stem: &String| name.stems.binary_search(stem).is_ok();
            let shared = stems.iter().filter(|(stem, _)| has(stem));
            let shared: u64 = shared.map(|(_, weight)| weight).sum();
            let score = (2000 * shared).checked_div(whole + name.weight);
            let best = nearest.entry(name.deck).or_default();
            *best = score.map_or(0, |score| score as u32).max(*best);
        }
        nearest
    }

    /// The names that may be near enough. What is as near as the threshold shares two thirds of
    /// the weight, so it has one of the heaviest stems that together weigh more than a third.
    fn worth_comparing(&self, stems: &[(String, u64)], whole: u64) -> Vec<usize> {
        let enough = whole * u64::from(THRESHOLD) / u64::from(2 * CERTAIN - THRESHOLD);
        let mut lighter = whole;
        let mut names = Vec::new();
        for (stem, weight) in stems {
            if lighter < enough {
                break;
            }
            lighter -= weight;
            names.extend(self.stems.get(stem).iter().flat_map(|stem| &stem.names));
        }
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// In thousandths: the rarer among so many decks, the heavier.
fn weight(decks: usize, having: usize) -> u64 {
    ((1.0 + decks as f64 / having as f64).ln() * 1000.0) as u64
}

fn distinct_stems(text: &str) -> Vec<String> {
    let mut stems = stems(text);
    stems.sort_unstable();
    stems.dedup();
    stems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_words_tell_more() {
        let mut likeness = Likeness::default();
        for (deck, name) in ["Go channels", "Go maps", "Go slices"].iter().enumerate() {
            likeness.add(deck, name);
        }
        likeness.weigh(3);
        // `go` weighs ln 2, `channels` ln 4.
        assert_eq!(likeness.nearest("Channels"), BTreeMap::from([(0, 800)]));
        assert_eq!(
            likeness.nearest("channels of Go"),
            BTreeMap::from([(0, 1000)])
        );
        assert_eq!(likeness.nearest("Kotlin"), BTreeMap::new());
    }
}
