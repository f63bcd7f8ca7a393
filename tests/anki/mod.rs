//! Moving in from Anki and back: packages made here, in all three layouts, healthy and hostile.

mod corpus;
mod engine;
mod hostile;
mod odd;
mod package;
mod round;

use serde_json::Value;

use crate::cards::asked;
use crate::home::Home;
use package::{BASIC, BOTH_WAYS, CLOZE, Layout, Package, TODAY};

const LAYOUTS: [Layout; 3] = [Layout::First, Layout::Second, Layout::Latest];

/// 2026-11-01T10:00:00Z in milliseconds.
const NOVEMBER: i64 = 1_793_527_200_000;
const DAY: i64 = 86_400_000;

/// One package with a bit of everything.
fn studied(layout: Layout) -> Package {
    let mut package = Package::new(layout);
    let note = package.note(
        "guid-a",
        BASIC,
        &["What is <b>MVCC</b>?", "Versions &amp; snapshots"],
        " db::pg go ",
    );
    let known = package.state(note, 0, 2, [2, 2, TODAY + 5, 20, 2650, 3, 1]);
    let both = package.note("guid-b", BOTH_WAYS, &["chan", "канал"], "");
    package.state(both, 0, 3, [2, -1, TODAY - 1, 4, 1500, 2, 0]);
    package.card(both, 1, 3);
    let cloze = package.note(
        "guid-c",
        CLOZE,
        &["{{c1::Go}} has {{c3::channels::what?}}", "More"],
        "",
    );
    package.card(cloze, 0, 3);
    package.state(cloze, 2, 3, [1, 3, TODAY, 0, 0, 1, 0]);
    package.answer(known, [NOVEMBER, 3, 1, -600, 2500, 4000, 0]);
    package.answer(known, [NOVEMBER + DAY, 1, -600, 1, 2300, 61_000, 1]);
    package.answer(known, [NOVEMBER + 2 * DAY + 7, 4, 20, 1, 2650, 900, 2]);
    package.media.push((
        "картинка 1.png".to_owned(),
        b"not really a picture".to_vec(),
    ));
    package
}

fn texts(home: &Home, package: &str) -> Vec<(String, String)> {
    let folder = home.data().join("decks").join(package);
    let mut texts: Vec<(String, String)> = std::fs::read_dir(folder)
        .expect("the folder of the package")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_file())
        .map(|path| {
            let name = path
                .file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            (name, std::fs::read_to_string(path).expect("a deck"))
        })
        .collect();
    texts.sort_unstable();
    texts
}

#[test]
fn a_package_of_any_layout_becomes_decks_with_their_history() {
    for layout in LAYOUTS {
        let home = Home::new();
        studied(layout).write(&home.work().join("go.apkg"));
        home.run(&["import", "go.apkg"]).ends(
            0,
            &format!(
                "go.apkg: 3 notes, 5 cards: 5 new, 3 answers, 1 file\n  {0}/Go.md\n  {0}/Go--Runtime.md\n",
                home.data().join("decks/go").display()
            ),
            "",
        );
        let go = "---\ntopic: \"Go\"\n---\n\n\
            Q: What is **MVCC**? {#30ee6fef38a4/0 tags=db::pg,go}\n\nA: Versions & snapshots\n";
        let runtime = "---\ntopic: \"Go::Runtime\"\n---\n\n\
            Q: chan {#5e0c0ea5ae38/0}\n\nA: канал\n\nQ: канал {#5e0c0ea5ae38/1}\n\nA: chan\n\n\
            Q: [...] has channels {#dbbfc55ab2d8/0}\n\nA:\n\n**Go** has channels  \nMore\n\n\
            Q: Go has [what?] {#dbbfc55ab2d8/2}\n\nA:\n\nGo has **channels**  \nMore\n";
        let found = texts(&home, "go");
        assert_eq!(strip_pins(&found[1].1), strip_pins(go), "{layout:?}");
        assert_eq!(strip_pins(&found[0].1), strip_pins(runtime), "{layout:?}");
        let shown = home.json(&["show", &id_of(&home, "What is **MVCC**?"), "--json"]);
        let card = (
            &shown["due"],
            &shown["interval"],
            &shown["ease"],
            &shown["tags"],
        );
        let tags = serde_json::json!(["db::pg", "go"]);
        assert_eq!(
            card,
            (&"2026-11-25".into(), &20.into(), &2.65.into(), &tags)
        );
        let grades: Vec<&Value> = (shown["history"].as_array().expect("a history").iter())
            .map(|answer| &answer["grade"])
            .collect();
        assert_eq!(grades, ["good", "again", "easy"]);
        assert_eq!(shown["history"][1]["took_ms"], 61_000);
        home.run(&["doctor"]).fine("the database is sound\n");
    }
}

