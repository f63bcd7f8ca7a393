//! What holds for every deck.

use proptest::prelude::*;
use proptest::sample::select;

use super::print::print;
use super::{compile, read};
use crate::model::card::Card;
use crate::model::deck::Compiled;
use crate::model::source::{Lines, Origin, Source, Span};

fn compiled(text: &str) -> Compiled {
    compile(&Source {
        origin: Origin::Shipped("deck.md".into()),
        text: text.to_owned(),
    })
}

/// Everything of a card but its place.
fn placeless(cards: Vec<Card>) -> Vec<Card> {
    cards
        .into_iter()
        .map(|card| Card {
            span: Span::default(),
            ..card
        })
        .collect()
}

/// Pieces of grammar, whole and broken, to be put together in any order.
const PIECES: &[&str] = &[
    "Q: a",
    "A: b",
    "C: c [d] {{c1::e::f}}",
    "Q:",
    "A:",
    "C:",
    "  Q: x",
    "## Why?",
    "# T",
    "## S {.steps}",
    "## R {.rows}",
    "### {#k}",
    "## W? {#k .x a=b}",
    "{#k}",
    "---",
    "===",
    "***",
    "```go {#k}",
    "```",
    "```output",
    "~~~",
    "| a | b |",
    "|---|---|",
    "| c | [d] |",
    "| e |",
    "term",
    ": meaning",
    "1. one",
    "2.",
    "- item",
    "  more",
    "> quote",
    "    code",
    "[x]: y",
    "[^1]: note",
    "[^1]",
    "[",
    "]",
    "{{c1::",
    "{{cx::y}}",
    "}}",
    "::",
    "\\[",
    "`",
    "``",
    "$",
    "$$",
    "<div>",
    "</div>",
    "<!--",
    "-->",
    "漢字",
    "é\u{301}",
    "\t",
    " ",
    "\u{FFFD}",
    "\0",
    "topic: x",
    "reverse: true",
    "lang: ru",
    "tags: [a",
    "name = \"x\"",
    "*",
    "**",
    "_",
    "![",
    "](u)",
    "&#91;",
    "- [ ] t",
    "\u{A0}",
];

/// Text made of the pieces.
fn scrambled() -> impl Strategy<Value = String> {
    let ends = select(vec!["\n", "\n", "\n\n", " ", "", "\r\n"]);
    let pieces = prop::collection::vec((select(PIECES), ends), 0..40);
    pieces.prop_map(|pieces| {
        pieces
            .into_iter()
            .flat_map(|(piece, end)| [piece, end])
            .collect()
    })
}

/// A few words that mean nothing to Markdown.
fn words() -> impl Strategy<Value = String> {
    "[a-zж]{1,6}( [a-z漢]{1,6}){0,3}"
}

/// Words on some lines.
fn prose() -> impl Strategy<Value = String> {
    prop::collection::vec(words(), 1..4).prop_map(|lines| lines.join("\n"))
}

/// One form of the grammar, well written.
fn form() -> impl Strategy<Value = String> {
    prop_oneof![
        (words(), prose())
            .prop_map(|(ask, answer)| format!("## {ask}?\n{answer}\n\n#### Deeper\n\n- {ask}")),
        (prose(), prose()).prop_map(|(ask, answer)| format!("Q: {ask}\nA: {answer}\n\n1. a\n2. b")),
        (words(), prose(), words())
            .prop_map(|(a, b, c)| format!("C: {a} [{b}] x [{c}]\n\n- \\[y\\] `[z]`")),
        (words(), words()).prop_map(|(a, b)| format!("C: {a} {{{{c3::{b}}}}}")),
        (words(), prose())
            .prop_map(|(term, meaning)| format!("{term}\n: {}", meaning.replace('\n', "\n  "))),
        (prose(), words(), words()).prop_map(|(code, out, why)| {
            format!("~~~ go\n{code}\n\n````\n~~~\n```output\n{out}\n```\n{why}")
        }),
        (words(), prose())
            .prop_map(|(ask, code)| format!("## {ask}?\n```\n{code}\n```\n```output\nx\n```")),
        (words(), words(), prose()).prop_map(|(name, a, b)| {
            format!(
                "## {name} {{.steps}}\n\ntheory\n\n1. {a} 1\n2. {}\n\n   - x\n3. y",
                b.replace('\n', "\n   ")
            )
        }),
        (words(), words(), words()).prop_map(|(name, a, b)| {
            format!("## {name} {{.rows}}\n| k | v |\n|---|---|\n| {a} | {b} |\n| {b} x | y |")
        }),
        (words(), words(), words()).prop_map(|(name, a, b)| {
            format!("## {name} {{.rows}}\n| k | v | w |\n|---|---|---|\n| {a} | {b} | `c` |")
        }),
    ]
}

