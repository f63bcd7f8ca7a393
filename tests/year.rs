//! A year and more, day by day: `today` asks, a person with a mixed memory answers, takes days off
//! and a holiday, and every date is held against an SM-2 that is worked out here by itself.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::cards::{later, morning, text};
use crate::home::Home;

const DAYS: u64 = 400;
/// From this day on, nothing is done for three weeks.
const HOLIDAY: u64 = 200;
const HOLIDAY_DAYS: u64 = 21;
const NEW_PER_DAY: usize = 4;
const REVIEWS_PER_DAY: usize = 9;
const QUESTIONS: usize = 36;
/// Each of these texts makes two cards that give each other away.
const TEXTS: usize = 12;

/// Where a card stands by the rules of 1990. The E-Factor is in hundredths.
#[derive(Clone, Copy)]
struct Standing {
    repetition: u64,
    interval: u64,
    ease: u64,
    lapses: u64,
    due: NaiveDate,
}

impl Standing {
    fn new(today: NaiveDate) -> Self {
        Self {
            repetition: 0,
            interval: 0,
            ease: 250,
            lapses: 0,
            due: today,
        }
    }

    fn answer(&mut self, quality: usize, today: NaiveDate) {
        let ease = self.ease;
        self.ease = (ease + 10)
            .saturating_sub([90, 64, 42, 24, 10, 0][quality])
            .max(130);
        if quality < 3 {
            self.lapses += u64::from(self.repetition > 0);
            (self.repetition, self.interval) = (0, 1);
        } else {
            self.interval = match self.repetition {
                0 => 1,
                1 => 6,
                _ => (self.interval * ease).div_ceil(100),
            };
            self.repetition += 1;
        }
        self.due = later(today, self.interval);
    }

    /// In the words of `drill answer --json`.
    fn said(&self, id: &str, today: NaiveDate, again: bool) -> Value {
        json!([
            id,
            today.to_string(),
            self.due.to_string(),
            self.interval,
            self.ease as f64 / 100.0,
            self.repetition,
            self.lapses,
            again,
        ])
    }
}

/// The person, and what is known of every card that was asked.
struct Year {
    home: Home,
    today: NaiveDate,
    standings: BTreeMap<String, Standing>,
    /// Which text each asked card was cut from.
    texts: BTreeMap<String, String>,
    /// How many answers were given.
    answers: u64,
    /// Each text of the deck: its place, and how many cards are cut from it.
    page: Vec<(String, usize)>,
    /// The most days that a card waited beyond its due day.
    latest: i64,
    /// On how many days not all that was due could be asked.
    backlogs: u64,
}

impl Year {
    fn begin() -> Self {
        let mut home = Home::new();
        home.set("DRILL_NEW_PER_DAY", &NEW_PER_DAY.to_string());
        home.set("DRILL_REVIEWS_PER_DAY", &REVIEWS_PER_DAY.to_string());
        let mut deck = String::from("# A year\n\n");
        let mut page = Vec::new();
        let mut add = |text: &str, cards: usize| {
            page.push((format!("year.md:{}:1", deck.lines().count() + 1), cards));
            deck += text;
        };
        for number in 0..QUESTIONS {
            add(&format!("## Question {number}?\nAnswer.\n\n"), 1);
            if number % (QUESTIONS / TEXTS) == 0 {
                add(
                    &format!("C: Text {number} hides [one part] and [another part].\n\n"),
                    2,
                );
            }
        }
        home.deck("year.md", &deck);
        let cards = QUESTIONS + 2 * TEXTS;
        home.run(&["import", "year.md"])
            .fine(&format!("1 deck, {cards} cards: {cards} new\n"));
        Self {
            home,
            today: NaiveDate::from_ymd_opt(2026, 11, 20).expect("a date"),
            standings: BTreeMap::new(),
            texts: BTreeMap::new(),
            answers: 0,
            page,
            latest: 0,
            backlogs: 0,
        }
    }

    fn study(&mut self, today: NaiveDate) {
        self.today = today;
        self.home.at(&morning(today));
        let queue = self.home.json(&["today", "--json"]);
        let cards = queue["cards"].as_array().expect("cards").clone();
        self.hold_the_queue(&queue, &cards);
        let mut again: Vec<String> = Vec::new();
        for card in &cards {
            let id = text(&card["id"]).to_owned();
            self.texts
                .insert(id.clone(), text(&card["place"]).to_owned());
            let quality = self.quality();
            let standing = self
                .standings
                .entry(id.clone())
                .or_insert_with(|| Standing::new(today));
            standing.answer(quality, today);
            self.give(&id, quality, quality < 4);
            again.extend((quality < 4).then_some(id));
        }
        while !again.is_empty() {
            again.retain(|id| {
                let quality = self.quality();
                self.give(id, quality, quality < 4);
                quality < 4
            });
        }
    }

