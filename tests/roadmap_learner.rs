//! A hundred and twenty days to a deadline: `today` asks, a person with a mixed memory answers, and
//! order, pace, forecast and last looks are held.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::cards::{later, morning, questions, text};
use crate::home::Home;
use crate::roadmap_deadline::pick;

const DAYS: u64 = 120;
const DECKS: usize = 6;
const CARDS: usize = 12;

fn begin() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).expect("a date")
}

/// Somebody on the way, and what is known of every card that was asked.
struct Traveller {
    home: Home,
    deadline: NaiveDate,
    answers: u64,
    /// The days on which each card was asked, after its deck and its id.
    asked: BTreeMap<(String, String), Vec<NaiveDate>>,
    /// The decks in the order in which they came, each with the texts of it that were met.
    met: Vec<(String, BTreeSet<String>)>,
    /// How many cards each day had.
    loads: Vec<usize>,
    looks: usize,
}

impl Traveller {
    fn set_out() -> Self {
        let home = Home::new();
        for number in 0..DECKS {
            // Each deck but the last needs the one after it.
            let requires = if number + 1 < DECKS {
                format!("requires: [t{}]\n", number + 1)
            } else {
                String::new()
            };
            let mut deck = format!(
                "---\ntopic: Topic {number}\n{requires}---\n{}",
                questions(CARDS - 2)
            );
            deck += "C: A text hides [one part] and [another part].\n";
            home.deck(&format!("decks/t{number}.md"), &deck);
        }
        home.deck("decks/aside.md", &format!("# Aside\n\n{}", questions(3)));
        let plan = "# Plan\n\n## Month 1\n\n- [ ] Topic 4\n- [ ] Topic 2\n\n## Month 2\n\n- [ ] Topic 0\n- [ ] Topic 1\n";
        home.deck("plan.md", plan);
        home.run(&["import", "decks"]);
        home.run(&["roadmap", "import", "plan.md"]);
        home.run(&["roadmap", "follow", "plan"]);
        Self {
            home,
            deadline: later(begin(), DAYS),
            answers: 0,
            asked: BTreeMap::new(),
            met: Vec::new(),
            loads: Vec::new(),
            looks: 0,
        }
    }

    fn study(&mut self, today: NaiveDate, pace: u64) {
        self.home.at(&morning(today));
        let queue = self.home.json(&["today", "--json"]);
        assert_eq!(self.home.json(&["due", "--json"])["due"], queue["due"]);
        let cards = queue["cards"].as_array().expect("cards");
        assert!(queue["new"].as_u64() <= Some(pace), "the pace holds");
        self.loads.push(cards.len());
        for card in cards {
            let id = text(&card["id"]);
            if card["state"] == "new" {
                self.meet(text(&card["deck"]), text(&card["place"]));
            }
            let look = card["last_look"] == true;
            let said = self.answer(id);
            let name = (text(&card["deck"]).to_owned(), id.to_owned());
            self.asked.entry(name).or_default().push(today);
            if look {
                self.looks += 1;
                assert_eq!(card["state"], "due");
                assert!(text(&card["due"]) > today.to_string().as_str());
                let parts = ["due", "interval", "ease", "repetition", "lapses"];
                assert_eq!(pick(&said, &parts), pick(card, &parts), "it moves nothing");
            }
            let mut again = said["again_today"] == true;
            while again {
                again = self.answer(id)["again_today"] == true;
            }
        }
    }

    /// A deck begins when every text of those before it was met; a sibling may still wait.
    fn meet(&mut self, deck: &str, place: &str) {
        let known = self.met.iter().position(|(met, _)| met == deck);
        let at = known.unwrap_or_else(|| {
            assert!(
                self.met.iter().all(|(_, texts)| texts.len() == CARDS - 1),
                "{deck} came too early"
            );
            self.met.push((deck.to_owned(), BTreeSet::new()));
            self.met.len() - 1
        });
        self.met[at].1.insert(place.to_owned());
    }

    /// A memory that is good on the whole: the same every time, and different with every answer.
    fn answer(&mut self, id: &str) -> Value {
        self.answers += 1;
        let chance = self.answers.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 60;
        let grade = [
            "good", "good", "easy", "good", "hard", "good", "again", "good", "good", "good",
            "hard", "good", "good", "easy", "good", "good",
        ][chance as usize];
        self.home
            .json(&["answer", id, grade, "--took-ms", "9000", "--json"])
    }

    /// How many cards of the plan stand at a week or more.
    fn known(&self) -> u64 {
        let shown = self.home.json(&[
            "roadmap",
            "deadline",
            "--name",
            "plan",
            "2027-12-31",
            "--json",
        ]);
        ["known", "mature"]
            .map(|part| shown["cards"][part].as_u64().expect("a count"))
            .iter()
            .sum()
    }
}

#[test]
fn a_hundred_and_twenty_days_to_a_deadline() {
    let mut traveller = Traveller::set_out();
    let deadline = traveller.deadline.to_string();
    traveller.home.at(&morning(begin()));
    let forecast = traveller
        .home
        .json(&["roadmap", "deadline", &deadline, "--set", "--json"]);
    let pace = forecast["new_per_day"].as_u64().expect("a pace");
    assert_eq!(forecast["feasible"], true);
    for number in 0..DAYS {
        traveller.study(later(begin(), number), pace);
        if number % 15 == 14 {
            let (foreseen, known) = (
                forecast["forecast"][number as usize]["known"].as_u64(),
                traveller.known(),
            );
            let foreseen = foreseen.expect("a count");
            println!("day {number}: {known} known, {foreseen} foreseen");
            assert!(
                known.abs_diff(foreseen) <= 9,
                "the forecast is off by {known} to {foreseen}"
            );
        }
    }
    let order: Vec<&str> = traveller
        .met
        .iter()
        .map(|(deck, _)| deck.as_str())
        .collect();
    assert_eq!(
        order,
        ["t5", "t4", "t3", "t2", "t1", "t0", "aside"],
        "in order, requirements first"
    );
    assert_eq!(traveller.asked.len(), DECKS * CARDS + 3);
    hold_the_last_days(&traveller);
    let log = traveller.home.json_lines(&["log", "--json"]);
    let looks = log
        .iter()
        .filter(|entry| entry["last_look"] == true)
        .count();
    assert_eq!(looks, traveller.looks, "the log tells");
    assert!(looks > DECKS * CARDS / 2);
    traveller
        .home
        .run(&["doctor"])
        .fine("the database is sound\n");
}

/// Every card was seen in the last week, and the days carried alike.
fn hold_the_last_days(traveller: &Traveller) {
    let week = later(begin(), DAYS - 7);
    for ((deck, id), days) in &traveller.asked {
        let seen = days.iter().any(|day| *day >= week);
        assert!(
            seen || deck == "aside",
            "{deck} {id} was last asked on {days:?}"
        );
    }
    let ten = &traveller.loads[traveller.loads.len() - 10..];
    println!("the last ten days: {}", json!(ten));
    let (least, most) = (ten[3..].iter().min(), ten[3..].iter().max());
    assert!(most <= least.map(|least| 2 * least).as_ref(), "{ten:?}");
    assert!(
        ten.iter().max() <= Some(&(ten.iter().sum::<usize>() / 5)),
        "{ten:?}"
    );
}
