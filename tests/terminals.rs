//! Terminals of every kind: narrow, resized, without color, dumb, none; and decks that would
//! command them.

use crate::home::Home;
use crate::sitting::Sitting;

#[test]
fn without_a_terminal_there_is_no_sitting() {
    let home = Home::new();
    home.run(&["today"]).ends(
        2,
        "",
        "\
error: a sitting needs a terminal to ask and answer in
help: `drill today --json` prints the queue; `drill answer CARD GRADE` grades a card from a script
",
    );
    assert!(!home.database().exists(), "nothing was begun");
}

#[test]
fn plain_never_moves_the_cursor() {
    let home = Home::with_rivers();
    let mut sitting = home.sit(&["today", "--plain"]);
    study(&mut sitting);
    assert_eq!(
        sequences(sitting.raw())
            .iter()
            .find(|found| !found.ends_with('m')),
        None
    );
    assert!(
        sitting.raw().contains(&0x1b),
        "a plain terminal may have color"
    );
}

/// The page of keys in 40 columns.
const KEYS_AT_40: &str = "\
space, enter  show the answer
t             type the answer, and see
              what differs
1, a          again: not recalled; asked
              once more today, then as
              shown
2, h          hard: recalled with
              difficulty; once more
              today, then as shown
3, g          good: recalled after some
              thought
4, e          easy: recalled at once
u             undo what was done last,
              as often as you like, also
              of earlier sittings
n             the theory around the card
l             its history
o             open its file in your
              editor, or a picture of it
E             edit it now and go on with
              it; its history stays
s             suspend it: out of all
              sittings until `drill
              resume`
b             bury it: not before
              tomorrow
j, k, arrows  read on in a page that is
              longer than the window
?             this page; any key goes
              back to the card
q, Ctrl-C     leave: everything answered
              is already saved
";

#[test]
fn plain_without_color_is_a_log_of_the_sitting() {
    let mut home = Home::with_rivers();
    home.set("NO_COLOR", "1");
    let mut sitting = home.sit_at(24, 40, &["today", "--plain"]);
    study(&mut sitting);
    assert_eq!(
        sitting.transcript(),
        format!(
            "\
────────────────────────────────────────
Rivers · question         0 done, 3 left

Where does the Nile end?

space answer   u undo   ? keys   q quit
────────────────────────────────────────
{KEYS_AT_40}────────────────────────────────────────
Rivers · question         0 done, 3 left

Where does the Nile end?

space answer   u undo   ? keys   q quit
────────────────────────────────────────
Rivers · question         0 done, 3 left

Where does the Nile end?

────────────────────────────────────────

In the Mediterranean.

1 again today + 1 d   2 hard today + 1 d
3 good 1 d   4 easy 1 d
────────────────────────────────────────
Rivers · question
1 done, 2 left, 1 again

Where does the Danube end?

space answer   u undo   ? keys   q quit
────────────────────────────────────────
1 answer on 1 card.
Missed:
  rivers.md:3:1  Where does the Nile en…
3 cards left for today: `drill today`
goes on where you stopped.
Next: tomorrow (2026-11-21), 1 card due.
"
        )
    );
}

#[test]
fn a_dumb_terminal_gets_text_alone() {
    let mut home = Home::with_rivers();
    home.set("TERM", "dumb");
    let mut sitting = home.sit(&["today"]);
    study(&mut sitting);
    assert_eq!(sequences(sitting.raw()), [""; 0]);
}

#[test]
fn no_color_is_respected() {
    let mut home = Home::with_rivers();
    home.set("NO_COLOR", "1");
    let mut sitting = home.sit(&["today"]);
    study(&mut sitting);
    let mut found = sequences(sitting.raw());
    found.dedup();
    found.retain(|sequence| sequence != "\x1b[H" && sequence != "\x1b[2J");
    assert_eq!(found, [""; 0]);
}

#[test]
fn a_locale_without_unicode_gets_ascii() {
    let mut home = Home::with_rivers();
    home.set("LANG", "C").set("TERM", "dumb");
    let mut sitting = home.sit(&["today"]);
    study(&mut sitting);
    assert!(sitting.raw().is_ascii(), "{}", sitting.transcript());
}

#[test]
fn color_is_there_where_it_is_welcome() {
    let home = Home::with_rivers();
    let mut sitting = home.sit(&["today"]);
    study(&mut sitting);
    assert!(
        sequences(sitting.raw())
            .iter()
            .any(|found| found.ends_with('m'))
    );
}

