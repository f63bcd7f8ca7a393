//! `drill answer`: one grade, without a sitting.

use clap::Args;
use serde::Serialize;

use super::Common;
use super::card_json::line;
use super::desk::Desk;
use super::failure::{Exit, Failure};
use super::roadmap::last_looks;
use crate::model::grade::{Grade, Quality};
use crate::model::log::{Event, Review};
use crate::screen::Screen;

#[derive(Args)]
#[command(
    after_long_help = "Examples:\n  drill answer 9f3a good\n  drill answer @last again\n  drill answer 9f3a --quality 1 --json"
)]
pub(super) struct Arguments {
    /// An id, the first digits of one, or `@last`
    card: String,
    /// `again`, `hard`, `good`, `easy`, or 1 to 4
    #[arg(required_unless_present = "quality", value_parser = grade)]
    grade: Option<Grade>,
    /// SM-2's own scale, 0 (blackout) to 5 (perfect), instead of a grade
    #[arg(long, value_name = "0-5", conflicts_with = "grade", value_parser = quality)]
    quality: Option<Quality>,
    /// How long the answer took, in milliseconds
    #[arg(long, value_name = "N")]
    took_ms: Option<u32>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Json {
    id: String,
    grade: &'static str,
    day: String,
    due: String,
    interval: u32,
    ease: f64,
    repetition: u32,
    lapses: u32,
    again_today: bool,
}

pub(super) fn run(
    arguments: &Arguments,
    common: &Common,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let Some(quality) = arguments.quality.or(arguments.grade.map(Grade::quality)) else {
        return Err(Failure::usage("a grade is missing").help("`drill answer CARD good`"));
    };
    let mut desk = Desk::open_stocked(common, screen)?;
    let card = desk.find_card(&arguments.card)?;
    if card.retired {
        return Err(
            Failure::usage(format!("the card {} is not in any deck any more", card.id)).help(
                "its history is kept; it comes back when its question stands in a deck again",
            ),
        );
    }
    desk.mind_the_clock(screen)?;
    let review = Review {
        quality,
        took_ms: arguments.took_ms,
        last_look: last_looks::would_be(&desk, card.row)?,
    };
    let (entry, standing) = desk.record(card.id, Event::Answered(review))?;
    // Held back only if its own date is in the future, which a date of now is not.
    let standing = standing
        .ok_or_else(|| Failure::machine("the answer was stored, but the card has no standing"))?;
    let json = Json {
        id: card.id.to_string(),
        grade: quality.grade().name(),
        day: entry.stamp.day.to_string(),
        due: standing.due.to_string(),
        interval: standing.interval.0,
        ease: standing.ease.as_f64(),
        repetition: standing.repetition,
        lapses: standing.lapses,
        again_today: standing.again(entry.stamp.day),
    };
    let again = if json.again_today {
        ", and once more today"
    } else {
        ""
    };
    let text = format!(
        "{}: {}, due {} ({} d){again}",
        json.id, json.grade, json.due, json.interval
    );
    screen.out(&if arguments.json { line(&json) } else { text })?;
    Ok(Exit::Fine)
}

fn grade(text: &str) -> Result<Grade, String> {
    let by_number = |number: usize| Grade::ALL.get(number.checked_sub(1)?).copied();
    let found = Grade::ALL.into_iter().find(|grade| grade.name() == text);
    found
        .or_else(|| text.parse().ok().and_then(by_number))
        .ok_or_else(|| "a grade is again, hard, good, easy or 1 to 4".into())
}

fn quality(text: &str) -> Result<Quality, String> {
    text.parse()
        .ok()
        .and_then(Quality::new)
        .ok_or_else(|| "a quality is a whole number from 0 to 5".into())
}
