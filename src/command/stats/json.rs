//! Every number of the statistics, once: what `--json` prints, and what screen and page draw.

use serde::Serialize;

use crate::command::decks::DeckJson;
use crate::command::roadmap::burn_down::DeadlineJson;
use crate::command::roadmap::stages::RoadmapJson;
use crate::stats::recall::{Rate, Recall};

/// Fields are added, never renamed.
#[derive(Serialize)]
pub(super) struct Json {
    pub(super) day: String,
    /// Nothing before that day counts, if that was asked for.
    pub(super) since: Option<String>,
    pub(super) today: TodayJson,
    pub(super) streak: StreakJson,
    pub(super) retention: RetentionJson,
    pub(super) tests: TestsJson,
    pub(super) time: Vec<TimeJson>,
    pub(super) days: Vec<DayJson>,
    pub(super) forecast: Vec<LoadJson>,
    pub(super) cards: CardsJson,
    pub(super) maturity: Vec<MaturityJson>,
    pub(super) hardest: HardestJson,
    pub(super) roadmap: Option<RoadmapJson>,
    pub(super) deadlines: Vec<DeadlineJson>,
    pub(super) decks: Vec<TestedDeckJson>,
}

#[derive(Serialize)]
pub(super) struct TodayJson {
    pub(super) answers: u32,
    pub(super) cards: u32,
    pub(super) introduced: u32,
    pub(super) minutes: f64,
    /// What `drill today` would still ask.
    pub(super) left: LeftJson,
}

#[derive(Serialize)]
pub(super) struct LeftJson {
    pub(super) due: usize,
    pub(super) new: usize,
    pub(super) again: usize,
}

#[derive(Serialize)]
pub(super) struct StreakJson {
    pub(super) current: u32,
    pub(super) longest: u32,
    pub(super) days_studied: usize,
    pub(super) answers: usize,
}

#[derive(Serialize)]
pub(super) struct RetentionJson {
    pub(super) days: u32,
    #[serde(flatten)]
    pub(super) recall: RecallJson,
}

/// A share of recalled answers with its 95 % interval; none without an answer.
#[derive(Serialize)]
pub(super) struct RecallJson {
    pub(super) asked: u32,
    pub(super) recalled: u32,
    pub(super) rate: Option<f64>,
    pub(super) low: Option<f64>,
    pub(super) high: Option<f64>,
}

/// Tests of memory, by what was tested.
#[derive(Serialize)]
pub(super) struct TestsJson {
    pub(super) since: String,
    pub(super) young: RecallJson,
    pub(super) mature: RecallJson,
    pub(super) by_interval: Vec<SpanJson>,
}

/// Intervals from so many days to so many.
#[derive(Serialize)]
pub(super) struct SpanJson {
    pub(super) from: u32,
    pub(super) to: Option<u32>,
    #[serde(flatten)]
    pub(super) recall: RecallJson,
}

/// The last so many days together.
#[derive(Serialize)]
pub(super) struct TimeJson {
    pub(super) days: u32,
    pub(super) days_studied: usize,
    pub(super) answers: u32,
    pub(super) minutes: f64,
}

/// A day on which something was answered.
#[derive(Serialize)]
pub(super) struct DayJson {
    pub(super) day: String,
    pub(super) answers: u32,
    pub(super) cards: u32,
    pub(super) introduced: u32,
    pub(super) minutes: f64,
    pub(super) asked: u32,
    pub(super) recalled: u32,
}

#[derive(Serialize)]
pub(super) struct LoadJson {
    pub(super) day: String,
    pub(super) due: u32,
}

#[derive(Serialize)]
pub(super) struct CardsJson {
    pub(super) total: u32,
    pub(super) new: u32,
    pub(super) young: u32,
    pub(super) mature: u32,
    pub(super) suspended: u32,
}

/// At the end of a day, of the cards that are in the decks today.
#[derive(Serialize)]
pub(super) struct MaturityJson {
    pub(super) day: String,
    pub(super) young: u32,
    pub(super) mature: u32,
}

#[derive(Serialize)]
pub(super) struct HardestJson {
    pub(super) leeches: u32,
    pub(super) cards: Vec<HardJson>,
}

#[derive(Serialize)]
pub(super) struct HardJson {
    pub(super) id: String,
    pub(super) deck: String,
    pub(super) place: String,
    pub(super) ask: String,
    pub(super) lapses: u32,
    pub(super) ease: f64,
    pub(super) interval: u32,
    pub(super) leech: bool,
}

#[derive(Serialize)]
pub(super) struct TestedDeckJson {
    #[serde(flatten)]
    pub(super) deck: DeckJson,
    pub(super) retention: RecallJson,
}

impl From<Recall> for RecallJson {
    fn from(recall: Recall) -> Self {
        let rate = Rate::of(recall);
        let thousandths = |share: f64| rounded(share, 1000.0);
        Self {
            asked: recall.asked,
            recalled: recall.recalled,
            rate: rate.map(|rate| thousandths(rate.share)),
            low: rate.map(|rate| thousandths(rate.low)),
            high: rate.map(|rate| thousandths(rate.high)),
        }
    }
}

/// With one decimal.
pub(super) fn minutes(spent_ms: u64) -> f64 {
    rounded(spent_ms as f64 / 60_000.0, 10.0)
}

fn rounded(number: f64, steps: f64) -> f64 {
    (number * steps).round() / steps
}
