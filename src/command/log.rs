//! `drill log`: everything that ever happened, oldest first.

use clap::Args;
use serde::Serialize;

use super::Common;
use super::card_json::line;
use super::desk::Desk;
use super::failure::{Exit, Failure};
use crate::model::log::{Decision, Entry, Event, Goal, Line, Matter};
use crate::model::time::Stamp;
use crate::screen::Screen;
use crate::screen::text::clean_line;

#[derive(Args)]
#[command(after_long_help = "Examples:\n  drill log\n  drill log --card 9f3a --json")]
pub(super) struct Arguments {
    /// Only what concerns this card
    #[arg(long, value_name = "CARD")]
    card: Option<String>,
    /// Print one JSON object a line
    #[arg(long)]
    json: bool,
}

#[derive(Serialize, Default)]
struct Json {
    entry: String,
    kind: &'static str,
    card: Option<String>,
    grade: Option<&'static str>,
    quality: Option<u8>,
    at: String,
    day: String,
    took_ms: Option<u32>,
    of: Option<String>,
    /// Only where it is so.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    last_look: bool,
    /// Where a `placed` line puts its card; absent where it starts over.
    #[serde(skip_serializing_if = "Option::is_none")]
    placed: Option<PlacedJson>,
    #[serde(flatten)]
    decision: Option<DecisionJson>,
}

#[derive(Serialize)]
struct PlacedJson {
    due: String,
    interval: u32,
    ease: f64,
    repetition: u32,
    lapses: u32,
}

/// What a decision about roadmaps has besides.
#[derive(Serialize)]
#[serde(untagged)]
enum DecisionJson {
    Item {
        roadmap: String,
        item: String,
        text: String,
    },
    Link {
        roadmap: String,
        item: String,
        text: String,
        /// Null: back to those that the text names.
        decks: Option<Vec<String>>,
    },
    Follow {
        roadmaps: Vec<String>,
    },
    Deadline {
        roadmap: String,
        /// Null: by no day any more.
        deadline: Option<String>,
        new_per_day: Option<u32>,
        minutes: Option<u32>,
    },
}

/// Lines are written in blocks of about this many bytes.
const BLOCK: usize = 1 << 16;

pub(super) fn run(
    arguments: &Arguments,
    common: &Common,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let desk = Desk::open(common, screen)?;
    let card = arguments
        .card
        .as_deref()
        .map(|name| desk.find_card(name))
        .transpose()?;
    let mut block = String::new();
    desk.store.each_entry(card.map(|card| card.id), |told| {
        let json = json(told);
        block += &if arguments.json {
            line(&json)
        } else {
            text(&json)
        };
        block.push('\n');
        if block.len() > BLOCK {
            screen.out(&std::mem::take(&mut block))?;
        }
        Ok::<(), Failure>(())
    })?;
    if !block.is_empty() {
        screen.out(&block)?;
    }
    Ok(Exit::Fine)
}

fn json(told: Line) -> Json {
    match told {
        Line::Card(entry) => card_json(&entry),
        Line::Roadmap(stamp, decision) => {
            let (kind, decision) = decision_json(decision);
            Json {
                kind,
                decision: Some(decision),
                ..stamped(&stamp)
            }
        }
    }
}

fn stamped(stamp: &Stamp) -> Json {
    Json {
        entry: stamp.id.to_string(),
        at: stamp.at.to_string(),
        day: stamp.day.to_string(),
        ..Json::default()
    }
}

fn card_json(entry: &Entry) -> Json {
    let (review, of, placed) = match entry.event {
        Event::Answered(review) => (Some(review), None, None),
        Event::Retracted { of } => (None, Some(of.to_string()), None),
        Event::Continued { from } => (None, Some(from.to_string()), None),
        Event::Placed(placement) => (None, None, placement),
        Event::Suspended | Event::Resumed | Event::Buried => (None, None, None),
    };
    Json {
        kind: entry.event.kind(),
        placed: placed.map(|there| PlacedJson {
            due: there.due.to_string(),
            interval: there.interval.0,
            ease: there.ease.as_f64(),
            repetition: there.repetition,
            lapses: there.lapses,
        }),
        card: Some(entry.card.to_string()),
        grade: review.map(|review| review.quality.grade().name()),
        quality: review.map(|review| review.quality.value()),
        took_ms: review.and_then(|review| review.took_ms),
        of,
        last_look: review.is_some_and(|review| review.last_look),
        ..stamped(&entry.stamp)
    }
}

fn decision_json(decision: Decision) -> (&'static str, DecisionJson) {
    let about = |matter: Matter| DecisionJson::Item {
        roadmap: matter.roadmap,
        item: matter.item.to_string(),
        text: matter.text,
    };
    match decision {
        Decision::Done(matter) => ("done", about(matter)),
        Decision::Undone(matter) => ("undone", about(matter)),
        Decision::Linked(matter, decks) => {
            let link = DecisionJson::Link {
                roadmap: matter.roadmap,
                item: matter.item.to_string(),
                text: matter.text,
                decks,
            };
            ("link", link)
        }
        Decision::Followed(roadmaps) => ("follow", DecisionJson::Follow { roadmaps }),
        Decision::Deadline(roadmap, goal) => {
            let deadline = DecisionJson::Deadline {
                roadmap,
                deadline: goal.map(|goal: Goal| goal.day.to_string()),
                new_per_day: goal.map(|goal| goal.new_per_day),
                minutes: goal.and_then(|goal| goal.minutes),
            };
            ("deadline", deadline)
        }
    }
}

fn text(json: &Json) -> String {
    let subject = match &json.decision {
        Some(DecisionJson::Item { item, .. } | DecisionJson::Link { item, .. }) => item,
        Some(DecisionJson::Follow { .. } | DecisionJson::Deadline { .. }) => "-",
        None => json.card.as_deref().unwrap_or_default(),
    };
    let detail = match &json.decision {
        Some(DecisionJson::Item { text, .. }) => clean_line(text),
        Some(DecisionJson::Link { text, decks, .. }) => {
            let decks = decks
                .as_ref()
                .map_or("auto".into(), |decks| decks.join(" "));
            format!("{} -> {}", clean_line(text), clean_line(&decks))
        }
        Some(DecisionJson::Follow { roadmaps }) => clean_line(&roadmaps.join(" ")),
        Some(DecisionJson::Deadline {
            roadmap, deadline, ..
        }) => {
            let day = deadline.as_deref().unwrap_or("none");
            format!("{} by {day}", clean_line(roadmap))
        }
        None => {
            let look = if json.last_look { " (last look)" } else { "" };
            let grade = json.grade.map(|grade| format!("{grade}{look}"));
            let placed = json.placed.as_ref();
            let placed = placed.map(|there| format!("due {}, {} d", there.due, there.interval));
            grade
                .or_else(|| json.of.clone())
                .or(placed)
                .unwrap_or_default()
        }
    };
    format!("{}  {subject:<32}  {:<9}  {detail}", json.at, json.kind)
        .trim_end()
        .to_owned()
}
