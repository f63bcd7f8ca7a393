//! What becomes of HTML, and what becomes of hostile HTML.

use proptest::prelude::*;
use proptest::sample::select;

use super::*;

fn md(html: &str) -> String {
    markdown(html, &mut |_| {})
}

#[test]
fn html_says_the_same_in_markdown() {
    for (html, expected) in [
        ("What is it?", "What is it?"),
        (
            "a <b>bold</b>, <i>slanted</i> &amp; <code>x_y $z</code>",
            "a **bold**, *slanted* & `x_y $z`",
        ),
        ("one<br>two<div>three</div>", "one  \ntwo\n\nthree"),
        (
            "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>",
            "- a\n- b\n  - c",
        ),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        (
            "<h2>Head</h2>text<hr>more",
            "**Head**\n\ntext\n\n———\n\nmore",
        ),
        (
            "<pre><code class=\"language-go\">a &lt; b<br>c\n\n\n  d</code></pre>",
            "```go\na < b\nc\n\n\n  d\n```",
        ),
        (
            "<img src=\"a b(1).png\" alt=\"x]\">",
            "![x](media/a%20b%281%29.png)",
        ),
        (
            "<img src=\"https://x.org/a_b?c=1&amp;d\">",
            "![](https://x.org/a_b?c=1&d)",
        ),
        (
            "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>",
            "| a | b |\n| - | - |\n| 1 | 2 |",
        ),
    ] {
        assert_eq!(md(html), expected, "{html}");
    }
}

#[test]
fn signs_of_markdown_are_escaped() {
    for (html, expected) in [
        ("costs $5 or $6", "costs \\$5 or \\$6"),
        ("# no heading", "\\# no heading"),
        (
            "*a* _b_ [c] `d` ~~e~~",
            "\\*a\\* \\_b\\_ \\[c\\] \\`d\\` \\~\\~e\\~\\~",
        ),
        ("1. no list", "1\\. no list"),
        ("a &lt;b&gt; c", "a \\<b> c"),
    ] {
        assert_eq!(md(html), expected, "{html}");
    }
}

#[test]
fn notations_of_anki_become_markdown() {
    for (html, expected) in [
        ("so \\( a_1 &lt; b \\) is", "so $a_1 < b$ is"),
        ("\\[x<br>y\\]", "$$x y$$"),
        ("[$]\\alpha[/$] [$$]\\beta[/$$]", "$\\alpha$ $$\\beta$$"),
        ("[latex]\\LaTeX[/latex]", "`\\LaTeX`"),
        ("[sound:a b.mp3]", "[♪ a b.mp3](media/a%20b.mp3)"),
        ("\\( $ \\)", "`$`"),
    ] {
        assert_eq!(md(html), expected, "{html}");
    }
}

#[test]
fn scripts_go_with_a_word() {
    let mut words = Vec::new();
    let text = markdown(
        "a<script>alert('</p>')</script><STYLE>b{}</style><!-- c --><iframe src=x>y</iframe>d",
        &mut |word| words.push(word),
    );
    assert_eq!((text.as_str(), words.len()), ("ad", 2));
}

#[test]
fn depth_and_length_exhaust_nothing() {
    for html in [
        "<div>".repeat(50_000),
        format!("{}x", "<b>".repeat(20_000)),
        "<b>x</b>".repeat(100_000),
        "<table><tr><td>".repeat(10_000),
        "<".repeat(300_000),
        "\\(".repeat(100_000),
        "[sound:".repeat(50_000),
        "<!--".repeat(50_000),
        "<a href='".repeat(20_000),
    ] {
        md(&html);
    }
    assert_eq!(md(&format!("{}x", "<div>".repeat(5000))), "x");
}

proptest! {
    #[test]
    fn any_text_is_converted(html in "(?s).{0,200}") {
        let (clean, _) = clean(&html);
        let text = md(&clean);
        prop_assert!(!text.contains(['\u{fdd0}', '\u{fdd1}', '\u{fdd2}', '\u{fdd3}']), "{}", text);
    }

    #[test]
    fn any_tags_are_converted(pieces in prop::collection::vec(select(vec![
        "<b>", "</b>", "<pre>", "</pre>", "<code>", "<li>", "<ul>", "</ul>", "<table>", "<td>", "<tr>",
        "a", " ", "\n", "`", "$", "\\(", "\\)", "[sound:", "]", "<br>", "<img src=x>", "&lt;", "<h1>",
        "</h1>", "<a href=\"u\">", "</a>", "<p>", "<script>", "</script>", "<!--", "-->", "1. ", "#",
    ]), 0..40)) {
        let text = md(&pieces.concat());
        prop_assert!(!text.contains(['\u{fdd0}', '\u{fdd1}', '\u{fdd2}', '\u{fdd3}']), "{}", text);
    }
}
