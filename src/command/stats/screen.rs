//! The statistics on one screen: what is worth a look each morning, most important first.

use std::collections::HashMap;

use super::json::{HardJson, Json, LoadJson, RecallJson, SpanJson, TestedDeckJson, TestsJson};
use crate::command::roadmap::burn_down;
use crate::command::roadmap::stages::{RoadmapJson, StageJson};
use crate::model::time::{Day, Days};
use crate::screen::Theme;
use crate::screen::chart::{LEGEND, bar, beside, calendar, columns, mastery_bar, skyline};
use crate::screen::page::sentences;
use crate::screen::text::{clean_line, clip, count, first_words};
use crate::stats::habit::{Scale, weeks};

/// What is shown of each list.
const DECKS: usize = 4;
const CARDS: usize = 3;
const STAGES: usize = 4;
/// What to do about a leech.
const ADVICE: &str = "reword, cut in two, or `drill suspend`";
/// From so many columns on, a deck shows all of its numbers.
const WIDE: usize = 64;

/// The screen, no wider than `columns` where the words allow.
pub(super) fn text(json: &Json, today: Day, columns: usize, theme: Theme) -> String {
    let blocks = [
        sentences(&summary(json), columns, theme),
        heat_map(json, today, columns, theme),
        beside(
            &recall_lines(&json.tests),
            &forecast_lines(&json.forecast, theme),
            columns,
        ),
        hardest(json, columns, theme),
        deck_lines(&json.decks, columns, theme),
        json.roadmap
            .as_ref()
            .map_or_else(Vec::new, |roadmap| stage_lines(roadmap, columns, theme)),
    ];
    let deadlines = json.deadlines.iter();
    let deadlines = deadlines.map(|deadline| burn_down::lines(deadline, theme));
    let blocks = blocks.into_iter().chain(deadlines);
    let blocks: Vec<String> = blocks
        .filter(|block| !block.is_empty())
        .map(|block| block.join("\n"))
        .collect();
    blocks.join("\n\n")
}

fn summary(json: &Json) -> Vec<String> {
    let Json {
        today,
        streak,
        retention,
        cards,
        ..
    } = json;
    let left = [
        (today.left.due, "due"),
        (today.left.new, "new"),
        (today.left.again, "again"),
    ];
    let left: Vec<String> = left
        .iter()
        .filter(|(cards, _)| *cards > 0)
        .map(|(cards, what)| format!("{cards} {what}"))
        .collect();
    let left = if left.is_empty() {
        "nothing left".to_owned()
    } else {
        format!("left: {}", left.join(", "))
    };
    let since = json
        .since
        .as_ref()
        .map_or_else(|| "in all".to_owned(), |since| format!("since {since}"));
    vec![
        format!(
            "{}: {} on {} ({} new), {}; {left}",
            json.day,
            count(today.answers as usize, "answer"),
            count(today.cards as usize, "card"),
            today.introduced,
            duration(today.minutes)
        ),
        format!(
            "streak: {} (longest {}); {} on {} {since}",
            count(streak.current as usize, "day"),
            streak.longest,
            count(streak.answers, "answer"),
            count(streak.days_studied, "day")
        ),
        match percent(&retention.recall) {
            Some((rate, likely)) => format!(
                "retention, {}: {rate} % of {} (likely {likely} %)",
                count(retention.days as usize, "day"),
                retention.recall.asked
            ),
            None => format!(
                "retention, {}: nothing was tested",
                count(retention.days as usize, "day")
            ),
        },
        format!(
            "cards: {} ({} new, {} young, {} mature, {} suspended)",
            cards.total, cards.new, cards.young, cards.mature, cards.suspended
        ),
        format!("time: {}", time(json)),
    ]
}

fn time(json: &Json) -> String {
    let spans = json
        .time
        .iter()
        .map(|span| format!("{} in {} days", duration(span.minutes), span.days));
    spans.collect::<Vec<_>>().join(", ")
}