    /// A memory that is good on the whole: the same every time, and different with every answer.
    fn quality(&mut self) -> usize {
        self.answers += 1;
        let chance = self.answers.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 59;
        [
            4, 4, 4, 5, 4, 3, 4, 5, 4, 2, 4, 3, 5, 4, 1, 4, 4, 5, 4, 3, 4, 4, 0, 4, 5, 4, 4, 3, 4,
            2, 4, 5,
        ][chance as usize]
    }

    fn give(&self, id: &str, quality: usize, again: bool) {
        let said = self
            .home
            .json(&["answer", id, "--quality", &quality.to_string(), "--json"]);
        let parts = [
            "id",
            "day",
            "due",
            "interval",
            "ease",
            "repetition",
            "lapses",
            "again_today",
        ];
        let said = json!(parts.map(|part| &said[part]));
        assert_eq!(said, self.standings[id].said(id, self.today, again));
    }

    fn hold_the_queue(&mut self, queue: &Value, cards: &[Value]) {
        let places: BTreeSet<&str> = cards.iter().map(|card| text(&card["place"])).collect();
        assert_eq!(places.len(), cards.len(), "one card of a text a day");
        let (due, new): (Vec<&Value>, Vec<&Value>) =
            cards.iter().partition(|card| card["state"] == "due");
        assert!(
            new.iter()
                .all(|card| card["state"] == "new" && card["due"].is_null())
        );
        assert_eq!(
            json!([queue["due"], queue["new"]]),
            json!([due.len(), new.len()])
        );
        let mut oldest = NaiveDate::MIN;
        for card in &due {
            let standing = self.standings[text(&card["id"])];
            assert_eq!(card["due"], standing.due.to_string());
            assert!(
                oldest <= standing.due && standing.due <= self.today,
                "the oldest comes first"
            );
            oldest = standing.due;
            self.latest = self.latest.max((self.today - standing.due).num_days());
        }
        let waiting = self
            .standings
            .iter()
            .filter(|(_, standing)| standing.due <= self.today);
        let waiting: BTreeSet<String> = waiting.map(|(id, _)| self.texts[id].clone()).collect();
        assert_eq!(
            due.len(),
            waiting.len().min(REVIEWS_PER_DAY),
            "all that is due, up to the cap"
        );
        self.hold_the_new(&new, &waiting);
    }

    /// New cards come in the order of the deck, when no due ones are left over, up to their cap;
    /// siblings of what is asked today wait.
    fn hold_the_new(&mut self, new: &[&Value], waiting: &BTreeSet<String>) {
        let new: Vec<&str> = new.iter().map(|card| text(&card["place"])).collect();
        let left = |(place, cards): &&(String, usize)| {
            let met = self.texts.values().filter(|own| *own == place).count();
            met < *cards && !waiting.contains(place)
        };
        let left = self
            .page
            .iter()
            .filter(left)
            .map(|(place, _)| place.as_str());
        let room = if waiting.len() > REVIEWS_PER_DAY {
            0
        } else {
            NEW_PER_DAY
        };
        assert_eq!(new, left.take(room).collect::<Vec<_>>());
        self.backlogs += u64::from(room == 0);
    }
}

#[test]
fn four_hundred_days_follow_the_rules_of_1990() {
    let mut year = Year::begin();
    let start = year.today;
    for day in 0..DAYS {
        let off = day % 13 == 12 || (HOLIDAY..HOLIDAY + HOLIDAY_DAYS).contains(&day);
        if !off {
            year.study(later(start, day));
        }
    }
    assert_eq!(
        year.standings.len(),
        QUESTIONS + 2 * TEXTS,
        "every card was met"
    );
    let last = later(start, DAYS - 1);
    assert!(
        year.standings.values().all(|standing| standing.due > last),
        "and comes round again"
    );
    assert!(
        (14..28).contains(&year.latest),
        "{} days late after three weeks",
        year.latest
    );
    assert!(year.backlogs > 0, "the cap was met");
    year.home.run(&["doctor"]).fine("the database is sound\n");
    let log = year.home.json_lines(&["log", "--json"]);
    assert_eq!(log.len() as u64, year.answers);
}
