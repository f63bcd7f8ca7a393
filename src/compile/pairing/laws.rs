//! What holds for any two lists of cards.

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

/// A pairing in terms of the cards.
fn meaning(
    pairing: &Pairing,
    old: &[Trace],
    new: &[Trace],
) -> (Vec<(CardId, CardId, Bond)>, Vec<(CardId, Vec<CardId>)>) {
    let sorted = |at: &[usize]| {
        let mut ids: Vec<CardId> = at.iter().map(|at| old[*at].id).collect();
        ids.sort();
        ids
    };
    let mut pairs: Vec<_> = pairing
        .pairs
        .iter()
        .map(|&(v, a, bond)| (old[v].id, new[a].id, bond))
        .collect();
    let mut named: Vec<_> = pairing
        .ambiguous
        .iter()
        .map(|(a, v)| (new[*a].id, sorted(v)))
        .collect();
    pairs.sort();
    named.sort();
    (pairs, named)
}

proptest! {
    #[test]
    fn a_card_has_one_past_and_one_future(old in cards(0), new in cards(1)) {
        let pairing = pair(&old, &new);
        let olds: HashSet<usize> = pairing.pairs.iter().map(|pair| pair.0).collect();
        let news: HashSet<usize> = pairing.pairs.iter().map(|pair| pair.1).collect();
        prop_assert_eq!(olds.len(), pairing.pairs.len());
        prop_assert_eq!(news.len(), pairing.pairs.len());
        for (appeared, vanished) in &pairing.ambiguous {
            prop_assert!(!news.contains(appeared));
            prop_assert!(!vanished.is_empty() && vanished.iter().all(|at| !olds.contains(at)));
        }
        for (vanished, appeared, bond) in &pairing.pairs {
            let (vanished, appeared) = (&old[*vanished], &new[*appeared]);
            prop_assert_eq!(vanished.kind, appeared.kind);
            prop_assert!(*bond == Bond::Reworded || vanished.ask == appeared.ask);
            prop_assert!(vanished.ask == appeared.ask || !(vanished.pinned && appeared.pinned));
        }
    }

    #[test]
    fn the_order_of_the_lists_does_not_matter(
        (old, old_mixed) in cards(0).prop_flat_map(|cards| (Just(cards.clone()), Just(cards).prop_shuffle())),
        (new, new_mixed) in cards(1).prop_flat_map(|cards| (Just(cards.clone()), Just(cards).prop_shuffle())),
    ) {
        let plain = pair(&old, &new);
        let mixed = pair(&old_mixed, &new_mixed);
        prop_assert_eq!(meaning(&plain, &old, &new), meaning(&mixed, &old_mixed, &new_mixed));
    }
}