/// `9.5 min`, `4 h 12 min`.
fn duration(minutes: f64) -> String {
    const HOURS_FROM: f64 = 120.0;
    if minutes < HOURS_FROM {
        return format!("{minutes} min");
    }
    let whole = minutes.round();
    let hours = (whole / 60.0).floor();
    format!("{hours} h {} min", whole - hours * 60.0)
}

/// The share in whole percent, and from where to where it likely is.
fn percent(recall: &RecallJson) -> Option<(String, String)> {
    let whole = |share: f64| format!("{:.0}", share * 100.0);
    let likely = format!("{} to {}", whole(recall.low?), whole(recall.high?));
    Some((whole(recall.rate?), likely))
}

/// The last year, or as many weeks of it as there is room for.
fn heat_map(json: &Json, today: Day, columns: usize, theme: Theme) -> Vec<String> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    const YEAR: u32 = 52;
    const LABELS: usize = 4;
    let room = u32::try_from(columns.saturating_sub(LABELS + 1)).unwrap_or(YEAR);
    let first = today.minus(Days(room.min(YEAR) * 7 + today.weekday()));
    let scale = Scale::of(json.days.iter().map(|day| day.answers));
    let answers: HashMap<&str, u32> = json
        .days
        .iter()
        .map(|day| (day.day.as_str(), day.answers))
        .collect();
    let level = |day: Day| {
        let answers = answers.get(day.to_string().as_str());
        scale.level(answers.copied().unwrap_or_default())
    };
    let weeks: Vec<_> = weeks(first, today)
        .iter()
        .map(|week| {
            let month = week.month.map(|month| MONTHS[month as usize - 1]);
            (month, week.days.map(|day| day.map(level)))
        })
        .collect();
    calendar(&weeks, theme)
}

/// How much was recalled, by what was tested.
fn recall_lines(tests: &TestsJson) -> Vec<String> {
    let kinds = [
        ("young".to_owned(), &tests.young),
        ("mature".to_owned(), &tests.mature),
    ];
    let spans = tests.by_interval.iter();
    let spans = spans.map(|span| (span_name(span), &span.recall));
    let rows = kinds.into_iter().chain(spans).filter_map(|(name, recall)| {
        let (rate, likely) = percent(recall)?;
        Some(vec![name, rate, recall.asked.to_string(), likely])
    });
    let head = ["recalled", "%", "of", "likely"]
        .map(str::to_owned)
        .to_vec();
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
    if rows.len() > 1 {
        columns(&rows)
    } else {
        Vec::new()
    }
}

fn span_name(span: &SpanJson) -> String {
    match (span.from, span.to) {
        (1, Some(1)) => "after 1 day".to_owned(),
        (from, Some(to)) => format!("{from} to {to} days"),
        (from, None) => format!("{from} days or more"),
    }
}

/// The next month, a column a day.
fn forecast_lines(load: &[LoadJson], theme: Theme) -> Vec<String> {
    const HEIGHT: usize = 6;
    let due: Vec<u32> = load.iter().map(|day| day.due).collect();
    let (all, most) = (due.iter().sum::<u32>(), due.iter().max().copied());
    let (Some(first), Some(last)) = (load.first(), load.last()) else {
        return Vec::new();
    };
    let head = format!(
        "due in {} days: {all}, at most {} a day",
        load.len(),
        most.unwrap_or_default()
    );
    if all == 0 {
        return vec![head];
    }
    let rule = theme.glyph("─", "-").repeat(load.len());
    let ends = (&first.day[5..], &last.day[5..]);
    let room = load.len().saturating_sub(ends.0.len() + ends.1.len());
    let axis = format!("{}{}{}", ends.0, " ".repeat(room), ends.1);
    std::iter::once(head)
        .chain(skyline(&due, HEIGHT, 1, theme))
        .chain([rule, axis])
        .collect()
}

