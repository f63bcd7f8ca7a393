//! `<!--SR:!2026-01-01,3,250-->`: when the plugin would ask each card of a note next.

use crate::model::log::Placement;
use crate::model::standing::Ease;
use crate::model::time::{Day, Days};

/// What a card text says of the schedules of its cards.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Schedules {
    /// One a card, in their order; `None` for one that is new.
    pub(super) placements: Vec<Option<Placement>>,
    /// How many cannot be true.
    pub(super) wrong: usize,
}

const BEGIN: &str = "<!--SR:";
const END: &str = "-->";
/// What the plugin writes for a card that was never asked, beside one that was.
const NEW: &str = "2000-01-01";

/// A text without its schedules, and what they say.
pub(super) fn take(text: &str) -> (String, Schedules) {
    let mut plain = String::with_capacity(text.len());
    let mut schedules = Schedules::default();
    let mut rest = text;
    while let Some((before, comment)) = rest.split_once(BEGIN)
        && let Some((inside, after)) = comment.split_once(END)
    {
        plain.push_str(before.trim_end_matches([' ', '\t']));
        schedules.read(inside);
        rest = after;
    }
    plain.push_str(rest);
    (plain, schedules)
}

impl Schedules {
    fn read(&mut self, comment: &str) {
        for schedule in comment.split('!').filter(|schedule| !schedule.is_empty()) {
            let parts: Vec<&str> = schedule.split(',').map(str::trim).collect();
            // A newer plugin can keep FSRS's memory; its date and interval come first.
            let fsrs = parts.first() == Some(&"fsrs");
            let parts = parts.get(usize::from(fsrs)..).unwrap_or_default();
            if parts.first() == Some(&NEW) {
                self.placements.push(None);
                continue;
            }
            let placement = placement(parts, fsrs);
            self.wrong += usize::from(placement.is_none());
            self.placements.push(placement);
        }
    }
}

fn placement(parts: &[&str], fsrs: bool) -> Option<Placement> {
    /// What SM-2 begins with, for a schedule that has no ease.
    const USUAL: u32 = 250;
    let (due, interval) = (parts.first()?, parts.get(1)?);
    let due = day(due.get(..10)?)?;
    let interval: f64 = interval.parse().ok()?;
    let ease = if fsrs {
        USUAL
    } else {
        parts.get(2)?.parse().ok()?
    };
    let sane = (0.0..=36_500.0).contains(&interval) && (50..=2000).contains(&ease);
    (sane && (1990..=2200).contains(&due.year())).then(|| {
        // The range says that it fits.
        let days = interval.round().max(1.0) as u32;
        Placement {
            due,
            interval: Days(days),
            ease: Ease(ease.max(130)),
            // SM-2's second interval is six days; what is longer grows with the ease.
            repetition: if days < 6 { 1 } else { 2 },
            lapses: 0,
        }
    })
}

/// The plugin has written dates in both orders.
fn day(text: &str) -> Option<Day> {
    Day::parse(text).or_else(|| {
        let mut parts = text.split('-');
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
        Day::parse(&format!("{year}-{month}-{day}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> String {
        let (plain, schedules) = take(text);
        let said = schedules
            .placements
            .iter()
            .map(|placement| match placement {
                Some(there) => format!("{} {} {}", there.due, there.interval.0, there.ease.0),
                None => "new".to_owned(),
            });
        format!(
            "{plain}|{}|{}",
            said.collect::<Vec<_>>().join(" "),
            schedules.wrong
        )
    }

    #[test]
    fn each_card_has_its_schedule() {
        assert_eq!(
            seen("a::b <!--SR:!2026-09-01,24,270-->"),
            "a::b|2026-09-01 24 270|0"
        );
        assert_eq!(
            seen("a:::b\n<!--SR:!2026-10-01,3,250!2000-01-01,1,250-->\nc"),
            "a:::b\n\nc|2026-10-01 3 250 new|0"
        );
        assert_eq!(seen("<!--SR:2021-05-02,3,110-->"), "|2021-05-02 3 130|0");
        assert_eq!(
            seen("<!--SR:!fsrs,2026-10-01T08:00:00,12,9.5,5.1,2,3,0,0,2026-09-19T08:00:00-->"),
            "|2026-10-01 12 250|0"
        );
    }

    #[test]
    fn what_cannot_be_true_is_no_schedule() {
        assert_eq!(
            seen("<!--SR:!30000-01-01,3,250!2026-01-01,99999999999,250!2026-01-01,3,99999!x-->"),
            "|new new new new|4"
        );
        assert_eq!(seen("a <!--SR:!2026-01-01,3"), "a <!--SR:!2026-01-01,3||0");
    }
}
