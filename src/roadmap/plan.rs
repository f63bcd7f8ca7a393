//! In which order decks are studied: as their items stand in the file, each deck after everything
//! that it requires.

/// A deck on the way, by index.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Stop {
    pub(crate) deck: usize,
    /// Which of the wishes brought it: the deck itself, or the first that requires it.
    pub(crate) wish: usize,
}

/// The way through all `wishes` (decks, the first wish first), each deck once. `requires` says
/// what each deck requires directly; a circle is cut where the way closes it.
pub(crate) fn course(wishes: &[usize], requires: &[Vec<usize>]) -> Vec<Stop> {
    let mut met = vec![false; requires.len()];
    let mut stops = Vec::new();
    for (wish, &wanted) in wishes.iter().enumerate() {
        // Each deck on the path, and how many of its requirements were followed.
        let mut path = vec![(wanted, 0)];
        while let Some((deck, followed)) = path.pop() {
            if followed == 0 && std::mem::replace(&mut met[deck], true) {
                continue;
            }
            if let Some(&required) = requires[deck].get(followed) {
                path.push((deck, followed + 1));
                path.push((required, 0));
            } else {
                stops.push(Stop { deck, wish });
            }
        }
    }
    stops
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decks(stops: &[Stop]) -> Vec<usize> {
        stops.iter().map(|stop| stop.deck).collect()
    }

    #[test]
    fn a_required_deck_comes_before_the_first_that_needs_it() {
        // 0 requires 3 and 2; 3 requires 2; 1 stands alone.
        let requires = [vec![3, 2], vec![], vec![], vec![2]];
        let stops = course(&[1, 0, 1, 2], &requires);
        assert_eq!(decks(&stops), [1, 2, 3, 0]);
        assert_eq!(
            stops.iter().map(|stop| stop.wish).collect::<Vec<_>>(),
            [0, 1, 1, 1]
        );
    }

    #[test]
    fn a_circle_is_cut() {
        let requires = [vec![1], vec![2], vec![0, 2]];
        assert_eq!(decks(&course(&[0], &requires)), [2, 1, 0]);
    }

    proptest! {
        #[test]
        fn nothing_comes_before_what_it_requires(
            below in prop::collection::vec(prop::collection::vec(any::<prop::sample::Index>(), 0..4), 1..40),
            wishes in prop::collection::vec(any::<prop::sample::Index>(), 0..40),
        ) {
            // Requirements with smaller numbers only: no circles.
            let requires: Vec<Vec<usize>> = below.iter().enumerate()
                .map(|(deck, picks)| picks.iter().filter(|_| deck > 0).map(|pick| pick.index(deck)).collect())
                .collect();
            let wishes: Vec<usize> = wishes.iter().map(|pick| pick.index(requires.len())).collect();
            let order = decks(&course(&wishes, &requires));
            for (at, deck) in order.iter().enumerate() {
                prop_assert!(!order[..at].contains(deck));
                prop_assert!(requires[*deck].iter().all(|required| order[..at].contains(required)));
            }
            prop_assert!(wishes.iter().all(|wish| order.contains(wish)));
        }
    }
}