fn hardest(json: &Json, columns: usize, theme: Theme) -> Vec<String> {
    let hardest = &json.hardest;
    if hardest.cards.is_empty() {
        return Vec::new();
    }
    let head = match hardest.leeches {
        0 => "hardest cards".to_owned(),
        1 => format!("hardest cards, a leech among them: {ADVICE}"),
        leeches => format!("hardest cards, {leeches} leeches among them: {ADVICE}"),
    };
    let line = |card: &HardJson| {
        let HardJson {
            id,
            lapses,
            ease,
            place,
            ask,
            ..
        } = card;
        let (place, ask) = (clean_line(place), first_words(ask));
        clip(
            &format!(
                "  {}  {}, ease {ease:.2}  {place}  {ask}",
                &id[..8],
                count(*lapses as usize, "lapse")
            ),
            columns,
        )
    };
    sentences(&[head], columns, theme)
        .into_iter()
        .chain(hardest.cards.iter().take(CARDS).map(line))
        .collect()
}

/// The decks with most to do, the weakest first; the bar shows how much of one is known at all.
fn deck_lines(decks: &[TestedDeckJson], width: usize, theme: Theme) -> Vec<String> {
    let mut order: Vec<&TestedDeckJson> = decks.iter().collect();
    let weakness = |deck: &TestedDeckJson| {
        let rate = deck.retention.rate.unwrap_or(1.0);
        // Thousandths, which is how exact it is.
        (std::cmp::Reverse(deck.deck.due), (rate * 1000.0) as u32)
    };
    order.sort_by_key(|deck| weakness(deck));
    let all = |deck: &TestedDeckJson| {
        let TestedDeckJson { deck, retention } = deck;
        let rate = percent(retention).map_or_else(String::new, |(rate, _)| rate);
        let known = bar(deck.young + deck.mature, deck.cards, 10, theme);
        let name = clip(&clean_line(&deck.deck), (width / 3).max(8));
        let numbers = [deck.cards, deck.due, deck.new, deck.young, deck.mature];
        let [cards, due, new, young, mature] = numbers.map(|number| number.to_string());
        [name, cards, due, new, young, mature, rate, known]
    };
    let head = [
        "deck", "cards", "due", "new", "young", "mature", "%", "known",
    ];
    let rows = order.iter().take(DECKS).map(|deck| all(deck));
    let rows = std::iter::once(head.map(str::to_owned)).chain(rows);
    // The numbers that are least missed give way where there is no room.
    let narrow = |row: [String; 8]| {
        let [name, _, due, new, .., rate, known] = row;
        vec![name, due, new, rate, known]
    };
    let rows: Vec<Vec<String>> = if width < WIDE {
        rows.map(narrow).collect()
    } else {
        rows.map(Vec::from).collect()
    };
    let mut lines = columns(&rows);
    if let Some(more) = order.len().checked_sub(DECKS).filter(|more| *more > 0) {
        lines.push(format!("and {} more: `drill decks`", count(more, "deck")));
    }
    lines.into_iter().map(|line| clip(&line, width)).collect()
}

/// The first stages that are not all mature.
fn stage_lines(roadmap: &RoadmapJson, columns: usize, theme: Theme) -> Vec<String> {
    const BAR: usize = 10;
    let legend = LEGEND.map(|(fine, ascii, what)| format!("{} {what}", theme.glyph(fine, ascii)));
    let mut lines = vec![clip(
        &format!("{}: {}", clean_line(&roadmap.title), legend.join("  ")),
        columns,
    )];
    let open = |stage: &&StageJson| stage.cards.new + stage.cards.learning + stage.cards.known > 0;
    let open: Vec<&StageJson> = roadmap.stages.iter().filter(open).collect();
    for stage in open.iter().take(STAGES) {
        let cards = &stage.cards;
        let parts = [cards.mature, cards.known, cards.learning, cards.new];
        let title = format!("{}. {}", stage.stage, clean_line(&stage.title));
        let title = clip(&title, columns.saturating_sub(BAR + 4));
        lines.push(format!("  {}  {title}", mastery_bar(parts, BAR, theme)));
    }
    if let Some(more) = open.len().checked_sub(STAGES).filter(|more| *more > 0) {
        lines.push(format!(
            "and {} more: `drill roadmap`",
            count(more, "stage")
        ));
    }
    lines
}