/// No card, no deck and no answer.
fn nothing_is_there(home: &Home) {
    if !home.database().exists() {
        return;
    }
    let database = rusqlite::Connection::open(home.database()).expect("a database");
    let sql = "select (select count(*) from cards where not retired)
      + (select count(*) from decks where not gone) + (select count(*) from roots)";
    let count: i64 = database
        .query_row(sql, [], |row| row.get(0))
        .expect("a count");
    assert_eq!(count, 0);
}

/// Pins are hashes; what matters of them here is that they are there.
fn strip_pins(text: &str) -> String {
    let mut parts = text.split("{#");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |done, part| {
        let (pin, rest) = part.split_once('/').expect("a pin has a part");
        assert_eq!(pin.len(), 12, "{pin}");
        format!("{done}{{#{rest}")
    })
}

/// The id of the card with that question.
fn id_of(home: &Home, ask: &str) -> String {
    let database = rusqlite::Connection::open(home.database()).expect("a database");
    let sql = "select lower(hex(id)) from cards where ask = ? and not retired";
    database
        .query_row(sql, [ask], |row| row.get(0))
        .expect("the card")
}

#[test]
fn the_same_package_again_adds_nothing() {
    let home = Home::new();
    studied(Layout::Second).write(&home.work().join("go.apkg"));
    home.run(&["import", "go.apkg"]);
    let before = (home.run(&["log"]), texts(&home, "go"), home.run(&["due"]));
    home.run(&["import", "go.apkg"])
        .fine("go.apkg: 3 notes, 5 cards: 5 unchanged, 1 file\n");
    // Nor does the same under another name and in another layout.
    studied(Layout::Latest).write(&home.work().join("again.apkg"));
    home.run(&["import", "again.apkg"])
        .fine("again.apkg: 3 notes, 5 cards: 5 unchanged, 1 file\n");
    assert_eq!(
        (home.run(&["log"]), texts(&home, "go"), home.run(&["due"])),
        before
    );
    assert!(!home.data().join("decks/again").exists());
}

#[test]
fn a_dry_run_changes_nothing_at_all() {
    let home = Home::new();
    studied(Layout::First).write(&home.work().join("go.apkg"));
    let said = home.json(&["import", "go.apkg", "--dry-run", "--json"]);
    assert_eq!(
        (&said["new"], &said["answers"], &said["dry_run"]),
        (&5.into(), &3.into(), &true.into())
    );
    assert!(!home.data().join("decks").exists());
    nothing_is_there(&home);
}

