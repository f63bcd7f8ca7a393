//! The way through one roadmap: its decks in the order of study, with all that they require.

use super::chart::{Chart, Library, topics};
use crate::command::desk::Desk;
use crate::command::failure::Failure;
use crate::compile::library;
use crate::model::log::History;
use crate::model::standing::Standing;
use crate::model::time::Days;
use crate::roadmap::forecast::{Course, Pupil};
use crate::roadmap::learner::Learner;
use crate::roadmap::plan;
use crate::store::Traveller;

/// See the file's first line.
pub(crate) struct Way {
    /// The rows of the decks, each with the item that brought it.
    decks: Vec<(i64, usize)>,
    /// The items that have decks.
    items: Vec<usize>,
}

/// How far back the answers tell how somebody answers now.
const REMEMBERED: Days = Days(90);

impl Way {
    pub(crate) fn of(library: &Library, chart: &Chart) -> Self {
        let mut wishes = Vec::new();
        for (item, found) in chart.found.iter().enumerate() {
            let decks = found
                .links
                .iter()
                .filter_map(|link| library.deck(&link.deck));
            wishes.extend(decks.map(|deck| (deck, item)));
        }
        let wanted: Vec<usize> = wishes.iter().map(|(deck, _)| *deck).collect();
        let stops = plan::course(&wanted, &library::requirements(&topics(&library.decks)));
        let mut items: Vec<usize> = wishes.iter().map(|(_, item)| *item).collect();
        let decks = stops
            .iter()
            .map(|stop| (library.decks[stop.deck].row, items[stop.wish]));
        let decks = decks.collect();
        items.dedup();
        Self { decks, items }
    }

    /// The rows of the decks, in the order of study.
    pub(crate) fn decks(&self) -> impl Iterator<Item = i64> + '_ {
        self.decks.iter().map(|(deck, _)| *deck)
    }

    /// The course through their cards, and for each item that has decks, how many of its cards
    /// come up to it.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(super) fn course<'a>(
        &self,
        desk: &Desk,
        schedule: &'a dyn Fn(&History) -> Option<Standing>,
    ) -> Result<(Course<'a>, Vec<usize>), Failure> {
        let today = desk.today();
        let mut pupils = Vec::new();
        let mut ends: Vec<(usize, usize)> = Vec::new();
        for (deck, item) in &self.decks {
            for card in desk.store.travellers(*deck)? {
                pupils.push(pupil(desk, card)?);
            }
            ends.push((*item, pupils.len()));
        }
        let end = |item: &usize| {
            let before = ends.partition_point(|(brought, _)| brought <= item);
            before.checked_sub(1).map_or(0, |last| ends[last].1)
        };
        let course = Course {
            today,
            pupils,
            learner: Learner::new(&desk.store.turns(today.minus(REMEMBERED))?),
            seed: desk.clock.seed_of(today),
            reviews: desk.settings.caps.reviews,
            introduced: desk.store.done(today)?.introduced,
            schedule,
        };
        Ok((course, self.items.iter().map(end).collect()))
    }
}

fn pupil(desk: &Desk, card: Traveller) -> Result<Pupil, Failure> {
    let [a, b, c, d, e, f, g, h, ..] = card.id.0;
    let history = if card.fresh {
        History::default()
    } else {
        desk.history(card.id)?
    };
    Ok(Pupil {
        key: u64::from_le_bytes([a, b, c, d, e, f, g, h]),
        kin: card.kin,
        history,
    })
}
