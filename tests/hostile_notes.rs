//! Notes and documents that are meant to do harm, or that nobody can read.

use crate::peril::{Cards, Hostile, Refused, hold, text, told};

#[test]
fn schedules_that_cannot_be_do_no_harm() {
    let files = [
        text(
            "year.md",
            "#flashcards\na::b\n<!--SR:!30000-01-01,3,250-->\n",
            Cards(1, "schedule that cannot be true"),
        ),
        text(
            "ease.md",
            "#flashcards\na::b\n<!--SR:!2026-12-01,99999999999999999999,9999999-->\n",
            Cards(1, "schedule that cannot be true"),
        ),
        text(
            "comment.md",
            format!("#flashcards\na::b {}\n", "<!--SR:!".repeat(20_000)),
            Cards(1, ""),
        ),
        text(
            "schedules.md",
            format!(
                "#flashcards\na::b\n<!--SR:{}-->\n",
                "!2026-12-01,3,250".repeat(9_000)
            ),
            Cards(1, "a card that is not there any more"),
        ),
    ];
    files.iter().for_each(hold);
}

#[test]
fn marks_without_an_end_do_no_harm() {
    let files = [
        text(
            "fence.md",
            format!("#flashcards\na::b\n\n```\n{}", "c::d\n".repeat(2_000)),
            Cards(1, ""),
        ),
        text(
            "ticks.md",
            format!(
                "#flashcards\na::b {}\n",
                (0..300)
                    .map(|n| "`".repeat(n % 50 + 1) + "$x")
                    .collect::<String>()
            ),
            Cards(1, ""),
        ),
        text(
            "marks.md",
            format!("#flashcards\n{}\n", "==".repeat(50_001)),
            Cards(0, ""),
        ),
        text(
            "links.md",
            format!("#flashcards\na::{}b\n", "[[".repeat(50_000)),
            Cards(1, ""),
        ),
        told(
            "lines.md",
            &["--as", "repeater"],
            &format!("{}\n", "::".repeat(60_000)),
            Cards(
                0,
                "card without a question, which was left out (lines.md:1)",
            ),
        ),
    ];
    files.iter().for_each(hold);
}

#[test]
fn names_and_words_that_command_do_no_harm() {
    let files = [
        text(
            "picture.md",
            "#flashcards\na::![[../../../../etc/passwd.png]] ![](/etc/hostname) b\n",
            Cards(1, "picture or sound that is not there"),
        ),
        text(
            "escape.md",
            "#flashcards/\u{1b}[2J\na\u{1b}[31m::b\u{202e}\n",
            Cards(1, "control characters were left out"),
        ),
        text(
            "tag.md",
            "#flashcards/../../etc/passwd\na::b\n",
            Cards(1, ""),
        ),
        told(
            "deep.md",
            &["--as", "headings"],
            &format!("{}\n", "###### x\n".repeat(3_000)),
            Refused(""),
        ),
        told(
            "headings.md",
            &["--as", "headings"],
            "# \u{1b}]0;x\u{7}\n\n\u{0}an answer of many more words than one\n",
            Cards(1, "control characters were left out"),
        ),
        told(
            "none.md",
            &["--as", "headings"],
            "no heading at all\n",
            Refused("it has no cards of the kind `headings`"),
        ),
    ];
    files.iter().for_each(hold);
}

const HEAD: &str = r#"{"format":"drill","version":1"#;
const BROKEN: &str = "it is no whole document of drill";

#[test]
fn documents_that_are_none_do_no_harm() {
    let files = [
        text("cut.json", format!("{HEAD},\"decks\":["), Refused(BROKEN)),
        text("other.json", "[1,2,3]", Refused(BROKEN)),
        text(
            "nobody.json",
            "{\"a\":1}",
            Refused("it is JSON, but no document of drill"),
        ),
        text(
            "newer.json",
            "{\"format\":\"drill\",\"version\":4000000000}",
            Refused("of version 4000000000"),
        ),
        text(
            "deep.json",
            format!("{{\"x\":{}", "[".repeat(200_000)),
            Refused(BROKEN),
        ),
        text(
            "surrogate.json",
            format!("{HEAD},\"roots\":[\"\\ud800\"]}}"),
            Refused(BROKEN),
        ),
        text(
            "bytes.json",
            b"{\"format\":\"dr\xffill\"}".to_vec(),
            Refused(BROKEN),
        ),
    ];
    files.iter().for_each(hold);
}

/// A document with one line in its log.
fn entry(name: &'static str, fields: &str) -> Hostile {
    text(
        name,
        format!("{HEAD},\"log\":[{{{fields}}}]}}"),
        Refused(BROKEN),
    )
}

#[test]
fn documents_that_say_what_cannot_be_do_no_harm() {
    let files = [
        text(
            "number.json",
            format!("{HEAD},\"cards\":[{{\"deck\":1e999}}]}}"),
            Refused(BROKEN),
        ),
        entry(
            "year.json",
            "\"entry\":\"00000000000000000000000000000000\",\"at\":\"+30000-01-01T00:00:00Z\"",
        ),
        text(
            "nowhere.json",
            format!(
                "{HEAD},\"cards\":[{{\"id\":\"00000000000000000000000000000000\",\"deck\":7,\"position\":0,\"kind\":\"question\",\"kin\":null,\"pinned\":false,\"ask\":\"a\",\"answer\":\"b\",\"line\":1,\"column\":1,\"retired\":false,\"tags\":[]}}]}}"
            ),
            Refused("in a deck that is not there"),
        ),
        text(
            "settings.json",
            format!("{HEAD},\"settings\":\"new_per_day = \\u001b\"}}"),
            Cards(0, "settings cannot be understood"),
        ),
        text(
            "roots.json",
            format!("{HEAD},\"roots\":[\"/nowhere/\\u001b[2J\",\"\"]}}"),
            Cards(0, ""),
        ),
        entry("twice.json", "\"entry\":\"01\""),
    ];
    files.iter().for_each(hold);
}
