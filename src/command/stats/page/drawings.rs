//! What was done, what is known and what will come, drawn.

use std::collections::HashMap;

use super::{axis, head, percent};
use crate::command::stats::json::{
    DayJson, Json, LoadJson, MaturityJson, RecallJson, SpanJson, TimeJson,
};
use crate::model::time::{Day, Days};
use crate::paper::{
    Bars, Calendar, Curve, Drawing, Figure, Layers, Level, Point, Series, Table, Week,
};
use crate::screen::text::count;
use crate::stats::habit::{self, Scale, weeks};

/// So many days make 53 weeks with the one that today belongs to.
const YEAR: u32 = 364;
const TEN_YEARS: u32 = 10 * YEAR;

/// What was done day by day.
pub(super) fn days(json: &Json, today: Day) -> Figure {
    let answers: u32 = json.days.iter().map(|day| day.answers).sum();
    let row = |day: &DayJson| {
        let numbers = [day.answers, day.cards, day.introduced];
        let tests = [day.asked, day.recalled].map(|number| number.to_string());
        std::iter::once(day.day.clone())
            .chain(numbers.map(|number| number.to_string()))
            .chain([day.minutes.to_string()])
            .chain(tests)
            .collect()
    };
    let names = [
        "Day", "Answers", "Cards", "New", "Minutes", "Tested", "Recalled",
    ];
    Figure {
        heading: "Days".into(),
        words: format!(
            "{} on {} since {}.",
            count(answers as usize, "answer"),
            count(json.days.len(), "day"),
            json.tests.since
        ),
        drawing: Some(Drawing::Calendar(calendar(json, today))),
        table: Table {
            caption: "What was done on each day".into(),
            head: head(&names),
            rows: json.days.iter().rev().map(row).collect(),
        },
        wide: true,
    }
}

/// A year of days, or as many as there are, as far as they can be drawn.
fn calendar(json: &Json, today: Day) -> Calendar {
    let first = json.days.first().and_then(|day| Day::parse(&day.day));
    let year = today.minus(Days(YEAR));
    let first = first.map_or(year, |first| {
        first.clamp(today.minus(Days(TEN_YEARS)), year)
    });
    let scale = Scale::of(json.days.iter().map(|day| day.answers));
    let days = json.days.iter();
    let there: HashMap<&str, u32> = days.map(|day| (day.day.as_str(), day.answers)).collect();
    let level = |day: Day| {
        let name = day.to_string();
        let answers = there.get(name.as_str()).copied().unwrap_or_default();
        Level {
            words: format!("{name}: {}", count(answers as usize, "answer")),
            level: scale.level(answers),
        }
    };
    let week = |week: &habit::Week| Week {
        label: week.month.map(|month| month_name(month).into()),
        days: week.days.map(|day| day.map(level)),
    };
    Calendar(weeks(first, today).iter().map(week).collect())
}

pub(super) fn forecast(load: &[LoadJson]) -> Figure {
    let all: u32 = load.iter().map(|day| day.due).sum();
    let most = load.iter().map(|day| day.due).max().unwrap_or_default();
    let days = load.iter().map(|day| (day.day.clone(), f64::from(day.due)));
    Figure {
        heading: format!("The next {}", count(load.len(), "day")),
        words: format!(
            "{} due, at most {most} a day, if nothing new is added and everything is recalled.",
            count(all as usize, "card")
        ),
        drawing: bars(days.collect(), "due"),
        table: Table {
            caption: "Cards that fall due".into(),
            head: head(&["Day", "Due"]),
            rows: load
                .iter()
                .map(|day| vec![day.day.clone(), day.due.to_string()])
                .collect(),
        },
        wide: false,
    }
}

pub(super) fn retention(json: &Json) -> Figure {
    let tests = &json.tests;
    let tested = tests.young.asked + tests.mature.asked > 0;
    let point = |span: &SpanJson| Point {
        name: span_name(span),
        share: shares(&span.recall),
    };
    let spans = tests.by_interval.iter();
    let kinds = [("Young", &tests.young), ("Mature", &tests.mature)]
        .map(|(name, recall)| recall_row(name.into(), recall));
    let rows = spans.map(|span| recall_row(format!("{} days", span_name(span)), &span.recall));
    Figure {
        heading: "Retention by interval".into(),
        words: if tested {
            format!(
                "Recalled when due, by the days that a card had waited for, since {}: {} of young cards, {} of mature ones. The band is where each share likely is (95 %).",
                tests.since,
                percent(tests.young.rate),
                percent(tests.mature.rate)
            )
        } else {
            format!("Nothing was tested since {}.", tests.since)
        },
        drawing: tested
            .then(|| Drawing::Curve(Curve(tests.by_interval.iter().map(point).collect()))),
        table: Table {
            caption: "Recalled when due".into(),
            head: head(&[
                "Interval", "Tested", "Recalled", "Share", "At least", "At most",
            ]),
            rows: kinds.into_iter().chain(rows).collect(),
        },
        wide: false,
    }
}

