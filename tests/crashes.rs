//! `kill -9` at moments that nobody chose: sittings, answers, imports, first starts. After each, the
//! database is sound, what was acknowledged is in the log once, what was not is not (but for the one
//! in flight), and the next run goes on where this one stopped.
//!
//! Some dozens of moments; `CRASHES=1000` for more, `CRASH_SEED=7` for others (`just crash`).

use std::collections::{BTreeSet, VecDeque};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use crate::cards::text;
use crate::home::{DRILL, Home};

/// The same numbers for the same seed (splitmix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }

    /// A moment in the life of something that takes about so long, or shortly after it.
    fn moment(&mut self, Life(life): &Life) -> Duration {
        let micros = u64::try_from(life.as_micros()).unwrap_or(u64::MAX);
        Duration::from_micros(self.below(micros.max(1) * 5 / 4))
    }
}

fn number(variable: &str, usual: u64) -> u64 {
    let told = std::env::var(variable).ok();
    told.and_then(|told| told.parse().ok()).unwrap_or(usual)
}

/// How long something takes here and now, as far as one can tell from what kills came too late.
struct Life(Duration);

impl Life {
    fn learn(&mut self, too_late: bool) {
        self.0 = self.0 * if too_late { 7 } else { 9 } / 8;
    }
}

/// A person whose machine loses power all the time.
struct Unlucky {
    home: Home,
    chance: Chance,
    /// What the deck asks, in its order.
    questions: Vec<String>,
    /// How many questions were ever written.
    written: usize,
    day: u64,
    sitting: Life,
    command: Life,
    /// Every line of the log that must be there.
    log: Vec<Value>,
}

impl Unlucky {
    fn begin(seed: u64) -> Self {
        let mut home = Home::new();
        home.set("DRILL_NEW_PER_DAY", "1000");
        // Entry names as on a real machine: from the clock and from chance.
        home.unset("DRILL_SEED");
        let mut unlucky = Self {
            home,
            chance: Chance(seed),
            questions: Vec::new(),
            written: 0,
            day: 0,
            sitting: Life(Duration::from_millis(100)),
            command: Life(Duration::from_millis(30)),
            log: Vec::new(),
        };
        unlucky.write(30);
        assert_eq!(unlucky.home.run(&["import", "deck.md"]).code, 0);
        unlucky
    }

    /// Writes so many more questions into the deck, and takes the oldest out when they are many.
    fn write(&mut self, more: usize) {
        let many = (self.questions.len() + more).saturating_sub(60);
        self.questions.drain(..many.min(self.questions.len()));
        for _ in 0..more {
            self.written += 1;
            self.questions
                .push(format!("What is {}?", word(self.written)));
        }
        let card = |ask: &String| format!("## {ask}\n\nThe answer to {ask}\n\n");
        let deck: String = self.questions.iter().map(card).collect();
        self.home.deck("deck.md", &format!("# Unlucky\n\n{deck}"));
    }

    /// What waits today: what is asked in this order, and what is repeated at the end.
    fn queue(&self) -> (VecDeque<String>, BTreeSet<String>) {
        let queue = self.home.json(&["today", "--json"]);
        let cards = queue["cards"].as_array().expect("cards");
        let ids = |again: bool| {
            let of_kind = move |card: &&Value| (card["state"] == "again") == again;
            let id = |card: &Value| text(&card["id"]).to_owned();
            cards.iter().filter(of_kind).map(id)
        };
        (ids(false).collect(), ids(true).collect())
    }

    /// What the log has gained; what it had must be there as it was.
    #[track_caller]
    fn gained(&mut self) -> Vec<Value> {
        self.home.run(&["doctor"]).fine("the database is sound\n");
        let log = self.home.json_lines(&["log", "--json"]);
        assert_eq!(log[..self.log.len().min(log.len())], self.log);
        let names: BTreeSet<&str> = log.iter().map(|line| text(&line["entry"])).collect();
        assert_eq!(names.len(), log.len(), "no line is there twice");
        let gained = log[self.log.len()..].to_vec();
        self.log = log;
        gained
    }

    /// Goes to bed when nothing waits any more.
    fn sleep(&mut self) {
        let (planned, again) = self.queue();
        if planned.is_empty() && again.is_empty() {
            self.day += 1;
            let date = chrono::NaiveDate::from_ymd_opt(2026, 11, 20).expect("a date");
            let date = date + chrono::Days::new(self.day);
            self.home.at(&format!("{date}T08:00:00+03:00"));
        }
    }

