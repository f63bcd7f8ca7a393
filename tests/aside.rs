//! Beside the card: its theory, its history, its file in the editor, and pages longer than the
//! window.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;

use crate::home::Home;

const PAGE: &str = "\
---
topic: Lakes
---
# Lakes

Still water.

## Deep ones

Depth comes from faults[^1]. It is $d \\ge 2^{10}$ m.

### Which lake is the deepest?

Baikal.

[^1]: Cracks.

## Large ones

Not of interest here.
";

#[test]
fn the_theory_around_a_card_is_its_section() {
    let home = Home::new();
    home.deck("lakes.md", PAGE);
    home.run(&["import", "."]).fine("1 deck, 1 card: 1 new\n");
    let mut sitting = home.sit(&["today"]);
    sitting.see("space answer").press("n").see_all(
        "\
Deep ones

Depth comes from faults[1]. It is d ≥ 2¹⁰ m.

Which lake is the deepest?

Baikal.

[1] Cracks.

lakes.md:12:1   any other key goes back to the card",
    );
    sitting
        .press("n")
        .see("space answer")
        .press(" ")
        .see("4 easy");
    sitting.press("n").see("Cracks").press("x").see("4 easy");
    std::fs::remove_file(home.work().join("lakes.md")).expect("the file was there");
    sitting
        .press("n")
        .see("lakes.md` cannot be read")
        .see("4 easy");
    sitting.press("3");
    assert_eq!(sitting.end(), 0);
}

#[test]
fn the_history_lists_each_answer() {
    let mut home = Home::with_rivers();
    home.sit(&["today", "--limit", "1"]).grade("3").end();
    home.at("2026-11-21T08:00:00+03:00");
    let mut sitting = home.sit(&["today"]);
    sitting.see("Nile").press("l");
    sitting.see("due 2026-11-21, interval 1 d, ease 2.50, repetition 1, lapses 0");
    sitting.see("2026-11-20 08:00  good   due 2026-11-21, ease 2.50");
    sitting.press("x").see("space answer").press("q");
    assert_eq!(sitting.end(), 0);
}

#[test]
fn a_long_answer_is_read_on_with_the_keys_in_sight() {
    let home = Home::new();
    let lines: Vec<String> = (1..=30).map(|line| format!("- point {line}.")).collect();
    home.deck(
        "long.md",
        &format!("# Long\n\n## Which?\n\n{}\n", lines.join("\n")),
    );
    home.run(&["import", "."]);
    let mut sitting = home.sit_at(8, 40, &["today"]);
    sitting.see("space answer").press(" ").see_all(
        "\
Long · question           0 done, 1 left

• point 1.
• point 2.
• point 3.
↑ 3 ↓ 27 more lines: j, k or arrows
1 again today + 1 d   2 hard today + 1 d
3 good 1 d   4 easy 1 d",
    );
    sitting
        .press("j")
        .see("↑ 4 ↓ 26")
        .press("k")
        .see("↑ 3 ↓ 27");
    sitting
        .press(" ")
        .see("point 6.")
        .press("\x1b[6~")
        .see("point 9.");
    sitting
        .press("\x1b[5~")
        .see("point 6.")
        .press("\x1b[H")
        .see("Which?");
    sitting
        .press("\x1b[F")
        .see("point 30.")
        .see("↑ 30 more lines");
    sitting.resize(40, 80).see("Which?").see("point 30.");
    sitting.press("3");
    assert_eq!(sitting.end(), 0);
}

/// An editor that writes down how it was called.
fn editor(home: &mut Home, body: &str) -> String {
    let script = home.deck("my editor", &format!("#!/bin/sh\n{body}\n"));
    std::fs::set_permissions(&script, Permissions::from_mode(0o755)).expect("a script");
    let script = script.display().to_string();
    home.set("EDITOR", &format!("'{script}' -x \"a b\""));
    script
}

#[test]
fn the_file_opens_in_the_editor_and_is_not_taken_in() {
    let mut home = Home::with_rivers();
    editor(
        &mut home,
        "printf '%s|' \"$@\" > called; echo '# Empty' > rivers.md",
    );
    let mut sitting = home.sit(&["today"]);
    sitting
        .see("Nile")
        .press(" ")
        .see("4 easy")
        .press("o")
        .press("3")
        .see("1 done");
    sitting.see("Danube").press("q");
    assert_eq!(sitting.end(), 0);
    let called = std::fs::read_to_string(home.work().join("called")).expect("it was called");
    let deck = home.work().join("rivers.md").display().to_string();
    assert_eq!(called, format!("-x|a b|{deck}|"));
}