fn deck() -> impl Strategy<Value = String> {
    prop::collection::vec(form(), 0..12)
        .prop_map(|forms| format!("# Title\n\n{}\n", forms.join("\n\n")))
}

/// The places in what was compiled, as line and column.
fn places(compiled: &Compiled, text: &str) -> Vec<String> {
    let lines = Lines::of(text);
    let spans = compiled.cards.iter().map(|card| card.span);
    let spans = spans.chain(compiled.diagnostics.iter().map(|found| found.span));
    spans
        .map(|span| {
            format!(
                "{}-{}",
                lines.position(span.start),
                lines.position(span.end)
            )
        })
        .collect()
}

fn check_places(compiled: &Compiled, text: &str) -> Result<(), TestCaseError> {
    let found = compiled.diagnostics.iter().map(|found| found.span);
    for span in compiled
        .cards
        .iter()
        .map(|card| card.span)
        .chain(found.clone())
    {
        prop_assert!(
            text.get(span.range()).is_some(),
            "{span:?} is no part of {text:?}"
        );
    }
    prop_assert!(found.map(|span| span.start).is_sorted());
    prop_assert!(
        compiled
            .cards
            .iter()
            .map(|card| card.span.start)
            .is_sorted()
    );
    Ok(())
}

proptest! {
    #[test]
    fn any_text_compiles_and_every_place_lies_in_it(text in scrambled()) {
        check_places(&compiled(&text), &text)?;
    }

    #[test]
    fn any_bytes_compile(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let (source, _) = read(Origin::Shipped("deck.md".into()), bytes);
        check_places(&compile(&source), &source.text)?;
    }

    #[test]
    fn any_string_compiles(text in "(?s).{0,200}") {
        check_places(&compiled(&text), &text)?;
    }

    #[test]
    fn a_card_asks_and_answers_something(text in scrambled()) {
        for card in compiled(&text).cards {
            let sides = [card.ask.as_str(), card.answer.as_str()];
            prop_assert!(sides.iter().all(|side| !side.trim().is_empty() && !side.contains(char::REPLACEMENT_CHARACTER)));
        }
    }

    #[test]
    fn ids_are_unique_in_a_deck(text in scrambled()) {
        let mut ids: Vec<_> = compiled(&text).cards.iter().map(|card| card.id).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        prop_assert_eq!(ids.len(), count);
    }

    #[test]
    fn line_ends_change_neither_cards_nor_places(text in prop_oneof![scrambled(), deck()]) {
        let unix = text.replace('\r', "");
        let dos = unix.replace('\n', "\r\n");
        let (one, other) = (compiled(&unix), compiled(&dos));
        prop_assert_eq!(places(&one, &unix), places(&other, &dos));
        prop_assert_eq!(placeless(one.cards), placeless(other.cards));
    }

    #[test]
    fn well_written_cards_come_out_and_survive_printing(text in deck()) {
        let first = compiled(&text);
        // Chance may write the same question twice; half a list of steps cannot be printed.
        prop_assume!(first.diagnostics.iter().all(|found| found.code != "E19"));
        prop_assert_eq!(&first.diagnostics, &[]);
        let second = compiled(&print(&first.deck.title, &first.cards));
        prop_assert_eq!(&second.diagnostics, &[]);
        prop_assert_eq!(placeless(second.cards), placeless(first.cards));
    }

    #[test]
    fn nothing_in_a_fence_is_a_card(body in scrambled()) {
        let body = body.replace(['~', '\r'], "");
        let found = compiled(&format!("# T\n\n~~~~ go\n{body}\n~~~~\n"));
        prop_assert_eq!((found.cards, found.diagnostics), (vec![], vec![]));
    }
}
