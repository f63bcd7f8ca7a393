//! Somebody's plan comes in: what is found in it, what a second reading changes, and everything
//! that may be wrong with a file.

use serde_json::{Value, json};

use crate::home::Home;

const PLAN: &str = "# Plan\n\nSix weeks.\n\n## Week 1: start\n\n### Theory\n\n- [ ] Errors\n- [x] Select\n- [ ] Tensors\n\n### Practice\n\n- [ ] Write a pool\n- [x] Read a book\n\n## Week 2: more\n\n- [ ] Channels\n  - [ ] Buffers\n";

/// A machine with four decks of one card each, two of them about things in the plan.
fn home() -> Home {
    let home = Home::new();
    for (name, requires) in [
        ("channels", ""),
        ("select", "[channels]"),
        ("errors", ""),
        ("atoms", ""),
    ] {
        let text = format!("---\nrequires: {requires}\n---\n\n## What about {name}?\nMuch.\n");
        home.deck(&format!("notes/{name}.md"), &text);
    }
    home.deck("plan.md", PLAN);
    assert_eq!(home.run(&["import", "-q", "notes"]).code, 0);
    home
}

fn texts<'v>(items: &'v Value, ids: &Value) -> Vec<&'v str> {
    let ids = ids.as_array().expect("ids");
    let named = |id: &Value| {
        let items = items.as_array().expect("items");
        let item = items.iter().find(|item| item["id"] == *id);
        item.and_then(|item| item["text"].as_str())
            .expect("an item")
    };
    ids.iter().map(named).collect()
}

#[test]
fn a_plan_comes_in_with_what_it_lacks() {
    home().run(&["roadmap", "import", "plan.md"]).ends(
        0,
        "plan: 2 stages, 7 items (5 theory, 2 practice)\n\
         no deck yet for 2 topics:\n  30162bf9  Tensors\n  eaf7e058  Buffers\n",
        "help: `drill roadmap follow plan` brings its cards in its order\n",
    );
}

#[test]
fn every_field_is_there() {
    let home = home();
    let report = home.json(&["roadmap", "import", "plan.md", "--json"]);
    let shown = home.json(&["roadmap", "show", "plan", "--json"]);
    let items = &shown["items"];
    assert_eq!(report["added"].as_array().map(Vec::len), Some(7));
    assert_eq!(texts(items, &report["unmatched"]), ["Tensors", "Buffers"]);
    let encoding = json!({"read_as": "utf-8", "repaired": [], "damaged": 0});
    let expected = json!({
        "roadmap": "plan", "title": "Plan", "file": "plan.md", "encoding": encoding,
        "stages": 2, "items": 7, "kinds": {"theory": 5, "practice": 2},
        "unmatched": report["unmatched"], "ambiguous": [], "added": report["added"],
        "removed": [], "moved": [], "reworded": [], "warnings": []
    });
    assert_eq!(report, expected);
    let stage = json!({
        "stage": 2, "parent": null, "level": 1, "title": "Week 2: more", "when": "Week 2",
        "start": "2026-11-27", "end": "2026-12-03", "place": "plan.md:18:1"
    });
    assert_eq!(shown["stages"][1], stage);
    let item = json!({
        "id": items[6]["id"], "stage": 2, "parent": items[5]["id"], "text": "Buffers",
        "kind": "theory", "label": null, "box": false, "done": false, "when": null,
        "start": null, "end": null, "place": "plan.md:21:3", "decks": [], "candidates": [],
        "cards": {"new": 0, "learning": 0, "known": 0, "mature": 0}
    });
    assert_eq!(items[6], item);
    assert_eq!(
        items[1]["decks"],
        json!([{"deck": "select", "how": "exact", "score": 1.0}])
    );
    assert_eq!(items[1]["done"], true, "a tick in the file is kept");
    let note = json!({"stage": null, "place": "plan.md:3:1", "text": "Six weeks."});
    assert_eq!(shown["notes"], json!([note]));
    let head = ["followed", "day", "start", "end", "deadline"].map(|field| shown[field].clone());
    let expected = [
        json!(null),
        json!("2026-11-20"),
        json!("2026-11-20"),
        json!("2026-12-03"),
        json!(null),
    ];
    assert_eq!(head, expected);
    let one = home.json(&["roadmap", "show", "plan", "--stage", "2", "--json"]);
    let count = |field: &str| one[field].as_array().map(Vec::len);
    assert_eq!(
        (count("stages"), count("items"), count("notes")),
        (Some(1), Some(2), Some(0))
    );
}

