//! Cards, and every piece of advice on them.

use super::super::sample::Sample;
use super::*;

/// Every piece of advice on a deck of one card, as `code label @ passage`.
fn advice(kind: Kind, ask: &str, answer: &str) -> Vec<String> {
    let sample = Sample::new(
        "deck",
        &[
            (kind, "Why does a filler come first?", "Because."),
            (kind, ask, answer),
        ],
    );
    let said = advise(sample.shelved()).into_iter();
    said.map(|it| {
        format!(
            "{} {} @ {}",
            it.code,
            it.label,
            &sample.text[it.span.range()]
        )
    })
    .collect()
}

fn question(ask: &str, answer: &str) -> Vec<String> {
    advice(Kind::Question, ask, answer)
}

fn silent() -> Vec<String> {
    Vec::new()
}

#[test]
fn an_answer_comes_before_its_explanation() {
    let sixty = "word ".repeat(60);
    assert_eq!(question("Why?", &sixty), silent());
    let seen = question("Why?", &format!("First\n{sixty}\n\nThen."));
    assert_eq!(seen, ["W10 61 words @ First"]);
    assert_eq!(
        advice(Kind::Cloze, "The [...] is long.", &sixty)[0],
        "W13 more than half @ ".to_owned() + sixty.trim()
    );
}

#[test]
fn an_answer_is_short_without_its_code_and_tables() {
    let code = format!(
        "Short.\n\n```go\n{}\n```\n\n| a |\n| - |\n| {} |\n",
        "x ".repeat(200),
        "y ".repeat(200)
    );
    assert_eq!(question("Why?", &code), silent());
    let long = format!("Short.\n\n{}\n\n- {}", "x ".repeat(60), "y ".repeat(60));
    assert_eq!(
        question("Why?", &long),
        ["W10 121 words up to its end @ Short."]
    );
    assert_eq!(
        advice(Kind::Term, "Term", &long),
        ["W10 121 words up to its end @ Short."]
    );
    let output = format!("```output\n1\n```\n\n{}", "x ".repeat(61));
    assert_eq!(advice(Kind::Output, "What?", &output).len(), 1);
}

#[test]
fn nobody_recites_long_lists() {
    let list = |mark: &str, count| {
        format!(
            "These:\n\n{}",
            format!("{mark} item\n   - a\n   - b\n").repeat(count)
        )
    };
    assert_eq!(question("Which?", &list("-", 5)), silent());
    assert_eq!(question("Which?", &list("-", 6)), ["W11 6 items @ - item"]);
    assert_eq!(
        question("Which?", &list("1.", 7)),
        ["W11 7 items @ 1. item"]
    );
    assert_eq!(
        question("Which?", &list("- [ ]", 6)),
        ["W11 6 items @ - [ ] item"]
    );
    assert_eq!(advice(Kind::Output, "Which?", &list("-", 6)), silent());
}

#[test]
fn nobody_recites_long_tables() {
    let table = |rows| format!("| a | b |\n| - | - |\n{}", "| 1 | 2 |\n".repeat(rows));
    assert_eq!(question("Which?", &table(7)), silent());
    assert_eq!(question("Which?", &table(8)), ["W11 8 rows @ | a | b |"]);
    assert_eq!(advice(Kind::Row, "Which?", &table(8)), silent());
}

#[test]
fn a_question_asks_for_more_than_yes() {
    let advised = |ask| [format!("W12 half of all guesses are right @ {ask}")];
    assert_eq!(
        question("Is a map safe?", "Only for readers."),
        advised("Is a map safe?")
    );
    assert_eq!(
        question("A colleague says so. Right?", "No, it copies."),
        advised("A colleague says so. Right?")
    );
    assert_eq!(question("Which locks does it take?", "No locks."), silent());
    assert_eq!(
        question("Is a map safe, and why?", "No, it moves."),
        silent()
    );
    assert_eq!(
        advice(Kind::Output, "Does this stop?", "```output\n1\n```"),
        silent()
    );
}

#[test]
fn a_cloze_shows_most_of_its_text() {
    let seen = advice(Kind::Cloze, "Readers never [...].", "wait for any writers");
    assert_eq!(seen, ["W13 more than half @ wait for any writers"]);
    assert_eq!(
        advice(
            Kind::Cloze,
            "Readers never wait for [...].",
            "writers or other readers"
        ),
        silent()
    );
    assert_eq!(advice(Kind::Cloze, "[...] wait.", "Some writers"), silent());
}

#[test]
fn a_question_keeps_its_answer_to_itself() {
    let asked = |ask: &str, word: &str| [format!("W14 says `{word}` @ {ask}")];
    let ask = "In PostgreSQL, what keeps row versions under MVCC?";
    assert_eq!(
        question(ask, "The **MVCC**.\n\nIt does."),
        asked(ask, "mvcc")
    );
    let ask = "Which index type serves GIN lookups?";
    assert_eq!(question(ask, "GIN"), asked(ask, "gin"));
    let ask = "The **lock** that is *ours*";
    assert_eq!(advice(Kind::Term, ask, "A lock."), asked(ask, "lock"));
    assert_eq!(
        advice(
            Kind::Cloze,
            "A [...] lock excludes every other exclusive lock.",
            "exclusive"
        ),
        ["W14 says `exclusive` @ A [...] lock excludes every other exclusive lock."]
    );
}

#[test]
fn a_question_may_name_what_it_lets_one_choose_from() {
    for (ask, answer) in [
        ("Which is faster, a mutex or a channel?", "A mutex."),
        (
            "One session ran SELECT, one UPDATE. Which holds back VACUUM?",
            "The UPDATE.",
        ),
        ("Which of SELECT and UPDATE waits?", "UPDATE"),
        (
            "When a default case and a ready channel both exist, what does select run?",
            "The ready channel.",
        ),
        ("A wrote 5, then B wrote 7. What does C see?", "7"),
        ("What does a mutex protect?", "It is this."),
        (
            "What does a mutex protect?",
            "A mutex protects what the code that holds it touches.",
        ),
        ("Что быстрее: стек или куча?", "Стек."),
    ] {
        assert_eq!(question(ask, answer), silent(), "{ask}");
    }
}

#[test]
fn messages_are_whole() {
    let sample = Sample::new("deck", &[(Kind::Question, "Is it?", "It is.")]);
    let expected = Diagnostic {
        code: "W12",
        level: Level::Warning,
        message: "the question can be answered with yes or no".to_owned(),
        span: crate::model::source::Span::new(3, 9),
        label: "half of all guesses are right".to_owned(),
        help: "ask why, what happens, or which of two to choose".to_owned(),
    };
    assert_eq!(advise(sample.shelved()), [expected]);
}
