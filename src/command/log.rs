//! `drill log`: everything that ever happened, oldest first.

use clap::Args;
use serde::Serialize;

use super::Common;
use super::card_json::line;
use super::desk::Desk;
use super::failure::{Exit, Failure};
use crate::model::log::{Entry, Event};
use crate::screen::Screen;

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

#[derive(Serialize)]
struct Json {
    entry: String,
    kind: &'static str,
    card: String,
    grade: Option<&'static str>,
    quality: Option<u8>,
    at: String,
    day: String,
    took_ms: Option<u32>,
    of: Option<String>,
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
    desk.store.each_entry(card.map(|card| card.id), |entry| {
        let json = json(&entry);
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

fn json(entry: &Entry) -> Json {
    let (kind, review, of) = match entry.event {
        Event::Answered(review) => ("answered", Some(review), None),
        Event::Retracted { of } => ("retracted", None, Some(of.to_string())),
        Event::Continued { from } => ("continued", None, Some(from.to_string())),
        Event::Suspended => ("suspended", None, None),
        Event::Resumed => ("resumed", None, None),
    };
    Json {
        entry: entry.stamp.id.to_string(),
        kind,
        card: entry.card.to_string(),
        grade: review.map(|review| review.quality.grade().name()),
        quality: review.map(|review| review.quality.value()),
        at: entry.stamp.at.to_string(),
        day: entry.stamp.day.to_string(),
        took_ms: review.and_then(|review| review.took_ms),
        of,
    }
}

fn text(json: &Json) -> String {
    let detail = json
        .grade
        .map(str::to_owned)
        .or_else(|| json.of.clone())
        .unwrap_or_default();
    format!("{}  {}  {:<9}  {detail}", json.at, json.card, json.kind)
        .trim_end()
        .to_owned()
}
