//! What holds for all cards, however alike they are.

use std::collections::HashSet;

use proptest::prelude::*;

use super::tests::trace;
use super::*;

/// Up to twelve cards with few words, so that many are alike; the ids are all different.
fn cards(side: u8) -> impl Strategy<Value = Vec<Trace>> {
    let word = prop::sample::select(vec![
        "lock", "page", "index", "row", "vacuum", "snapshot", "why",
    ]);
    let words = prop::collection::vec(word, 1..5).prop_map(|words| words.join(" "));
    let card = (
        prop::sample::select(vec!["a", "b"]),
        0_u32..12,
        words.clone(),
        words,
        any::<bool>(),
    );
    prop::collection::vec(card, 0..12).prop_map(move |cards| {
        let numbered = (0_u8..).zip(cards);
        let card = |(number, (deck, position, ask, answer, pin)): (
            u8,
            (&str, u32, String, String, bool),
        )| {
            let mut bytes = [side; 16];
            bytes[0] = number;
            Trace {
                id: CardId(bytes),
                pinned: pin,
                ..trace(deck, position, &ask, &answer)
            }
        };
        numbered.map(card).collect()
    })
}

/// A pairing in terms of the cards: who became what, and who is in a knot with whom.
fn meaning(pairing: &Pairing, old: &[Trace], new: &[Trace]) -> Vec<(Vec<CardId>, Vec<CardId>)> {
    let ids = |of: &[Trace], at: &[usize]| {
        let mut ids: Vec<CardId> = at.iter().map(|at| of[*at].id).collect();
        ids.sort();
        ids
    };
    let pairs = pairing
        .pairs
        .iter()
        .map(|pair| (ids(old, &[pair.0]), ids(new, &[pair.1])));
    let knots = pairing
        .knots
        .iter()
        .map(|it| (ids(old, &it.vanished), ids(new, &it.appeared)));
    let mut meaning: Vec<_> = pairs.chain(knots).collect();
    meaning.sort();
    meaning
}

proptest! {
    #[test]
    fn a_card_has_one_past_and_one_future(old in cards(0), new in cards(1)) {
        let Pairing { pairs, knots } = pair(&old, &new);
        let pasts = pairs.iter().map(|pair| pair.0).chain(knots.iter().flat_map(|it| it.vanished.clone()));
        let futures = pairs.iter().map(|pair| pair.1).chain(knots.iter().flat_map(|it| it.appeared.clone()));
        prop_assert!(pasts.clone().all(|at| at < old.len()) && futures.clone().all(|at| at < new.len()));
        prop_assert_eq!(pasts.clone().collect::<HashSet<_>>().len(), pasts.count());
        prop_assert_eq!(futures.clone().collect::<HashSet<_>>().len(), futures.count());
        for Knot { vanished, appeared } in knots {
            prop_assert!(vanished.len().min(appeared.len()) > 0 && vanished.len().max(appeared.len()) > 1);
        }
    }

    #[test]
    fn pairs_share_what_they_must(old in cards(0), new in cards(1)) {
        for (vanished, appeared, bond) in pair(&old, &new).pairs {
            let (vanished, appeared) = (&old[vanished], &new[appeared]);
            let same = vanished.ask == appeared.ask;
            prop_assert_eq!(vanished.kind, appeared.kind);
            prop_assert_eq!(bond == Bond::Moved, vanished.deck != appeared.deck);
            prop_assert!(same || (bond == Bond::Reworded && !(vanished.pinned && appeared.pinned)));
        }
    }

    #[test]
    fn the_order_of_the_lists_does_not_matter(
        (old, old_mixed) in cards(0).prop_flat_map(|cards| (Just(cards.clone()), Just(cards).prop_shuffle())),
        (new, new_mixed) in cards(1).prop_flat_map(|cards| (Just(cards.clone()), Just(cards).prop_shuffle())),
    ) {
        let (plain, mixed) = (pair(&old, &new), pair(&old_mixed, &new_mixed));
        prop_assert_eq!(meaning(&plain, &old, &new), meaning(&mixed, &old_mixed, &new_mixed));
    }

    #[test]
    fn a_whole_library_may_move(old in cards(0)) {
        let new: Vec<Trace> = old.iter().map(|card| Trace { deck: format!("new {}", card.deck), ..card.clone() }).collect();
        let questions = |of: &[Trace]| of.iter().map(|card| (card.file.clone(), card.ask.clone())).collect::<HashSet<_>>();
        let expected = (questions(&old).len() == old.len()).then_some(old.len());
        prop_assert!(expected.is_none_or(|count| pair(&old, &new).pairs.len() == count));
    }
}
