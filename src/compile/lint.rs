//! Advice on the quality of cards: they work, but will be hard to remember or easy to guess.
//!
//! Every rule would rather miss a poor card than complain about a good one.

use crate::model::card::{Card, Kind};
use crate::model::deck::Compiled;
use crate::model::diagnostic::{Diagnostic, Level};

use super::question;
use super::shape::Shape;
use super::shelved::Shelved;
use crate::model::words::{count, significant};

/// The longest answer before its explanation, and with it, in words.
const LONGEST_OPENING: usize = 60;
const LONGEST_ANSWER: usize = 120;
/// How many items of a list, and rows of a table, one card may ask for.
const MOST_ITEMS: usize = 5;
const MOST_ROWS: usize = 7;
/// A shorter cloze text has too few words to compare what it hides with what it shows.
const SHORTEST_CLOZE: usize = 4;
/// A longer answer says more than the words that it shares with its question.
const LONGEST_GIVEAWAY: usize = 6;

/// Advice on the cards of one deck, in the order of the text.
pub(crate) fn advise(deck: Shelved<'_>) -> Vec<Diagnostic> {
    let Compiled { cards, .. } = deck.compiled;
    let advice = cards
        .iter()
        .flat_map(|card| advice_on(card).into_iter().map(move |it| it.on(deck, card)));
    advice.collect()
}

/// One piece of advice, about a passage of the card.
struct Advice<'card> {
    code: &'static str,
    message: String,
    passage: &'card str,
    label: String,
    help: &'static str,
}

impl Advice<'_> {
    fn on(self, deck: Shelved<'_>, card: &Card) -> Diagnostic {
        Diagnostic {
            code: self.code,
            level: Level::Warning,
            message: self.message,
            span: deck.place_of(card, self.passage),
            label: self.label,
            help: self.help.to_owned(),
        }
    }
}

fn advice_on(card: &Card) -> Vec<Advice<'_>> {
    let ask = Shape::of(card.ask.as_str());
    let answer = Shape::of(card.answer.as_str());
    let too_long = || too_long(card, &answer);
    let recital = || recital(&answer);
    let gives_away = || gives_away(card, &ask, &answer);
    let advice = match card.kind {
        Kind::Question => vec![
            too_long(),
            recital(),
            yes_or_no(card, &ask, &answer),
            gives_away(),
        ],
        Kind::Term => vec![too_long(), recital(), gives_away()],
        Kind::Cloze => vec![hides_too_much(card, &ask, &answer), gives_away()],
        Kind::Output => vec![too_long()],
        Kind::Step => vec![recital()],
        // Its wording is generated from the table, one card a row.
        Kind::Row => Vec::new(),
    };
    advice.into_iter().flatten().collect()
}

fn too_long<'card>(card: &'card Card, answer: &Shape<'card>) -> Option<Advice<'card>> {
    let opening = answer.opening.as_ref();
    let before = opening.map_or(0, |opening| count(&opening.text));
    let total = count(&answer.prose);
    let (message, label, help) = if before > LONGEST_OPENING {
        (
            format!("the answer takes {before} words before it begins to explain"),
            format!("{before} words"),
            "answer in one or two sentences (60 words at most) and explain in a paragraph of its own",
        )
    } else if total > LONGEST_ANSWER {
        (
            format!("the answer has {total} words"),
            format!("{total} words up to its end"),
            "keep what the question asks for (120 words at most) and leave the rest to the theory, or make it two cards",
        )
    } else {
        return None;
    };
    Some(Advice {
        code: "W10",
        message,
        passage: opening.map_or(card.answer.as_str(), |opening| opening.source),
        label,
        help,
    })
}

fn recital<'card>(answer: &Shape<'card>) -> Option<Advice<'card>> {
    let list = answer.lists.iter().find(|list| list.count > MOST_ITEMS).map(|list| {
        (list, "items", "nobody recites more than five: ask for the reasons behind some, or make the list `{.steps}`")
    });
    let table = answer.tables.iter().find(|table| table.count > MOST_ROWS).map(|table| {
        (table, "rows", "nobody recites more than seven: make the table `{.rows}`, with a card for each row")
    });
    let (rows, name, help) = list.or(table)?;
    Some(Advice {
        code: "W11",
        message: format!("the answer has {} {name} to recite", rows.count),
        passage: rows.source,
        label: format!("{} {name}", rows.count),
        help,
    })
}

fn yes_or_no<'card>(
    card: &'card Card,
    ask: &Shape<'_>,
    answer: &Shape<'_>,
) -> Option<Advice<'card>> {
    let reply = answer
        .opening
        .as_ref()
        .is_some_and(|opening| question::is_yes_or_no(&opening.text));
    question::expects_yes_or_no(&ask.prose, reply).then(|| Advice {
        code: "W12",
        message: "the question can be answered with yes or no".to_owned(),
        passage: card.ask.as_str(),
        label: "half of all guesses are right".to_owned(),
        help: "ask why, what happens, or which of two to choose",
    })
}

fn hides_too_much<'card>(
    card: &'card Card,
    ask: &Shape<'_>,
    answer: &Shape<'_>,
) -> Option<Advice<'card>> {
    let hidden = count(&answer.prose);
    let total = count(&ask.prose) + hidden;
    (total >= SHORTEST_CLOZE && hidden * 2 > total).then(|| Advice {
        code: "W13",
        message: format!("the cloze hides {hidden} of its {total} words"),
        passage: card.answer.as_str(),
        label: "more than half".to_owned(),
        help: "hide the one word or phrase that matters, and leave enough around it to tell what is missing",
    })
}

fn gives_away<'card>(
    card: &'card Card,
    ask: &Shape<'_>,
    answer: &Shape<'_>,
) -> Option<Advice<'card>> {
    let opening = answer.opening.as_ref()?;
    let wanted: Vec<String> = significant(&opening.text).collect();
    // A number or a single letter is often a value or a name from the scenario.
    let named = wanted
        .iter()
        .any(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1);
    if !named || count(&opening.text) > LONGEST_GIVEAWAY || question::offers_choice(&ask.prose) {
        return None;
    }
    let shown = question::wording(&ask.prose);
    wanted
        .iter()
        .all(|word| shown.contains(word))
        .then(|| Advice {
            code: "W14",
            message: "the question contains its answer".to_owned(),
            passage: card.ask.as_str(),
            label: format!("says `{}`", wanted.join(" ")),
            help: "ask without the words of the answer, or ask why it is so",
        })
}

#[cfg(test)]
mod tests;
