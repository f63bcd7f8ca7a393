//! What a forecast for a deadline amounts to, in sentences and in weeks.

use super::chart::Chart;
use crate::command::desk::Desk;
use crate::model::log::Goal;
use crate::roadmap::forecast::Forecast;
use crate::roadmap::pace::{Advice, Instead};
use crate::screen::chart::columns;
use crate::screen::text::{clean_line, count};
use crate::store::Mastery;

/// The answer in sentences.
pub(super) fn told(
    desk: &Desk,
    chart: &Chart,
    advice: &Advice,
    goal: Goal,
    kept: Option<Goal>,
    cards: &Mastery,
) -> Vec<String> {
    let left = usize::try_from(goal.day.since(desk.today())).unwrap_or(0);
    let Mastery {
        new,
        learning,
        known,
        mature,
    } = cards;
    let mut lines = vec![format!(
        "{} by {}, in {}: {} ({new} new, {learning} learning, {known} known, {mature} mature)",
        clean_line(&chart.roadmap.name),
        goal.day,
        count(left, "day"),
        count((new + learning + known + mature) as usize, "card"),
    )];
    lines.extend(match advice.instead {
        None => works(advice),
        Some(instead) => fails(advice, goal, instead),
    });
    if let Some(peak) = advice.peak() {
        lines.push(format!(
            "{} minutes a day; the longest day is {} with {}, {} minutes.",
            mean_minutes(&advice.days),
            peak.day,
            count(peak.cards() as usize, "card"),
            minutes(peak.took_ms, 1)
        ));
    }
    lines.push(match kept {
        None => "Nothing is set; `--set` keeps this deadline and its pace.".into(),
        Some(kept) if kept.new_per_day == goal.new_per_day => {
            format!(
                "Set: {} a day until then.",
                count(kept.new_per_day as usize, "new card")
            )
        }
        Some(kept) => format!(
            "Set: {} a day until then; `--set` takes the pace above instead.",
            count(kept.new_per_day as usize, "new card")
        ),
    });
    lines
}

fn works(advice: &Advice) -> Vec<String> {
    let ready = advice.ready().map(|day| {
        let pace = count(advice.pace as usize, "new card");
        format!("At {pace} a day, every card has been known by {day}.")
    });
    ready.into_iter().collect()
}

fn fails(advice: &Advice, goal: Goal, instead: Instead) -> Vec<String> {
    let within = goal.minutes.map_or_else(String::new, |minutes| {
        format!(" within {} a day", count(minutes as usize, "minute"))
    });
    let mut ways = Vec::new();
    ways.extend(instead.deadline.map(|day| format!("the date {day}")));
    ways.extend(
        instead
            .minutes
            .map(|minutes| format!("up to {minutes} minutes a day")),
    );
    ways.extend(instead.items.map(|items| {
        format!(
            "no more than its first {} that {} decks",
            count(items as usize, "item"),
            if items == 1 { "has" } else { "have" }
        )
    }));
    let what = format!(
        "This cannot work{within}, at {} a day.",
        count(advice.pace as usize, "new card")
    );
    let would = if ways.is_empty() {
        "No date, no time and no choice of its items would.".into()
    } else {
        format!("What would: {}.", ways.join("; or "))
    };
    vec![what, would]
}

/// A week a line.
pub(super) fn weeks(days: &[Forecast]) -> Vec<String> {
    let head = ["week of", "new", "reviews", "minutes", "known"].map(str::to_owned);
    let week = |week: &[Forecast]| {
        let sum = |of: fn(&Forecast) -> u32| week.iter().map(of).sum::<u32>().to_string();
        let took_ms: u64 = week.iter().map(|day| day.took_ms).sum();
        vec![
            week.first()
                .map_or_else(String::new, |first| first.day.to_string()),
            sum(|day| day.new),
            sum(|day| day.reviews),
            took_ms.div_ceil(60_000).to_string(),
            week.last().map_or(0, |last| last.known).to_string(),
        ]
    };
    let rows = std::iter::once(head.to_vec()).chain(days.chunks(7).map(week));
    columns(&rows.collect::<Vec<_>>())
}

/// To a tenth.
pub(super) fn minutes(took_ms: u64, days: usize) -> f64 {
    let tenths = took_ms as f64 / days.max(1) as f64 / 6_000.0;
    tenths.round() / 10.0
}

pub(super) fn mean_minutes(days: &[Forecast]) -> f64 {
    minutes(days.iter().map(|day| day.took_ms).sum(), days.len())
}
