//! `drill stats`: one screen about how it is going.

use clap::Args;
use serde::Serialize;

use super::card_json::line;
use super::decks::{DeckJson, tallies};
use super::desk::Desk;
use super::failure::{Exit, Failure};
use super::roadmap::burn_down::{self, DeadlineJson, deadlines};
use super::{Common, Scope};
use crate::model::time::{Day, Days};
use crate::screen::chart::{bar, columns};
use crate::screen::text::{clean_line, count};
use crate::screen::{Screen, Theme};
use crate::stats::forecast;
use crate::stats::habit::Streak;
use crate::stats::recall::Rate;

#[derive(Args, Default)]
#[command(after_long_help = "Example:\n  drill stats --json | jq .retention")]
pub(super) struct Arguments {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Json {
    day: String,
    today: TodayJson,
    streak: StreakJson,
    retention: RetentionJson,
    forecast: Vec<LoadJson>,
    cards: CardsJson,
    deadlines: Vec<DeadlineJson>,
    decks: Vec<DeckJson>,
}

#[derive(Serialize)]
struct TodayJson {
    answers: u32,
    cards: u32,
    introduced: u32,
    minutes: f64,
}

#[derive(Serialize)]
struct StreakJson {
    current: u32,
    longest: u32,
    days_studied: usize,
    answers: usize,
}

#[derive(Serialize)]
struct RetentionJson {
    days: u32,
    asked: u32,
    recalled: u32,
    rate: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
}

#[derive(Serialize)]
struct LoadJson {
    day: String,
    due: u32,
}

#[derive(Serialize)]
struct CardsJson {
    total: u32,
    new: u32,
    young: u32,
    mature: u32,
    suspended: u32,
}

/// Over how many days retention is measured, and how many the forecast looks ahead.
const MONTH: u32 = 30;

pub(super) fn run(
    arguments: &Arguments,
    common: &Common,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let desk = Desk::open_stocked(common, screen)?;
    let json = gather(&desk)?;
    let text = if arguments.json {
        line(&json)
    } else {
        text(&json, screen.theme())
    };
    screen.out(&text)?;
    Ok(Exit::Fine)
}

fn gather(desk: &Desk) -> Result<Json, Failure> {
    let today = desk.today();
    let days = desk.store.days()?;
    let streak = Streak::of(
        &days.iter().map(|tally| tally.day).collect::<Vec<Day>>(),
        today,
    );
    let now = days.iter().find(|tally| tally.day == today);
    let done = desk.store.done(today)?;
    let from = Day::from_number(today.number() - i64::from(MONTH) + 1).unwrap_or(today);
    let recall = desk.store.recall(from, today)?;
    let rate = Rate::of(recall.recalled, recall.asked);
    let load = desk.store.load(today, today.plus(Days(MONTH - 1)))?;
    let decks = tallies(desk, &Scope::default())?;
    let sum = |of: fn(&DeckJson) -> u32| decks.iter().map(of).sum();
    Ok(Json {
        day: today.to_string(),
        today: TodayJson {
            answers: now.map_or(0, |tally| tally.answers),
            cards: done.answered,
            introduced: done.introduced,
            minutes: rounded(
                now.map_or(0.0, |tally| tally.took_ms as f64 / 60_000.0),
                10.0,
            ),
        },
        streak: StreakJson {
            current: streak.current,
            longest: streak.longest,
            days_studied: days.len(),
            answers: days.iter().map(|tally| tally.answers as usize).sum(),
        },
        retention: RetentionJson {
            days: MONTH,
            asked: recall.asked,
            recalled: recall.recalled,
            rate: rate.map(|rate| rounded(rate.share, 1000.0)),
            low: rate.map(|rate| rounded(rate.low, 1000.0)),
            high: rate.map(|rate| rounded(rate.high, 1000.0)),
        },
        forecast: forecast::fill(&load, today, MONTH)
            .into_iter()
            .map(|(day, due)| LoadJson {
                day: day.to_string(),
                due,
            })
            .collect(),
        cards: CardsJson {
            total: sum(|deck| deck.cards),
            new: sum(|deck| deck.new),
            young: sum(|deck| deck.young),
            mature: sum(|deck| deck.mature),
            suspended: sum(|deck| deck.suspended),
        },
        deadlines: deadlines(desk)?,
        decks,
    })
}

fn rounded(number: f64, steps: f64) -> f64 {
    (number * steps).round() / steps
}

fn text(json: &Json, theme: Theme) -> String {
    let Json {
        today,
        streak,
        retention,
        cards,
        ..
    } = json;
    let mut lines = vec![
        format!(
            "{}: {} on {} ({} new), {} min",
            json.day,
            count(today.answers as usize, "answer"),
            count(today.cards as usize, "card"),
            today.introduced,
            today.minutes
        ),
        format!(
            "streak: {} (longest {}); {} on {} in all",
            count(streak.current as usize, "day"),
            streak.longest,
            count(streak.answers, "answer"),
            count(streak.days_studied, "day")
        ),
        match (retention.rate, retention.low, retention.high) {
            (Some(rate), Some(low), Some(high)) => format!(
                "retention, {} days: {:.0} % of {} (likely {:.0} to {:.0} %)",
                retention.days,
                rate * 100.0,
                retention.asked,
                low * 100.0,
                high * 100.0
            ),
            _ => "retention: nothing was asked a second time yet".into(),
        },
        format!(
            "cards: {} ({} new, {} young, {} mature, {} suspended)",
            cards.total, cards.new, cards.young, cards.mature, cards.suspended
        ),
        String::new(),
        "forecast".into(),
    ];
    lines.extend(forecast_lines(&json.forecast, theme));
    for deadline in &json.deadlines {
        lines.push(String::new());
        lines.extend(burn_down::lines(deadline, theme));
    }
    lines.push(String::new());
    lines.extend(deck_lines(&json.decks, theme));
    lines.join("\n")
}

/// Two weeks, a bar a day.
fn forecast_lines(load: &[LoadJson], theme: Theme) -> Vec<String> {
    const SHOWN: usize = 14;
    let shown = &load[..load.len().min(SHOWN)];
    let most = shown.iter().map(|day| day.due).max().unwrap_or(0);
    let day = |day: &LoadJson| {
        format!(
            "  {}  {:>4}  {}",
            day.day,
            day.due,
            bar(day.due, most, 20, theme)
        )
    };
    shown
        .iter()
        .map(day)
        .map(|line| line.trim_end().to_owned())
        .collect()
}

/// A deck a line; the bar shows how much of it is known at all.
fn deck_lines(decks: &[DeckJson], theme: Theme) -> Vec<String> {
    let head = ["deck", "cards", "due", "new", "young", "mature", "known"]
        .map(str::to_owned)
        .to_vec();
    let row = |deck: &DeckJson| {
        let numbers = [deck.cards, deck.due, deck.new, deck.young, deck.mature]
            .map(|number| number.to_string());
        let known = bar(deck.young + deck.mature, deck.cards, 10, theme);
        std::iter::once(clean_line(&deck.deck))
            .chain(numbers)
            .chain([known])
            .collect()
    };
    columns(
        &std::iter::once(head)
            .chain(decks.iter().map(row))
            .collect::<Vec<Vec<String>>>(),
    )
}
