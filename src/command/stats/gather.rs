//! Works out the numbers: one pass over the histories, and a few questions to the standings.

use std::collections::HashSet;

use super::Arguments;
use super::json::{
    CardsJson, DayJson, HardJson, HardestJson, Json, LeftJson, LoadJson, MaturityJson,
    RetentionJson, SpanJson, StreakJson, TestedDeckJson, TestsJson, TimeJson, TodayJson, minutes,
};
use crate::command::decks::{self, DeckJson};
use crate::command::desk::{self, Desk};
use crate::command::failure::Failure;
use crate::command::roadmap::burn_down::deadlines;
use crate::command::roadmap::stages::stages;
use crate::command::today;
use crate::model::time::{Day, Days};
use crate::stats::chronicle::{Chronicle, Life, Tally};
use crate::stats::forecast;
use crate::stats::habit::Streak;
use crate::stats::recall::{Recall, SPANS};
use crate::store::Told;

/// Over how many days retention is measured, and how many the forecast looks ahead.
const MONTH: u32 = 30;
/// How many of the hardest cards are named.
const HARDEST: usize = 20;

/// Works out everything.
///
/// # Errors
/// When the scope cannot be understood, or the database cannot be read.
pub(super) fn gather(desk: &Desk, arguments: &Arguments) -> Result<Json, Failure> {
    let today = desk.today();
    let scope = arguments.scope.choose(&desk.store)?;
    let within = |deck: Option<i64>| {
        let chosen = |decks: &HashSet<i64>| deck.is_some_and(|deck| decks.contains(&deck));
        scope.as_ref().is_none_or(chosen)
    };
    let chronicle = chronicle(desk, arguments.since, within)?;
    let load = desk
        .store
        .load(today, today.plus(Days(MONTH - 1)), scope.as_ref())?;
    let forecast = forecast::fill(&load, today, MONTH).into_iter();
    let decks = decks::tallies(desk, &arguments.scope)?;
    let whole = scope.is_none();
    Ok(Json {
        day: today.to_string(),
        since: arguments.since.map(|since| since.to_string()),
        today: at_hand(desk, arguments, &chronicle)?,
        streak: streak(&chronicle, today),
        retention: retention(&chronicle, arguments.since, today),
        tests: tests(&chronicle),
        time: time(&chronicle, today),
        days: days(&chronicle),
        forecast: forecast
            .map(|(day, due)| LoadJson {
                day: day.to_string(),
                due,
            })
            .collect(),
        cards: cards(&decks),
        maturity: maturity(&chronicle, today),
        hardest: hardest(desk, scope.as_ref())?,
        // A plan is about all of its decks.
        roadmap: if whole { stages(desk)? } else { None },
        deadlines: if whole { deadlines(desk)? } else { Vec::new() },
        decks: tested(decks, &chronicle),
    })
}

fn chronicle(
    desk: &Desk,
    since: Option<Day>,
    within: impl Fn(Option<i64>) -> bool,
) -> Result<Chronicle, Failure> {
    let mut chronicle = Chronicle::new(desk.today(), since);
    desk.store
        .each_history(desk.clock.horizon_ms(), |told, history| {
            let Told {
                deck,
                awake,
                shared,
            } = told;
            if within(deck) {
                chronicle.add(&Life {
                    deck,
                    awake,
                    shared,
                    turns: history.turns(),
                    standings: &desk.course(history),
                });
            }
        })?;
    Ok(chronicle)
}

fn at_hand(
    desk: &Desk,
    arguments: &Arguments,
    chronicle: &Chronicle,
) -> Result<TodayJson, Failure> {
    let now = chronicle
        .days
        .get(&desk.today())
        .copied()
        .unwrap_or_default();
    let queue = today::queue(desk, &arguments.scope, None)?;
    Ok(TodayJson {
        answers: now.answers,
        cards: now.cards,
        introduced: now.introduced,
        minutes: minutes(now.spent_ms),
        left: LeftJson {
            due: queue.reviews.len(),
            new: queue.fresh.len(),
            again: queue.again.len(),
        },
    })
}

