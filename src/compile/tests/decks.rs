//! What goes for a deck as a whole: its front matter, the places and the ids of its cards.

use super::super::identity::{Question, card_id};
use super::*;
use crate::model::card::Kind;

#[test]
fn a_question_is_asked_once_in_a_deck() {
    expect(
        "## A b?\nc\n\nQ: A\nb?\nA: d\n\nC: [x] y [z]\n\nC: [x] y [z]\n",
        &[
            "question | A b? | c",
            "cloze* | [...] y z | x",
            "cloze* | x y [...] | z",
            "E19 4:1",
            "E19 10:1",
        ],
    );
}

#[test]
fn a_damaged_card_stays_in() {
    expect(
        "Q: a\nA: b\u{FFFD}\nQ: c\nA: d\n",
        &["question | c | d", "E40 2:5"],
    );
    expect(
        "## \u{FFFD} {.rows}\n| a | b |\n|-|-|\n| c | d |\n",
        &["E40 4:1"],
    );
}

#[test]
fn front_matter_is_no_part_of_the_text() {
    expect(
        "---\r\n# note\r\ntags: [a,\r\n  漢, ]\r\ntopci: x\r\ntags: b\r\nzebra:\r\n---\r\nQ: a\r\nA: b\r\n\r\nc\r\n",
        &["question | a | b//c", "W01 5:1", "E09 6:1", "W01 7:1"],
    );
    expect("---\n\nQ: a\nA: b\n\n---\n", &["question | a | b"]);
    expect("---\nQ: a\nA: b\n---\n", &["question | a | b"]);
    expect("---\ntext\n\nQ: a\nA: b\n", &["question | a | b"]);
    expect(
        "---\ntopic: x\n\nQ: a\nA: b\n",
        &["question | a | b", "E03 1:1"],
    );
    expect("---\n---\nQ: a\nA: b\n", &["question | a | b"]);
    expect(
        "---\ntopic: 漢: x\n...\nQ: a\nA: b\n",
        &["question | a | b", "E04 2:9"],
    );
    expect(
        "---\ntopic: [a]\ntags: {a: b}\nlang:\nreverse: 'true'\nrequires:\n- [a]\n---\n",
        &["E06 2:9", "E07 3:7", "E08 5:10", "E07 7:3"],
    );
    expect("---\n- a\n---\n", &["E05 2:1"]);
    expect("---\n? [a]\n: b\n*x : y\n---\n", &["E05 2:3", "E04 4:1"]);
    expect(
        "---\nname = \"A \\\"B\\\"\"\nport = 1\nname = 2\n---\n",
        &["W01 3:1", "E09 4:1"],
    );
    expect("---\nname = 1\n---\n", &["E06 2:8"]);
}

#[test]
fn a_deck_says_what_it_is_called_and_needs() {
    let deck = |text: &str| {
        let origin = Origin::File("/decks/the-file.md".into());
        compile(&Source {
            origin,
            text: text.to_owned(),
        })
        .deck
    };
    let words =
        "---\ntopic: 1.10\naliases: one\nrequires: [a, 'b c', 2.0]\ntags:\n  - x\n  -\n---\n# H1\n";
    let full = deck(words);
    assert_eq!(
        (full.name.as_str(), full.title.as_str()),
        ("the-file", "1.10")
    );
    assert_eq!(
        (full.aliases, full.tags),
        (vec!["one".to_owned()], vec!["x".to_owned()])
    );
    let requires: Vec<_> = full
        .requires
        .iter()
        .map(|it| (it.name.as_str(), &words[it.span.range()]))
        .collect();
    assert_eq!(requires, [("a", "a"), ("b c", "'b c'"), ("2.0", "2.0")]);
    let title = |text| deck(text).title;
    assert_eq!(
        title("#\n\n## H2\n\n# The *one* `x`\ntoo {#k}\n===\n\n# Other\n"),
        "The one x"
    );
    assert_eq!(title("The *one* `x`\ntoo {#k}\n===\n"), "The one x too");
    assert_eq!(title("---\nname = 'Old  name'\n---\n# H1\n"), "Old name");
    assert_eq!(title("Q: a\nA: b\n===\n"), "the-file");
    assert_eq!(title("---\ntopic: first\nbad: [\n---\n# H1\n"), "first");
}