#[test]
fn five_rows_of_forty_columns_are_enough() {
    let home = Home::new();
    home.deck(
        "long.md",
        "# A title that is longer than forty columns are wide\n\n\
         ## Which words does a question of many words need to be wider than its terminal is?\n\n\
         An answer with `code_that_is_so_long_that_it_has_no_room_on_a_line` and 漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字.\n\n\
         | city | river | kilometers |\n| --- | --- | --- |\n| Budapest | Danube | 1647 kilometers from the end |\n\n\
         ```go\nfunc main() { fmt.Println(\"a line of code that is wider than the terminal\") }\n```\n",
    );
    home.run(&["import", "."]).fine("1 deck, 1 card: 1 new\n");
    let mut sitting = home.sit_at(5, 40, &["today"]);
    sitting
        .see("space answer   u undo   ? keys   q quit")
        .press(" ");
    sitting
        .see("1 again today + 1 d   2 hard today + 1 d\n3 good 1 d   4 easy 1 d")
        .press("?");
    sitting
        .see("space, enter")
        .see("more lines")
        .press("\x1b[F")
        .see("is already saved")
        .press("x")
        .see("4 easy")
        .press("3");
    assert_eq!(sitting.end(), 0);
    assert_eq!(sitting.too_wide(40), [""; 0]);
}

#[test]
fn a_resized_window_is_used_from_the_next_page_on() {
    let home = Home::with_rivers();
    let mut sitting = home.sit(&["today"]);
    sitting
        .see("space answer")
        .resize(12, 40)
        .press(" ")
        .see_all(
            "\
Rivers · question         0 done, 3 left

Where does the Nile end?

────────────────────────────────────────

In the Mediterranean.

1 again today + 1 d   2 hard today + 1 d
3 good 1 d   4 easy 1 d",
        );
    sitting.resize(24, 100).press("3").see("Danube");
    sitting.see("Rivers · question                                                                     1 done, 2 left\n");
    sitting.press("q");
    assert_eq!(sitting.end(), 0);
}

#[test]
fn a_deck_cannot_command_the_terminal() {
    let home = Home::new();
    home.deck(
        "evil\x1b[31m.md",
        "# Ti\u{202e}tle \x1b[5m\n\n## What is \x1b[2J \x1b]0;owned\x07 \u{9b}31m &#27;[1m here?\n\n\
         An \u{2066}answer\u{2069} \x1b[1;1H `code \x1b[31m` &#x9b;2J\n\n```\n\x1bc \x08\x7f\n```\n\n\
         [a link](<http://x/\x1b[3m>)\n",
    );
    assert_eq!(home.run(&["import", "."]).stdout, "1 deck, 1 card: 1 new\n");
    let mut sitting = home.sit(&["today"]);
    sitting
        .see("space answer")
        .grade("1")
        .see("1 done")
        .grade("3");
    assert_eq!(sitting.end(), 0);
    sitting.hear("Missed:");
    let ours = |sequence: &String| {
        sequence == "\x1b[H" || sequence == "\x1b[2J" || sequence.ends_with('m')
    };
    let mut foreign = sequences(sitting.raw());
    foreign.retain(|sequence| !ours(sequence));
    assert_eq!(foreign, [""; 0]);
    let styled = ["\x1b[5m", "\x1b[31m", "\x1b[1;31m", "\x1b[3m"];
    let text = sitting.transcript();
    assert_eq!(styled.iter().find(|style| text.contains(*style)), None);
    let hidden = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\x1b'))
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert_eq!(text.find(hidden), None, "{}", text.escape_debug());
}

/// Asks for the keys, turns a card, grades it and leaves.
fn study(sitting: &mut Sitting) {
    sitting
        .see("Nile")
        .press("?")
        .hear("is already saved")
        .press("x")
        .grade("1");
    sitting.hear("1 done").press("q");
    assert_eq!(sitting.end(), 0);
}

/// Every escape sequence among the bytes: from `ESC` to the letter that ends it.
fn sequences(raw: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(raw);
    let after_escape = text.split('\x1b').skip(1);
    after_escape
        .map(|rest| {
            let open = rest.trim_start_matches('[');
            let length = open
                .find(|c: char| c.is_ascii_alphabetic())
                .map_or(open.len(), |at| at + 1);
            format!("\x1b{}", &rest[..rest.len() - open.len() + length])
        })
        .collect()
}
