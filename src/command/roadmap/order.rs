//! The order in which new cards come: item by item of the roadmaps that are followed.

use std::collections::HashMap;

use super::chart::{self, Library, topics};
use crate::command::desk::Desk;
use crate::command::failure::Failure;
use crate::compile::library;
use crate::model::roadmap::Roadmap;
use crate::roadmap::decided::Decided;
use crate::roadmap::plan::{Stop, course};
use crate::store::KnownDeck;

/// Decks of no followed roadmap come after this many others.
const REST: u32 = 1 << 20;

/// The roadmaps that are followed, in order.
pub(crate) struct Order {
    roadmaps: Vec<Roadmap>,
    decided: Decided,
}

/// Where a deck stands in the roadmaps that are followed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Station {
    pub(crate) roadmap: String,
    /// The number of its stage, from 1; none before the first.
    pub(crate) stage: Option<usize>,
}

impl Order {
    /// As it is now.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn of(desk: &Desk) -> Result<Self, Failure> {
        let decided = chart::decided(desk)?;
        let mut roadmaps = Vec::new();
        for name in chart::followed(desk, &decided)? {
            let stored = desk.store.roadmap(&name)?;
            roadmaps.extend(stored.map(|stored| chart::read(&stored).1));
        }
        Ok(Self { roadmaps, decided })
    }

    /// Whether no roadmap is followed.
    pub(crate) fn is_empty(&self) -> bool {
        self.roadmaps.is_empty()
    }

    /// Every deck's place in the order of study.
    pub(crate) fn levels(&self, decks: &[KnownDeck]) -> Vec<u32> {
        let by_requirements = library::levels(&topics(decks));
        if self.is_empty() {
            return by_requirements;
        }
        let mut levels: Vec<u32> = by_requirements.iter().map(|level| REST + level).collect();
        for ((stop, _), place) in self.stops(decks).into_iter().zip(0..REST) {
            levels[stop.deck] = place;
        }
        levels
    }

    /// Where the decks on the way stand, by their rows.
    pub(crate) fn stations(&self, decks: &[KnownDeck]) -> HashMap<i64, Station> {
        let station = |(stop, (roadmap, item)): (Stop, (usize, usize))| {
            let roadmap = &self.roadmaps[roadmap];
            let station = Station {
                roadmap: roadmap.name.clone(),
                stage: roadmap.items[item].stage.map(|stage| stage + 1),
            };
            (decks[stop.deck].row, station)
        };
        self.stops(decks).into_iter().map(station).collect()
    }

    /// The way through the decks, and the roadmap and the item that each is for.
    fn stops(&self, decks: &[KnownDeck]) -> Vec<(Stop, (usize, usize))> {
        let shelf = Library::of(decks.to_vec());
        let (mut wishes, mut items) = (Vec::new(), Vec::new());
        for (number, roadmap) in self.roadmaps.iter().enumerate() {
            for (item, found) in shelf.teach(roadmap, &self.decided).iter().enumerate() {
                for deck in found.links.iter().filter_map(|link| shelf.deck(&link.deck)) {
                    wishes.push(deck);
                    items.push((number, item));
                }
            }
        }
        let stops = course(&wishes, &library::requirements(&topics(decks)));
        stops
            .into_iter()
            .map(|stop| (stop, items[stop.wish]))
            .collect()
    }
}
