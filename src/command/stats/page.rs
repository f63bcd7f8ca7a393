//! The statistics as a page for a browser: the numbers of the JSON in drawings and tables.

use super::json::{DayJson, HardJson, Json, LoadJson, RecallJson, SpanJson, TestedDeckJson};
use crate::command::roadmap::burn_down::DeadlineJson;
use crate::command::roadmap::stages::{RoadmapJson, StageJson};
use crate::model::time::{Day, Days};
use crate::paper::{
    Bars, Calendar, Curve, Drawing, Fact, Figure, Layers, Level, Lines, Page, Point, Series, Table,
    Week,
};
use crate::screen::text::{clean_line, clip, count, first_words};
use crate::stats::habit::{Scale, weeks};

/// How many cells of a question are enough to recognise it.
const QUESTION: usize = 90;

/// The page as of `today`.
pub(super) fn page(json: &Json, today: Day) -> Page {
    let mut figures = vec![
        days(json, today),
        forecast(&json.forecast),
        retention(json),
        maturity(json),
        time(json, today),
    ];
    figures.extend(json.deadlines.iter().map(burn_down));
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

fn days(json: &Json, today: Day) -> Figure {
    let first = json.days.first().and_then(|day| Day::parse(&day.day));
    let year = today.minus(Days(364));
    let first = first.map_or(year, |first| first.min(year));
    let scale = Scale::of(json.days.iter().map(|day| day.answers));
    let there: std::collections::HashMap<&str, &DayJson> =
        json.days.iter().map(|day| (day.day.as_str(), day)).collect();
    let level = |day: Day| {
        let name = day.to_string();
        let answers = there.get(name.as_str()).map_or(0, |day| day.answers);
        Level {
            words: format!("{name}: {}", count(answers as usize, "answer")),
            level: scale.level(answers),
        }
    };
    let week = |week: &crate::stats::habit::Week| Week {
        label: week.month.map(|month| month_name(month).into()),
        days: week.days.map(|day| day.map(level)),
    };
    let answers: u32 = json.days.iter().map(|day| day.answers).sum();
    let row = |day: &DayJson| {
        let DayJson { answers, cards, introduced, asked, recalled, .. } = day;
        let numbers = [answers, cards, introduced, asked, recalled].map(u32::to_string);
        let [answers, cards, introduced, asked, recalled] = numbers;
        let minutes = day.minutes.to_string();
        vec![day.day.clone(), answers, cards, introduced, minutes, asked, recalled]
    };
    Figure {
        heading: "Days".into(),
        words: format!(
            "{} on {} since {}.",
            count(answers as usize, "answer"),
            count(json.days.len(), "day"),
            json.tests.since
        ),
        drawing: Some(Drawing::Calendar(Calendar(weeks(first, today).iter().map(week).collect()))),
        table: Table {
            caption: "What was done on each day".into(),
            head: head(&["Day", "Answers", "Cards", "New", "Minutes", "Tested", "Recalled"]),
            rows: json.days.iter().rev().map(row).collect(),
        },
        wide: true,
    }
}

fn month_name(month: u32) -> &'static str {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    MONTHS[(month as usize).clamp(1, MONTHS.len()) - 1]
}

fn forecast(load: &[LoadJson]) -> Figure {
    let all: u32 = load.iter().map(|day| day.due).sum();
    let most = load.iter().map(|day| day.due).max().unwrap_or_default();
    let bar = |day: &LoadJson| (format!("{}: {} due", day.day, day.due), f64::from(day.due));
    Figure {
        heading: format!("The next {}", count(load.len(), "day")),
        words: format!("{} due, at most {most} a day, if nothing new is added and everything is recalled.", count(all as usize, "card")),
        drawing: (all > 0).then(|| Drawing::Bars(Bars {
            bars: load.iter().map(bar).collect(),
            axis: axis(load.iter().map(|day| day.day.as_str())),
        })),
        table: Table {
            caption: "Cards that fall due".into(),
            head: head(&["Day", "Due"]),
            rows: load.iter().map(|day| vec![day.day.clone(), day.due.to_string()]).collect(),
        },
        wide: false,
    }
}

