//! The answers that a collection of hashcards remembers. Its decks compile where they are; what was
//! answered there is added to the log, each answer once.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use serde::Serialize;

use super::arrivals::{Arrivals, State};
use super::lines::Scribe;
use super::{Wishes, refuse};
use crate::command::card_json::line;
use crate::command::desk::Desk;
use crate::command::failure::{Exit, Failure};
use crate::command::intake::Plan;
use crate::compile;
use crate::exchange;
use crate::exchange::hashcards::{self, HashAnswer};
use crate::exchange::parcel::{PastEvent, PastReview};
use crate::model::card::CardId;
use crate::model::source::{Lines, Origin, Source};
use crate::screen::Screen;
use crate::screen::text::{clean_line, count};
use crate::shelf;
use crate::store::{Delivery, Occasion, Receipt};

#[derive(Serialize)]
struct Json<'a> {
    file: &'a str,
    format: &'static str,
    /// Added to the log.
    answers: usize,
    /// Of how many cards.
    cards: usize,
    /// There already.
    unchanged: usize,
    /// Of cards that no deck here has.
    lost: usize,
    /// Rows that cannot be read.
    broken: usize,
    dry_run: bool,
}

/// Adds the answers in the database of a collection, if it has one.
///
/// # Errors
/// When it is no database of hashcards, or ours cannot be written; then nothing has changed.
pub(in crate::command) fn take_in(
    folder: &Path,
    wishes: &Wishes,
    desk: &mut Desk,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let database = folder.join(hashcards::DATABASE);
    if !database.is_file() {
        return Ok(Exit::Fine);
    }
    let log = hashcards::read_log(&database).map_err(|refusal| refuse(&database, refusal))?;
    let mut unclaimed: HashSet<&String> = log.answers.keys().collect();
    let mut past: HashMap<CardId, &[HashAnswer]> = HashMap::new();
    let (cards, pairs) = cards(folder)?;
    if pairs > 0 {
        let what = format!(
            "note: {pairs} x `T:` and `D:`: no cards here; `C: [term]: [definition]` makes the same two"
        );
        desk.news(screen, &what);
    }
    for (hash, id) in cards {
        if let Some((known, answers)) = log.answers.get_key_value(&hash)
            && desk.store.card_by_id(id)?.is_some()
        {
            unclaimed.remove(known);
            past.insert(id, answers);
        }
    }
    let lost = unclaimed
        .into_iter()
        .filter_map(|hash| log.answers.get(hash));
    let lost: usize = lost.map(Vec::len).sum();
    let arrivals = Arrivals::of_answers(desk, reviews(desk, past))?;
    let answers = arrivals.fresh_answers();
    if answers > 0 && !wishes.dry_run {
        store(&database, &arrivals, desk)?;
    }
    let file = database.display().to_string();
    let report = Json {
        file: &file,
        format: "hashcards",
        answers,
        cards: arrivals.fresh_cards(),
        unchanged: arrivals.reviews.len() - answers,
        lost,
        broken: log.broken,
        dry_run: wishes.dry_run,
    };
    let text = if wishes.json {
        line(&report)
    } else {
        text(&report)
    };
    screen.out(&text)?;
    Ok(Exit::Fine)
}

impl Arrivals {
    /// Answers alone, of cards that are here.
    ///
    /// # Errors
    /// When the database cannot be read.
    fn of_answers(desk: &Desk, past: Vec<(CardId, Vec<PastReview>)>) -> Result<Self, Failure> {
        let mut arrivals = Self {
            replay: true,
            ..Self::default()
        };
        for (id, reviews) in past {
            let turns = desk.history(id)?;
            let known: HashSet<i64> = (turns.turns().iter())
                .map(|turn| turn.stamp().at.unix_ms())
                .collect();
            let card = arrivals.ids.len() as u32;
            if !known.is_empty() {
                arrivals.answered.insert(card, known);
            }
            arrivals.ids.push(Some(id));
            arrivals.touched.push(id);
            arrivals.states.push(State {
                new: false,
                suspended: false,
                schedule: None,
            });
            arrivals.reviews.extend(reviews);
        }
        arrivals.reviews.sort_by_key(|review| review.at_ms);
        Ok(arrivals)
    }
}

