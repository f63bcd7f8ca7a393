//! What the coming days will bring, if nothing new is added and everything is recalled.

use crate::model::time::{Day, Days};

/// How many cards fall due on each of `count` days from `today` on. `load` has the days on which
/// any do, oldest first.
pub(crate) fn fill(load: &[(Day, u32)], today: Day, count: u32) -> Vec<(Day, u32)> {
    let due_on = |day: Day| {
        load.iter()
            .find(|(on, _)| *on == day)
            .map_or(0, |(_, due)| *due)
    };
    (0..count)
        .map(|after| today.plus(Days(after)))
        .map(|day| (day, due_on(day)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_without_cards_are_there_too() {
        let day = |number| Day::from_number(number).unwrap();
        let load = [(day(10), 4), (day(12), 1), (day(40), 9)];
        assert_eq!(
            fill(&load, day(10), 4),
            [(day(10), 4), (day(11), 0), (day(12), 1), (day(13), 0)]
        );
    }
}