    /// Keys are typed ahead, and the sitting is killed while it works through them.
    fn sit(&mut self) {
        self.sleep();
        let (mut planned, again) = self.queue();
        let keys: Vec<usize> = (0..=self.chance.below(9))
            .map(|_| self.chance.below(4) as usize)
            .collect();
        let typed: String = keys.iter().map(|key| format!(" {}", key + 1)).collect();
        let mut sitting = self.home.sit(&["today"]);
        sitting.press(&typed);
        // Not to wait for something: this is the moment.
        std::thread::sleep(self.chance.moment(&self.sitting));
        let (shown, _) = sitting.pull_the_plug();
        let shown = acknowledged(&shown);
        let gained = self.gained();
        self.sitting.learn(shown == keys.len());
        assert!(
            (shown..=shown + 1).contains(&gained.len()),
            "{shown} were acknowledged, {} are in the log",
            gained.len()
        );
        let mut repeats: Vec<String> = again.iter().cloned().collect();
        for (answer, key) in gained.iter().zip(&keys) {
            let card = text(&answer["card"]).to_owned();
            match planned.pop_front() {
                Some(first) => assert_eq!(card, first, "asked in the order of the queue"),
                None => {
                    let at = repeats.iter().position(|repeat| *repeat == card);
                    repeats.remove(at.expect("a card that was to be repeated"));
                }
            }
            assert_eq!(answer["grade"], GRADES[*key]);
            if *key < 2 {
                repeats.push(card);
            }
        }
        let left = (planned, repeats.into_iter().collect());
        assert_eq!(self.queue(), left, "it goes on where it stopped");
    }

    fn answer(&mut self) {
        self.sleep();
        let (planned, again) = self.queue();
        let card = planned.front().or(again.first()).expect("a card").clone();
        let grade = GRADES[self.chance.below(4) as usize];
        let (said, ended) = self.kill(&["answer", &card, grade]);
        let gained = self.gained();
        if ended {
            assert!(
                said.starts_with(&format!("{card}: {grade}, due ")),
                "{said}"
            );
        }
        assert!(said.is_empty() || gained.len() == 1, "{said:?}: {gained:?}");
        assert!(gained.len() <= 1, "{gained:?}");
        for answer in &gained {
            assert_eq!(
                (text(&answer["card"]), text(&answer["grade"])),
                (&*card, grade)
            );
        }
    }

    /// All of an import, or nothing; the next one brings in what is missing.
    fn import(&mut self) {
        let before = Value::from(self.questions.len());
        let more = 1 + self.chance.below(40) as usize;
        self.write(more);
        let (said, _) = self.kill(&["import", "deck.md", "--yes"]);
        assert!(self.gained().is_empty(), "nothing continues anything");
        let cards = self.home.json(&["decks", "--json"])["decks"][0]["cards"].clone();
        let all = Value::from(self.questions.len());
        assert!(
            cards == before || cards == all,
            "half of an import: {cards}"
        );
        assert!(said.is_empty() || cards == all, "{said}");
        let again = self.home.json(&["import", "deck.md", "--yes", "--json"]);
        assert_eq!(again["cards"], all);
    }

    /// A first start leaves nothing half made behind.
    fn first_start(&mut self) {
        let fresh = Home::new();
        fresh.deck("deck.md", "## Does it work?\n\nYes.\n");
        let arguments = ["import", "deck.md"];
        let child = start(&fresh, &arguments);
        kill_after(child, self.chance.moment(&self.command));
        assert_eq!(fresh.run(&arguments).code, 0);
        fresh.run(&["doctor"]).fine("the database is sound\n");
        fresh.run(&["due"]).fine("0 due, 1 new\n");
    }

    /// Runs a command that is killed at some moment: what it printed, and whether it ended before.
    fn kill(&mut self, arguments: &[&str]) -> (String, bool) {
        let child = start(&self.home, arguments);
        let end = kill_after(child, self.chance.moment(&self.command));
        self.command.learn(end.1);
        end
    }
}

const GRADES: [&str; 4] = ["again", "hard", "good", "easy"];

/// The highest number of answers that a page, or the last words, spoke of.
fn acknowledged(shown: &str) -> usize {
    let said = |end: &str| {
        let places = shown.match_indices(end).map(|(at, _)| &shown[..at]);
        let number = |before: &str| {
            before
                .rsplit(|c: char| !c.is_ascii_digit())
                .next()?
                .parse()
                .ok()
        };
        places.filter_map(number).max().unwrap_or(0)
    };
    said(" done, ")
        .max(said(" answer on "))
        .max(said(" answers on "))
}

fn start(home: &Home, arguments: &[&str]) -> Child {
    Command::new(DRILL)
        .args(arguments)
        .env_clear()
        .envs(home.variables().iter().map(|(name, value)| (name, value)))
        .current_dir(home.work())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("drill runs")
}

fn kill_after(mut child: Child, moment: Duration) -> (String, bool) {
    std::thread::sleep(moment);
    child.kill().expect("a child can be killed");
    let output = child.wait_with_output().expect("an end");
    let said = String::from_utf8(output.stdout).expect("UTF-8");
    (said, output.status.success())
}

/// Words that are not alike, so that no question is taken for another one reworded.
fn word(number: usize) -> String {
    let mut chance = Chance(number as u64);
    (0..12)
        .map(|_| char::from(b'a' + chance.below(26) as u8))
        .collect()
}

#[test]
fn killed_at_any_moment_it_has_lost_nothing() {
    let seed = number("CRASH_SEED", 1);
    let mut unlucky = Unlucky::begin(seed);
    for crash in 0..number("CRASHES", 32) {
        match crash % 8 {
            0 | 2 | 4 | 6 => unlucky.sit(),
            1 | 5 => unlucky.answer(),
            3 => unlucky.import(),
            _ => unlucky.first_start(),
        }
    }
    assert!(unlucky.log.len() > 5, "hardly anything happened");
}
