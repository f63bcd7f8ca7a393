//! Notes of other tools: Obsidian's plugin, hashcards with its answers, headings that ask, lines
//! with `::`, Mnemosyne.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use serde_json::Value;

use crate::home::{Home, repository};

/// Question, answer and due day of every card.
fn cards(home: &Home) -> Vec<String> {
    let listed = home.json(&["today", "--json", "--new", "500"])["cards"].clone();
    let card = |card: &Value| {
        let text = |name: &str| card[name].as_str().unwrap_or("new").to_owned();
        format!(
            "{}: {} -> {} {}",
            text("deck"),
            text("ask"),
            text("answer"),
            text("due")
        )
    };
    listed.as_array().expect("cards").iter().map(card).collect()
}

/// Every file below a folder, with its bytes.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("a file").path();
        if path.is_dir() {
            found.extend(contents(&path));
        } else {
            let bytes = fs::read(&path).expect("a file");
            found.insert(path, bytes);
        }
    }
    found
}

#[test]
fn a_vault_comes_with_its_schedule_and_pictures() {
    let home = Home::new();
    home.deck(
        "vault/go/channels.md",
        "---\ntags: [flashcards/go, lang]\n---\n\nWhat is left in a closed channel?::zero\n<!--SR:!2026-11-18,24,270-->\n\n\
         mutex:::lock\n<!--SR:!2026-11-19,10,250!2000-01-01,1,250-->\n\nIt ==blocks==.\n\n![[scheme.png]]::a picture of [[Channels|them]]\n",
    );
    home.deck("vault/plain.md", "# Not cards\n\nstd::vector\n");
    home.deck("vault/img/scheme.png", "PNG");
    home.deck("vault/.obsidian/app.json", "{}");
    let before = contents(&home.work().join("vault"));
    let outcome = home.run(&["import", "vault"]);
    assert_eq!(
        outcome.stderr,
        "note: `vault` is read as notes of Obsidian's spaced-repetition plugin; `--as KIND` says it otherwise\n\
         note: 1 x note without a tag of a deck (`#flashcards`): the plugin asks nothing of it, nor does this (plain.md)\n"
    );
    assert_eq!(
        home.placed(&outcome.stdout),
        "vault: 4 notes, 5 cards: 5 new, 1 file\n  HOME/decks/vault/flashcards--go.md\n"
    );
    let mut seen = cards(&home);
    seen.sort();
    assert_eq!(
        seen,
        [
            "flashcards--go: ![scheme.png](media/scheme.png) -> a picture of them new",
            "flashcards--go: It [...]. -> blocks new",
            "flashcards--go: What is left in a closed channel? -> zero 2026-11-18",
            "flashcards--go: mutex -> lock 2026-11-19",
        ]
    );
    // A schedule is where a card stands; nobody answered anything here.
    let kinds: Vec<Value> = home
        .json_lines(&["log", "--json"])
        .iter()
        .map(|line| line["kind"].clone())
        .collect();
    assert_eq!(kinds, ["placed", "placed"]);
    assert!(home.data().join("decks/vault/media/scheme.png").is_file());
    assert_eq!(contents(&home.work().join("vault")), before);
    home.run(&["-q", "import", "vault"])
        .fine("vault: 4 notes, 5 cards: 5 unchanged, 1 file\n");
    home.run(&["undo", "--import"]);
    assert_eq!(contents(&home.work().join("vault")), before);
    assert!(!home.data().join("decks/vault").exists());
}

/// What hashcards 0.5 would have written for the cards of the deck below.
fn hashcards(home: &Home) {
    home.deck(
        "cards/maths.md",
        "Q: What is 2+2?\nA: 4\n\n---\nC: Foo [bar] ![](i.jpg) \\[q\\] [é]\n",
    );
    let db = Connection::open(home.work().join("cards/hashcards.db")).expect("a database");
    db.execute_batch(
        "create table reviews (review_id integer primary key, session_id integer, card_hash text, reviewed_at text,
           grade text, stability real, difficulty real, interval_raw real, interval_days integer, due_date text);
         insert into reviews (card_hash, reviewed_at, grade) values
           ('9dbd4e61da8c940523579d89e564e49c7c8510dc52ff26eda9646e68335c16c2', '2026-11-10T08:00:00.123', 'good'),
           ('9dbd4e61da8c940523579d89e564e49c7c8510dc52ff26eda9646e68335c16c2', '2026-11-11T08:00:00.000', 'forgot'),
           ('f4f28bdaf2569171c84b7fa98a38eeb046751f3007ec4aea38b16b4f1350c068', '2026-11-11T09:00:00', 'easy'),
           ('00', '2026-11-11T09:00:00', 'easy'), ('00', 'never', 'easy');",
    )
    .expect("rows");
}

