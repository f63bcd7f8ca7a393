//! `drill show`: a card, both sides, and how it stands. Nothing is graded.

use clap::Args;
use serde::Serialize;

use super::Common;
use super::card_json::{CardJson, line, state};
use super::desk::{self, Desk};
use super::failure::{Exit, Failure};
use crate::compile;
use crate::model::log::{Answer, History};
use crate::model::standing::Standing;
use crate::screen::text::clean_line;
use crate::screen::{Screen, prose};
use crate::store::StoredCard;

#[derive(Args)]
#[command(after_long_help = "Examples:\n  drill show 9f3a\n  drill show @last --json")]
pub(super) struct Arguments {
    /// Ids, the first digits of them, or `@last`
    #[arg(required = true, value_name = "CARD")]
    cards: Vec<String>,
    /// Print JSON: one line a card
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Json {
    #[serde(flatten)]
    card: CardJson,
    history: Vec<AnswerJson>,
    suspended: bool,
    retired: bool,
}

#[derive(Serialize)]
struct AnswerJson {
    entry: String,
    at: String,
    day: String,
    grade: &'static str,
    quality: u8,
    took_ms: Option<u32>,
    interval: Option<u32>,
    ease: Option<f64>,
}

pub(super) fn run(
    arguments: &Arguments,
    common: &Common,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let desk = Desk::open_stocked(common, screen)?;
    let cards = arguments
        .cards
        .iter()
        .map(|name| desk.find_card(name))
        .collect::<Result<Vec<_>, _>>()?;
    for card in cards {
        let history = desk.history(card.id)?;
        let standing = desk.store.standing(card.row)?;
        if arguments.json {
            screen.out(&line(&json(&desk, card, &history, standing)))?;
        } else {
            let text = text(&desk, screen, &card, &history, standing);
            screen.out(&text)?;
        }
    }
    Ok(Exit::Fine)
}

fn json(desk: &Desk, card: StoredCard, history: &History, standing: Option<Standing>) -> Json {
    let answers = history.answers().zip(desk.standings(history));
    Json {
        history: answers
            .map(|(answer, after)| answer_json(answer, after))
            .collect(),
        suspended: card.suspended,
        retired: card.retired,
        card: CardJson::new(card, standing, desk.today()),
    }
}

fn answer_json(answer: &Answer, after: Option<Standing>) -> AnswerJson {
    AnswerJson {
        entry: answer.stamp.id.to_string(),
        at: answer.stamp.at.to_string(),
        day: answer.stamp.day.to_string(),
        grade: answer.review.quality.grade().name(),
        quality: answer.review.quality.value(),
        took_ms: answer.review.took_ms,
        interval: after.map(|standing| standing.interval.0),
        ease: after.map(|standing| standing.ease.as_f64()),
    }
}

fn text(
    desk: &Desk,
    screen: &Screen,
    card: &StoredCard,
    history: &History,
    standing: Option<Standing>,
) -> String {
    let (width, theme) = (screen.width(), screen.theme());
    let mut lines = vec![
        format!("{}  {}", card.id, card.kind.name()),
        clean_line(&desk::place(&card.origin, card.line, card.column)),
        schedule(desk, card, standing),
        String::new(),
    ];
    lines.extend(prose::draw(&compile::tree(&card.ask), width, theme));
    lines.extend([
        String::new(),
        theme.glyph("─", "-").repeat(width.min(40)),
        String::new(),
    ]);
    lines.extend(prose::draw(&compile::tree(&card.answer), width, theme));
    if !history.is_new() {
        lines.push(String::new());
    }
    lines.extend(answers(desk, history));
    lines.push(String::new());
    lines.join("\n")
}

/// Each answer of a card and where it led, in a line.
pub(super) fn answers(desk: &Desk, history: &History) -> Vec<String> {
    let line = |(answer, after): (&Answer, Option<Standing>)| {
        let due = after.map_or_else(String::new, |standing| {
            format!("due {}, ease {:.2}", standing.due, standing.ease.as_f64())
        });
        let (day, clock) = (answer.stamp.day, answer.stamp.at.clock());
        let grade = answer.review.quality.grade().name();
        format!("{day} {clock}  {grade:<5}  {due}")
    };
    let answers = history.answers().zip(desk.standings(history));
    answers.map(line).collect()
}

/// How a card stands, in a line.
pub(super) fn schedule(desk: &Desk, card: &StoredCard, standing: Option<Standing>) -> String {
    let mut parts = vec![state(standing.as_ref(), desk.today()).to_owned()];
    if let Some(standing) = standing {
        let Standing {
            due,
            interval,
            ease,
            repetition,
            lapses,
            ..
        } = standing;
        parts.push(format!(
            "due {due}, interval {} d, ease {:.2}",
            interval.0,
            ease.as_f64()
        ));
        parts.push(format!("repetition {repetition}, lapses {lapses}"));
    }
    parts.extend(card.suspended.then(|| "suspended".to_owned()));
    parts.extend(
        card.retired
            .then(|| "retired: its question is in no deck any more".to_owned()),
    );
    parts.join(", ")
}
