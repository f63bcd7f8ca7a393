//! Cards -> Markdown, the inverse of the compiler. Only laws need it: pins and reversed terms,
//! which a card does not remember, are beyond it.

use crate::model::card::{Card, Kind};

/// A deck of the given title that compiles to the given cards.
pub(super) fn print(title: &str, cards: &[Card]) -> String {
    let text: Vec<&[Card]> = cards.chunk_by(belong_together).collect();
    let text: Vec<String> = text.into_iter().map(group).collect();
    format!("---\ntopic: {title}\n---\n{}\n", text.join("\n\n"))
}

/// Whether two neighbors are written as one.
fn belong_together(one: &Card, next: &Card) -> bool {
    let siblings = one.kin.is_some() && one.kin == next.kin;
    let steps = one.kind == Kind::Step && next.kind == Kind::Step;
    siblings || steps && !next.ask.as_str().ends_with(FIRST_STEP)
}

const FIRST_STEP: &str = "**: what comes first?";
const PRINTS: &str = "What does this print?\n\n";

fn group(cards: &[Card]) -> String {
    let Some(first) = cards.first() else {
        return String::new();
    };
    let (ask, answer) = (first.ask.as_str(), first.answer.as_str());
    match first.kind {
        Kind::Question if ask.ends_with('?') && !ask.contains('\n') => {
            format!("# {ask}\n\n{answer}")
        }
        Kind::Question => format!("Q: {ask}\nA:\n\n{answer}"),
        Kind::Cloze => cloze(cards),
        Kind::Term => format!("{ask}\n: {}", answer.replace('\n', "\n  ")),
        Kind::Output => match ask.strip_prefix(PRINTS) {
            Some(code) => format!("{code}\n\n{answer}"),
            None => format!("# {ask}\n\n{answer}"),
        },
        Kind::Step => steps(cards),
        Kind::Row => row(ask, answer),
    }
}

fn cloze(cards: &[Card]) -> String {
    let holes: Vec<(usize, &str)> = cards
        .iter()
        .filter_map(|card| Some((card.ask.as_str().find("[...]")?, card.answer.as_str())))
        .collect();
    let shown = cards[0]
        .ask
        .as_str()
        .replacen("[...]", cards[0].answer.as_str(), 1);
    let mut text = shown;
    for (at, hidden) in holes.into_iter().rev() {
        text.replace_range(at..at + hidden.len(), &format!("[{hidden}]"));
    }
    format!("C: {text}")
}

fn steps(cards: &[Card]) -> String {
    let heading = cards[0]
        .ask
        .as_str()
        .trim_start_matches("**")
        .trim_end_matches(FIRST_STEP);
    let items = cards
        .iter()
        .map(|card| format!("1. {}", card.answer.as_str().replace('\n', "\n   ")));
    format!(
        "# {heading} {{.steps}}\n\n{}",
        items.collect::<Vec<_>>().join("\n")
    )
}

fn row(ask: &str, answer: &str) -> String {
    let (heading, rest) = ask
        .trim_start_matches("**")
        .split_once("**: for *")
        .unwrap();
    let (column, rest) = rest.split_once("* = ").unwrap();
    let (key, names) = rest.rsplit_once(", what ").unwrap();
    let names: Vec<&str> = names.split('*').skip(1).step_by(2).collect();
    let cells: Vec<&str> = match names.as_slice() {
        [_] => vec![answer],
        _ => answer
            .lines()
            .filter_map(|line| Some(line.split_once("*: ")?.1))
            .collect(),
    };
    let line = |first: &str, others: &[&str]| format!("| {first} | {} |", others.join(" | "));
    let rule = line("---", &vec!["---"; names.len()]);
    format!(
        "# {heading} {{.rows}}\n\n{}\n{rule}\n{}",
        line(column, &names),
        line(key, &cells)
    )
}
