//! Trees, whole; and what holds for any text.

use proptest::prelude::*;

use super::*;

fn text(words: &str) -> Inline {
    Inline::Text(words.to_owned())
}

fn paragraph(words: &str) -> Block {
    Block::Paragraph(vec![text(words)])
}

fn item(ticked: Option<bool>, blocks: Vec<Block>) -> Item {
    Item { ticked, blocks }
}

#[test]
fn text_keeps_its_marks_apart() {
    let markdown = "# What *is* `x`?\n\na **b\nc** ~~d~~ [e](f) ![g *h*](i)  \n$x^2$ <j@k.l>";
    let question = vec![
        text("What "),
        Inline::Emphasis(vec![text("is")]),
        text(" "),
        Inline::Code("x".into()),
        text("?"),
    ];
    let answer = vec![
        text("a "),
        Inline::Strong(vec![text("b c")]),
        text(" "),
        Inline::Struck(vec![text("d")]),
        text(" "),
        Inline::Link {
            text: vec![text("e")],
            target: "f".into(),
        },
        text(" "),
        Inline::Image {
            alt: "g h".into(),
            target: "i".into(),
        },
        Inline::Break,
        Inline::Formula("x^2".into()),
        text(" "),
        Inline::Link {
            text: vec![text("j@k.l")],
            target: "j@k.l".into(),
        },
    ];
    assert_eq!(
        tree(markdown),
        [
            Block::Heading {
                level: 1,
                text: question
            },
            Block::Paragraph(answer)
        ]
    );
}

#[test]
fn lists_keep_their_numbers_boxes_and_depth() {
    let markdown = "3. a\n4. b\n   - [x] c\n\n     d\n   - [ ] e\n     - f\n";
    let innermost = Block::List {
        start: None,
        items: vec![item(None, vec![paragraph("f")])],
    };
    let inner = Block::List {
        start: None,
        items: vec![
            item(Some(true), vec![paragraph("c"), paragraph("d")]),
            item(Some(false), vec![paragraph("e"), innermost]),
        ],
    };
    let items = vec![
        item(None, vec![paragraph("a")]),
        item(None, vec![paragraph("b"), inner]),
    ];
    assert_eq!(
        tree(markdown),
        [Block::List {
            start: Some(3),
            items
        }]
    );
}

#[test]
fn code_quotes_rules_and_formulas_are_blocks() {
    let markdown = "```rust linenos\na\n\n  b\n```\n\n    c\n\n> d\n\n***\n\n$$\ne\n$$\n\nf $$g$$";
    assert_eq!(
        tree(markdown),
        [
            Block::Code {
                lang: "rust".into(),
                text: "a\n\n  b".into()
            },
            Block::Code {
                lang: String::new(),
                text: "c".into()
            },
            Block::Quote(vec![paragraph("d")]),
            Block::Rule,
            Block::Formula("e".into()),
            Block::Paragraph(vec![text("f "), Inline::Formula("g".into())]),
        ]
    );
}

#[test]
fn tables_and_definitions_keep_their_parts() {
    let markdown = "| a | b |\n|--:|:-:|\n| `c` | |\n\nterm\n: one\n: two\n\nother\n: three\n";
    let table = Block::Table {
        align: vec![Align::Right, Align::Center],
        head: vec![vec![text("a")], vec![text("b")]],
        rows: vec![vec![vec![Inline::Code("c".into())], vec![]]],
    };
    let definitions = Block::Definitions(vec![
        Definition {
            term: vec![text("term")],
            meanings: vec![vec![paragraph("one")], vec![paragraph("two")]],
        },
        Definition {
            term: vec![text("other")],
            meanings: vec![vec![paragraph("three")]],
        },
    ]);
    assert_eq!(tree(markdown), [table, definitions]);
}

#[test]
fn footnotes_come_last_and_comments_vanish() {
    let markdown =
        "a[^n] <!-- x --> <b>c</b>\n\n[^n]: note\n\n<!-- y\n-->\n\n<p>d <!-- z --></p>\n\ne";
    assert_eq!(
        tree(markdown),
        [
            paragraph("a[n]  <b>c</b>"),
            Block::Html("<p>d </p>".into()),
            paragraph("e"),
            Block::Paragraph(vec![text("[n] "), text("note")]),
        ]
    );
}

#[test]
fn what_nests_too_deep_keeps_its_words() {
    for markdown in [
        ">".repeat(3000) + " word",
        "- ".repeat(3000) + "word",
        "*a ".repeat(3000) + "word" + &"*".repeat(3000),
        "[![".repeat(3000) + "word" + &"](x)".repeat(6000),
    ] {
        assert!(words(&tree(&markdown)).contains("word"));
    }
}

proptest! {
    #[test]
    fn any_text_gives_a_tree_that_holds_it(noise in "[-\\[\\]()#*_`~>|:$<^x \n]{0,80}") {
        let kept = words(&tree(&(noise + "\n\nthe end")));
        prop_assert!(kept.contains("the end"), "{kept}");
    }
}

/// Everything that a tree says.
fn words(blocks: &[Block]) -> String {
    let of_block = |block: &Block| match block {
        Block::Heading { text, .. } | Block::Paragraph(text) => inline_words(text),
        Block::Code { text, .. } | Block::Formula(text) | Block::Html(text) => text.clone(),
        Block::List { items, .. } => items.iter().map(|item| words(&item.blocks)).collect(),
        Block::Quote(blocks) => words(blocks),
        Block::Table { head, rows, .. } => head
            .iter()
            .chain(rows.iter().flatten())
            .map(|cell| inline_words(cell))
            .collect(),
        Block::Definitions(definitions) => definitions
            .iter()
            .map(|one| inline_words(&one.term) + &words(&one.meanings.concat()))
            .collect(),
        Block::Rule => String::new(),
    };
    blocks.iter().map(of_block).collect()
}

fn inline_words(text: &[Inline]) -> String {
    let of_inline = |inline: &Inline| match inline {
        Inline::Text(text) | Inline::Code(text) | Inline::Formula(text) => text.clone(),
        Inline::Emphasis(text)
        | Inline::Strong(text)
        | Inline::Struck(text)
        | Inline::Link { text, .. } => inline_words(text),
        Inline::Image { alt, .. } => alt.clone(),
        Inline::Break => "\n".to_owned(),
    };
    text.iter().map(of_inline).collect()
}
