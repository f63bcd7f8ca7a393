//! What is settled compiles to itself, whatever it was.

use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::model::deck::Compiled;

fn compiled(text: String) -> Compiled {
    compile(&Source {
        origin: Origin::Shipped("deck.md".into()),
        text,
    })
}

/// Two cards of any text between two healthy ones: all four come out, and as they went in.
fn holds(title: &str, texts: &[String; 4]) -> Result<(), TestCaseError> {
    let settled: Vec<Settled> = texts
        .chunks(2)
        .map(|pair| settle(&pair[0], &pair[1]))
        .collect();
    let tags = vec!["go::x".to_owned(), "a,b}".to_owned()];
    let mut text = front_matter(title);
    text += "Q: first {#first}\nA: card\n\n";
    for (ordinal, sides) in settled.iter().enumerate() {
        text += &question(&pin("anki", "n", ordinal as u32), &tags, sides);
        text += "\n\n";
    }
    text += "Q: last {#last}\nA: card\n";
    let Compiled {
        deck,
        cards,
        diagnostics,
    } = compiled(text.clone());
    prop_assert_eq!(&diagnostics, &[], "{}", text);
    prop_assert_eq!(cards.len(), 4, "{}", text);
    for (card, sides) in cards[1..3].iter().zip(&settled) {
        prop_assert_eq!(card.ask.as_str(), &sides.ask, "{}", text);
        prop_assert_eq!(card.answer.as_str(), &sides.answer, "{}", text);
        prop_assert_eq!(&card.tags, &["go::x", "ab"]);
        prop_assert!(card.kin.is_some() && card.kin == cards[1].kin);
        prop_assert_eq!(settle(&sides.ask, &sides.answer), sides.clone());
    }
    prop_assert_eq!(
        deck.title,
        title.split_whitespace().collect::<Vec<_>>().join(" ")
    );
    Ok(())
}

const PIECES: &[&str] = &[
    "Q: a",
    "A: b",
    "C: c [d]",
    "Q:",
    "# T",
    "## Why?",
    "### {#k}",
    "{#k}",
    "---",
    "===",
    "***",
    "```go",
    "```",
    "```output",
    "~~~",
    "| a | b |",
    "|---|---|",
    "term",
    ": meaning",
    "1. one",
    "- item",
    "  more",
    "> quote",
    "    code",
    "[x]: y",
    "[^1]: note",
    "[",
    "]",
    "{{c1::",
    "}}",
    "`",
    "$",
    "$$",
    "<div>",
    "<!--",
    "-->",
    "</div>",
    "\\",
    "\t",
    " ",
    "\0",
    "*",
    "**",
    "_",
    "&#35; x",
    "\u{A0}",
    "漢字",
    "text",
    "\u{FFFD}",
    "<script>",
    "\u{2028}",
    "\x0b",
    "\x0c",
    "- Q: x",
    "1) C: y",
    "a {#b tags=c}",
];

fn scrambled() -> impl Strategy<Value = String> {
    let ends = select(vec!["\n", "\n", "\n\n", " ", "", "\r\n"]);
    let pieces = prop::collection::vec((select(PIECES), ends), 0..12);
    pieces.prop_map(|pieces| {
        pieces
            .into_iter()
            .flat_map(|(piece, end)| [piece, end])
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn whatever_is_settled_compiles_to_itself(a in scrambled(), b in scrambled(), c in scrambled(), d in scrambled()) {
        holds("Go::x", &[a, b, c, d])?;
    }

    #[test]
    fn so_does_any_text(title in "[^\u{0}-\u{1f}\u{7f}-\u{9f}]{1,20}", a in "(?s).{0,60}", b in "(?s).{0,60}") {
        prop_assume!(!title.trim().is_empty());
        holds(&title, &[a.clone(), b.clone(), b, a])?;
    }
}

#[test]
fn as_little_is_changed_as_can_be() {
    let sides = settle(
        "# Why?\nQ: x",
        "```go\nx\n```\n```output\ny\n```\n\n---\n- a\n\nb {#c}",
    );
    assert_eq!(sides.ask, "**Why?**\nQ\\: x");
    assert_eq!(
        sides.answer,
        "```go\nx\n```\n```text\ny\n```\n\n\\---\n- a\n\nb \\{#c}"
    );
    assert_eq!(
        question("k/0", &[], &settle("What is it?", "- a\n- b")),
        "Q: What is it? {#k/0}\n\nA:\n\n- a\n- b"
    );
}
