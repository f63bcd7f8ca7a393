//! Ticks: by hand, in the file, and back into the file.

use serde_json::{Value, json};

use crate::home::{Home, Outcome};

const PLAN: &str = "# Plan\r\n\r\n## First\r\n\r\n- [ ] Alpha\r\n* [X] Read **a** book\r\n1. [ ] Write a pool\r\n\r\n```\r\n- [ ] no box\r\n```\r\n";

fn home() -> Home {
    let home = Home::new();
    home.deck("alpha.md", "## What is alpha?\nA letter.\n");
    home.deck("plan.md", PLAN);
    home.run(&["import", "-q", "alpha.md"]);
    home.run(&["roadmap", "import", "-q", "plan.md"]);
    home
}

fn export(home: &Home) -> String {
    let Outcome { stdout, .. } = home.run(&["roadmap", "export", "plan"]);
    stdout
}

/// Item by item, whether it is done.
fn done(home: &Home) -> Vec<Value> {
    let shown = home.json(&["roadmap", "show", "plan", "--json"]);
    let items = shown["items"].as_array().expect("items");
    items.iter().map(|item| item["done"].clone()).collect()
}

#[test]
fn an_item_is_ticked_and_unticked() {
    let home = home();
    assert_eq!(done(&home), [false, true, false]);
    home.run(&["roadmap", "done", "Write a pool", "Alpha"])
        .fine("[x] Write a pool\n[x] Alpha\n");
    home.run(&["roadmap", "undone", "Read **a** book"])
        .fine("[ ] Read **a** book\n");
    assert_eq!(done(&home), [true, false, true]);
    let id = home.json(&["roadmap", "show", "plan", "--json"])["items"][2]["id"].clone();
    let short = &id.as_str().expect("an id")[..4];
    let told = home.json(&["roadmap", "done", short, "--json"]);
    let item = json!({"id": id, "roadmap": "plan", "text": "Write a pool", "done": true});
    assert_eq!(told, json!({"items": [item]}));
    let log = home.json_lines(&["log", "--json"]);
    let kinds: Vec<&Value> = log.iter().map(|entry| &entry["kind"]).collect();
    assert_eq!(kinds, ["done", "done", "done", "undone"], "nothing twice");
    assert_eq!((&log[1]["item"], &log[1]["card"]), (&id, &Value::Null));
}

#[test]
fn undo_takes_back_answers_and_no_ticks() {
    let home = home();
    let card = home.json(&["today", "--json"])["cards"][0]["id"].clone();
    let card = card.as_str().expect("an id");
    home.json(&["answer", card, "good", "--json"]);
    home.run(&["roadmap", "done", "Write a pool"]);
    assert_eq!(home.run(&["undo"]).code, 0);
    assert_eq!(done(&home), [false, true, true]);
    assert_eq!(home.json(&["show", card, "--json"])["history"], json!([]));
    assert_eq!(home.run(&["doctor"]).code, 0);
    home.run(&["doctor", "--fix"]);
    assert_eq!(done(&home), [false, true, true]);
}

#[test]
fn the_file_comes_back_with_other_boxes_and_nothing_else() {
    let home = home();
    assert_eq!(export(&home), PLAN);
    home.run(&["roadmap", "done", "Write a pool"]);
    home.run(&["roadmap", "undone", "Read **a** book"]);
    let ticked = PLAN.replace("* [X]", "* [ ]").replace("1. [ ]", "1. [x]");
    assert_eq!(export(&home), ticked);
    // The file itself changes only when that is asked for.
    let file = home.work().join("plan.md");
    let read = || std::fs::read_to_string(&file).expect("the plan");
    assert_eq!(read(), PLAN);
    home.run(&["roadmap", "export", "plan", "new.md"]).fine("");
    assert_eq!(
        std::fs::read_to_string(home.work().join("new.md")).expect("a file"),
        ticked
    );
    home.run(&["roadmap", "export", "plan", "new.md"]).ends(
        2,
        "",
        "error: `new.md` exists already\n\
         help: name a file that does not exist yet; `--in-place` changes the roadmap's own file\n",
    );
    home.run(&["roadmap", "export", "plan", "--in-place"])
        .fine("");
    assert_eq!(read(), ticked);
    let report = home.json(&["roadmap", "import", "plan.md", "--json"]);
    assert_eq!(
        (&report["added"], &report["reworded"]),
        (&json!([]), &json!([]))
    );
    assert_eq!(done(&home), [false, false, true]);
}

#[test]
fn a_mature_topic_is_ticked_and_an_edited_file_is_read_first() {
    let mut home = home();
    let card = home.json(&["today", "--json"])["cards"][0]["id"].clone();
    let card = card.as_str().expect("an id").to_owned();
    for day in ["2026-11-20", "2026-11-21", "2026-11-27", "2026-12-12"] {
        home.at(&format!("{day}T08:00:00+03:00"));
        home.json(&["answer", &card, "good", "--json"]);
    }
    let cards = json!({"new": 0, "learning": 0, "known": 0, "mature": 1});
    let shown = home.json(&["roadmap", "show", "plan", "--json"]);
    assert_eq!(shown["items"][0]["cards"], cards);
    let edited = PLAN.replace("1. [ ]", "1. [x]") + "- [ ] Beta\r\n";
    home.deck("plan.md", &edited);
    assert_eq!(export(&home), edited.replace("- [ ] Alpha", "- [x] Alpha"));
    assert_eq!(done(&home), [false, true, true, false]);
}

#[test]
fn an_item_must_be_clear() {
    let home = home();
    home.deck("other.md", "- Alpha\n- Gamma\n");
    home.run(&["roadmap", "import", "-q", "other.md"]);
    let twice = home.run(&["roadmap", "done", "Alpha"]);
    assert_eq!(twice.code, 2);
    assert!(
        twice
            .stderr
            .starts_with("error: `Alpha` could be 2 items\ncause: "),
        "{}",
        twice.stderr
    );
    home.run(&["roadmap", "done", "Omega"]).ends(
        2,
        "",
        "error: there is no item `Omega`\n\
         help: an item is named by its id, the first 4 or more hex digits of it, or its exact text; `drill roadmap` shows ids\n",
    );
    assert_eq!(done(&home), [false, true, false], "all or nothing");
}
