//! The permanent names of items, and what became of them when their file was edited.
//!
//! An item keeps its name when it moves or is reworded. Nothing is guessed: where two items are
//! about equally near, the name goes to neither.

use std::collections::{HashMap, HashSet, VecDeque};

use sha2::{Digest, Sha256};

use crate::model::roadmap::{ItemId, Roadmap};

use super::outline::one_line;
use super::wording::{key, stems};

/// How alike (in thousandths) two wordings of one item are; less is enough in a place where only
/// one item vanished and one appeared ...
const ALIKE: u32 = 550;
const ALIKE_ALONE: u32 = 350;
/// ... and how much more alike than with any other item.
const MARGIN: u32 = 100;
/// How far around an item's place in a gap others are compared with it.
const AROUND: usize = 8;

/// What a second reading of a roadmap changed, in the order of the new file (`removed`: of the
/// old one).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Changes {
    pub(crate) added: Vec<ItemId>,
    pub(crate) removed: Vec<ItemId>,
    pub(crate) moved: Vec<ItemId>,
    pub(crate) reworded: Vec<ItemId>,
}

/// Names the items of a file that was never read before.
pub(super) fn name(roadmap: &mut Roadmap) {
    let all = 0..roadmap.items.len();
    name_new(roadmap, &all.collect::<Vec<_>>(), HashSet::new());
}

/// Gives the items of a file the names that they had when it was read before.
pub(crate) fn carry(before: &Roadmap, now: &mut Roadmap) -> Changes {
    let mut pairs = same_wording(before, now);
    let kept = longest_ascending(&pairs);
    let reworded = reworded(before, now, &pairs, &kept);
    let mut changes = Changes::default();
    for &(old, new) in &reworded {
        changes.reworded.push(before.items[old].id);
        pairs.push((old, new));
    }
    pairs.sort_unstable_by_key(|(_, new)| *new);
    let paths = [stage_paths(before), stage_paths(now)];
    let still: HashSet<&String> = paths[1].iter().collect();
    for &(old, new) in &pairs {
        let id = before.items[old].id;
        now.items[new].id = id;
        let path = |side: usize, stage: Option<usize>| stage.map(|stage| &paths[side][stage]);
        let (from, to) = (
            path(0, before.items[old].stage),
            path(1, now.items[new].stage),
        );
        // A stage that is called differently now has not lost its items.
        let has_left = from != to && from.is_none_or(|from| still.contains(from));
        let is_reworded = reworded.contains(&(old, new));
        if has_left || (!is_reworded && !kept.contains(&(old, new))) {
            changes.moved.push(id);
        }
    }
    let paired: HashSet<usize> = pairs.iter().map(|(_, new)| *new).collect();
    let appeared: Vec<usize> = (0..now.items.len())
        .filter(|at| !paired.contains(at))
        .collect();
    let taken = pairs.iter().map(|(old, _)| before.items[*old].id).collect();
    name_new(now, &appeared, taken);
    changes.added = appeared.iter().map(|at| now.items[*at].id).collect();
    let paired: HashSet<usize> = pairs.iter().map(|(old, _)| *old).collect();
    let vanished = (0..before.items.len()).filter(|at| !paired.contains(at));
    changes.removed = vanished.map(|at| before.items[at].id).collect();
    changes
}

/// Names items by their words, those with the same words by their number. So what was removed
/// gets its old name when it comes back.
fn name_new(roadmap: &mut Roadmap, items: &[usize], mut taken: HashSet<ItemId>) {
    let mut named: HashMap<String, u64> = HashMap::new();
    for &at in items {
        let text = one_line(&roadmap.items[at].text);
        let number = named.entry(text.clone()).or_default();
        let id = loop {
            let id = item_id(&roadmap.name, &text, *number);
            *number += 1;
            if taken.insert(id) {
                break id;
            }
        };
        roadmap.items[at].id = id;
    }
}

/// SHA-256, cut to 16 bytes, over the roadmap's name, the text and the number, each with its
/// length before it.
fn item_id(roadmap: &str, text: &str, number: u64) -> ItemId {
    let mut hash = Sha256::new();
    for part in ["item", roadmap, text, &number.to_string()] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    let mut id = [0; 16];
    id.copy_from_slice(&hash.finalize()[..16]);
    ItemId(id)
}

/// What must be the same for two items of one wording to be paired, the most telling first.
#[derive(Clone, Copy)]
enum Within {
    StageAndParent,
    Stage,
    File,
}

/// The pairs of items that say the same, by their indices, in the order of the old file.
fn same_wording(before: &Roadmap, now: &Roadmap) -> Vec<(usize, usize)> {
    let mut old: Vec<usize> = (0..before.items.len()).collect();
    let mut new: Vec<usize> = (0..now.items.len()).collect();
    let mut pairs = Vec::new();
    for within in [Within::StageAndParent, Within::Stage, Within::File] {
        let keys = [sames(before, within), sames(now, within)];
        let mut waiting: HashMap<&Same, VecDeque<usize>> = HashMap::new();
        for &at in &new {
            waiting.entry(&keys[1][at]).or_default().push_back(at);
        }
        let mut found = Vec::new();
        for &at in &old {
            let partner = waiting.get_mut(&keys[0][at]).and_then(VecDeque::pop_front);
            found.extend(partner.map(|partner| (at, partner)));
        }
        let settled: HashSet<usize> = found.iter().map(|(old, _)| *old).collect();
        old.retain(|at| !settled.contains(at));
        let settled: HashSet<usize> = found.iter().map(|(_, new)| *new).collect();
        new.retain(|at| !settled.contains(at));
        pairs.extend(found);
    }
    pairs.sort_unstable();
    pairs
}

