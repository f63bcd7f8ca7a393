//! A line of the log as JSON: as `drill log --json` prints it, and a little more.

use serde::{Deserialize, Serialize};

use super::hex::Hex;
use crate::model::card::CardId;
use crate::model::collection::LogRecord;
use crate::model::grade::Quality;
use crate::model::log::{Decision, Entry, EntryId, Event, Goal, Line, Matter, Placement, Review};
use crate::model::roadmap::ItemId;
use crate::model::standing::Ease;
use crate::model::time::{Day, Days, Moment, Stamp};

/// Every field that some line has; a line has those of its kind.
#[derive(Serialize, Deserialize, Default)]
#[serde(default)]
pub(super) struct LineJson {
    entry: Option<Hex<16>>,
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    card: Option<Hex<16>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quality: Option<u8>,
    at: String,
    day: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    took_ms: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<Hex<16>>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    last_look: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    placed: Option<PlacedJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    roadmap: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<Hex<16>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    decks: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    roadmaps: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deadline: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new_per_day: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    minutes: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    batch: Option<Hex<16>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    import: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kept: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct PlacedJson {
    due: String,
    interval: u32,
    ease: f64,
    repetition: u32,
    lapses: u32,
}

impl LineJson {
    pub(super) fn of(record: &LogRecord) -> Self {
        let (stamp, line) = match &record.line {
            Line::Card(entry) => (&entry.stamp, Self::of_entry(entry)),
            Line::Roadmap(stamp, decision) => (stamp, Self::of_decision(decision)),
        };
        Self {
            entry: Some(Hex(stamp.id.0)),
            at: stamp.at.to_string(),
            day: stamp.day.to_string(),
            batch: record.batch.map(|batch| Hex(batch.0)),
            import: record.import,
            kept: record.kept.as_deref().map(str::to_owned),
            ..line
        }
    }

    fn of_entry(entry: &Entry) -> Self {
        let mut line = Self {
            kind: entry.event.kind().to_owned(),
            card: Some(Hex(entry.card.0)),
            ..Self::default()
        };
        match entry.event {
            Event::Answered(review) => {
                line.quality = Some(review.quality.value());
                line.took_ms = review.took_ms;
                line.last_look = review.last_look;
            }
            Event::Retracted { of } => line.of = Some(Hex(of.0)),
            Event::Continued { from } => line.of = Some(Hex(from.0)),
            Event::Placed(placement) => {
                line.placed = placement.map(|there| PlacedJson {
                    due: there.due.to_string(),
                    interval: there.interval.0,
                    ease: there.ease.as_f64(),
                    repetition: there.repetition,
                    lapses: there.lapses,
                });
            }
            Event::Suspended | Event::Resumed | Event::Buried => {}
        }
        line
    }

    fn of_decision(decision: &Decision) -> Self {
        let about = |kind: &str, matter: &Matter| Self {
            kind: kind.to_owned(),
            roadmap: Some(matter.roadmap.clone()),
            item: Some(Hex(matter.item.0)),
            text: Some(matter.text.clone()),
            ..Self::default()
        };
        match decision {
            Decision::Done(matter) => about("done", matter),
            Decision::Undone(matter) => about("undone", matter),
            Decision::Linked(matter, decks) => Self {
                decks: decks.clone(),
                ..about("link", matter)
            },
            Decision::Followed(roadmaps) => Self {
                kind: "follow".into(),
                roadmaps: Some(roadmaps.clone()),
                ..Self::default()
            },
            Decision::Deadline(roadmap, goal) => Self {
                kind: "deadline".into(),
                roadmap: Some(roadmap.clone()),
                deadline: goal.map(|goal| goal.day.to_string()),
                new_per_day: goal.map(|goal| goal.new_per_day),
                minutes: goal.and_then(|goal| goal.minutes),
                ..Self::default()
            },
        }
    }

    /// What the line says; else what is wrong with it.
    pub(super) fn record(self) -> Result<LogRecord, String> {
        let wrong = |what: &str| format!("a line of the log has no {what} that can be");
        let stamp = Stamp {
            id: EntryId(self.entry.ok_or_else(|| wrong("`entry`"))?.0),
            at: moment(&self.at).ok_or_else(|| wrong("`at`"))?,
            day: Day::parse(&self.day).ok_or_else(|| wrong("`day`"))?,
        };
        let (batch, import) = (self.batch, self.import);
        let kept = self.kept.as_deref().map(Box::from);
        let line = if let Some(card) = self.card {
            let event = self.event().ok_or_else(|| wrong("`kind`"))?;
            Line::Card(Entry {
                stamp,
                card: CardId(card.0),
                event,
            })
        } else {
            Line::Roadmap(stamp, self.decision().ok_or_else(|| wrong("`kind`"))?)
        };
        Ok(LogRecord {
            line,
            batch: batch.map(|batch| EntryId(batch.0)),
            import,
            kept,
        })
    }

    fn event(&self) -> Option<Event> {
        let of = self.of.map(|of| of.0);
        Some(match self.kind.as_str() {
            "answered" => Event::Answered(Review {
                quality: Quality::new(self.quality?)?,
                took_ms: self.took_ms,
                last_look: self.last_look,
            }),
            "retracted" => Event::Retracted { of: EntryId(of?) },
            "continued" => Event::Continued { from: CardId(of?) },
            "suspended" => Event::Suspended,
            "resumed" => Event::Resumed,
            "buried" => Event::Buried,
            "placed" => match &self.placed {
                Some(placed) => Event::Placed(Some(placed.placement()?)),
                None => Event::Placed(None),
            },
            _ => return None,
        })
    }

    fn decision(self) -> Option<Decision> {
        let day = self.deadline.as_deref().map(Day::parse);
        let kind = self.kind;
        if kind == "follow" {
            return self.roadmaps.map(Decision::Followed);
        }
        let roadmap = self.roadmap?;
        if kind == "deadline" {
            let goal = match day {
                Some(day) => Some(Goal {
                    day: day?,
                    new_per_day: self.new_per_day?,
                    minutes: self.minutes,
                }),
                None => None,
            };
            return Some(Decision::Deadline(roadmap, goal));
        }
        let matter = Matter {
            roadmap,
            item: ItemId(self.item?.0),
            text: self.text?,
        };
        Some(match kind.as_str() {
            "done" => Decision::Done(matter),
            "undone" => Decision::Undone(matter),
            "link" => Decision::Linked(matter, self.decks),
            _ => return None,
        })
    }
}

impl PlacedJson {
    fn placement(&self) -> Option<Placement> {
        let ease = (self.ease * 100.0).round();
        // The range makes the cast exact.
        (0.0..=100_000.0).contains(&ease).then_some(())?;
        Some(Placement {
            due: Day::parse(&self.due)?,
            interval: Days(self.interval),
            ease: Ease(ease as u32),
            repetition: self.repetition,
            lapses: self.lapses,
        })
    }
}

/// An instant of the years 1 to 9999.
fn moment(text: &str) -> Option<Moment> {
    Moment::parse(text)
        .filter(|at| (-62_135_596_800_000..=253_402_300_799_999).contains(&at.unix_ms()))
}
