//! Out to a package and back in: nothing is lost on the way, and nothing is carried away that is
//! not meant.

use serde_json::Value;

use super::package::Layout;
use super::{id_of, studied};
use crate::home::Home;

/// Every card with its schedule and its answers, by question.
fn state(home: &Home) -> Vec<Value> {
    let today = home.json(&["decks", "--json"]);
    assert!(
        today["decks"]
            .as_array()
            .is_some_and(|decks| !decks.is_empty())
    );
    let database = rusqlite::Connection::open(home.database()).expect("a database");
    let mut query = database
        .prepare("select lower(hex(id)) from cards where not retired order by ask")
        .expect("a query");
    let ids: Vec<String> = query
        .query_map([], |row| row.get(0))
        .expect("cards")
        .collect::<Result<_, _>>()
        .expect("cards");
    ids.iter()
        .map(|id| {
            let mut card = home.json(&["show", id, "--json"]);
            let card = card.as_object_mut().expect("a card");
            card.remove("place");
            for answer in card["history"].as_array_mut().expect("a history") {
                answer.as_object_mut().expect("an answer").remove("entry");
            }
            Value::Object(card.clone())
        })
        .collect()
}

#[test]
fn a_package_comes_back_as_it_was() {
    for flag in [&[][..], &["--latest"]] {
        let home = Home::new();
        studied(Layout::Second).write(&home.work().join("go.apkg"));
        home.run(&["import", "go.apkg", "-q"]);
        let answered = id_of(&home, "канал");
        home.run(&["answer", &answered, "good", "--took-ms", "1234"]);
        let file = home.data().join("out.apkg").display().to_string();
        let outcome = home.run(&[&["export", &file], flag].concat());
        outcome.ends(
            0,
            &format!("{file}: 5 cards, 4 answers, 0 files\n"),
            "help: in Anki, File > Import; a card that is there already keeps its own schedule, so to bring everything home delete the deck there first\n",
        );
        let other = Home::new();
        let said = other.json(&["import", &file, "--json", "-q"]);
        assert_eq!((&said["new"], &said["answers"]), (&5.into(), &4.into()));
        assert_eq!(state(&other), state(&home), "{flag:?}");
        // What one machine exports, the other one knows already.
        let said = home.json(&["import", &file, "--json", "-q"]);
        assert_eq!((&said["new"], &said["answers"]), (&0.into(), &0.into()));
        home.run(&["doctor"]).fine("the database is sound\n");
    }
}

#[test]
fn own_decks_go_out_with_their_pictures_and_no_other_file() {
    let home = Home::new();
    let secret = home.data().join("secret.png");
    std::fs::create_dir_all(home.data()).expect("a folder");
    std::fs::write(&secret, "secret").expect("a file");
    std::fs::create_dir_all(home.work().join("notes/img")).expect("a folder");
    std::fs::write(home.work().join("notes/img/a b.png"), "picture").expect("a file");
    home.deck(
        "notes/own.md",
        "---\ntopic: Own\ntags: [x y]\n---\n## What is this?\n![](img/a%20b.png) ![](../../home/secret.png) ![](gone.png)\n",
    );
    home.run(&["import", "notes"]);
    home.run(&["export", "own.apkg"]).ends(
        0,
        "own.apkg: 1 card, 0 answers, 1 file\n",
        "note: `../../home/secret.png` is not there and was left out\n\
         note: `gone.png` is not there and was left out\n\
         help: in Anki, File > Import; a card that is there already keeps its own schedule, so to bring everything home delete the deck there first\n",
    );
    let other = Home::new();
    let file = home.work().join("own.apkg").display().to_string();
    let said = other.json(&["import", &file, "--json"]);
    assert_eq!((&said["cards"], &said["media"]), (&1.into(), &1.into()));
    assert_eq!(
        std::fs::read(other.data().join("decks/own/media/a b.png")).expect("the picture"),
        b"picture"
    );
    let shown = other.json(&["show", &id_of(&other, "What is this?"), "--json"]);
    assert_eq!(shown["tags"], serde_json::json!(["x_y"]));
}

#[test]
fn the_name_of_a_file_says_its_format() {
    let home = Home::new();
    home.run(&["export", "cards.xyz"]).ends(
        2,
        "",
        "error: `cards.xyz` does not say what to write\nhelp: end its name in `.apkg`, `.json`, `.tsv`, `.csv` or `.md`, or say it: `--as md`\n",
    );
}
