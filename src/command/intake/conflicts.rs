//! Decks that cannot all be right: the same card twice, requirements that nothing meets, and cuts
//! that look like accidents.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Fresh, Loss, topic};
use crate::command::desk::{self, Desk};
use crate::command::failure::Failure;
use crate::compile::change::Change;
use crate::compile::library::{self, Topic};
use crate::compile::shelved::{Places, Shelved};
use crate::model::card::{Card, CardId};
use crate::model::deck::Compiled;
use crate::model::diagnostic::Diagnostic;
use crate::store::{KnownCard, KnownDeck};

/// A deck that loses more than this many cards, and more than half of them, is worth a question.
const FEW: usize = 3;

/// Drops cards that another deck has already (the first stays healthy); returns those that are in
/// the database as retired.
pub(super) fn drop_twins(
    desk: &Desk,
    fresh: &mut [Fresh],
    affected: &[i64],
) -> Result<HashSet<CardId>, Failure> {
    let ids = fresh
        .iter()
        .flat_map(|deck| &deck.compiled.cards)
        .map(|card| &card.id);
    let there = desk.store.whereabouts(ids)?;
    let affected: HashSet<i64> = affected.iter().copied().collect();
    let stays = |id: &CardId| {
        there
            .get(id)
            .is_some_and(|(deck, retired)| !retired && !affected.contains(deck))
    };
    let mut twins: Vec<(usize, CardId, Diagnostic)> = Vec::new();
    let decks: Vec<Shelved<'_>> = fresh.iter().map(Fresh::shelved).collect();
    let places = Places::of(&decks);
    let mut first: HashMap<CardId, (usize, &Card)> = HashMap::new();
    for (at, deck) in decks.iter().enumerate() {
        for card in &deck.compiled.cards {
            let place = if stays(&card.id) {
                let twin = desk.store.card_by_id(card.id)?;
                twin.map(|twin| format!("{}:{}", desk::path(&twin.origin), twin.line))
            } else {
                first
                    .get(&card.id)
                    .map(|(earlier, twin)| places.name(*earlier, twin))
            };
            match place {
                Some(place) => {
                    twins.push((at, card.id, library::same_question(*deck, card, &place)));
                }
                None => _ = first.insert(card.id, (at, card)),
            }
        }
    }
    for (at, twin, complaint) in twins {
        let Compiled {
            cards, diagnostics, ..
        } = &mut fresh[at].compiled;
        cards.retain(|card| card.id != twin);
        diagnostics.push(complaint);
    }
    Ok(there
        .into_iter()
        .filter(|(_, (_, retired))| *retired)
        .map(|(id, _)| id)
        .collect())
}

/// Adds complaints about decks that contradict one another.
pub(super) fn contradictions(fresh: &mut [Fresh], decks: &[KnownDeck], affected: &[i64]) {
    let others: Vec<Topic> = decks
        .iter()
        .filter(|deck| !affected.contains(&deck.row))
        .map(topic)
        .collect();
    let decks: Vec<Shelved<'_>> = fresh.iter().map(Fresh::shelved).collect();
    for (index, said) in library::examine(&decks, &others) {
        fresh[index].compiled.diagnostics.push(said);
    }
    for deck in fresh {
        deck.compiled
            .diagnostics
            .sort_by_key(|said| said.span.start);
    }
}

/// The decks that a change would take most of their cards from.
pub(super) fn losses(
    change: &Change,
    known: &[KnownCard],
    decks: &HashMap<i64, &KnownDeck>,
) -> Vec<Loss> {
    let retired: HashSet<&CardId> = change.retired.iter().collect();
    let mut losses: BTreeMap<i64, Loss> = BTreeMap::new();
    for card in known {
        let loss = losses.entry(card.deck).or_insert_with(|| {
            let path = decks
                .get(&card.deck)
                .map_or_else(String::new, |deck| desk::path(&deck.origin));
            Loss {
                path,
                deck: card.deck,
                lost: 0,
                before: 0,
            }
        });
        loss.before += 1;
        loss.lost += usize::from(retired.contains(&card.id));
    }
    losses
        .into_values()
        .filter(|loss| loss.lost > FEW && loss.lost * 2 > loss.before)
        .collect()
}
