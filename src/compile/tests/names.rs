//! Pins and ids, attributes, front matter: what a card and a deck are called.

use super::expect;
use crate::compile::compile;
use crate::compile::identity::{Question, card_id};
use crate::model::card::Kind;
use crate::model::source::{Origin, Source};

#[test]
fn a_pin_names_a_card_and_is_not_shown() {
    expect(
        "## A? {#a}\nb\n\nQ: c\nd {#c}\n\ne {#f}\nA: g {#g}\nC: h [i]\n\nj {#h}\n",
        &[
            "question# | A? | b",
            "question# | c/d//e {#f} | g {#g}",
            "cloze# | h [...]//j | i",
        ],
    );
    expect(
        "Q: a {#k}\nA: b\nQ: c {#k}\nA: d\n\n## E? {#k}\nf\n",
        &["question# | a | b", "E20 3:6", "E20 6:7"],
    );
    expect(
        "Q: a \\{#k}\nA: b\n\nQ: {#k d}\nA: e\n",
        &["question | a \\{#k} | b", "question | {#k d} | e"],
    );
}

#[test]
fn attributes_of_headings_are_known_or_wrong() {
    expect(
        "## A? {.foo #k a=b}\nb\n\n## B {#anchor}\n\n## C {.rows .steps}\n\n1. a\n",
        &["E21 1:8", "E23 1:16", "E22 6:13"],
    );
    expect(
        "## A?\n\n### Part {x}\n\nb\n\n## C? {#c}\nd",
        &["question# | C? | d", "E23 3:11"],
    );
    expect(
        "## A `{x}`?\n{#a}\n\n## Is \\{x}?\nd\n",
        &["question | A `{x}`? | {#a}", "question | Is \\{x}? | d"],
    );
}

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

/// The name of a card is worked out from what its author asked, or from its pin.
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
        &["E06 2:8", "E07 3:7", "E08 5:10", "E07 7:3"],
    );
    expect(
        "---\ntopic: []\nlang:\n- a\n- b\nreverse: [x]\n---\n",
        &["E06 2:8", "E06 4:3", "E08 6:10"],
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

#[test]
fn siblings_share_the_number_of_the_first() {
    let text = "Q: a\nA: b\n\nC: [c] d [e]\n\nC: [f] g\n\nC: {{c1::h}} i {{c2::j}}";
    let origin = Origin::Shipped("deck.md".into());
    let cards = compile(&Source {
        origin,
        text: text.into(),
    })
    .cards;
    let kin: Vec<_> = cards.iter().map(|card| card.kin.map(|kin| kin.0)).collect();
    assert_eq!(kin, [None, Some(1), Some(1), None, Some(4), Some(4)]);
}

#[test]
fn a_complaint_says_what_is_wrong_and_what_to_do() {
    let text = "---\ntopci: x\nlang: a: b\n---\nQ: a\nA: b\n\nQ: a\nA: c\n\nC: [\n\n## d {.foo}\n";
    let origin = Origin::Shipped("deck.md".into());
    let found = compile(&Source {
        origin,
        text: text.into(),
    })
    .diagnostics;
    let lines = found.iter().map(|found| {
        let place = &text[found.span.range()];
        let level = found.level.name();
        format!(
            "{level}[{}]: {} | {place} | {} | {}",
            found.code, found.message, found.label, found.help
        )
    });
    assert_eq!(
        lines.collect::<Vec<_>>(),
        [
            "warning[W01]: unknown key `topci` is ignored | topci | not a key of front matter | did you mean `topic`?",
            "error[E04]: the front matter is not valid YAML | : | mapping values are not allowed in this context \
         | write one `key: value` a line, and quote a value that holds `: ` or begins with a special character",
            "error[E19]: the deck asks this twice | Q: a | asked before, on line 5 \
         | reword or remove one of them; the card on line 5 stays",
            "error[E16]: `[` has no partner | [ | without its other half \
         | add the other half, or escape a bracket that hides nothing: `\\[`, `\\]`",
            "error[E21]: unknown class `.foo` | .foo | not a form of card \
         | the classes are `.steps` (over a numbered list) and `.rows` (over a table)",
        ]
    );
}