#[test]
fn a_collection_of_hashcards_brings_its_answers() {
    let home = Home::new();
    hashcards(&home);
    let before = contents(&home.work().join("cards"));
    home.run(&["import", "cards"]).fine(
        "1 deck, 3 cards: 3 new\n\
         cards/hashcards.db: 3 new answers of 2 cards\n  \
         1 answer of cards that no deck here has, left out\n  \
         1 answer that cannot be read, left out\n",
    );
    let log = home.json_lines(&["log", "--json"]);
    let line =
        |line: &Value| format!("{} {} {}", line["at"], line["grade"], line["day"]).replace('"', "");
    assert_eq!(
        log.iter().map(line).collect::<Vec<_>>(),
        [
            "2026-11-10T08:00:00.123+03:00 good 2026-11-10",
            "2026-11-11T08:00:00.000+03:00 again 2026-11-11",
            "2026-11-11T09:00:00.000+03:00 easy 2026-11-11",
        ]
    );
    assert_eq!(home.json(&["due", "--json"])["due"], 2);
    let again = home.run(&["import", "cards"]);
    assert!(
        again
            .stdout
            .contains("cards/hashcards.db: 0 new answers of 0 cards\n  3 answers known already\n")
    );
    assert_eq!(contents(&home.work().join("cards")), before);
    home.run(&["undo", "--import"]);
    assert_eq!(home.json(&["due", "--json"])["due"], 0);
    home.deck("cards/hashcards.db", "no database");
    let broken = home.run(&["import", "cards"]);
    assert_eq!(broken.code, 2);
    assert!(broken.stderr.starts_with(
        "error: `cards/hashcards.db` cannot be imported: it is no database of hashcards\n"
    ));
}

#[test]
fn headings_ask_where_that_is_told() {
    let home = Home::new();
    home.deck(
        "go.md",
        "# Go\n\n## Channels\n\n### Nil channel\n\nBlocks.\n\n#### Why\n\nSo.\n\n### Empty\n\n## Maps\n\n### Safe or not\n\nNot.\n",
    );
    let outcome = home.run(&["import", "--as", "headings", "go.md"]);
    home.run(&["import", "--dry-run", "go.md"]).ends(
        0,
        "0 decks, 0 cards: nothing (nothing was changed)\n",
        "help: `go.md` has no cards; `--as headings` makes 3 of its headings\n",
    );
    assert_eq!(
        outcome.stderr,
        "note: `go.md`: its 3 headings of level 3 ask; `--level N` chooses another one\n\
         note: 1 x card without an answer, which was left out (go.md:13)\n"
    );
    assert_eq!(
        cards(&home),
        [
            "Go: Nil channel -> Blocks.\n\n**Why**\n\nSo. new",
            "Go: Safe or not -> Not. new"
        ]
    );
    home.run(&["undo", "--import"]);
    home.run(&["import", "--as", "headings", "--level", "2", "go.md"]);
    assert_eq!(cards(&home).len(), 2);
}

#[test]
fn lines_with_colons_are_cards_where_nothing_else_is() {
    let home = Home::new();
    home.deck("words.md", "# Words\n\nto go::идти\n`a::b`\nto be:::быть\n");
    let outcome = home.run(&["import", "words.md"]);
    assert_eq!(
        home.placed(&outcome.stdout),
        "words.md: 2 notes, 3 cards: 3 new\n  HOME/decks/words/words.md\n"
    );
    // The other direction waits for another day.
    assert_eq!(
        cards(&home),
        ["words: to go -> идти new", "words: to be -> быть new"]
    );
    assert_eq!(
        outcome.stderr,
        "note: `words.md` is read as lines of `question::answer`; `--as KIND` says it otherwise\n"
    );
    // A deck of ours stays one.
    home.deck("deck.md", "## Why std::vector?\n\nstd::array is fixed.\n");
    home.run(&["import", "deck.md"])
        .fine("1 deck, 1 card: 1 new\n");
}

#[test]
fn mnemosyne_has_cards_of_two_and_three_sides() {
    let home = Home::new();
    home.deck("m.txt", "2+2\t\"4<br>\nслово\t[ˈslovə]\tword\n");
    let outcome = home.run(&["import", "--as", "mnemosyne", "m.txt"]);
    assert!(
        outcome
            .stdout
            .starts_with("m.txt: 2 notes, 3 cards: 3 new\n")
    );
    assert_eq!(
        cards(&home),
        ["m: 2+2 -> \"4 new", "m: слово -> \\[ˈslovə\\]\n\nword new",]
    );
}

/// The notes of the corpus against what was counted in them.
#[test]
fn notes_of_the_corpus_are_read_whole() {
    let folder = repository().join("../shared/corpus/text");
    if !folder.is_dir() {
        println!("the corpus is not here");
        return;
    }
    let run = |arguments: &[&str], path: &str| {
        let home = Home::new();
        let path = folder.join(path);
        let path = path.to_string_lossy();
        let report = home.json(&[arguments, &["import", "-q", "--json", &path]].concat());
        (
            report["new"].clone(),
            home.json_lines(&["log", "--json"]).len(),
        )
    };
    assert_eq!(run(&[], "obsidian"), (Value::from(10), 4));
    assert_eq!(run(&[], "hashcards"), (Value::from(21), 0));
    let home = Home::new();
    for (file, cards) in [("own_go_ru.md", 4), ("system_design_primer_excerpt.md", 12)] {
        let path = folder.join("headings").join(file);
        let report = home.run(&[
            "import",
            "-q",
            "--json",
            "--as",
            "headings",
            &path.to_string_lossy(),
        ]);
        let report: Value = serde_json::from_str(&report.stdout).expect("JSON");
        assert_eq!(report["new"], cards, "{file}");
    }
}