#[test]
fn an_editor_that_fails_is_said_and_the_sitting_goes_on() {
    let mut home = Home::with_rivers();
    let mut sitting = home.sit(&["today"]);
    sitting.see("Nile").press("o");
    sitting.see("error: no editor is set\nhelp: name one: `export EDITOR=nano`");
    sitting.press("q");
    assert_eq!(sitting.end(), 0);
    home.set("VISUAL", "no-such-editor; touch hacked");
    let mut sitting = home.sit(&["today"]);
    sitting
        .see("Nile")
        .press("o")
        .see("error: the editor `no-such-editor;` cannot be started");
    sitting.see("Nile").press("q");
    assert_eq!(sitting.end(), 0);
    home.set("VISUAL", "vi 'open");
    let mut sitting = home.sit(&["today"]);
    sitting
        .see("Nile")
        .press("E")
        .see("error: the variable `VISUAL` is `vi 'open`");
    sitting.press("q");
    assert_eq!(sitting.end(), 0);
    home.set("VISUAL", "false");
    let mut sitting = home.sit(&["today"]);
    sitting
        .see("Nile")
        .press("o")
        .see("error: the editor `false` failed");
    sitting.grade("3").see("1 done").press("q");
    assert_eq!(sitting.end(), 0);
    assert!(!home.work().join("hacked").exists());
}

/// A red square of 20 by 40 pixels.
const PNG: &[u8] = &[
    137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0,
    0, 0, 144, 119, 83, 222, 0, 0, 0, 12, 73, 68, 65, 84, 8, 215, 99, 248, 207, 192, 0, 0, 3, 1, 1,
    0, 24, 221, 141, 176, 0, 0, 0, 0, 73, 69, 78, 68, 174, 66, 96, 130,
];

#[test]
fn pictures_are_shown_where_the_terminal_can_and_else_named() {
    let mut home = Home::new();
    let deck = "# Maps\n\n## Which is it: ![a map](map.png)?\n\nIt is ![x](../secret.png).\n";
    home.deck("maps/maps.md", deck);
    std::fs::write(home.work().join("maps/map.png"), PNG).expect("a picture");
    std::fs::write(home.work().join("secret.png"), PNG).expect("a picture");
    home.run(&["import", "maps"])
        .fine("1 deck, 1 card: 1 new\n");
    let mut sitting = home.sit(&["today"]);
    sitting
        .see("Which is it: [image: a map (map.png)]?")
        .press("o");
    sitting.see_all("o  the deck in your editor\n1  map.png");
    sitting
        .press("1")
        .see("map.png` cannot be opened")
        .see("space answer")
        .press("q");
    assert_eq!(sitting.end(), 0);
    assert!(!sitting.transcript().contains("\x1b_G"));
    home.set("KITTY_WINDOW_ID", "1");
    let mut sitting = home.sit(&["today"]);
    sitting
        .see("Which is it")
        .hear("\x1b7\x1b_Ga=T,f=100,q=2,C=1,c=1,r=1,m=0;");
    sitting
        .press(" ")
        .see("[image: x (../secret.png)]")
        .press("q");
    assert_eq!(sitting.end(), 0);
    // Drawn with the question, and once more when it was turned: never the one from elsewhere.
    assert_eq!(sitting.transcript().matches("\x1b_G").count(), 2);
    let mut sitting = home.sit(&["today", "--plain"]);
    sitting.see("Which is it").press("q");
    assert_eq!(sitting.end(), 0);
    assert!(!sitting.transcript().contains("\x1b_G"));
}

#[test]
fn links_can_be_followed_only_where_that_is_known() {
    let mut home = Home::new();
    home.deck(
        "links.md",
        "# Links\n\n## Where is [the page](https://go.dev/x) and [it](file:///etc/passwd)?\n\nThere.\n",
    );
    home.run(&["import", "."]);
    let mut sitting = home.sit(&["today"]);
    sitting
        .see("the page (https://go.dev/x) and it (file:///etc/passwd)?")
        .press("q");
    assert_eq!(sitting.end(), 0);
    home.set("VTE_VERSION", "7600");
    let mut sitting = home.sit(&["today"]);
    sitting.see("Where is the page and it (file:///etc/passwd)?");
    sitting.hear("\x1b]8;;https://go.dev/x\x1b\\").press("q");
    assert_eq!(sitting.end(), 0);
    assert!(!sitting.transcript().contains("]8;;file"));
    let mut sitting = home.sit(&["today", "--plain"]);
    sitting.see("(https://go.dev/x)").press("q");
    assert_eq!(sitting.end(), 0);
    assert!(!sitting.transcript().contains("]8;;"));
}

#[test]
fn right_to_left_and_wide_text_passes_and_cannot_reorder_the_page() {
    let home = Home::new();
    home.deck(
        "rtl.md",
        "# עברית\n\n## מה זה \u{202e}x?\n\nזה `code` 漢字.\n",
    );
    home.run(&["import", "."]);
    let mut sitting = home.sit(&["today"]);
    sitting
        .hear("מה זה \u{fffd}x?")
        .press(" ")
        .see("זה code 漢字.")
        .press("3");
    assert_eq!(sitting.end(), 0);
}
