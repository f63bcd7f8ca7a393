//! Question headings, and the markers `Q:` and `A:`.

use super::expect;

#[test]
fn a_question_heading_is_answered_by_what_follows() {
    expect("## Why?\nBecause.\n", &["question | Why? | Because."]);
    expect(
        "# Page\n\ntheory\n\n## **Why**?\n\n    code\n\n- a\n- b\n\n#### Deeper\n\nmore\n\n## Theory\n\nno\n",
        &["question | **Why**? |     code//- a/- b//#### Deeper//more"],
    );
    expect(
        "Why\nnot？\n---\nyes\n***\nno",
        &["question | Why/not？ | yes"],
    );
    expect(
        "### A؟ ###\na\n#### B?\nb\n# C\nc",
        &["question | A؟ | a", "question | B? | b"],
    );
    expect("## A?\n## B?\nb\n", &["question | B? | b", "E10 1:1"]);
    expect(
        "## Code `x?`\nb\n\n## [Link?](x)\nc\n\n## 5?!\n",
        &["question | Code `x?` | b", "question | [Link?](x) | c"],
    );
    expect(
        "## A?\na\nQ: b\nA: c\n\n## D?\nd\n\nC: [e]",
        &[
            "question | A? | a",
            "question | b | c",
            "question | D? | d",
            "cloze | [...] | e",
        ],
    );
    expect("## A?\nA: a\n", &["E11 2:1"]);
    expect(
        "> ## A?\n\n- ## B?\n\n```\n## C?\n```\n\n<div>\n## D?\n</div>\n",
        &[],
    );
}

#[test]
fn the_title_may_ask_without_an_answer() {
    expect(
        "# Why Go?\n\n## Why?\nBecause.",
        &["question | Why? | Because."],
    );
    expect("# Why Go?\nFor fun.", &["question | Why Go? | For fun."]);
    expect("# Why Go?\n# Why not?\n", &["E10 2:1"]);
}

#[test]
fn markers_begin_cards_wherever_text_would_go_on() {
    expect(
        "Q: a\nA: b\nQ: c\nd\n\nA: e\n\nf\n\n---\nno",
        &["question | a | b", "question | c/d | e//f"],
    );
    expect(
        "Q: a\nA: b\n---\nQ: c\nA: d\n===\n",
        &["question | a | b", "question | c | d/==="],
    );
    expect(
        "text\nQ: a\n   A: b\n- x\nQ: c\nA: d\n> q\nQ: e\nA: f\n",
        &[
            "question | a | b/- x",
            "question | c | d/> q",
            "question | e | f",
        ],
    );
    expect(
        "Q: a\nA: b\n\n| x | y |\n|---|---|\n| 1 | 2 |\nQ: c | d\nA: e\n- f\n",
        &[
            "question | a | b//| x | y |/|---|---|/| 1 | 2 |",
            "question | c | d | e/- f",
        ],
    );
    expect(
        "Q: a\nA: b\n: c\n\nQ: d\nA: e\n",
        &["question | a | b/: c", "question | d | e"],
    );
    expect(
        "term\n: meaning\nQ: a\nA: b\n",
        &["term | term | meaning", "question | a | b"],
    );
    expect(
        "Q: `a\nA: b`\nQ: US$\nA: a$\nQ: *c\nA: d*",
        &[
            "question | `a | b`",
            "question | US$ | a$",
            "question | *c | d*",
        ],
    );
    expect(
        "- Q: a\n  A: b\n\n> Q: a\n\n    Q: a\n\n1. x\n\n   Q: y\n   A: z\n",
        &[],
    );
    expect(
        "Q: a\n```\nA: no\n```\nA:\n\n    A: no\n\n$$\nA: no\n$$\n",
        &["question | a/```/A: no/``` |     A: no//$$/A: no/$$"],
    );
    expect("Q:a\nA:b\nq: c\nQ : d\n", &["question | a | b/q: c/Q : d"]);
}

#[test]
fn a_marker_without_its_other_half_is_a_complaint() {
    expect("Q: a\nQ: b\nA: c\n", &["question | b | c", "E10 1:1"]);
    expect("Q: a\n\n# H\n", &["E10 1:1"]);
    expect(
        "A: a\n\nC: [b]\nA: c\n",
        &["cloze | [...] | b", "E11 1:1", "E11 4:1"],
    );
    expect(
        "Q: a\nA: b\nA: c\nA: d\nQ: e\nA: f",
        &["question | e | f", "E12 3:1", "E12 4:1"],
    );
    expect(
        "Q:\nA: b\n\nQ: c\nA:\n\nQ: d\nA:\n***",
        &["E13 1:1", "E10 4:1", "E10 7:1"],
    );
}

#[test]
fn who_asks_in_the_middle_of_a_heading_may_have_meant_a_card() {
    expect("## Is it so? Perhaps\n\nText.\n", &["W02 1:1"]);
    expect("## Is it so ? Perhaps\n\nText.\n", &[]);
    expect("## Is it so?Perhaps\n\nText.\n", &[]);
}
