//! `drill catch-up`: spreads a backlog over days. It shows the load before and after, and one
//! undo takes it back.

use std::collections::HashSet;

use clap::Args;
use serde::Serialize;

use super::card_json::line;
use super::desk::Desk;
use super::failure::{Exit, Failure};
use super::{Common, Scope};
use crate::model::card::CardId;
use crate::model::log::{Event, Placement};
use crate::model::time::{Day, Days};
use crate::schedule::spread;
use crate::screen::Screen;
use crate::screen::text::count;
use crate::stats::forecast;
use crate::study::queue::{Caps, Done, Queue, Ticket};

#[derive(Args)]
#[command(
    after_long_help = "The cards that have waited longest stay for today; the others get a later day, and keep their\n\
    interval and ease. At a terminal it asks before it does so.\n\nExamples:\n  drill catch-up --days 14 --dry-run\n  drill catch-up --days 14 --yes"
)]
pub(super) struct Arguments {
    /// Over how many days, today included
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=365))]
    days: u32,
    #[command(flatten)]
    scope: Scope,
    /// Only show what it would do
    #[arg(long)]
    dry_run: bool,
    /// Do not ask
    #[arg(short, long)]
    yes: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Json {
    backlog: usize,
    moved: usize,
    days: Vec<DayJson>,
}

/// How many cards are due on a day.
#[derive(Serialize)]
struct DayJson {
    day: String,
    before: u32,
    after: u32,
}

pub(super) fn run(
    arguments: &Arguments,
    common: &Common,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let mut desk = Desk::open_stocked(common, screen)?;
    let backlog = backlog(&desk, &arguments.scope)?;
    let before = load(&desk, arguments.days)?;
    let waiting = before.first().map_or(0, |(_, due)| *due as usize);
    let mut others: Vec<usize> = before.iter().map(|(_, due)| *due as usize).collect();
    if let Some(today) = others.first_mut() {
        *today = waiting.saturating_sub(backlog.len());
    }
    let share = spread(backlog.len(), &others);
    let moves = moves(&desk, &backlog, &share)?;
    let json = Json {
        backlog: backlog.len(),
        moved: moves.len(),
        days: before
            .iter()
            .zip(others.iter().zip(&share))
            .map(|((day, before), (others, added))| DayJson {
                day: day.to_string(),
                before: *before,
                after: u32::try_from(others + added).unwrap_or(u32::MAX),
            })
            .collect(),
    };
    screen.out(&if arguments.json {
        line(&json)
    } else {
        text(&json)
    })?;
    if arguments.dry_run || moves.is_empty() {
        return Ok(Exit::Fine);
    }
    let question = format!("Give {} a later day?", count(moves.len(), "card"));
    if screen.interactive() && !arguments.yes && !screen.confirm(&question)? {
        desk.news(screen, "nothing was changed");
        return Ok(Exit::Fine);
    }
    desk.record_together(&moves)?;
    desk.news(screen, "`drill undo` takes it back");
    Ok(Exit::Fine)
}

/// What is due, in the order in which it would be asked.
fn backlog(desk: &Desk, scope: &Scope) -> Result<Vec<Ticket>, Failure> {
    const ALL: Caps = Caps {
        new: 0,
        reviews: None,
    };
    let today = desk.today();
    let scope: Option<HashSet<i64>> = scope.choose(&desk.store)?;
    let mut due = desk.store.supply(today)?.due;
    due.retain(|ticket| {
        let decks = scope.as_ref();
        decks.is_none_or(|decks| decks.contains(&ticket.deck))
    });
    // Siblings wait for each other within a day, but each of them needs a day.
    due.iter_mut().for_each(|ticket| ticket.kin = None);
    Ok(Queue::arrange(due, &Done::default(), ALL, desk.clock.seed_of(today)).0)
}

/// How many cards are due on each of the days; what is overdue counts for today.
fn load(desk: &Desk, days: u32) -> Result<Vec<(Day, u32)>, Failure> {
    let today = desk.today();
    let last = today.plus(Days(days.saturating_sub(1)));
    let load = desk.store.load(today, last, None)?;
    Ok(forecast::fill(&load, today, days))
}

/// The first cards of the backlog stay where they are; the others get their day.
fn moves(
    desk: &Desk,
    backlog: &[Ticket],
    share: &[usize],
) -> Result<Vec<(CardId, Event)>, Failure> {
    let days = (0..).zip(share).flat_map(|(after, cards)| {
        let day = desk.today().plus(Days(after));
        std::iter::repeat_n((after, day), *cards)
    });
    let mut moves = Vec::new();
    for (ticket, (after, due)) in backlog.iter().zip(days) {
        let (Some(card), Some(standing)) = (
            desk.store.card(ticket.row)?,
            desk.store.standing(ticket.row)?,
        ) else {
            continue;
        };
        if after > 0 {
            let placement = Placement {
                due,
                interval: standing.interval,
                ease: standing.ease,
                repetition: standing.repetition,
                lapses: standing.lapses,
            };
            moves.push((card.id, Event::Placed(Some(placement))));
        }
    }
    Ok(moves)
}

fn text(json: &Json) -> String {
    if json.backlog == 0 {
        return "Nothing is due: there is no backlog.".to_owned();
    }
    let mut lines = vec![format!("{:<10}  before  after", "due on")];
    for DayJson { day, before, after } in &json.days {
        lines.push(format!("{day}  {before:>6}  {after:>5}"));
    }
    lines.join("\n")
}
