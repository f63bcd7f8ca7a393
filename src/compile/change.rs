//! What an edit of the decks means for the cards: which stay, which are new, which are another
//! card reworded or moved, and which are gone.

use std::collections::{HashMap, HashSet};

use super::pairing::{Bond, Knot, Pairing, Trace, pair};
use crate::model::card::CardId;

/// The difference between the cards of some decks before and after.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Change {
    pub(crate) fresh: Vec<CardId>,
    /// `(card, from)`: the same card in other words.
    pub(crate) reworded: Vec<(CardId, CardId)>,
    /// `(card, from)`: the same question, in another deck.
    pub(crate) moved: Vec<(CardId, CardId)>,
    /// Known from long ago, and back with their history.
    pub(crate) restored: Vec<CardId>,
    /// Not there any more; their history is kept.
    pub(crate) retired: Vec<CardId>,
    pub(crate) unchanged: usize,
    /// `(cards, from)`: these may be those reworded, but which is which is not clear; they were
    /// left as new.
    pub(crate) ambiguous: Vec<(Vec<CardId>, Vec<CardId>)>,
}

impl Change {
    /// Compares the active cards of the decks in question before and after an edit. `retired` are
    /// cards among `after` that were there once and then were not.
    pub(crate) fn between(before: &[Trace], after: &[Trace], retired: &HashSet<CardId>) -> Self {
        let old: HashSet<CardId> = before.iter().map(|card| card.id).collect();
        let new: HashSet<CardId> = after.iter().map(|card| card.id).collect();
        let vanished: Vec<Trace> = before
            .iter()
            .filter(|card| !new.contains(&card.id))
            .cloned()
            .collect();
        let appeared: Vec<Trace> = after
            .iter()
            .filter(|card| !old.contains(&card.id))
            .cloned()
            .collect();
        let Pairing { pairs, knots } = pair(&vanished, &appeared);

        let mut change = Self {
            unchanged: after.len() - appeared.len(),
            ..Self::default()
        };
        let mut heirs: HashMap<CardId, CardId> = HashMap::new();
        for (from, to, bond) in pairs {
            let bonded = (appeared[to].id, vanished[from].id);
            heirs.insert(bonded.1, bonded.0);
            match bond {
                Bond::Moved => change.moved.push(bonded),
                Bond::Reworded => change.reworded.push(bonded),
            }
        }
        let continued: HashSet<CardId> = heirs.values().copied().collect();
        for card in appeared.iter().filter(|card| !continued.contains(&card.id)) {
            let group = if retired.contains(&card.id) {
                &mut change.restored
            } else {
                &mut change.fresh
            };
            group.push(card.id);
        }
        change.retired = vanished
            .iter()
            .map(|card| card.id)
            .filter(|id| !heirs.contains_key(id))
            .collect();
        let ids = |cards: &[Trace], places: &[usize]| {
            places.iter().map(|place| cards[*place].id).collect()
        };
        let unclear = |knot: &Knot| {
            (
                ids(&appeared, &knot.appeared),
                ids(&vanished, &knot.vanished),
            )
        };
        change.ambiguous = knots.iter().map(unclear).collect();
        change
    }

    /// The change that only adds cards.
    pub(crate) fn adding(cards: impl Iterator<Item = CardId>, retired: &HashSet<CardId>) -> Self {
        let (restored, fresh) = cards.partition(|card| retired.contains(card));
        Self {
            fresh,
            restored,
            ..Self::default()
        }
    }

    /// Every card that goes on with the history of another one.
    pub(crate) fn continued(&self) -> impl Iterator<Item = (CardId, CardId)> {
        self.reworded.iter().chain(&self.moved).copied()
    }
}