pub(super) fn maturity(json: &Json) -> Figure {
    let levels = &json.maturity;
    let values = |of: fn(&MaturityJson) -> u32| {
        levels
            .iter()
            .map(|level| Some(f64::from(of(level))))
            .collect()
    };
    let cards = &json.cards;
    let some = levels.iter().any(|level| level.young + level.mature > 0);
    Figure {
        heading: "Maturity".into(),
        words: format!(
            "{} mature (21 days or more to the next answer) and {} young on {}, of the cards that are in the decks today.",
            cards.mature, cards.young, json.day
        ),
        drawing: some.then(|| {
            Drawing::Layers(Layers {
                series: vec![
                    Series {
                        name: "mature".into(),
                        values: values(|level| level.mature),
                    },
                    Series {
                        name: "young".into(),
                        values: values(|level| level.young),
                    },
                ],
                axis: axis(levels.iter().map(|level| level.day.as_str())),
            })
        }),
        table: Table {
            caption: "Cards at the end of a day".into(),
            head: head(&["Day", "Mature", "Young"]),
            rows: levels
                .iter()
                .rev()
                .map(|level| {
                    vec![
                        level.day.clone(),
                        level.mature.to_string(),
                        level.young.to_string(),
                    ]
                })
                .collect(),
        },
        wide: false,
    }
}

/// What the days of the last month took.
pub(super) fn load(json: &Json, today: Day) -> Figure {
    let last = last_month(json, today, |day| f64::from(day.answers));
    let most = last.iter().map(|(_, answers)| *answers).fold(0.0, f64::max);
    Figure {
        heading: format!("The last {}", count(last.len(), "day")),
        words: format!("Answers a day, practice included; {most} on the busiest."),
        table: Table {
            caption: "Answers".into(),
            head: head(&["Day", "Answers"]),
            rows: last
                .iter()
                .map(|(day, answers)| vec![day.clone(), answers.to_string()])
                .collect(),
        },
        drawing: bars(last, "answers"),
        wide: false,
    }
}

/// How long the days of the last month took, and longer spans together.
pub(super) fn time(json: &Json, today: Day) -> Figure {
    let span = |span: &TimeJson| format!("{} min in {} days", span.minutes, span.days);
    let spans: Vec<String> = json.time.iter().map(span).collect();
    let row = |span: &TimeJson| {
        let (days, studied) = (span.days.to_string(), span.days_studied.to_string());
        vec![
            days,
            studied,
            span.answers.to_string(),
            span.minutes.to_string(),
        ]
    };
    Figure {
        heading: "Minutes a day".into(),
        words: format!(
            "{}. An answer counts for two minutes at most.",
            spans.join(", ")
        ),
        drawing: bars(last_month(json, today, |day| day.minutes), "min"),
        table: Table {
            caption: "Time spent".into(),
            head: head(&["Last days", "Days studied", "Answers", "Minutes"]),
            rows: json.time.iter().map(row).collect(),
        },
        wide: false,
    }
}

/// A number for each day of the last month.
fn last_month(json: &Json, today: Day, of: fn(&DayJson) -> f64) -> Vec<(String, f64)> {
    const MONTH: u32 = 30;
    let there: HashMap<&str, f64> = json
        .days
        .iter()
        .map(|day| (day.day.as_str(), of(day)))
        .collect();
    let days = (0..MONTH)
        .rev()
        .map(|ago| today.minus(Days(ago)).to_string());
    days.map(|day| {
        let number = there.get(day.as_str()).copied().unwrap_or_default();
        (day, number)
    })
    .collect()
}

/// A bar a day, unless there is nothing to see.
fn bars(days: Vec<(String, f64)>, unit: &str) -> Option<Drawing> {
    if days.iter().all(|(_, number)| *number <= 0.0) {
        return None;
    }
    let axis = axis(days.iter().map(|(day, _)| day.as_str()));
    let bar = |(day, number): (String, f64)| (format!("{day}: {number} {unit}"), number);
    Some(Drawing::Bars(Bars {
        bars: days.into_iter().map(bar).collect(),
        axis,
    }))
}

fn shares(recall: &RecallJson) -> Option<[f64; 3]> {
    Some([recall.low?, recall.rate?, recall.high?])
}

fn span_name(span: &SpanJson) -> String {
    match (span.from, span.to) {
        (from, Some(to)) if from == to => from.to_string(),
        (from, Some(to)) => format!("{from}–{to}"),
        (from, None) => format!("{from}+"),
    }
}

fn recall_row(name: String, recall: &RecallJson) -> Vec<String> {
    let shares = [recall.rate, recall.low, recall.high].map(percent);
    [name, recall.asked.to_string(), recall.recalled.to_string()]
        .into_iter()
        .chain(shares)
        .collect()
}

fn month_name(month: u32) -> &'static str {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    MONTHS[(month as usize).clamp(1, MONTHS.len()) - 1]
}
