//! Packages with odd contents: what can be taken is taken, with a word for what was not.

use serde_json::json;

use super::package::{self, BASIC, Layout, Package, TODAY};
use super::{id_of, texts};
use crate::home::{Home, Outcome};

/// The import goes through with these notes.
#[track_caller]
pub(super) fn taken(home: &Home, package: &Package, notes: &[&str]) -> Outcome {
    package.write(&home.work().join("x.apkg"));
    let outcome = home.run(&["import", "x.apkg"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let said: Vec<&str> = outcome.stderr.lines().collect();
    assert_eq!(said.len(), notes.len(), "{said:?}");
    for (said, note) in said.iter().zip(notes) {
        assert!(said.contains(note), "{said} is not {note}");
    }
    home.run(&["doctor"]).fine("the database is sound\n");
    outcome
}

#[test]
fn texts_that_command_a_terminal_are_cleaned_with_a_word() {
    let home = Home::new();
    let mut package = Package::new(Layout::Second);
    package.decks["2"] = package::deck(2, "\u{1b}[31mRed\u{202e}::\u{7}");
    package.basic(
        "\u{1b}]0;x\u{7}",
        "What\u{1b}[2J is\u{202e} it?",
        "<script>alert(1)</script>That\u{9b}31m",
    );
    let outcome = taken(
        &home,
        &package,
        &[
            "1 x control characters and hidden ones were taken out",
            "1 x scripts and styles were left out",
        ],
    );
    for text in [&outcome.stdout, &outcome.stderr, &texts(&home, "x")[0].1] {
        assert!(
            !text.contains(['\u{1b}', '\u{7}', '\u{202e}', '\u{9b}']),
            "{text:?}"
        );
    }
    assert_eq!(texts(&home, "x")[0].0, "31mRed--blank.md");
    id_of(&home, "What\\[2J is it?");
}

#[test]
fn fronts_that_look_like_markdown_stay_text() {
    let home = Home::new();
    let mut package = Package::new(Layout::Second);
    for (at, front) in [
        "# Heading?",
        "Q: question",
        "A: answer",
        "C: a [cloze] {{c1::x}}",
        "---",
        "```",
        "- item",
        "1. item",
        "> quote",
        "| a | b |<br>|---|---|",
        "term<br>: meaning",
        "x {#pin}",
        "$5 and $6",
        "<div>x",
        "&lt;!-- x",
        "[a]: b",
        "a<br>===",
        "***",
    ]
    .iter()
    .enumerate()
    {
        package.basic(&format!("g{at}"), front, &format!("answer {at}"));
        package.basic(&format!("h{at}"), &format!("question {at}"), front);
    }
    taken(&home, &package, &[]);
    let decks = home.json(&["decks", "--json"]);
    assert_eq!(
        (&decks["decks"][0]["cards"], &decks["decks"][0]["errors"]),
        (&36.into(), &0.into())
    );
}

#[test]
fn broken_rows_cost_themselves_only() {
    let home = Home::new();
    let mut package = Package::new(Layout::Second);
    package.basic("a", "What is a?", "A");
    let twin = package.basic("a", "What is the twin of a?", "B");
    package.note("b", 77, &["no", "type"], "");
    package.card(3, 0, 2);
    package.bytes_note("c", BASIC, b"What is \xff\xfe?\x1fC".to_vec(), "");
    package.card(4, 0, 99);
    package.note("d", BASIC, &["What is d?"], "");
    package.card(5, 0, 2);
    package.card(5, 0, 2);
    package.card(5, 9, 2);
    package.card(88, 0, 2);
    package.basic("e", "", "");
    package.answer(twin, [953_000_000_000_000, 3, 1, 0, 2500, 1000, 1]);
    package.answer(twin, [-5, 3, 1, 0, 2500, 1000, 1]);
    package.answer(4242, [1_700_000_000_000, 3, 1, 0, 2500, 1000, 1]);
    taken(
        &home,
        &package,
        &[
            "1 x a note's guid comes twice: both were taken (note a)",
            "1 x a note's type is not in the package: it was left out (note b)",
            "1 x a text is not UTF-8: what could not be read was left out (note c)",
            "2 x a card's note is not in the package: it was left out",
            "1 x a card comes twice: the first was taken",
            "1 x no template makes a card: it was left out",
            "2 x an answer is dated in the future, or before 1970: it was left out",
            "1 x an answer's card is not in the package: it was left out",
            "1 x control characters and hidden ones were taken out (note c)",
            "1 x a note has more or fewer fields than its note type (note d)",
            "2 x the back of a card shows nothing new (note d, note e)",
            "1 x the front of a card is blank",
        ],
    );
}

#[test]
fn numbers_without_measure_are_brought_back() {
    let home = Home::new();
    let mut package = Package::new(Layout::Second);
    let note = package.note("a", BASIC, &["What is a?", "A"], "");
    package.state(
        note,
        0,
        2,
        [2, 2, 10_000_000, 9_000_000_000, 99_999_999, -4, -7],
    );
    let note = package.note("b", BASIC, &["What is b?", "B"], "");
    package.state(
        note,
        0,
        2,
        [2, 2, i64::MIN, i64::MIN, i64::MIN, i64::MAX, i64::MIN],
    );
    let note = package.note("c", BASIC, &["What is c?", "C"], "");
    package.state(note, 0, 2, [7, 9, TODAY, 1, 2500, 1, 1]);
    taken(
        &home,
        &package,
        &["1 x a date or an interval beyond a hundred years was brought nearer"],
    );
    let shown = home.json(&["show", &id_of(&home, "What is a?"), "--json"]);
    assert_eq!(
        (&shown["interval"], &shown["due"]),
        (&36_500.into(), &"2126-10-27".into())
    );
}

#[test]
fn templates_may_nest_deeper_than_anki_can_bear() {
    let home = Home::new();
    let mut package = Package::new(Layout::Second);
    let deep = format!(
        "{}{{{{Front}}}}{}",
        "{{#Front}}".repeat(20_000),
        "{{/Front}}".repeat(20_000)
    );
    package.note_types["1"] = package::note_type(
        BASIC,
        "Deep",
        0,
        &["Front", "Back"],
        &[(&deep, "{{Back}}{{Gone}}{{/x}}")],
    );
    package.basic(
        "a",
        "What is it?",
        &format!("{}That", "<div>".repeat(20_000)),
    );
    taken(
        &home,
        &package,
        &[
            "1 x a template names a field that its notes do not have",
            "1 x a template does not close its conditions properly",
            "1 x HTML nested too deeply, or too long, was read as plain text",
        ],
    );
    id_of(&home, "What is it?");
}

#[test]
fn a_million_tags_are_too_many() {
    let home = Home::new();
    let mut package = Package::new(Layout::Second);
    let tags: String = (0..1_000_000).map(|at| format!("t{at} ")).collect();
    let note = package.note("a", BASIC, &["What is it?", "That"], &tags);
    package.card(note, 0, 2);
    taken(
        &home,
        &package,
        &["1 x a note has more than a hundred tags: the first hundred were taken"],
    );
    let shown = home.json(&["show", &id_of(&home, "What is it?"), "--json"]);
    assert_eq!(shown["tags"].as_array().map(Vec::len), Some(100));
}

#[test]
fn decks_may_have_any_name() {
    let home = Home::new();
    let mut package = Package::new(Layout::Second);
    let deep = vec!["x"; 5000].join("::");
    for (id, name) in [
        "../../etc",
        "a/b",
        ".hidden",
        "CON",
        "go",
        "Go",
        deep.as_str(),
        "::",
        "\"q\": - [x]",
    ]
    .iter()
    .enumerate()
    {
        let id = id as i64 + 10;
        package.decks[id.to_string()] = package::deck(id, name);
        let note = package.note(
            &format!("n{id}"),
            BASIC,
            &[&format!("What is {id}?"), "That"],
            "",
        );
        package.card(note, 0, id);
    }
    package.conf = json!({"schedVer": 2, "creationOffset": "nonsense"});
    taken(&home, &package, &[]);
    assert_eq!(texts(&home, "x").len(), 9);
    let decks = home.json(&["decks", "--json"]);
    let errors = decks["decks"]
        .as_array()
        .expect("decks")
        .iter()
        .filter(|deck| deck["errors"] != 0);
    assert_eq!(errors.count(), 0);
}