fn retention(json: &Json) -> Figure {
    let tests = &json.tests;
    let point = |span: &SpanJson| Point {
        name: span_name(span),
        share: shares(&span.recall),
    };
    let spans = tests.by_interval.iter();
    let kinds = [("Young", &tests.young), ("Mature", &tests.mature)].map(|(name, recall)| recall_row(name.into(), recall));
    let rows = spans.map(|span| recall_row(format!("{} days", span_name(span)), &span.recall));
    Figure {
        heading: "Retention by interval".into(),
        words: format!(
            "Recalled when due, by the days a card had waited for, since {}: {} of young cards, {} of mature ones. The band is where each share likely is (95 %).",
            tests.since,
            percent(tests.young.rate),
            percent(tests.mature.rate)
        ),
        drawing: Some(Drawing::Curve(Curve(tests.by_interval.iter().map(point).collect()))),
        table: Table {
            caption: "Recalled when due".into(),
            head: head(&["Interval", "Tested", "Recalled", "Share", "At least", "At most"]),
            rows: kinds.into_iter().chain(rows).collect(),
        },
        wide: false,
    }
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

fn maturity(json: &Json) -> Figure {
    let levels = &json.maturity;
    let values = |of: fn(&super::json::MaturityJson) -> u32| {
        levels.iter().map(|level| Some(f64::from(of(level)))).collect()
    };
    let cards = &json.cards;
    Figure {
        heading: "Maturity".into(),
        words: format!(
            "{} mature (21 days or more to the next answer) and {} young on {}, of the cards that are in the decks today.",
            cards.mature, cards.young, json.day
        ),
        drawing: Some(Drawing::Layers(Layers {
            series: vec![
                Series { name: "mature".into(), values: values(|level| level.mature) },
                Series { name: "young".into(), values: values(|level| level.young) },
            ],
            axis: axis(levels.iter().map(|level| level.day.as_str())),
        })),
        table: Table {
            caption: "Cards at the end of a day".into(),
            head: head(&["Day", "Mature", "Young"]),
            rows: levels
                .iter()
                .rev()
                .map(|level| vec![level.day.clone(), level.mature.to_string(), level.young.to_string()])
                .collect(),
        },
        wide: false,
    }
}

/// The last month day by day, and what longer spans took.
fn time(json: &Json, today: Day) -> Figure {
    const MONTH: u32 = 30;
    let minutes = |day: Day| {
        let name = day.to_string();
        let there = json.days.iter().find(|there| there.day == name);
        (name, there.map_or(0.0, |day| day.minutes))
    };
    let last: Vec<(String, f64)> = (0..MONTH).rev().map(|ago| minutes(today.minus(Days(ago)))).collect();
    let spans = json.time.iter().map(|span| format!("{} min in {} days", span.minutes, span.days));
    Figure {
        heading: "Minutes a day".into(),
        words: format!("{}. Drawn are the last {MONTH} days.", spans.collect::<Vec<_>>().join(", ")),
        drawing: Some(Drawing::Bars(Bars {
            axis: axis(last.iter().map(|(day, _)| day.as_str())),
            bars: last
                .into_iter()
                .map(|(day, minutes)| (format!("{day}: {minutes} min"), minutes))
                .collect(),
        })),
        table: Table {
            caption: "Time spent".into(),
            head: head(&["Last days", "Days studied", "Answers", "Minutes"]),
            rows: json
                .time
                .iter()
                .map(|span| {
                    vec![
                        span.days.to_string(),
                        span.days_studied.to_string(),
                        span.answers.to_string(),
                        span.minutes.to_string(),
                    ]
                })
                .collect(),
        },
        wide: false,
    }
}

fn burn_down(deadline: &DeadlineJson) -> Figure {
    let evenings = &deadline.burn_down;
    let planned = evenings.iter().map(|evening| Some(f64::from(evening.planned)));
    let left = evenings.iter().map(|evening| evening.left.map(f64::from));
    let now = evenings.iter().rev().find_map(|evening| Some((evening.left?, evening.planned)));
    let now = now.map_or_else(String::new, |(left, planned)| {
        format!(" {left} are left, {planned} were to be left by now.")
    });
    Figure {
        heading: format!("{} by {}", clean_line(&deadline.roadmap), deadline.deadline),
        words: format!(
            "{} to be known, {} new a day, planned on {}.{now}",
            count(deadline.cards as usize, "card"),
            deadline.new_per_day,
            deadline.set
        ),
        drawing: Some(Drawing::Lines(Lines {
            series: vec![
                Series { name: "left".into(), values: left.collect() },
                Series { name: "planned".into(), values: planned.collect() },
            ],
            axis: axis(evenings.iter().map(|evening| evening.day.as_str())),
        })),
        table: Table {
            caption: "Cards not known yet in the evening".into(),
            head: head(&["Day", "Left", "Planned"]),
            rows: evenings
                .iter()
                .map(|evening| {
                    let left = evening.left.map_or_else(|| "–".to_owned(), |left| left.to_string());
                    vec![evening.day.clone(), left, evening.planned.to_string()]
                })
                .collect(),
        },
        wide: true,
    }
}

fn stages(roadmap: &RoadmapJson) -> Figure {
    let row = |stage: &StageJson| {
        let cards = &stage.cards;
        let numbers = [cards.new, cards.learning, cards.known, cards.mature];
        std::iter::once(format!("{}. {}", stage.stage, clean_line(&stage.title)))
            .chain(numbers.map(|number| number.to_string()))
            .collect()
    };
    Figure {
        heading: clean_line(&roadmap.title),
        words: "The stages of the roadmap that is followed: learning is less than a week to the next answer, known less than three.".into(),
        drawing: None,
        table: Table {
            caption: "Cards by stage".into(),
            head: head(&["Stage", "New", "Learning", "Known", "Mature"]),
            rows: roadmap.stages.iter().map(row).collect(),
        },
        wide: true,
    }
}

fn hardest(json: &Json) -> Figure {
    let hardest = &json.hardest;
    let row = |card: &HardJson| {
        let leech = if card.leech { "yes" } else { "" };
        vec![
            clip(&first_words(&card.ask), QUESTION),
            card.lapses.to_string(),
            format!("{:.2}", card.ease),
            card.interval.to_string(),
            leech.to_owned(),
            clean_line(&card.place),
            card.id[..8].to_owned(),
        ]
    };
    Figure {
        heading: "Hardest cards".into(),
        words: match (hardest.cards.is_empty(), hardest.leeches) {
            (true, _) => "No card was forgotten after it had been known.".into(),
            (false, 0) => "None of them is a leech.".into(),
            (false, leeches) => format!("Leeches: {leeches}. They were forgotten 8 times, or have the least ease there is, 1.30: reword them, cut them in two, or suspend them."),
        },
        drawing: None,
        table: Table {
            caption: "The cards that are forgotten most".into(),
            head: head(&["Question", "Lapses", "Ease", "Interval", "Leech", "Place", "Id"]),
            rows: hardest.cards.iter().map(row).collect(),
        },
        wide: true,
    }
}

fn decks(decks: &[TestedDeckJson]) -> Figure {
    let row = |deck: &TestedDeckJson| {
        let TestedDeckJson { deck, retention } = deck;
        let numbers = [deck.cards, deck.due, deck.new, deck.young, deck.mature, deck.suspended, retention.asked];
        std::iter::once(clean_line(&deck.title))
            .chain(numbers.map(|number| number.to_string()))
            .chain([percent(retention.rate)])
            .collect()
    };
    Figure {
        heading: "Decks".into(),
        words: format!("{}; retention is that of the cards that were due.", count(decks.len(), "deck")),
        drawing: None,
        table: Table {
            caption: "Cards by deck".into(),
            head: head(&["Deck", "Cards", "Due", "New", "Young", "Mature", "Suspended", "Tested", "Retention"]),
            rows: decks.iter().map(row).collect(),
        },
        wide: true,
    }
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
