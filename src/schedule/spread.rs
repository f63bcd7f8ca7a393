//! Spreads a backlog over days so that no day is heavier than it must be.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// How many of `backlog` cards go to each day, when so many are on it already: always to the day
/// with the least, of equal ones to the earliest.
pub(crate) fn spread(backlog: usize, load: &[usize]) -> Vec<usize> {
    let mut added = vec![0; load.len()];
    let days = load.iter().enumerate();
    let mut lightest: BinaryHeap<_> = days.map(|(day, load)| Reverse((*load, day))).collect();
    for _ in 0..backlog {
        let Some(mut lightest) = lightest.peek_mut() else {
            break;
        };
        let Reverse((load, day)) = &mut *lightest;
        *load += 1;
        added[*day] += 1;
    }
    added
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn light_days_take_more() {
        assert_eq!(spread(10, &[0, 5, 0, 1]), [4, 0, 4, 2]);
        assert_eq!(spread(3, &[9, 0]), [0, 3]);
        assert_eq!(spread(3, &[]), [0; 0]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_no_day_could_be_lighter(
            backlog in 0_usize..500, load in prop::collection::vec(0_usize..50, 1..40)
        ) {
            let added = spread(backlog, &load);
            prop_assert_eq!(added.iter().sum::<usize>(), backlog);
            let after: Vec<usize> = load.iter().zip(&added).map(|(load, added)| load + added).collect();
            let lightest = *after.iter().min().unwrap();
            for (after, added) in after.iter().zip(&added) {
                prop_assert!(*added == 0 || *after <= lightest + 1);
            }
        }
    }
}