#[test]
fn an_updated_package_updates_what_nobody_edited_here() {
    let home = Home::new();
    let mut package = Package::new(Layout::Second);
    package.basic("a", "What is a?", "one");
    package.basic("b", "What is b?", "two");
    package.basic("c", "What is c?", "three");
    package.write(&home.work().join("x.apkg"));
    home.run(&["import", "x.apkg", "-q"]);
    let ids = ["a", "b", "c"].map(|name| id_of(&home, &format!("What is {name}?")));
    let deck = home.data().join("decks/x/Go.md");
    let text = std::fs::read_to_string(&deck).expect("a deck");
    std::fs::write(&deck, text.replace("two", "my own words")).expect("a deck");
    let mut package = Package::new(Layout::Second);
    package.basic("a", "What is a, exactly?", "one, and more");
    package.basic("b", "What is b?", "two, and more");
    package.basic("c", "What is c?", "three");
    let fresh = package.basic("d", "What is d?", "four");
    package.answer(fresh, [NOVEMBER, 3, 1, 0, 2500, 1000, 0]);
    package.write(&home.work().join("x.apkg"));
    home.run(&["import", "x.apkg"]).fine(&format!(
        "x.apkg: 4 notes, 4 cards: 1 new, 1 updated, 1 unchanged, 1 edited here and left as they are, 1 answer\n  {}\n",
        deck.display()
    ));
    let text = std::fs::read_to_string(&deck).expect("a deck");
    assert!(
        text.contains("my own words") && text.contains("one, and more") && text.contains("four")
    );
    assert_eq!(
        id_of(&home, "What is a, exactly?"),
        ids[0],
        "it is still the same card"
    );
    home.run(&["doctor"]).fine("the database is sound\n");
}

#[test]
fn undo_takes_back_an_import_and_nothing_else() {
    let home = Home::new();
    home.deck("own.md", "## What is mine?\nThis.\n");
    home.run(&["import", "own.md"]);
    let own = id_of(&home, "What is mine?");
    home.run(&["answer", &own, "good"]);
    let before = (
        home.run(&["decks"]),
        home.run(&["due"]),
        home.run(&["stats", "--json"]),
    );
    studied(Layout::Latest).write(&home.work().join("go.apkg"));
    home.run(&["import", "go.apkg", "-q"]);
    assert_ne!(home.run(&["decks"]), before.0);
    // Plain undo is about what was done here; imported answers are none of it.
    home.run(&["undo"])
        .fine("took back `good` of 2026-11-20: What is mine?\n");
    home.run(&["answer", &own, "good"]);
    home.run(&["undo", "--import"])
        .fine("took back the import of go.apkg: 3 files\n");
    let after = (
        home.run(&["decks"]),
        home.run(&["due"]),
        home.run(&["stats", "--json"]),
    );
    assert_eq!(after, before);
    assert!(!home.data().join("decks/go").exists());
    home.run(&["doctor"]).fine("the database is sound\n");
    // And it can come again, with all its answers.
    let said = home.json(&["import", "go.apkg", "--json", "-q"]);
    assert_eq!((&said["new"], &said["answers"]), (&5.into(), &3.into()));
    home.run(&["doctor"]).fine("the database is sound\n");
}

#[test]
fn undo_leaves_a_file_that_was_edited_since() {
    let home = Home::new();
    studied(Layout::First).write(&home.work().join("go.apkg"));
    home.run(&["import", "go.apkg", "-q", "--to", "anki"]);
    let deck = home.work().join("anki/Go.md");
    let text = std::fs::read_to_string(&deck).expect("a deck");
    std::fs::write(&deck, format!("{text}\nMy notes.\n")).expect("a deck");
    home.run(&["undo", "--import"]).ends(
        0,
        "took back the import of go.apkg: 2 files\n",
        "note: `anki/Go.md` was edited since and is left as it is\n",
    );
    assert!(deck.exists() && !home.work().join("anki/Go--Runtime.md").exists());
}