#[test]
fn places_are_exact_after_wide_characters_and_tabs() {
    let text = "---\r\ntopic: 漢字\r\n---\r\n漢\t字\r\n\r\n## Ж? {.foo}\r\n\tкод\r\n\r\nC:\t漢[]\r\n\r\nA: x";
    expect(text, &["E21 6:8", "E15 9:5", "E11 11:1"]);
    let source = Source {
        origin: Origin::Shipped("deck.md".into()),
        text: "Вступление\n\n## Почему 漢? {#k}\n\nПотому.\n\n## X".into(),
    };
    let card = compile(&source).cards.remove(0);
    assert_eq!(
        &source.text[card.span.range()],
        "## Почему 漢? {#k}\n\nПотому."
    );
}

/// What each card is named by: its id is that of the same question written plainly.
#[test]
fn ids_come_from_the_question_side_alone() {
    let ids = |text: &str| -> Vec<String> {
        let origin = Origin::Shipped("deck.md".into());
        let cards = compile(&Source {
            origin,
            text: text.to_owned(),
        })
        .cards;
        cards.iter().map(|card| card.id.to_string()).collect()
    };
    let id = |kind, question: Question| vec![card_id("T", kind, question).to_string()];
    let text = |kind, parts: &[&str]| id(kind, Question::Text(parts));
    let pin = |kind, part| id(kind, Question::Pin { key: "k", part });
    assert_eq!(ids("# T\n## *A*\nb?\nc"), Vec::<String>::new());
    assert_eq!(
        ids("# T\n*A*  b?\n---\nc"),
        text(Kind::Question, &["*A* b?"])
    );
    assert_eq!(
        ids("# T\nQ: *A*\nb?\nA: d"),
        text(Kind::Question, &["*A* b?"])
    );
    assert_eq!(ids("# T\nQ: *A* {#k}\nA: d"), pin(Kind::Question, ""));
    assert_eq!(
        ids("# T\nC: a {{c1::b::hint}} c"),
        text(Kind::Cloze, &["a [...] c"])
    );
    assert_eq!(ids("# T\nC: a {{c7::b}} c {#k}"), pin(Kind::Cloze, "c7"));
    assert_eq!(ids("# T\nC: a [b] c\n{#k}"), pin(Kind::Cloze, "1"));
    assert_eq!(
        ids("---\nreverse: yes\n---\n# T\nG\n: a"),
        text(Kind::Term, &["G"])
    );
    let both = [text(Kind::Term, &["G"]), text(Kind::Term, &["a"])].concat();
    assert_eq!(ids("---\nreverse: true\n---\n# T\nG\n: a"), both);
    let both = [pin(Kind::Term, ""), pin(Kind::Term, "reverse")].concat();
    assert_eq!(ids("---\nreverse: true\n---\n# T\nG {#k}\n: a"), both);
    let code = "```go\nx  y\n```\n```output\nz\n```";
    assert_eq!(ids(&format!("# T\n{code}")), text(Kind::Output, &["x y"]));
    assert_eq!(
        ids(&format!("# T\n## A?\n{code}")),
        text(Kind::Output, &["A?", "x y"])
    );
    let steps = [
        text(Kind::Step, &["S", ""]),
        text(Kind::Step, &["S", "a b"]),
    ]
    .concat();
    assert_eq!(ids("# T\n## S {.steps}\n1. a\n   b\n2. c"), steps);
    let steps = [pin(Kind::Step, ""), pin(Kind::Step, "a")].concat();
    assert_eq!(ids("# T\n## S {.steps #k}\n1. a\n2. c"), steps);
    let row = "| h | g |\n|-|-|\n| a | b |";
    assert_eq!(
        ids(&format!("# T\n## R {{.rows}}\n{row}")),
        text(Kind::Row, &["R", "a"])
    );
    assert_eq!(
        ids(&format!("# T\n## R {{.rows #k}}\n{row}")),
        pin(Kind::Row, "a")
    );
}