/// Every card of the collection that both programs know: its hash there, its name here; and how
/// many pairs only hashcards knows.
fn cards(folder: &Path) -> Result<(Vec<(String, CardId)>, usize), Failure> {
    let root = shelf::locate(folder)?;
    let (mut cards, mut pairs) = (Vec::new(), 0);
    for file in shelf::list(&root).files {
        let Ok(bytes) = shelf::read_all(file.path.as_ref()) else {
            continue;
        };
        let source = compile::read(Origin::File(file.path), bytes).0;
        cards.extend(of_deck(&source));
        pairs += hashcards::pairs(&source.text);
    }
    Ok((cards, pairs))
}

fn of_deck(source: &Source) -> Vec<(String, CardId)> {
    let lines = Lines::of(&source.text);
    let mut ours: HashMap<u32, Vec<CardId>> = HashMap::new();
    for card in compile::compile(source).cards {
        let line = lines.position(card.span.start).line;
        ours.entry(line).or_default().push(card.id);
    }
    let theirs = hashcards::cards(&source.text).into_iter();
    let pair = |card: hashcards::HashCard| {
        let ours = ours.get(&card.line)?.get(card.part)?;
        Some((card.hash, *ours))
    };
    theirs.filter_map(pair).collect()
}

/// The answers of each card with their instants, which no two answers of a card share.
fn reviews(desk: &Desk, past: HashMap<CardId, &[HashAnswer]>) -> Vec<(CardId, Vec<PastReview>)> {
    let mut past: Vec<(CardId, &[HashAnswer])> = past.into_iter().collect();
    past.sort_unstable_by_key(|(id, _)| *id);
    let mut all = Vec::new();
    for ((id, answers), card) in past.into_iter().zip(0..) {
        let mut last = i64::MIN;
        let review = |answer: &HashAnswer| {
            let at_ms = instant(desk, answer.local_ms).max(last.saturating_add(1));
            last = at_ms;
            PastReview {
                card,
                at_ms,
                event: PastEvent::Answered {
                    quality: answer.quality,
                    took_ms: None,
                },
                row: None,
            }
        };
        all.push((id, answers.iter().map(review).collect()));
    }
    all
}

/// The instant at which the clocks of this place show a time.
fn instant(desk: &Desk, local_ms: i64) -> i64 {
    let offset_ms = |at_ms| {
        let at = desk.clock.moment_at(at_ms);
        at.map_or(0, |at| i64::from(at.offset_s()) * 1000)
    };
    let near = local_ms - offset_ms(local_ms);
    local_ms - offset_ms(near)
}

fn store(database: &Path, arrivals: &Arrivals, desk: &mut Desk) -> Result<(), Failure> {
    let (_, generation) = desk.store.imports()?;
    desk.back_up(Occasion::Import)?;
    let bytes = std::fs::read(database).unwrap_or_default();
    let clock = desk.clock.clone();
    let scribe = Scribe::new(&clock, generation, arrivals);
    let delivery = Delivery {
        receipt: Receipt {
            at_ms: clock.now().unix_ms(),
            format: "hashcards",
            file: database.display().to_string(),
            digest: exchange::digest(&bytes),
            roots: Vec::new(),
        },
        each_line: &|visit| arrivals.each_line(&scribe, visit),
        lines: arrivals.reviews.len(),
        // Their cards are all here already.
        told: &|_| None,
        touched: &arrivals.touched,
        notes: &[],
        cards: &[],
        things: &[],
        files: &[],
        decks: &[],
    };
    while !Plan::of_texts(desk, &Vec::new, &[])?.store_with(desk, Some(&delivery), None)? {}
    Ok(())
}

/// `hashcards.db: 107 answers of 24 cards`.
fn text(report: &Json<'_>) -> String {
    let dry = if report.dry_run {
        " (nothing was changed)"
    } else {
        ""
    };
    let mut text = format!(
        "{}: {} of {}{dry}",
        clean_line(&shelf::shorten(report.file)),
        count(report.answers, "new answer"),
        count(report.cards, "card")
    );
    for (number, what) in [
        (report.unchanged, "known already"),
        (report.lost, "of cards that no deck here has, left out"),
        (report.broken, "that cannot be read, left out"),
    ] {
        if number > 0 {
            text.push_str(&format!("\n  {} {what}", count(number, "answer")));
        }
    }
    text
}
