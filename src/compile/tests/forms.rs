//! Cloze texts, vocabulary, output, steps and rows.

use super::expect;

#[test]
fn a_cloze_text_makes_a_card_of_each_deletion() {
    expect(
        "C: [a] and [*b* [c]]\n\n- [d](x)\n\n# H",
        &[
            "cloze* | [...] and *b* [c]//- [d](x) | a",
            "cloze* | a and [...]//- [d](x) | *b* [c]",
        ],
    );
    expect(
        "C: {{c2::a}} {{c1::b::hint}} {{c2::`::`::c::d}} [e]",
        &[
            "cloze* | [...] b [c::d] e | a, `::`",
            "cloze* | a [hint] `::` e | b",
            "cloze* | a b `::` [...] | e",
        ],
    );
    expect(
        "C: \\[a\\] \\\\[b] [c]: ![d](e) [^f] [^g] `[h]` $[i]$ <b k=\"[j]\"> [l] [l][] &#91;m&#93;\n\n[c]: x\n[l]: y\n\n[^f]: note\n- [ ] [x] n",
        &[
            "cloze* | \\[a\\] \\\\[...] [c]: ![d](e) [^f] [^g] `[h]` $[i]$ <b k=\"[j]\"> [l] [l][] &#91;m&#93;//[c]: x/[l]: y//[^f]: note/- [ ] x n | b",
            "cloze* | \\[a\\] \\\\b [c]: ![d](e) [^f] [^g] `[h]` $[i]$ <b k=\"[j]\"> [l] [l][] &#91;m&#93;//[c]: x/[l]: y//[^f]: note/- [ ] [...] n | x",
        ],
    );
    expect(
        "C: a [b]\nC: c [d]\n```go\nx\n```\n```output\ny\n```\n",
        &[
            "cloze | a [...] | b",
            "cloze | c [...] | d",
            "output | What does this print?//```go/x/``` | ```output/y/```",
        ],
    );
}

#[test]
fn a_cloze_text_with_a_fault_makes_no_cards() {
    expect("C: nothing [link](x)\n", &["E14 1:1"]);
    expect(
        "C: [a] [] {{c1:: }}\n\nC: [d]",
        &["cloze | [...] | d", "E15 1:8", "E15 1:11"],
    );
    expect(
        "C: 漢 (0, 1] [a\n\n{{c1::b} [c [d]\n",
        &["E16 1:11", "E16 1:13", "E16 3:1", "E16 3:10"],
    );
    expect(
        "C: {{c0::a}} {{cx::b}} {{c::c}} {{c1000::d}} {{code}}",
        &["E17 1:4", "E17 1:14", "E17 1:24", "E17 1:33"],
    );
    expect("C: {{c1::a {{c2::b}} c}} [d]", &["E16 1:4"]);
    let long = format!("C: {}", "word [hidden] ".repeat(1 << 11));
    expect(&long, &["E18 1:1"]);
}

#[test]
fn a_definition_list_is_vocabulary() {
    expect(
        "G\n: A goroutine:\n  a stack.\n\n  - state\n\n: A letter.\n\nM {#m}\n: A thread.\n\ntext",
        &[
            "term | G | A goroutine:/a stack.//- state//A letter.",
            "term# | M | A thread.",
        ],
    );
    expect(
        "---\nreverse: true\n---\nG\n: A goroutine.\n\nSame\n: Same\n",
        &[
            "term* | G | A goroutine.",
            "term* | A goroutine. | G",
            "term | Same | Same",
            "E19 7:1",
        ],
    );
    expect(
        "G\n: <!-- -->\n\n## Q?\na\n\nM\n: m\n",
        &["term | G | <!-- -->", "question | Q? | a", "term | M | m"],
    );
}

#[test]
fn code_and_its_output_ask_what_it_prints() {
    expect(
        "```go {#k}\nx\n```\n\n~~~ output\n````\n~~~\n\nWhy.\n\n- so\n\n### H\nno",
        &["output# | What does this print?//```go/x/``` | `````output/````/`````//Why.//- so"],
    );
    expect(
        "---\nlang: ru\n---\n   ```\n   a\n     b\n   ```\n```output\n```\n",
        &["output | Что выведет эта программа?//```/a/  b/``` | ```output/```"],
    );
    expect(
        "## What now?\n\n```go\nx\n```\n```output\ny\n```\nz\n#### Deeper\nno\n",
        &["output | What now?//```go/x/``` | ```output/y/```//z"],
    );
    expect(
        "Q: a\n```go\nx\n```\n```output\ny\n```\nA: b\n```go\nz\n```\n```output\nz\n```\n",
        &[
            "question | a/```go/x/```/```output/y/``` | b",
            "output | What does this print?//```go/z/``` | ```output/z/```",
        ],
    );
    expect(
        "```go\nx\n```\ntext\n```output\ny\n```\n\n## A?\n```output\nz\n```\n",
        &["E29 5:1", "E29 10:1"],
    );
    expect(
        "~~~~ a`b\n~~~\n~~~~\n```output\n",
        &["output | What does this print?//~~~~a`b/~~~/~~~~ | ```output/```"],
    );
}

#[test]
fn steps_ask_for_the_next_one() {
    expect(
        "## Commit {.steps}\n\nTheory.\n\n1. add\n   all\n2. commit\n\n   - a\n3. push\n\nTheory.\n\n## Next\n",
        &[
            "step | **Commit**: what comes first? | add/all",
            "step | **Commit**: what comes after this?//> add/> all | commit//- a",
            "step | **Commit**: what comes after this?//> commit/>/> - a | push",
        ],
    );
    expect(
        "---\nlang: ru\n---\n## Шаги {.steps}\n1) а\n2) б\n",
        &[
            "step | **Шаги**: что идёт первым? | а",
            "step | **Шаги**: что идёт после этого?//> а | б",
        ],
    );
    expect(
        "## A {.steps}\n- a\n\n1. b\n\n## B {.steps}\n\n## C {.steps}\nQ: a\nA: b\n",
        &["question | a | b", "E24 1:1", "E24 6:1", "E24 8:1"],
    );
    expect(
        "## A? {.steps}\n1. a\n2.\n3. c\n4. d\n5. c\n6. e",
        &[
            "step | **A?**: what comes first? | a",
            "step | **A?**: what comes after this?//> c | d",
            "step | **A?**: what comes after this?//> d | c",
            "E25 3:1",
            "E19 7:1",
        ],
    );
}

#[test]
fn rows_ask_for_their_other_cells() {
    expect(
        "## Ports {.rows}\n\n| name | port | note |\n|---|---|---|\n| `a\\|b` | 1 | x |\n| c | | y |\n|  | 3 | z |\n| d |\nQ: e\nA: f\n",
        &[
            "row | **Ports**: for *name* = `a|b`, what are *port* and *note*? | - *port*: 1/- *note*: x",
            "row | **Ports**: for *name* = c, what is *note*? | y",
            "question | e | f",
            "E27 7:1",
            "E28 8:1",
        ],
    );
    expect(
        "---\nlang: ru\n---\n## Порты {.rows}\n| | порт | имя |\n|-|-|-|\n| a | 1 | b |\n",
        &["row | **Порты**: для a, что в столбцах *порт* и *имя*? | - *порт*: 1/- *имя*: b"],
    );
    expect(
        "## A {.rows}\n\n- a\n\n## B {.rows}\n",
        &["E26 1:1", "E26 5:1"],
    );
}