#[test]
fn decks_may_stay_in_the_database() {
    let home = Home::new();
    studied(Layout::Second).write(&home.work().join("go.apkg"));
    home.run(&["import", "go.apkg", "--no-files"]).ends(
        0,
        "go.apkg: 3 notes, 5 cards: 5 new, 3 answers\n  database:go/Go.md\n  database:go/Go--Runtime.md\n",
        "note: 1 x media need a folder: with `--no-files` they were left out (картинка 1.png)\n",
    );
    assert!(!home.data().join("decks").exists());
    assert!(home.run(&["read", "Go::Runtime"]).stdout.contains("канал"));
    assert!(!asked(&home, &[]).is_empty());
    home.run(&["undo", "--import"])
        .fine("took back the import of go.apkg: 0 files\n");
    nothing_is_there(&home);
}

#[test]
fn the_answers_alone_may_decide_when_cards_are_due() {
    let home = Home::new();
    studied(Layout::Second).write(&home.work().join("go.apkg"));
    home.run(&["import", "go.apkg", "-q", "--schedule", "replay"]);
    let shown = home.json(&["show", &id_of(&home, "What is **MVCC**?"), "--json"]);
    // Good on the 1st: due on the 2nd. Again on the 2nd: due on the 3rd. Easy on the 3rd: one day.
    assert_eq!(
        (&shown["due"], &shown["interval"]),
        (&"2026-11-04".into(), &1.into())
    );
}

#[test]
fn the_buttons_of_the_old_scheduler_are_read_rightly() {
    let home = Home::new();
    let mut package = Package::new(Layout::First);
    package.conf = serde_json::json!({});
    let note = package.note("a", BASIC, &["What is it?", "That"], "");
    let card = package.state(note, 0, 2, [2, 2, TODAY, 5, 2500, 4, 0]);
    for (at, button, kind) in [(0, 2, 0), (1, 3, 0), (2, 2, 1), (3, 1, 0), (4, 2, 2)] {
        package.answer(card, [NOVEMBER + at * DAY, button, 1, 0, 2500, 1000, kind]);
    }
    package.write(&home.work().join("old.apkg"));
    home.run(&["import", "old.apkg", "-q"]);
    let shown = home.json(&["show", &id_of(&home, "What is it?"), "--json"]);
    let grades: Vec<&str> = (shown["history"].as_array().expect("a history").iter())
        .filter_map(|answer| answer["grade"].as_str())
        .collect();
    assert_eq!(grades, ["good", "easy", "hard", "again", "good"]);
}

#[test]
fn cards_of_filtered_decks_go_home_and_low_eases_are_mended_as_anki_does() {
    let home = Home::new();
    let mut package = Package::new(Layout::Second);
    package.options["1"]["new"]["initialFactor"] = 1300.into();
    package.decks["9"] = package::deck(9, "Filtered");
    let note = package.note("a", BASIC, &["What is it?", "That"], "");
    package.state(note, 0, 2, [2, 2, TODAY + 3, 9, 1350, 4, 0]);
    package.filtered(9);
    package.write(&home.work().join("f.apkg"));
    let said = home.run(&["import", "f.apkg"]);
    assert_eq!(
        said.stderr,
        "note: 1 x a low ease was read as 250 %, as Anki does where deck options start at 130 % or less (card 1000)\n"
    );
    let shown = home.json(&["show", &id_of(&home, "What is it?"), "--json"]);
    let card = (
        &shown["deck"],
        &shown["due"],
        &shown["interval"],
        &shown["ease"],
    );
    assert_eq!(
        card,
        (&"Go".into(), &"2026-11-23".into(), &9.into(), &2.5.into())
    );
}

#[test]
fn cards_cut_from_one_note_are_asked_on_different_days() {
    let home = Home::new();
    let mut package = Package::new(Layout::Second);
    let cloze = package.note("c", CLOZE, &["{{c1::a}} {{c2::b}} {{c3::c}}", ""], "");
    (0..3).for_each(|ordinal| {
        package.card(cloze, ordinal, 2);
    });
    package.basic("d", "What is d?", "d");
    package.write(&home.work().join("c.apkg"));
    home.run(&["import", "c.apkg", "-q"]);
    assert_eq!(asked(&home, &[]), ["[...] b c", "What is d?"]);
}
