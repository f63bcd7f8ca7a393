//! `drill undo`: takes back the last answers. The log keeps both the answer and the undo.

use clap::Args;
use serde::Serialize;

use super::Common;
use super::card_json::line;
use super::desk::Desk;
use super::failure::{Exit, Failure};
use crate::model::log::Event;
use crate::screen::Screen;
use crate::screen::text::first_words;

#[derive(Args)]
#[command(after_long_help = "Example:\n  drill undo -n 3")]
pub(super) struct Arguments {
    /// How many answers to take back
    #[arg(short = 'n', long = "count", value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    count: u32,
    /// Print JSON: one line for each answer taken back
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Json {
    id: String,
    of: String,
    grade: &'static str,
    day: String,
    due: Option<String>,
}

pub(super) fn run(
    arguments: &Arguments,
    common: &Common,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let mut desk = Desk::open(common, screen)?;
    let answers = desk.store.last_answers(arguments.count)?;
    if answers.is_empty() {
        return Err(Failure::usage("there is no answer to take back")
            .help("`drill log` shows everything that happened"));
    }
    for entry in answers {
        let (_, standing) = desk.record(entry.card, Event::Retracted { of: entry.stamp.id })?;
        let Event::Answered(review) = entry.event else {
            continue;
        };
        let json = Json {
            id: entry.card.to_string(),
            of: entry.stamp.id.to_string(),
            grade: review.quality.grade().name(),
            day: entry.stamp.day.to_string(),
            due: standing.map(|standing| standing.due.to_string()),
        };
        let ask = desk
            .store
            .card_by_id(entry.card)?
            .map_or_else(|| json.id.clone(), |card| card.ask);
        let first = first_words(&ask);
        let text = format!("took back `{}` of {}: {first}", json.grade, json.day);
        screen.out(&if arguments.json { line(&json) } else { text })?;
    }
    Ok(Exit::Fine)
}
