//! Advice on cards that ask nearly the same as an earlier one, in whichever deck that stands.
//!
//! Exact, not sampled: every pair whose words are similar enough is found, by the prefix-filtered
//! join of sets (Chaudhuri et al. 2006, Xiao et al. 2008), and only such pairs are compared.

use std::collections::{HashMap, HashSet};

use crate::model::card::Kind;
use crate::model::diagnostic::{Diagnostic, Level};

use super::shelved::{Places, Shelved, excerpt};
use crate::model::words::{Vocabulary, overlap, telling};

/// Shorter questions are alike by chance.
const FEWEST_WORDS: usize = 4;

/// Advice for each card whose question shares at least 80% of its words (Jaccard's coefficient)
/// with that of an earlier card, with the index of its deck. The most similar card is named, the
/// earliest of equals. Cards cut from one text count as one, and so do cards with one id.
pub(crate) fn near_duplicates(decks: &[Shelved<'_>]) -> Vec<(usize, Diagnostic)> {
    let questions = questions(decks);
    let sets: Vec<&[u32]> = questions
        .iter()
        .map(|question| question.words.as_slice())
        .collect();
    let places = Places::of(decks);
    let card = |question: &Question| &decks[question.deck].compiled.cards[question.card];
    let advice = questions.iter().zip(closest_earlier(&sets)).filter_map(|(question, earlier)| {
        let earlier = &questions[earlier?];
        let place = places.name(earlier.deck, card(earlier));
        let diagnostic = Diagnostic {
            code: "W20",
            level: Level::Warning,
            message: format!("`{place}` asks nearly the same: `{}`", excerpt(card(earlier))),
            span: decks[question.deck].place_of(card(question), card(question).ask.as_str()),
            label: "near-duplicate".to_owned(),
            help: "keep the better one, or let each question say what sets it apart from the other".to_owned(),
        };
        Some((question.deck, diagnostic))
    });
    advice.collect()
}

/// A question that its author worded.
struct Question {
    deck: usize,
    card: usize,
    /// Ascending.
    words: Vec<u32>,
}

fn questions(decks: &[Shelved<'_>]) -> Vec<Question> {
    let mut vocabulary = Vocabulary::default();
    let mut ids = HashSet::new();
    let mut questions = Vec::new();
    for (deck, shelved) in decks.iter().enumerate() {
        let mut kins = HashSet::new();
        for (at, card) in shelved.compiled.cards.iter().enumerate() {
            let hidden = match card.kind {
                Kind::Question | Kind::Term => "",
                Kind::Cloze => card.answer.as_str(),
                Kind::Output | Kind::Step | Kind::Row => continue,
            };
            if ids.insert(card.id) && card.kin.is_none_or(|kin| kins.insert(kin)) {
                let words = vocabulary.set(telling(card.ask.as_str()).chain(telling(hidden)));
                if words.len() >= FEWEST_WORDS {
                    questions.push(Question {
                        deck,
                        card: at,
                        words,
                    });
                }
            }
        }
    }
    number_by_rarity(&mut questions, vocabulary.len());
    questions
}

/// Numbers the words anew, the rarest first, so that a set begins with what few others hold.
fn number_by_rarity(questions: &mut [Question], vocabulary: usize) {
    let mut frequency = vec![0_u32; vocabulary];
    questions
        .iter()
        .flat_map(|question| &question.words)
        .for_each(|word| frequency[*word as usize] += 1);
    let mut rarest: Vec<usize> = (0..vocabulary).collect();
    rarest.sort_by_key(|word| frequency[*word]);
    let mut rank = vec![0_u32; vocabulary];
    rarest
        .iter()
        .zip(0..)
        .for_each(|(word, at)| rank[*word] = at);
    for question in questions {
        question
            .words
            .iter_mut()
            .for_each(|word| *word = rank[*word as usize]);
        question.words.sort_unstable();
    }
}

/// How many words sets of these sizes must share: `|x ∩ y| / |x ∪ y| >= 4/5`.
const fn needed(one: usize, other: usize) -> usize {
    (4 * (one + other)).div_ceil(9)
}

/// A pair that is similar enough, seen from its later set.
#[derive(Clone, Copy)]
struct Match {
    earlier: usize,
    common: usize,
    union: usize,
}

impl Match {
    fn beats(self, other: Self) -> bool {
        let (own, others) = (self.common * other.union, other.common * self.union);
        own > others || (own == others && self.earlier < other.earlier)
    }
}

/// For each set, the most similar set before it, the first of equals, if any is similar enough.
fn closest_earlier(sets: &[&[u32]]) -> Vec<Option<usize>> {
    let mut closest: Vec<Option<Match>> = vec![None; sets.len()];
    let mut first: HashMap<&[u32], usize> = HashMap::new();
    let mut distinct: Vec<usize> = Vec::new();
    for (at, set) in sets.iter().enumerate() {
        let earlier = *first.entry(set).or_insert(at);
        if earlier == at {
            distinct.push(at);
        } else {
            closest[at] = Some(Match {
                earlier,
                common: set.len(),
                union: set.len(),
            });
        }
    }
    distinct.sort_by_key(|at| sets[*at].len());
    // Sets by one of their first words, its position in them, and their size.
    let mut index: HashMap<(u32, usize, usize), Vec<usize>> = HashMap::new();
    for at in distinct {
        let set = sets[at];
        for (word, position, size) in meetings(set) {
            for &other in index.get(&(word, position, size)).into_iter().flatten() {
                let common = overlap(set, sets[other]);
                let found = Match {
                    earlier: at.min(other),
                    common,
                    union: set.len() + size - common,
                };
                let best = &mut closest[at.max(other)];
                if common >= needed(set.len(), size) && best.is_none_or(|best| found.beats(best)) {
                    *best = Some(found);
                }
            }
        }
        // A larger set needs at least as much of this one as its equal does.
        let deepest = set.len() - needed(set.len(), set.len());
        for (position, &word) in set.iter().enumerate().take(deepest + 1) {
            index
                .entry((word, position, set.len()))
                .or_default()
                .push(at);
        }
    }
    closest
        .into_iter()
        .map(|found| found.map(|found| found.earlier))
        .collect()
}

/// Where the first common word of a set and a similar one, not larger, can stand: the word, its
/// position in the other set, and that set's size. Behind it both must have enough words left.
fn meetings(set: &[u32]) -> impl Iterator<Item = (u32, usize, usize)> {
    let length = set.len();
    let sizes = (4 * length).div_ceil(5)..=length;
    sizes.flat_map(move |size| {
        let needed = needed(length, size);
        let words = set[..=length - needed].iter();
        words.flat_map(move |&word| (0..=size - needed).map(move |position| (word, position, size)))
    })
}

#[cfg(test)]
mod tests;
