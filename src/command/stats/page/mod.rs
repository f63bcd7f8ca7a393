//! The statistics as a page for a browser: the numbers of the JSON in drawings and tables.

mod drawings;
mod plan;
mod tables;

use super::json::Json;
use crate::model::time::Day;
use crate::paper::{Fact, Page};
use crate::screen::text::count;
use drawings::{days, forecast, load, maturity, retention, time};
use plan::{burn_down, stages};
use tables::{decks, hardest};

/// The page as of `today`.
pub(super) fn page(json: &Json, today: Day) -> Page {
    let mut pairs = vec![
        forecast(&json.forecast),
        load(json, today),
        retention(json),
        maturity(json),
        time(json, today),
    ];
    pairs.extend(json.deadlines.iter().map(burn_down));
    // What is left alone on its line may have all of it.
    if let Some(last) = pairs.chunks_mut(2).last().filter(|line| line.len() == 1) {
        last[0].wide = true;
    }
    let mut figures = vec![days(json, today)];
    figures.extend(pairs);
    figures.extend(json.roadmap.as_ref().map(stages));
    figures.extend([hardest(json), decks(&json.decks)]);
    let since = json.since.as_ref();
    Page {
        title: "What you know".into(),
        lead: match since {
            Some(since) => format!("{}, of what was answered since {since}", json.day),
            None => json.day.clone(),
        },
        facts: facts(json),
        figures,
        foot: format!("drill {}, {}", env!("CARGO_PKG_VERSION"), json.day),
    }
}

fn facts(json: &Json) -> Vec<Fact> {
    let fact = |name: &str, value: String, more: String| Fact {
        name: name.into(),
        value,
        more,
    };
    let Json {
        today,
        streak,
        retention,
        cards,
        ..
    } = json;
    let recall = &retention.recall;
    vec![
        fact(
            "Today",
            count(today.answers as usize, "answer"),
            format!(
                "{}, {} new, {} min; left: {} due, {} new, {} again",
                count(today.cards as usize, "card"),
                today.introduced,
                today.minutes,
                today.left.due,
                today.left.new,
                today.left.again
            ),
        ),
        fact(
            "Streak",
            count(streak.current as usize, "day"),
            format!(
                "longest {}; {} on {}",
                streak.longest,
                count(streak.answers, "answer"),
                count(streak.days_studied, "day")
            ),
        ),
        fact(
            "Retention",
            percent(recall.rate),
            format!(
                "{} of {} in {}; likely {} to {}",
                recall.recalled,
                recall.asked,
                count(retention.days as usize, "day"),
                percent(recall.low),
                percent(recall.high)
            ),
        ),
        fact(
            "Cards",
            cards.total.to_string(),
            format!(
                "{} mature, {} young, {} new, {} suspended",
                cards.mature, cards.young, cards.new, cards.suspended
            ),
        ),
    ]
}

fn head(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// The first, the middle and the last of some days.
fn axis<'a>(days: impl DoubleEndedIterator<Item = &'a str> + ExactSizeIterator) -> Vec<String> {
    let days: Vec<&str> = days.collect();
    match days.as_slice() {
        [] => Vec::new(),
        [only] => vec![(*only).to_owned()],
        [first, .., last] => {
            let middle = days[days.len() / 2];
            [*first, middle, *last].map(str::to_owned).into()
        }
    }
}

/// With one decimal, which is as exact as the numbers are.
fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| format!("{:.1} %", share * 100.0))
}
