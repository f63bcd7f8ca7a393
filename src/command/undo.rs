//! `drill undo`: takes back what was done last. The log keeps both the deed and the undo.

use clap::Args;
use serde::Serialize;

use super::card_json::line;
use super::desk::Desk;
use super::failure::{Exit, Failure};
use super::{Common, parcel};
use crate::model::log::{Entry, Event};
use crate::screen::Screen;
use crate::screen::text::{count, first_words};
use crate::store::Act;

#[derive(Args)]
#[command(after_long_help = "Examples:\n  drill undo -n 3\n  drill undo --import")]
pub(super) struct Arguments {
    /// How many to take back: answers, cards suspended, resumed, buried, started over or caught up
    #[arg(short = 'n', long = "count", value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    count: u32,
    /// Take back the last import of another program's file: its cards, its answers and its files
    #[arg(long, conflicts_with = "count")]
    import: bool,
    /// Print JSON: one line for each answer taken back
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Json {
    id: String,
    of: String,
    /// What was taken back, as in `drill log`.
    kind: &'static str,
    grade: Option<&'static str>,
    day: String,
    due: Option<String>,
}

pub(super) fn run(
    arguments: &Arguments,
    common: &Common,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let mut desk = Desk::open(common, screen)?;
    if arguments.import {
        return parcel::undo::run(arguments.json, &mut desk, screen);
    }
    let acts = desk.store.last_acts(arguments.count)?;
    if acts.is_empty() {
        return Err(Failure::usage("there is nothing to take back")
            .help("`drill log` shows everything that happened"));
    }
    for act in acts {
        desk.take_back(&act)?;
        if arguments.json {
            for entry in &act {
                screen.out(&line(&json(&desk, entry)?))?;
            }
        } else {
            screen.out(&text(&desk, &act)?)?;
        }
    }
    Ok(Exit::Fine)
}

fn json(desk: &Desk, entry: &Entry) -> Result<Json, Failure> {
    let card = desk.store.card_by_id(entry.card)?;
    let standing = card.map(|card| desk.store.standing(card.row)).transpose()?;
    Ok(Json {
        id: entry.card.to_string(),
        of: entry.stamp.id.to_string(),
        kind: entry.event.kind(),
        grade: grade(&entry.event),
        day: entry.stamp.day.to_string(),
        due: standing.flatten().map(|standing| standing.due.to_string()),
    })
}

fn grade(event: &Event) -> Option<&'static str> {
    match event {
        Event::Answered(review) => Some(review.quality.grade().name()),
        Event::Retracted { .. }
        | Event::Continued { .. }
        | Event::Suspended
        | Event::Resumed
        | Event::Buried
        | Event::Placed(_) => None,
    }
}

fn text(desk: &Desk, act: &Act) -> Result<String, Failure> {
    let Some(first) = act.first() else {
        return Ok(String::new());
    };
    let what = if first.event == Event::Placed(None) {
        "reset"
    } else {
        grade(&first.event).unwrap_or(first.event.kind())
    };
    let day = first.stamp.day;
    let about = if act.len() == 1 {
        let card = desk.store.card_by_id(first.card)?;
        card.map_or_else(|| first.card.to_string(), |card| first_words(&card.ask))
    } else {
        count(act.len(), "card")
    };
    Ok(format!("took back `{what}` of {day}: {about}"))
}
