//! How well each stage of the roadmap that is followed is known, for `drill stats`.

use std::collections::BTreeSet;

use serde::Serialize;

use super::chart::{Chart, Library};
use super::show::{self, CardsJson};
use crate::command::desk::Desk;
use crate::command::failure::Failure;
use crate::store::Mastery;

/// The first roadmap that is followed.
#[derive(Serialize)]
pub(crate) struct RoadmapJson {
    pub(crate) roadmap: String,
    pub(crate) title: String,
    pub(crate) stages: Vec<StageJson>,
}

/// A stage that stands in no other, with all inside it.
#[derive(Serialize)]
pub(crate) struct StageJson {
    pub(crate) stage: usize,
    pub(crate) title: String,
    #[serde(flatten)]
    pub(crate) cards: CardsJson,
}

/// Its stages that have cards; `None` if no roadmap is followed.
///
/// # Errors
/// When the database cannot be read.
pub(crate) fn stages(desk: &Desk) -> Result<Option<RoadmapJson>, Failure> {
    let library = Library::open(desk)?;
    if library.followed.is_empty() {
        return Ok(None);
    }
    let chart = library.chart(desk, None)?;
    let cards = show::cards(desk, &library, &chart)?;
    let decks = decks(&chart);
    let stages = chart.roadmap.stages.iter().enumerate();
    let stages = stages.filter_map(|(at, stage)| {
        let cards = show::sum(decks[at].iter().copied(), &cards);
        let some = cards != Mastery::default() && stage.parent.is_none();
        some.then(|| StageJson {
            stage: at + 1,
            title: stage.title.clone(),
            cards: CardsJson::from(cards),
        })
    });
    Ok(Some(RoadmapJson {
        stages: stages.collect(),
        roadmap: chart.roadmap.name.clone(),
        title: chart.roadmap.title.clone(),
    }))
}

/// The decks of the items in each stage and in those inside it; one of several items once.
fn decks(chart: &Chart) -> Vec<BTreeSet<&str>> {
    let stages = &chart.roadmap.stages;
    let mut decks = vec![BTreeSet::new(); stages.len()];
    for (item, found) in chart.roadmap.items.iter().zip(&chart.found) {
        let around = std::iter::successors(item.stage, |stage| stages[*stage].parent);
        for stage in around {
            decks[stage].extend(found.links.iter().map(|link| link.deck.as_str()));
        }
    }
    decks
}
