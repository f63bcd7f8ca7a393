//! Typing the answer: in English and Russian, with a difference that needs no color, and a
//! suggested grade that Enter takes.

use crate::home::Home;

const CAPITALS: &str = "\
# Столицы

## Где останавливается ёжик?

Он останавливается в **густом** тумане.

Дальше это объясняется подробно.

C: Столица Чехии - [Прага].

## 標識?

間隔反復です。

## Long?

one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen twenty one two three four five six seven eight nine ten eleven

## List?

- a
- b
";

fn capitals() -> Home {
    let mut home = Home::new();
    home.set("NO_COLOR", "1");
    home.deck("capitals.md", CAPITALS);
    home.run(&["import", "."]).fine("1 deck, 5 cards: 5 new\n");
    home
}

#[test]
fn case_punctuation_and_yo_do_not_matter() {
    let home = capitals();
    let mut sitting = home.sit(&["today"]);
    sitting.see("0 done").press("t").see_all(
        "\
Столицы · question                                                0 done, 5 left

Где останавливается ёжик?

enter compare   esc back
> ",
    );
    sitting
        .press("он  ОСТАНАВЛИВАЕТСЯ, в густом тумане!\r")
        .see_all(
            "\
Столицы · question                                                0 done, 5 left

Где останавливается ёжик?

────────────────────────────────────────

typed: Он останавливается в густом тумане.

Он останавливается в густом тумане.

Дальше это объясняется подробно.

enter good   1 again today + 1 d   2 hard today + 1 d   3 good 1 d   4 easy 1 d",
        );
    sitting.press("\r").see("1 done, 4 left").see("[...]");
    sitting.press("tПрагга\x7f\x7fа\r");
    sitting.see("typed: Прага").see("enter good").press("q");
    assert_eq!(sitting.end(), 0);
    assert_eq!(home.json_lines(&["log", "--json"])[0]["grade"], "good");
}

#[test]
fn what_differs_is_marked_and_suggests_a_worse_grade() {
    let home = capitals();
    let mut sitting = home.sit(&["today"]);
    sitting
        .see("space answer")
        .press("tчушь\x15он останавливается в густом лесу\r");
    sitting.see("typed: Он останавливается в густом [-лесу-] {+тумане.+}");
    sitting
        .see("enter hard")
        .press("\r")
        .see("1 done, 4 left, 1 again");
    sitting
        .press("t\r")
        .see("typed: nothing of it")
        .see("enter again")
        .press("\r");
    sitting.see("2 done").press("t間隔反覆\r");
    sitting
        .see("typed: 間隔反 [-覆-] {+復です+}")
        .press("3")
        .see("3 done");
    sitting.press("q");
    assert_eq!(sitting.end(), 0);
    let log = home.json_lines(&["log", "--json"]);
    let grades: Vec<_> = log.iter().map(|entry| entry["grade"].clone()).collect();
    assert_eq!(grades, ["hard", "again", "good"]);
}

#[test]
fn long_answers_and_lists_are_said() {
    let home = capitals();
    let mut sitting = home.sit(&["today"]);
    sitting
        .grade("4")
        .see("1 done")
        .grade("4")
        .see("2 done")
        .grade("4");
    let said = "this answer is too long to type: say it, then space shows it";
    sitting.see("Long?").press("t").see(said).grade("4");
    sitting.see("List?").press("t").see(said).press("q");
    assert_eq!(sitting.end(), 0);
}

#[test]
fn color_shows_the_difference_too() {
    let mut home = capitals();
    home.unset("NO_COLOR");
    let mut sitting = home.sit(&["today"]);
    sitting.press("tон останавливается в лесу\r").see("enter");
    sitting
        .hear("\x1b[31m[-лесу-]\x1b[0m")
        .hear("\x1b[32m\x1b[1m{+густом тумане.+}\x1b[0m");
    sitting.press("q");
    assert_eq!(sitting.end(), 0);
}

#[test]
fn a_plain_terminal_edits_the_line_itself() {
    let mut home = capitals();
    home.set("TERM", "dumb");
    let mut sitting = home.sit(&["today"]);
    sitting.see("space answer").press("t").see("> ");
    sitting.press("он останавливается\r");
    sitting
        .see("typed: Он останавливается {+в густом тумане.+}")
        .press("\r");
    sitting.see("1 done").press("q");
    assert_eq!(sitting.end(), 0);
    assert!(sitting.untouched());
    assert!(!sitting.raw().contains(&0x1b));
}

#[test]
fn five_rows_of_forty_columns_take_an_answer() {
    let home = capitals();
    let mut sitting = home.sit_at(5, 40, &["today"]);
    let long = "он останавливается в лесу и там стоит ";
    sitting.see("ёжик").press("t").press(long).press("долго");
    sitting
        .see("enter compare   esc back")
        .see("лесу и там стоит долго");
    sitting
        .press("\r")
        .see("typed: Он останавливается")
        .see("enter");
    sitting.press("\x03");
    assert_eq!(sitting.end(), 130);
    assert_eq!(sitting.too_wide(40), [""; 0]);
}
