//! Broken decks: every mistake is named with its place, all of them at once, and costs no other
//! card anything.

use serde_json::Value;

use crate::cards::text;
use crate::home::{Home, repository};

/// A mistake in a deck: its code, its place, and the deck.
type Mistake = (&'static str, &'static str, &'static str);

/// What can be wrong before a deck's text begins.
const IN_FRONT: [Mistake; 8] = [
    ("E03", "1:1", "---\ntopic: Tides\n"),
    ("E04", "3:1", "---\ntags: [one, two\n---\n"),
    ("E05", "2:1", "---\njust words\n---\n"),
    ("E06", "2:9", "---\ntopic: [one, two]\n---\n"),
    ("E07", "2:7", "---\ntags: {one: two}\n---\n"),
    ("E08", "2:10", "---\nreverse: yes\n---\n"),
    ("E09", "3:1", "---\ntopic: Tides\ntopic: Waves\n---\n"),
    ("E30", "2:12", "---\nrequires: [moons]\n---\n"),
];

/// What can be wrong with a card.
const IN_CARDS: [Mistake; 24] = [
    (
        "E10",
        "3:1",
        "# Tides\n\n## What pulls the sea?\n\n## And why\n",
    ),
    ("E10", "1:1", "Q: What pulls the sea?\n"),
    ("E11", "1:1", "A: The moon.\n"),
    (
        "E12",
        "3:1",
        "Q: What pulls?\nA: The moon.\nA: And the sun.\n",
    ),
    ("E13", "1:1", "Q:\nA: The moon.\n"),
    ("E14", "1:1", "C: The moon pulls the sea.\n"),
    ("E15", "1:18", "C: The sea rises [] a day.\n"),
    ("E15", "1:12", "C:\tПриливы [] два раза в день.\n"),
    ("E15", "1:7", "C: 潮汐 [] 日\n"),
    ("E16", "1:8", "C: The [moon pulls the sea.\n"),
    ("E16", "1:8", "C: The {{c1::moon pulls the sea.\n"),
    ("E17", "1:8", "C: The {{cx::moon}} pulls.\n"),
    (
        "E19",
        "4:1",
        "## What pulls?\nThe moon.\n\n## What  pulls?\nThe sun.\n",
    ),
    (
        "E20",
        "4:16",
        "## What pulls? {#a}\nThe moon.\n\n## What rises? {#a}\nThe sea.\n",
    ),
    ("E21", "1:12", "## Phases {.lists}\n\n1. One\n"),
    ("E22", "1:19", "## Phases {.steps .rows}\n\n1. One\n"),
    ("E23", "1:12", "## Phases {a=b}\n\n1. One\n"),
    ("E24", "1:1", "## Phases {.steps}\n\n- One\n"),
    ("E25", "4:1", "## Phases {.steps}\n\n1. One\n2.\n3. Three\n"),
    ("E26", "1:1", "## Ranges {.rows}\n\nNo table.\n"),
    (
        "E27",
        "5:1",
        "## Ranges {.rows}\n\n| Bay | Range |\n| --- | --- |\n| | 16 |\n",
    ),
    (
        "E28",
        "5:1",
        "## Ranges {.rows}\n\n| Bay | Range |\n| --- | --- |\n| Fundy | |\n",
    ),
    ("E29", "3:1", "Text.\n\n```output\n1\n```\n"),
    ("E40", "1:4", "Q: \u{FFFD}What?\nA: That.\n"),
];

/// How many cards are healthy beside the one that every deck here ends with: the first of each
/// pair of twins, and the step before the empty one.
const HEALTHY: usize = 3;

/// Writes one deck for each mistake, with a healthy card at its end, and says what is wrong with
/// each: `folder/00.md 3:1 E10`.
fn write(
    home: &Home,
    folder: &str,
    mistakes: &[Mistake],
    change: impl Fn(&str) -> String,
) -> Vec<String> {
    let one = |(number, (code, place, deck)): (usize, &Mistake)| {
        let file = format!("{folder}/{number:02}.md");
        let healthy = format!("\n## Which card of deck {number} is healthy?\nThis.\n");
        home.deck(&file, &change(&format!("{deck}{healthy}")));
        format!("{file} {place} {code}")
    };
    mistakes.iter().enumerate().map(one).collect()
}

/// What is wrong with the decks of a folder, in the same words. Must be all that is said of them.
#[track_caller]
fn found(home: &Home, folder: &str, cards: usize) -> Vec<String> {
    let outcome = home.run(&["check", folder, "--json"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (1, ""));
    let said: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    let one = |said: &Value| {
        assert_eq!(said["level"], "error");
        assert_ne!(text(&said["help"]), "");
        let (file, code) = (text(&said["file"]), text(&said["code"]));
        format!("{file} {}:{} {code}", said["line"], said["column"])
    };
    let found: Vec<String> = said["diagnostics"]
        .as_array()
        .expect("a list")
        .iter()
        .map(one)
        .collect();
    assert_eq!(
        [&said["cards"], &said["errors"], &said["warnings"]],
        [cards, found.len(), 0]
    );
    found
}

#[test]
fn every_mistake_is_named_with_its_place() {
    let home = Home::new();
    let wrong = write(&home, "front", &IN_FRONT, str::to_owned);
    assert_eq!(found(&home, "front", IN_FRONT.len()), wrong);
    let wrong = write(&home, "cards", &IN_CARDS, str::to_owned);
    assert_eq!(found(&home, "cards", IN_CARDS.len() + HEALTHY), wrong);
}

#[test]
fn places_do_not_depend_on_how_the_file_is_written() {
    let home = Home::new();
    for (folder, mistakes, cards) in [
        ("front", IN_FRONT.as_slice(), IN_FRONT.len()),
        ("cards", &IN_CARDS, IN_CARDS.len() + HEALTHY),
    ] {
        let crlf = write(&home, &format!("{folder}/crlf"), mistakes, |deck| {
            deck.replace('\n', "\r\n")
        });
        assert_eq!(found(&home, &format!("{folder}/crlf"), cards), crlf);
        let mark = write(&home, &format!("{folder}/mark"), mistakes, |deck| {
            format!("\u{FEFF}{deck}")
        });
        assert_eq!(found(&home, &format!("{folder}/mark"), cards), mark);
    }
}

#[test]
fn front_matter_moves_the_places_below_it() {
    let home = Home::new();
    let lower = |mistake: &str| {
        let (file, place) = mistake.split_once(' ').expect("a place");
        let (line, rest) = place.split_once(':').expect("a line");
        let line: u32 = line.parse().expect("a number");
        format!("{file} {}:{rest}", line + 3)
    };
    let wrong = write(&home, "deep", &IN_CARDS, |deck| {
        format!("---\ntags: [sea]\n---\n{deck}")
    });
    let wrong: Vec<String> = wrong.iter().map(|mistake| lower(mistake)).collect();
    assert_eq!(found(&home, "deep", IN_CARDS.len() + HEALTHY), wrong);
}

#[test]
fn one_mistake_costs_no_other_card_anything() {
    let home = Home::new();
    let mistakes = [IN_FRONT.as_slice(), &IN_CARDS].concat();
    write(&home, "decks", &mistakes, str::to_owned);
    let (decks, cards) = (mistakes.len(), mistakes.len() + HEALTHY);
    let outcome = home.run(&["import", "decks"]);
    let report = format!(
        "{decks} decks, {cards} cards: {cards} new\n\
         {decks} errors: what they are about did not go in, all else did\n"
    );
    assert_eq!((outcome.stdout, outcome.code), (report, 1));
    assert_eq!(outcome.stderr.matches("error[E").count(), decks);
    assert_eq!(home.run(&["due"]).stdout, "0 due, 20 new\n");
    home.run(&["doctor"]).fine("the database is sound\n");
}

#[test]
fn decks_that_contradict_each_other() {
    let home = Home::new();
    home.deck(
        "decks/ebb.md",
        "---\nrequires: [flood]\n---\n## What falls?\nThe sea.\n",
    );
    home.deck(
        "decks/flood.md",
        "---\nrequires: [ebb]\n---\n## What rises?\nThe sea.\n",
    );
    home.deck("decks/tides.md", "# Tides\n\n## What pulls?\nThe moon.\n");
    home.deck("decks/waves.md", "# Tides\n\n## What pulls?\nThe sun.\n");
    let news = "4 files, 4 cards: 2 errors, 0 warnings\n";
    home.run(&["check", "decks", "--format", "short"]).ends(
        1,
        "decks/ebb.md:2:12: error[E31]: the requirements go in a circle: `ebb -> flood -> ebb`\n\
         decks/waves.md:3:4: error[E32]: `What pulls?` is already asked in `decks/tides.md:3`\n",
        news,
    );
    let outcome = home.run(&["import", "decks"]);
    assert!(
        outcome
            .stdout
            .starts_with("3 decks, 3 cards: 3 new\n2 errors"),
        "{}",
        outcome.stdout
    );
    assert!(
        outcome
            .stderr
            .contains("`What pulls?` is already asked in `decks/tides.md:3`")
    );
    // Asked before the circle is gone and after.
    home.deck("decks/flood.md", "## What rises?\nThe sea.\n");
    home.deck("decks/waves.md", "# Waves\n\n## What pulls?\nThe wind.\n");
    home.run(&["import", "decks"])
        .fine("4 decks, 4 cards: 1 new, 3 unchanged\n");
}

#[test]
fn what_is_not_utf_8_costs_the_cards_it_is_in() {
    let home = Home::new();
    home.deck("sea.md", "");
    let file = home.work().join("sea.md");
    std::fs::write(
        &file,
        b"## What is a t\xEFde?\nWater.\n\n## What pulls it?\nThe moon.\n",
    )
    .expect("a file");
    let found = "\
sea.md:1:15: error[E01]: the file is not valid UTF-8
sea.md:1:15: error[E40]: the card holds a character that could not be read
";
    home.run(&["check", "sea.md", "--format", "short", "-q"])
        .ends(1, found, "");
    assert_eq!(
        home.run(&["import", "sea.md"]).stdout,
        "1 deck, 1 card: 1 new\n2 errors: what they are about did not go in, all else did\n"
    );
    let wide: Vec<u8> = "\u{FEFF}## Why?\nSo.\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    std::fs::write(&file, wide).expect("a file");
    home.run(&["check", "sea.md", "--format", "short", "-q"])
        .ends(
            1,
            "sea.md:1:1: error[E02]: the file is UTF-16, not UTF-8\n",
            "",
        );
}

#[test]
fn a_deck_is_looked_at_again_until_it_is_mended() {
    let home = Home::new();
    home.deck(
        "sea.md",
        "## What pulls it?\nThe moon.\n\n## What is a tide?\n",
    );
    for _ in 0..2 {
        assert_eq!(home.run(&["import", "sea.md"]).code, 1);
    }
    let today = home.run(&["today", "--json"]);
    assert_eq!(
        today.stderr,
        "warning: your decks have 1 error, which keep no other card out\nhelp: `drill check` shows them\n"
    );
    let decks = home.json(&["decks", "--json"]);
    assert_eq!(decks["decks"][0]["errors"], 1);
    home.deck(
        "sea.md",
        "## What pulls it?\nThe moon.\n\n## What is a tide?\nWater.\n",
    );
    home.run(&["import"])
        .fine("1 deck, 2 cards: 1 new, 1 unchanged\n");
    assert_eq!(home.json(&["decks", "--json"])["decks"][0]["errors"], 0);
}

#[test]
fn a_text_too_long_for_its_number_of_cards_is_refused() {
    let home = Home::new();
    home.deck(
        "sea.md",
        &format!(
            "C: {}\n\n## Which is short?\nThis.\n",
            "[tide] ".repeat(2000)
        ),
    );
    home.run(&["check", "sea.md", "--format", "short", "-q"])
        .ends(
            1,
            "sea.md:1:1: error[E18]: the text is too long for its number of cards\n",
            "",
        );
}

/// A new complaint gets a line in one of the tables above, or in `check.rs`.
#[test]
fn every_code_of_the_compiler_is_tried() {
    let read = |path: &str| std::fs::read_to_string(repository().join(path)).expect("a file");
    let tried = read("tests/complaints.rs") + &read("tests/check.rs");
    for path in ["fault.rs", "lint.rs", "library.rs", "duplicates.rs"] {
        let source = read(&format!("src/compile/{path}"));
        let codes: Vec<&str> = source.split('"').filter(|word| is_code(word)).collect();
        assert!(!codes.is_empty(), "{path}");
        for code in codes {
            assert!(tried.contains(code), "{path}: {code}");
        }
    }
}

fn is_code(word: &str) -> bool {
    word.strip_prefix(['E', 'W'])
        .is_some_and(|number| number.len() == 2 && number.parse::<u8>().is_ok())
}