/// What two items share: where they stand, and their words.
type Same = (String, String, String);

fn sames(roadmap: &Roadmap, within: Within) -> Vec<Same> {
    let paths = stage_paths(roadmap);
    let text = |at: usize| key(&roadmap.items[at].text);
    let same = |at: usize| {
        let item = &roadmap.items[at];
        let stage = || {
            item.stage
                .map_or_else(String::new, |stage| paths[stage].clone())
        };
        let parent = || item.parent.map_or_else(String::new, text);
        match within {
            Within::StageAndParent => (stage(), parent(), text(at)),
            Within::Stage => (stage(), String::new(), text(at)),
            Within::File => (String::new(), String::new(), text(at)),
        }
    };
    (0..roadmap.items.len()).map(same).collect()
}

/// The titles of each stage and those around it.
fn stage_paths(roadmap: &Roadmap) -> Vec<String> {
    let mut paths: Vec<String> = Vec::with_capacity(roadmap.stages.len());
    for stage in &roadmap.stages {
        let around = stage.parent.map_or("", |parent| &paths[parent]);
        paths.push(format!("{around}\n{}", key(&stage.title)));
    }
    paths
}

/// The most pairs that stand in the same order in both files: what did not move. The pairs come in
/// the order of the old one.
fn longest_ascending(pairs: &[(usize, usize)]) -> HashSet<(usize, usize)> {
    // For each length, the pair that ends such a chain earliest; for each pair, the one before it.
    let mut ends: Vec<usize> = Vec::new();
    let mut links: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (at, (_, new)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| pairs[*end].1 < *new);
        links.push(length.checked_sub(1).map(|before| ends[before]));
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    std::iter::successors(ends.last().copied(), |at| links[*at])
        .map(|at| pairs[at])
        .collect()
}

/// Pairs what vanished with what appeared between the same two items that stayed.
fn reworded(
    before: &Roadmap,
    now: &Roadmap,
    pairs: &[(usize, usize)],
    kept: &HashSet<(usize, usize)>,
) -> Vec<(usize, usize)> {
    let anchors: Vec<(usize, usize)> = pairs
        .iter()
        .filter(|pair| kept.contains(pair))
        .copied()
        .collect();
    let free = |paired: HashSet<usize>, count: usize| -> Vec<usize> {
        (0..count).filter(|at| !paired.contains(at)).collect()
    };
    let vanished = free(
        pairs.iter().map(|pair| pair.0).collect(),
        before.items.len(),
    );
    let appeared = free(pairs.iter().map(|pair| pair.1).collect(), now.items.len());
    let gap = |at: &usize| anchors.partition_point(|anchor| anchor.1 < *at);
    let mut found = Vec::new();
    for new in appeared.chunk_by(|one, next| gap(one) == gap(next)) {
        let gap = gap(&new[0]);
        let begin = gap.checked_sub(1).map_or(0, |before| anchors[before].0);
        let end = anchors.get(gap).map_or(usize::MAX, |anchor| anchor.0);
        let old = &vanished
            [vanished.partition_point(|at| *at < begin)..vanished.partition_point(|at| *at < end)];
        found.extend(pair_in_gap(before, now, old, new));
    }
    found
}

/// Pairs those that are each other's likest, clearly.
fn pair_in_gap(
    before: &Roadmap,
    now: &Roadmap,
    old: &[usize],
    new: &[usize],
) -> Vec<(usize, usize)> {
    let enough = match (old, new) {
        ([_], [_]) => ALIKE_ALONE,
        _ => ALIKE,
    };
    let words = |roadmap: &Roadmap, items: &[usize]| -> Vec<Vec<String>> {
        items
            .iter()
            .map(|at| sorted_stems(&roadmap.items[*at].text))
            .collect()
    };
    let (old_words, new_words) = (words(before, old), words(now, new));
    let mut of_old = vec![Best::default(); old.len()];
    let mut of_new = vec![Best::default(); new.len()];
    for (rank, words) in new_words.iter().enumerate() {
        let middle = rank * old.len() / new.len();
        for other in middle.saturating_sub(AROUND)..old.len().min(middle + AROUND) {
            let score = alike(&old_words[other], words);
            of_old[other].see(rank, score);
            of_new[rank].see(other, score);
        }
    }
    let clear = |best: &Best| best.score >= enough && best.score >= best.second + MARGIN;
    let mutual = of_new.iter().enumerate().filter(|(rank, best)| {
        clear(best) && of_old[best.at].at == *rank && clear(&of_old[best.at])
    });
    mutual
        .map(|(rank, best)| (old[best.at], new[rank]))
        .collect()
}

/// The likest of the other side, and how like the next one is.
#[derive(Clone, Copy, Default)]
struct Best {
    at: usize,
    score: u32,
    second: u32,
}

impl Best {
    fn see(&mut self, at: usize, score: u32) {
        if score > self.score {
            let second = self.score;
            *self = Self { at, score, second };
        } else {
            self.second = self.second.max(score);
        }
    }
}

fn sorted_stems(text: &str) -> Vec<String> {
    let mut stems = stems(text);
    stems.sort_unstable();
    stems
}

/// The share of words that both have, in thousandths.
fn alike(one: &[String], other: &[String]) -> u32 {
    let (mut left, mut right, mut common) = (one, other, 0);
    while let ([a, left_rest @ ..], [b, right_rest @ ..]) = (left, right) {
        common += usize::from(a == b);
        (left, right) = (
            if a <= b { left_rest } else { left },
            if b <= a { right_rest } else { right },
        );
    }
    (2000 * common)
        .checked_div(one.len() + other.len())
        .map_or(0, |share| share as u32)
}

#[cfg(test)]
mod tests;
