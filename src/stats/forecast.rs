//! What the coming days will bring, if nothing new is added and everything is recalled.

use std::collections::BTreeMap;

use crate::model::time::{Day, Days};

/// How many cards fall due on each of `count` days from `today` on; `load` has the days on which
/// any do.
pub(crate) fn fill(load: &BTreeMap<Day, u32>, today: Day, count: u32) -> Vec<(Day, u32)> {
    let days = (0..count).map(|after| today.plus(Days(after)));
    days.map(|day| (day, load.get(&day).copied().unwrap_or_default()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_without_cards_are_there_too() {
        let day = |number| Day::from_number(number).unwrap();
        let load = BTreeMap::from([(day(10), 4), (day(12), 1), (day(40), 9)]);
        assert_eq!(
            fill(&load, day(10), 4),
            [(day(10), 4), (day(11), 0), (day(12), 1), (day(13), 0)]
        );
    }
}