#[test]
fn the_first_day_can_be_told() {
    let home = home();
    home.run(&["roadmap", "import", "plan.md", "--start", "2027-01-04"]);
    let start = |home: &Home| {
        let shown = home.json(&["roadmap", "show", "plan", "--json"]);
        shown["stages"][0]["start"].clone()
    };
    assert_eq!(start(&home), "2027-01-04");
    home.run(&["roadmap", "import", "plan.md"]);
    assert_eq!(start(&home), "2027-01-04", "it is remembered");
    let wrong = home.run(&["roadmap", "import", "plan.md", "--start", "tomorrow"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.stderr.contains("write a date, like `2026-12-01`"));
}

#[test]
fn an_edited_plan_keeps_its_ticks_links_and_names() {
    let home = home();
    home.run(&["roadmap", "import", "plan.md"]);
    let before = home.json(&["roadmap", "show", "plan", "--json"])["items"].clone();
    home.run(&["roadmap", "done", "Write a pool"]);
    home.run(&["roadmap", "link", "Tensors", "atoms"]);
    // One item is reworded, one is unticked, one is moved, one is new, one is gone.
    let edited = PLAN
        .replace("Write a pool", "Write a small pool")
        .replace("[x] Read a book", "[ ] Read a book")
        .replace("- [ ] Errors\n", "")
        .replace("  - [ ] Buffers\n", "- [ ] Errors\n- [ ] Maps\n");
    home.deck("plan.md", &edited);
    let report = home.json(&["roadmap", "import", "plan.md", "--json"]);
    let after = home.json(&["roadmap", "show", "plan", "--json"])["items"].clone();
    assert_eq!(texts(&after, &report["reworded"]), ["Write a small pool"]);
    assert_eq!(texts(&after, &report["moved"]), ["Errors"]);
    assert_eq!(texts(&after, &report["added"]), ["Maps"]);
    assert_eq!(texts(&before, &report["removed"]), ["Buffers"]);
    let done = |text: &str| {
        let items = after.as_array().expect("items");
        let item = items.iter().find(|item| item["text"] == text);
        item.expect("an item")["done"].clone()
    };
    assert_eq!(done("Write a small pool"), true, "its box was not touched");
    assert_eq!(
        done("Read a book"),
        false,
        "its box was unticked in the file"
    );
    assert_eq!(done("Select"), true);
    let tensors = after.as_array().expect("items").iter();
    let tensors = tensors.filter(|item| item["text"] == "Tensors");
    for item in tensors {
        assert_eq!(
            item["decks"],
            json!([{"deck": "atoms", "how": "linked", "score": 1.0}])
        );
    }
    home.run(&["roadmap", "import", "plan.md"]).ends(
        0,
        "plan: 2 stages, 7 items (5 theory, 2 practice)\nnothing has changed\n\
             no deck yet for 1 topic:\n  9c12b984  Maps\n",
        "help: `drill roadmap follow plan` brings its cards in its order\n",
    );
}

#[test]
fn import_knows_a_checklist_from_a_deck() {
    let home = home();
    home.run(&["import", "plan.md"]).ends(
        0,
        "plan: 2 stages, 7 items (5 theory, 2 practice)\n\
         no deck yet for 2 topics:\n  30162bf9  Tensors\n  eaf7e058  Buffers\n",
        "help: `drill roadmap follow plan` brings its cards in its order\n",
    );
    home.deck("deck.md", "# D\n\n- [ ] one\n- [ ] two\n\n## Why?\nSo.\n");
    home.run(&["import", "deck.md"])
        .fine("1 deck, 1 card: 1 new\n");
    home.deck("other.md", "- [ ] one\n- [ ] two\n");
    let dry = home.run(&["import", "--dry-run", "other.md"]);
    assert_eq!(dry.code, 0);
    let list = home.json(&["roadmap", "list", "--json"]);
    assert_eq!(list["roadmaps"].as_array().map(Vec::len), Some(1), "{list}");
}

#[test]
fn what_is_no_roadmap_changes_nothing() {
    let home = home();
    home.run(&["roadmap", "import", "plan.md"]);
    let before = home.json(&["roadmap", "show", "plan", "--json"]);
    for text in ["", "\n\n", "# Only\n\nwords\n", "```\n- [ ] code\n```\n"] {
        home.deck("plan.md", text);
        home.run(&["roadmap", "import", "plan.md"]).ends(
            1,
            "",
            "error: no item can be found in `plan.md`\n\
             cause: it has no entry of a list and no row of a table\n\
             help: nothing was changed; `drill import` takes decks\n",
        );
    }
    assert_eq!(home.json(&["roadmap", "show", "plan", "--json"]), before);
    assert_eq!(home.run(&["roadmap", "import", "none.md"]).code, 2);
    assert_eq!(home.run(&["roadmap", "import", "notes"]).code, 2);
}

#[test]
fn a_name_belongs_to_one_file() {
    let home = home();
    home.run(&["roadmap", "import", "plan.md"]);
    home.deck("other/plan.md", PLAN);
    home.run(&["roadmap", "import", "other/plan.md"]).ends(
        2,
        "",
        "error: the roadmap `plan` comes from `plan.md`\n\
         help: give this one another name with `--name`\n",
    );
    assert_eq!(
        home.run(&["roadmap", "import", "other/plan.md", "--name", "b"])
            .code,
        0
    );
    std::fs::remove_file(home.work().join("plan.md")).expect("a file");
    let moved = home.json(&["roadmap", "import", "other/plan.md", "--json"]);
    assert_eq!(
        (&moved["added"], &moved["file"]),
        (&json!([]), &json!("other/plan.md"))
    );
}

#[test]
fn large_deep_and_twofold_plans_are_plans() {
    let home = home();
    let deep: String = (0..100)
        .map(|level| format!("{}- [ ] level {level}\n", "  ".repeat(level)))
        .collect();
    home.deck("deep.md", &deep);
    let shown = |name: &str| {
        home.run(&["roadmap", "import", &format!("{name}.md")]);
        home.json(&["roadmap", "show", name, "--json"])
    };
    assert_eq!(shown("deep")["items"].as_array().map(Vec::len), Some(100));
    let page = home.run(&["roadmap", "show", "deep"]);
    assert!(page.stdout.lines().all(|line| line.chars().count() <= 80));
    home.deck("twice.md", "# Same\n\n- one\n- one\n\n# Same\n\n- one\n");
    let twice = shown("twice");
    assert_eq!(twice["stages"].as_array().map(Vec::len), Some(2));
    let items = twice["items"].as_array().expect("items");
    let stages: Vec<&Value> = items.iter().map(|item| &item["stage"]).collect();
    assert_eq!(stages, [&json!(1), &json!(1), &json!(2)]);
    let ids: std::collections::BTreeSet<String> =
        items.iter().map(|item| item["id"].to_string()).collect();
    assert_eq!(ids.len(), 3, "items of one text have names of their own");
}
