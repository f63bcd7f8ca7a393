//! What wants attention: the hardest cards, and every deck.

use super::{head, percent};
use crate::command::stats::json::{HardJson, Json, TestedDeckJson};
use crate::model::standing::{LEECH_EASE, LEECH_LAPSES};
use crate::paper::{Figure, Table};
use crate::screen::text::{clean_line, clip, count, first_words};

/// How many cells of a question are enough to recognise it.
const QUESTION: usize = 90;

pub(super) fn hardest(json: &Json) -> Figure {
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
            (false, leeches) => format!(
                "Leeches: {leeches}. They were forgotten {LEECH_LAPSES} times or more, or have the least ease there is, {:.2}: reword them, cut them in two, or suspend them.",
                LEECH_EASE.as_f64()
            ),
        },
        drawing: None,
        table: Table {
            caption: "The cards that are forgotten most".into(),
            head: head(&[
                "Question", "Lapses", "Ease", "Interval", "Leech", "Place", "Id",
            ]),
            rows: hardest.cards.iter().map(row).collect(),
        },
        wide: true,
    }
}

pub(super) fn decks(decks: &[TestedDeckJson]) -> Figure {
    let row = |deck: &TestedDeckJson| {
        let TestedDeckJson { deck, retention } = deck;
        let numbers = [
            deck.cards,
            deck.due,
            deck.new,
            deck.young,
            deck.mature,
            deck.suspended,
            retention.asked,
        ];
        std::iter::once(clean_line(&deck.title))
            .chain(numbers.map(|number| number.to_string()))
            .chain([percent(retention.rate)])
            .collect()
    };
    Figure {
        heading: "Decks".into(),
        words: format!(
            "{}; retention is that of the cards that were due.",
            count(decks.len(), "deck")
        ),
        drawing: None,
        table: Table {
            caption: "Cards by deck".into(),
            head: head(&[
                "Deck",
                "Cards",
                "Due",
                "New",
                "Young",
                "Mature",
                "Suspended",
                "Tested",
                "Retention",
            ]),
            rows: decks.iter().map(row).collect(),
        },
        wide: true,
    }
}