fn streak(chronicle: &Chronicle, today: Day) -> StreakJson {
    let days: Vec<Day> = chronicle.days.keys().copied().collect();
    let streak = Streak::of(&days, today);
    let answers = chronicle.days.values().map(|tally| tally.answers as usize);
    StreakJson {
        current: streak.current,
        longest: streak.longest,
        days_studied: days.len(),
        answers: answers.sum(),
    }
}

fn retention(chronicle: &Chronicle, since: Option<Day>, today: Day) -> RetentionJson {
    let from = since.unwrap_or_else(|| today.minus(Days(MONTH - 1)));
    RetentionJson {
        days: u32::try_from(today.since(from) + 1).unwrap_or_default(),
        recall: chronicle.total(from).1.recall.into(),
    }
}

fn tests(chronicle: &Chronicle) -> TestsJson {
    let spans = SPANS.iter().zip(chronicle.by_span);
    let span = |(&(from, to), recall): (&(u32, Option<u32>), Recall)| SpanJson {
        from,
        to,
        recall: recall.into(),
    };
    TestsJson {
        since: chronicle.tested_since().to_string(),
        young: chronicle.young.into(),
        mature: chronicle.mature.into(),
        by_interval: spans.map(span).collect(),
    }
}

fn time(chronicle: &Chronicle, today: Day) -> Vec<TimeJson> {
    let last = |days: u32| {
        let (days_studied, total) = chronicle.total(today.minus(Days(days - 1)));
        TimeJson {
            days,
            days_studied,
            answers: total.answers,
            minutes: minutes(total.spent_ms),
        }
    };
    [7, 30, 365].map(last).into()
}

/// The days of the last year, or since the day that was asked for.
fn days(chronicle: &Chronicle) -> Vec<DayJson> {
    let days = chronicle.days.range(chronicle.tested_since()..);
    let day = |(day, tally): (&Day, &Tally)| DayJson {
        day: day.to_string(),
        answers: tally.answers,
        cards: tally.cards,
        introduced: tally.introduced,
        minutes: minutes(tally.spent_ms),
        asked: tally.recall.asked,
        recalled: tally.recall.recalled,
    };
    days.map(day).collect()
}

fn cards(decks: &[DeckJson]) -> CardsJson {
    let sum = |of: fn(&DeckJson) -> u32| decks.iter().map(of).sum();
    CardsJson {
        total: sum(|deck| deck.cards),
        new: sum(|deck| deck.new),
        young: sum(|deck| deck.young),
        mature: sum(|deck| deck.mature),
        suspended: sum(|deck| deck.suspended),
    }
}

fn maturity(chronicle: &Chronicle, today: Day) -> Vec<MaturityJson> {
    let levels = chronicle.growth.levels(chronicle.tested_since(), today);
    let level = levels.into_iter().map(|(day, level)| MaturityJson {
        day: day.to_string(),
        young: level.young,
        mature: level.mature,
    });
    level.collect()
}

fn hardest(desk: &Desk, decks: Option<&HashSet<i64>>) -> Result<HardestJson, Failure> {
    let hard = desk.store.hardest(HARDEST, decks)?;
    let mut cards = Vec::new();
    for row in hard.cards {
        let (card, standing) = (desk.store.card(row)?, desk.store.standing(row)?);
        if let (Some(card), Some(standing)) = (card, standing) {
            cards.push(HardJson {
                id: card.id.to_string(),
                place: desk::place(&card.origin, card.line, card.column),
                deck: card.deck,
                ask: card.ask,
                lapses: standing.lapses,
                ease: standing.ease.as_f64(),
                interval: standing.interval.0,
                leech: standing.is_leech(),
            });
        }
    }
    Ok(HardestJson {
        leeches: hard.leeches,
        cards,
    })
}

fn tested(decks: Vec<DeckJson>, chronicle: &Chronicle) -> Vec<TestedDeckJson> {
    let tested = decks.into_iter().map(|deck| {
        let recall = chronicle.by_deck.get(&deck.row).copied();
        TestedDeckJson {
            retention: recall.unwrap_or_default().into(),
            deck,
        }
    });
    tested.collect()
}
