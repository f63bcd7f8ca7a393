//! Decks that cannot all be right: the same card twice, requirements that nothing meets, and cuts
//! that look like accidents.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Fresh, Loss, topic};
use crate::command::borrowed::Borrowed;
use crate::command::desk::{self, Desk};
use crate::command::failure::Failure;
use crate::compile::change::Change;
use crate::compile::library::{self, Topic};
use crate::compile::shelved::Shelved;
use crate::model::card::CardId;
use crate::model::source::Origin;
use crate::store::{KnownCard, KnownDeck};

/// A deck that loses more than this many cards, and more than half of them, is worth a question.
const FEW: usize = 3;

/// Complains about everything in which decks contradict one another (and those that stay in the
/// database), and drops cards that another deck has already: the first stays healthy. Returns the
/// cards that the database knows as retired.
pub(super) fn resolve(
    desk: &Desk,
    fresh: &mut [Fresh],
    decks: &[KnownDeck],
    affected: &HashSet<i64>,
) -> Result<HashSet<CardId>, Failure> {
    let ids = fresh
        .iter()
        .flat_map(|deck| &deck.compiled.cards)
        .map(|card| &card.id);
    let there = desk.store.whereabouts(ids)?;
    let mut complaints = Vec::new();
    let mut taken: HashSet<CardId> = HashSet::new();
    for (id, (deck, retired)) in &there {
        if !retired && !affected.contains(deck) {
            taken.insert(*id);
        }
    }
    for (index, deck) in fresh.iter().enumerate() {
        for card in deck
            .compiled
            .cards
            .iter()
            .filter(|card| taken.contains(&card.id))
        {
            if let Some(twin) = desk.store.card_by_id(card.id)? {
                let place = format!("{}:{}", desk::path(&twin.origin), twin.line);
                complaints.push((index, library::same_question(deck.shelved(), card, &place)));
            }
        }
    }
    let others: Vec<Topic> = decks
        .iter()
        .filter(|deck| !affected.contains(&deck.row))
        .map(topic)
        .collect();
    let shelved: Vec<Shelved<'_>> = fresh.iter().map(Fresh::shelved).collect();
    complaints.extend(library::examine(&shelved, &others));
    for (index, said) in complaints {
        fresh[index].compiled.diagnostics.push(said);
    }
    for deck in fresh {
        deck.compiled.cards.retain(|card| taken.insert(card.id));
        deck.compiled
            .diagnostics
            .sort_by_key(|said| said.span.start);
    }
    Ok(there
        .into_iter()
        .filter(|(_, (_, retired))| *retired)
        .map(|(id, _)| id)
        .collect())
}

/// The decks in the database whose topic a file of the user's takes over: shipped ones, and those
/// that came from other devices.
pub(super) fn superseded(desk: &Desk, fresh: &[Fresh]) -> Result<Vec<i64>, Failure> {
    let borrowed = Borrowed::of(&desk.home);
    let is_borrowed =
        |origin: &Origin| matches!(origin, Origin::File(path) if borrowed.holds(path));
    // Whether a deck of that title is the user's own.
    let mut titles: HashMap<&str, bool> = HashMap::new();
    for deck in fresh.iter().map(|deck| &deck.compiled.deck) {
        *titles.entry(&deck.title).or_default() |= !is_borrowed(&deck.origin);
    }
    let gives_way = |deck: &KnownDeck| match titles.get(deck.title.as_str()) {
        Some(own) => {
            matches!(deck.origin, Origin::Shipped(_)) || (*own && is_borrowed(&deck.origin))
        }
        None => false,
    };
    let decks = desk.store.decks()?;
    Ok(decks
        .iter()
        .filter(|deck| gives_way(deck))
        .map(|deck| deck.row)
        .collect())
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
