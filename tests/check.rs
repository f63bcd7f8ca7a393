//! `drill check`: what it prints, whole, for people, for editors and for programs; and how it ends.

use serde_json::Value;

use crate::home::Home;

/// A deck with two mistakes and a piece of advice.
const BROKEN: &str = "\
---
tags: [sea
---
## What pulls the sea?
The moon.

C: The [moon pulls the sea.

## Does the sun pull it too?
Yes, half as much.
";

#[test]
fn for_people_a_caret_and_help() {
    let home = Home::new();
    home.deck("sea.md", BROKEN);
    home.run(&["check", "sea.md"]).ends(
        1,
        "\
error[E04]: the front matter is not valid YAML
 --> sea.md:3:1
  |
3 | ---
  | ^ while parsing a flow sequence, expected ',' or ']'
  |
  = help: write one `key: value` a line, and quote a value that holds `: ` or begins with a special character

error[E16]: `[` has no partner
 --> sea.md:7:8
  |
7 | C: The [moon pulls the sea.
  |        ^ without its other half
  |
  = help: add the other half, or escape a bracket that hides nothing: `\\[`, `\\]`

warning[W12]: the question can be answered with yes or no
 --> sea.md:9:4
  |
9 | ## Does the sun pull it too?
  |    ^^^^^^^^^^^^^^^^^^^^^^^^^ half of all guesses are right
  |
  = help: ask why, what happens, or which of two to choose
",
        "1 file, 2 cards: 2 errors, 1 warning\n",
    );
}

#[test]
fn for_editors_a_line() {
    let home = Home::new();
    home.deck("sea.md", BROKEN);
    let lines = "\
sea.md:3:1: error[E04]: the front matter is not valid YAML
sea.md:7:8: error[E16]: `[` has no partner
sea.md:9:4: warning[W12]: the question can be answered with yes or no
";
    home.run(&["check", "sea.md", "--format", "short"]).ends(
        1,
        lines,
        "1 file, 2 cards: 2 errors, 1 warning\n",
    );
    home.run(&["check", "sea.md", "--format", "short", "-q"])
        .ends(1, lines, "");
}

#[test]
fn for_programs_json() {
    let home = Home::new();
    home.deck("sea.md", BROKEN);
    let json = concat!(
        r#"{"files":1,"cards":2,"errors":2,"warnings":1,"diagnostics":["#,
        r#"{"code":"E04","level":"error","file":"sea.md","line":3,"column":1,"end_line":3,"end_column":1,"#,
        r#""message":"the front matter is not valid YAML","#,
        r#""help":"write one `key: value` a line, and quote a value that holds `: ` or begins with a special character"},"#,
        r#"{"code":"E16","level":"error","file":"sea.md","line":7,"column":8,"end_line":7,"end_column":9,"#,
        r#""message":"`[` has no partner","#,
        r#""help":"add the other half, or escape a bracket that hides nothing: `\\[`, `\\]`"},"#,
        r#"{"code":"W12","level":"warning","file":"sea.md","line":9,"column":4,"end_line":9,"end_column":29,"#,
        r#""message":"the question can be answered with yes or no","#,
        r#""help":"ask why, what happens, or which of two to choose"}]}"#,
        "\n"
    );
    home.run(&["check", "sea.md", "--json"]).ends(1, json, "");
    home.run(&["check", "sea.md", "--format", "json"])
        .ends(1, json, "");
}

#[test]
fn wide_characters_and_tabs_leave_the_caret_in_its_place() {
    let home = Home::new();
    home.deck("sea.md", "C: 潮汐 [] 日.\n\nC:\tПриливы [] два раза.\n");
    home.run(&["check", "sea.md", "-q"]).ends(
        1,
        "\
error[E15]: the deletion is empty
 --> sea.md:1:7
  |
1 | C: 潮汐 [] 日.
  |         ^^ hides nothing
  |
  = help: write what is to be recalled between the brackets, or escape them: `\\[\\]`

error[E15]: the deletion is empty
 --> sea.md:3:12
  |
3 | C:    Приливы [] два раза.
  |               ^^ hides nothing
  |
  = help: write what is to be recalled between the brackets, or escape them: `\\[\\]`
",
        "",
    );
}

const POOR: &str = "\
---
topics: [a]
---
## What carries the tide?
One two three four five six seven eight nine ten, one two three four five six seven eight nine ten,
one two three four five six seven eight nine ten, one two three four five six seven eight nine ten,
one two three four five six seven eight nine ten, one two three four five six seven eight nine ten, one.

## Which bays have a large tidal range?
- Fundy
- Ungava
- Severn
- Rance
- Penzhina
- Cook Inlet

## Is the tide higher at new moon?
Yes.

C: Water [boils at one hundred degrees] here.

## Which spring tide follows a full moon, at the coast?
The spring tide.

## What pulls the water of the sea twice a day?
The moon.

## What pulls twice a day the water of the sea?
The moon.

## And what of the sun? A puzzle
It pulls less.
";

#[test]
fn advice_is_given_and_fails_nothing() {
    let home = Home::new();
    home.deck("sea.md", POOR);
    home.run(&["check", "sea.md", "--format", "short"]).ends(
        0,
        "\
sea.md:2:1: warning[W01]: unknown key `topics` is ignored
sea.md:5:1: warning[W10]: the answer takes 61 words before it begins to explain
sea.md:10:1: warning[W11]: the answer has 6 items to recite
sea.md:17:4: warning[W12]: the question can be answered with yes or no
sea.md:20:11: warning[W13]: the cloze hides 5 of its 7 words
sea.md:22:4: warning[W14]: the question contains its answer
sea.md:28:4: warning[W20]: `sea.md:25` asks nearly the same: `What pulls the water of the sea twice a day?`
sea.md:31:1: warning[W02]: a heading that asks and goes on is no question
",
        "1 file, 7 cards: 0 errors, 8 warnings\n",
    );
}

#[test]
fn a_healthy_deck_is_silent() {
    let home = Home::new();
    home.deck(
        "sea.md",
        "# Tides\n\nWhy it matters.\n\n## What pulls the sea?\nThe moon.\n",
    );
    home.run(&["check", "sea.md"]).fine("");
    home.run(&["check", "sea.md", "--format", "short"]).fine("");
    home.run(&["check", "sea.md", "--json"])
        .fine("{\"files\":1,\"cards\":1,\"errors\":0,\"warnings\":0,\"diagnostics\":[]}\n");
    home.run(&["import", "sea.md"])
        .fine("1 deck, 1 card: 1 new\n");
}

#[test]
fn nothing_is_stored() {
    let home = Home::new();
    home.deck("sea.md", BROKEN);
    home.run(&["check", "."]);
    assert!(!home.data().exists());
}

#[test]
fn without_a_path_it_checks_what_was_imported() {
    let home = Home::new();
    home.run(&["check"]).ends(
        2,
        "",
        "error: there is nothing to check\n\
         help: name a Markdown file or a folder: `drill check notes/`\n",
    );
    home.deck("notes/sea.md", "## What pulls the sea?\nThe moon.\n");
    home.run(&["import", "notes"]);
    home.deck("notes/sky.md", "## What is up?\n");
    home.run(&["check", "--format", "short", "-q"]).ends(
        1,
        "notes/sky.md:1:1: error[E10]: the question has no answer\n",
        "",
    );
}

#[test]
fn what_cannot_be_a_deck_is_refused() {
    let home = Home::new();
    home.deck("notes.txt", "## What pulls the sea?\nThe moon.\n");
    for verb in ["check", "import"] {
        home.run(&[verb, "none.md"]).ends(
            2,
            "",
            "error: `none.md` cannot be read\n\
             cause: No such file or directory (os error 2)\n\
             help: name a Markdown file or a folder that exists\n",
        );
    }
    home.run(&["check", "notes.txt"]).ends(
        2,
        "",
        "error: `notes.txt` is not a Markdown file\n\
         help: a deck's name ends in `.md` or `.markdown`\n",
    );
    home.run(&["import", "notes.txt"]).ends(
        2,
        "",
        "error: `notes.txt` cannot be imported: it has no columns\n\
         help: nothing was changed; say what stands between the columns: `--separator comma` (tab, comma, semicolon, pipe, colon, space or any sign)\n",
    );
}

/// A deck is somebody else's text: nothing in it may reach the terminal as a command.
#[test]
fn no_escape_sequence_gets_out() {
    let home = Home::new();
    let evil = "\u{1b}]0;owned\u{7}\u{1b}[2J\u{202e}\u{9b}1m";
    let deck = format!(
        "---\n{evil}: 1\n---\n## What {evil} is it?\n\n## Why {evil} so?\nBecause {evil}.\n\nC: [a {evil}\n"
    );
    home.deck(&format!("{evil}.md").replace('/', ""), &deck);
    for arguments in [
        ["check", ".", "--format", "human"].as_slice(),
        &["check", ".", "--format", "short"],
        &["check", ".", "--color", "never"],
        &["import", "."],
        &["find", "why"],
        &["decks"],
        &["stats"],
    ] {
        let outcome = home.run(arguments);
        let printed = outcome.stdout + &outcome.stderr;
        let wild = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!printed.contains(wild), "{arguments:?} printed {printed:?}");
        assert!(
            printed.contains("owned"),
            "{arguments:?} printed {printed:?}"
        );
    }
    let json = home.run(&["check", ".", "--json"]).stdout;
    assert!(!json.contains(|c: char| c.is_ascii_control() && c != '\n'));
    let _: Value = serde_json::from_str(&json).expect("JSON");
}
