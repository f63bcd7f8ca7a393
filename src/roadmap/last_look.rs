//! The last look before a deadline: which cards are taken ahead of their own day, so that every
//! card is asked once more in the week before it, and the days carry alike.
//!
//! What is due is due: no card is put off here. Such an answer is practice and moves nothing.

use std::collections::{HashMap, HashSet};

use crate::model::time::{Day, Days};

/// The days before the deadline in which every card is seen.
pub(crate) const WEEK: u32 = 7;

/// The days before the deadline whose loads are kept alike.
pub(crate) const TEN_DAYS: u32 = 10;

/// A card that was answered before, as far as a last look is concerned.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Face {
    /// The card's row in the database, or whatever else names it.
    pub(crate) row: i64,
    /// The same for all cards cut from one text, which are asked on different days where they can.
    pub(crate) kin: Option<i64>,
    pub(crate) due: Day,
    pub(crate) interval: Days,
    /// The day on which it was asked last, practice included.
    pub(crate) asked: Day,
    /// Whether it is in today's queue as it is.
    pub(crate) queued: bool,
    /// Settles the order among equals.
    pub(crate) chance: u64,
}

/// How many cards each of the days before the deadline has without last looks to come.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Load {
    /// The most that one of the days of the last ten that are over had.
    pub(crate) past: u32,
    /// Today: asked already, due, or new.
    pub(crate) today: u32,
    /// Tomorrow, and so on to the day before the deadline.
    pub(crate) coming: Vec<u32>,
}

/// Whether `today` is in the week before the deadline.
pub(crate) fn is_near(today: Day, deadline: Day) -> bool {
    (1..=i64::from(WEEK)).contains(&deadline.since(today))
}

/// The cards to ask today besides those in the queue; none outside the last week. `busy` are the
/// texts of which a card is asked today already.
pub(crate) fn choose(
    today: Day,
    deadline: Day,
    faces: &[Face],
    busy: &HashSet<i64>,
    load: &Load,
) -> Vec<Face> {
    if !is_near(today, deadline) {
        return Vec::new();
    }
    let days_left = deadline.since(today);
    let unseen: Vec<Face> = faces
        .iter()
        .filter(|face| !face.queued && deadline.since(face.asked) > i64::from(WEEK))
        .copied()
        .collect();
    let mut pick = Pick {
        busy: busy.clone(),
        chosen: pressing(&unseen, days_left),
    };
    // On the last day all that is unseen is pressing; before it, what comes by itself may.
    let ahead = unseen.iter().filter(|face| face.due >= deadline);
    let still: usize = ahead.clone().count().max(pick.chosen.len());
    let level = level(still, load);
    let mut ahead: Vec<Face> = ahead.copied().collect();
    // The best known go first: what is least known is then seen closest to the day.
    ahead.sort_by_key(|face| (std::cmp::Reverse(face.interval), face.chance));
    pick.fill(&ahead, level.saturating_sub(load.today));
    let mut seen: Vec<Face> = faces
        .iter()
        .filter(|face| !face.queued && face.asked < today)
        .copied()
        .collect();
    seen.sort_by_key(|face| (face.asked, face.chance));
    pick.fill(&seen, floor(load).saturating_sub(load.today));
    pick.chosen
}

/// What would be missed if it waited: of each text, as many cards as the days after today cannot
/// take. Those that come latest by themselves go first.
fn pressing(unseen: &[Face], days_left: i64) -> Vec<Face> {
    let mut texts: HashMap<(bool, i64), Vec<Face>> = HashMap::new();
    for face in unseen {
        let text = (face.kin.is_some(), face.kin.unwrap_or(face.row));
        texts.entry(text).or_default().push(*face);
    }
    let later = usize::try_from(days_left - 1).unwrap_or(0);
    let mut pressing: Vec<Face> = Vec::new();
    for mut text in texts.into_values() {
        text.sort_by_key(|face| (std::cmp::Reverse(face.due), face.chance));
        text.truncate(text.len().saturating_sub(later));
        pressing.append(&mut text);
    }
    pressing.sort_by_key(|face| (face.chance, face.row));
    pressing
}

/// The cards chosen so far, and the texts they come from.
struct Pick {
    busy: HashSet<i64>,
    chosen: Vec<Face>,
}

impl Pick {
    /// Takes from `offered`, in order and one of a text, until `room` cards are chosen.
    fn fill(&mut self, offered: &[Face], room: u32) {
        let taken: HashSet<i64> = self.chosen.iter().map(|face| face.row).collect();
        self.busy
            .extend(self.chosen.iter().filter_map(|face| face.kin));
        for face in offered.iter().filter(|face| !taken.contains(&face.row)) {
            if self.chosen.len() >= room as usize {
                break;
            }
            if face.kin.is_none_or(|kin| self.busy.insert(kin)) {
                self.chosen.push(*face);
            }
        }
    }
}

/// The lowest water level at which the days from today on take `cards` more.
fn level(cards: usize, load: &Load) -> u32 {
    let days = || std::iter::once(load.today).chain(load.coming.iter().copied());
    let room = |level: u32| -> usize { days().map(|day| level.saturating_sub(day) as usize).sum() };
    let (mut low, mut high) = (0, u32::MAX);
    while low < high {
        let middle = low + (high - low) / 2;
        if room(middle) < cards {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// Two thirds of the highest day. When no day of the week has less, none of them has more than
/// twice another, and none of the ten days has more than twice their mean, with something to spare.
fn floor(load: &Load) -> u32 {
    let highest = load.coming.iter().copied().max().unwrap_or(0);
    let highest = highest.max(load.today).max(load.past);
    highest.saturating_mul(2).div_ceil(3)
}
